"""Choices as the query of an address: short, versioned, and with names, so that data may change.

A query such as ``v=2&s=realtime_api&a=deadline.weeks~live.not_sure&w=startup.80`` contains the
choices and nothing else. ``~`` joins the entries of a list and ``.`` the parts of an entry; no id
of a problem folder can contain either. A link may be old, cut off, changed by an e-mail program
or written by hand. The reader undoes known changes by e-mail programs, leaves out unknown parts,
and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from typing import Any
from unicodedata import normalize
from urllib.parse import parse_qsl, quote, unquote

from advisor.problem.problem import Problem
from advisor.problem.questions import Requirement
from advisor.ranking.choices import CHECKS, ChoiceError, Choices
from advisor.ranking.plausible import Plausible

VERSION = "2"
# Weights in links of the first version belong to an earlier model with other weights.
EARLIER = "1"
KEYS = ("v", "s", "a", "r", "w", "f", "i", "o", "x", "p")
# Longest request line of web servers in front of the page, without a path: nginx and Apache accept
# 8 KiB. The page writes no longer link, because nobody could open a link that the server refuses.
LONGEST = 8_000
# Longer queries are not read at all.
LONGEST_READ = 100_000
# E-mail programs and forms may have encoded a link up to this many times.
LAYERS = 4
# Line breaks of an e-mail, which may follow an "=", white space, and invisible characters.
INVISIBLE = re.compile(r"=[\r\n]+|[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
# Punctuation that a sentence may put after a link; no link ends with it.
PUNCTUATION = re.compile(r"[^\w-]+$")
BALLOTS = "the ballots"
NONE = "none"
# A removed preset answer; it is not empty, because e-mail programs cut off a dot at the end.
OPEN = "_"


@dataclass(frozen=True)
class Link:
    """Choices of a query that the problem allows, and a notice about parts that were ignored."""

    choices: Choices
    notice: str = ""


def to_query(problem: Problem, choices: Choices) -> str:
    """Query of choices, without the question mark; empty if there are no choices."""
    parts = {
        "s": choices.scenario if choices.scenario != problem.scenarios[0].id else "",
        "a": _joined((q, a or OPEN) for q, a in choices.answers.items()),
        "r": _joined(
            (r, demand_slugs(problem.requirement(r)).get(demand, NONE))
            for r, demand in choices.requirements.items()
        ),
        "w": _joined((c, _text(w)) for c, w in sorted(choices.weights.items())),
        "f": choices.reading,
        "i": _joined(
            ("" if place else c, a, _text(number))
            for c, row in choices.inputs.items()
            for place, (a, number) in enumerate(row.items())
        ),
        "o": "~".join(choices.included),
        "x": "~".join(choices.excluded),
        "p": _plausible_text(choices.plausible),
    }
    said = {key: text for key, text in parts.items() if text}
    pairs = {"v": VERSION, **said} if said else {}
    return "&".join(f"{key}={quote(text, safe='.~-_')}" for key, text in pairs.items())


def not_in_link(choices: Choices) -> list[str]:
    """Names of the choices that a link cannot contain."""
    lacking = []
    if choices.ballots:
        lacking.append(BALLOTS)
    if choices.plausible.left is not None:
        lacking.append("the weights that your answers allow")
    return lacking


def from_query(problem: Problem, query: str) -> Link:
    """Read the choices of a query; the function raises no error, whatever the query contains."""
    nothing = Choices().check(problem)
    if len(query) > LONGEST_READ:
        return Link(nothing, "This link is too long for this page and was ignored.")
    found = _found(query)
    if not found:
        return Link(nothing)
    if found.get("v") not in (EARLIER, VERSION):
        return Link(nothing, "This link belongs to another version of this page and was ignored.")
    reader = _Reader(problem)
    for key in KEYS[1:]:
        if key in found:
            reader.read(key, found[key])
    if found["v"] == EARLIER and problem.retired and reader.parts.get("weights"):
        reader.notices.append(
            "The weights in this link were set in an earlier model, in which other criteria had "
            "more weight. Please check them."
        )
    return Link(Choices(**reader.parts).check(problem), reader.notice)


def _found(query: str) -> dict[str, str]:
    """The advisor's parameters, after undoing what e-mail programs and forms did to them."""
    for _ in range(LAYERS):
        # An e-mail in HTML encodes ampersands; one in plain text may encode "=" as "=3D".
        query = _decoded(unescape, query).replace("=3D", "=")
        pairs = [(_plain(key), _plain(text)) for key, text in parse_qsl(query.lstrip("?&"))]
        if found := {key: text for key, text in pairs if key in KEYS}:
            return found
        query = unquote(query)  # the query as a whole was encoded
    return {}


def _plain(text: str) -> str:
    """A key or a value as `to_query` writes it: not encoded, without white space and capitals."""
    return PUNCTUATION.sub("", _folded(INVISIBLE.sub("", _decoded(unquote, text))))


def _decoded(decode: Callable[[str], str], text: str) -> str:
    for _ in range(LAYERS):
        text = decode(text)
    return text


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


class _Reader:
    """Reads the known parts of a query and collects the unknown ones."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parts: dict[str, Any] = {}
        self.strange: list[str] = []
        self.notices: list[str] = []

    @property
    def notice(self) -> str:
        said = list(self.notices)
        if self.strange:
            shown = ", ".join(f"“{piece[:40]}”" for piece in self.strange[:3])
            more = f" and {len(self.strange) - 3} more" if len(self.strange) > 3 else ""
            said.append(f"Parts of this link are not valid here and were ignored: {shown}{more}.")
        return " ".join(said)

    def read(self, key: str, text: str) -> None:
        part, parse = PARTS[key]
        pieces = [text] if key in ("s", "f", "p") else text.split("~")
        for piece in _with_criteria(pieces) if key == "i" else pieces:
            try:
                self._take(part, parse(self.problem, piece))
            except (ChoiceError, LookupError, ValueError):
                self.strange.append(piece)

    def _take(self, part: str, said: Any) -> None:
        """Add one entry to a part if the problem allows it."""
        allowed = CHECKS[part](self.problem, said)
        before = self.parts.get(part)
        if part == "inputs" and before:
            [(criterion, row)] = allowed.items()
            self.parts[part] = {**before, criterion: {**before.get(criterion, {}), **row}}
        elif isinstance(allowed, dict):
            self.parts[part] = {**(before or {}), **allowed}
        elif isinstance(allowed, tuple):
            self.parts[part] = (*(before or ()), *allowed)
        else:
            self.parts[part] = allowed


def _answer(_problem: Problem, piece: str) -> dict[str, str]:
    name, value = piece.split(".")
    return {name: "" if value == OPEN else value}


def _demand(problem: Problem, piece: str) -> dict[str, str]:
    name, wanted = piece.split(".", 1)
    slugs = {slug: demand for demand, slug in demand_slugs(problem.requirement(name)).items()}
    return {name: "" if wanted == NONE else slugs[wanted]}


def _weight(_problem: Problem, piece: str) -> dict[str, float]:
    criterion, number = piece.split(".", 1)
    return {criterion: float(number)}


def _with_criteria(pieces: Iterable[str]) -> Iterator[str]:
    """Entries of inputs; an entry without a criterion belongs to that of the entry before."""
    criterion = ""
    for piece in pieces:
        named, dot, rest = piece.partition(".")
        criterion = named or criterion
        yield criterion + dot + rest


def _input(_problem: Problem, piece: str) -> dict[str, dict[str, float]]:
    criterion, alternative, number = piece.split(".", 2)
    return {criterion: {alternative: float(number)}}


def _plausible(_problem: Problem, piece: str) -> dict[str, Any]:
    kind, facts, spread = piece.split(".", 2)
    return {"kind": kind, "facts": {"0": False, "1": True}[facts], "spread": float(spread)}


# The part of the choices behind each key, and the reader of one entry.
PARTS: dict[str, tuple[str, Callable[[Problem, str], Any]]] = {
    "s": ("scenario", lambda _problem, piece: piece),
    "a": ("answers", _answer),
    "r": ("requirements", _demand),
    "w": ("weights", _weight),
    "f": ("reading", lambda _problem, piece: piece),
    "i": ("inputs", _input),
    "o": ("included", lambda _problem, piece: [piece]),
    "x": ("excluded", lambda _problem, piece: [piece]),
    "p": ("plausible", _plausible),
}


def _joined(entries: Iterable[tuple[str, ...]]) -> str:
    return "~".join(".".join(entry) for entry in entries)


def _plausible_text(plausible: Plausible) -> str:
    saved = plausible.to_dict()
    if saved == Plausible().to_dict():
        return ""
    return f"{saved['kind']}.{int(saved['facts'])}.{_text(saved['spread'])}"


def demand_slugs(requirement: Requirement) -> dict[str, str]:
    """Name of each demand in a link.

    If two names would be equal, or one would be empty, the name is a digest of the text. A number
    would be wrong as soon as the problem gets another demand.
    """
    slugs = [re.sub(r"\W+", "_", _folded(d)).strip("_") for d in requirement.demands]
    return {
        demand: slug if slug and slug != NONE and slugs.count(slug) == 1 else _digest(demand)
        for demand, slug in zip(requirement.demands, slugs, strict=True)
    }


def _digest(text: str) -> str:
    return f"_{sha256(text.encode()).hexdigest()[:8]}"


def _text(number: float) -> str:
    """The shortest text that still reads back as the same number."""
    short = f"{number:g}"
    return short if float(short) == number else repr(number)
