"""A state as the query of an address: short, versioned, and by names, so that data may move.

``v=1&s=realtime_api&a=deadline.weeks~live.not_sure&w=startup.80``: what the visitor set and
nothing else. Lists are joined by ``~``, the parts of an entry by ``.``, neither of which a name
of a problem folder can hold. A link may be old, cut or anybody's work: what it says that is not
known is left out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote

from traitlets import TraitError

from advisor.problem.problem import Problem
from advisor.problem.questions import NOT_SURE
from advisor.ranking.plausible import Plausible
from advisor.session import allowed

VERSION = "1"
KEYS = ("v", "s", "a", "r", "w", "f", "i", "o", "x", "p")
# No state of a problem that fits a page needs more; anything longer is not read.
LONGEST = 4_000
NONE = "none"


@dataclass(frozen=True)
class Link:
    """What a query asks for: a state to restore, and what could not be read in it."""

    saved: dict[str, Any]
    notice: str = ""


def to_query(problem: Problem, saved: Mapping[str, Any]) -> str:
    """Query, without its question mark, of what `DecisionState.to_dict` gives; empty by default."""
    parts = {
        "s": saved["scenario"] if saved["scenario"] != problem.scenarios[0].id else "",
        "a": _joined((q, a) for q, a in saved["answers"].items()),
        "r": _joined((r, _slug(d) or NONE) for r, d in saved["requirements"].items()),
        "w": _joined((c, f"{w:g}") for c, w in saved["weights"].items()),
        "f": saved["reading"],
        "i": _joined(
            (c, a, f"{number:g}") for c, row in saved["inputs"].items() for a, number in row.items()
        ),
        "o": "~".join(saved["included"]),
        "x": "~".join(saved["excluded"]),
        "p": _plausible_text(saved["plausible"]),
    }
    said = {key: text for key, text in parts.items() if text}
    pairs = {"v": VERSION, **said} if said else {}
    return "&".join(f"{key}={quote(text, safe='.~-_')}" for key, text in pairs.items())


def from_query(problem: Problem, query: str) -> Link:
    """State that a query asks for; whatever it holds, nothing is raised."""
    saved: dict[str, Any] = {"problem": problem.id}
    if len(query) > LONGEST:
        return Link(saved, "This link is too long to be one of this page, so it was not read.")
    found = dict(parse_qsl(query.removeprefix("?")))
    if not found.keys() & set(KEYS):
        return Link(saved)
    if found.get("v") != VERSION:
        return Link(saved, "This link is of another version of this page, so it was not read.")
    reader = _Reader(problem)
    for key in KEYS[1:]:
        if key in found:
            reader.read(key, found[key])
    return Link({**saved, **reader.saved}, reader.notice)


class _Reader:
    """Takes what is known and keeps what is not."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.saved: dict[str, Any] = {}
        self.strange: list[str] = []

    @property
    def notice(self) -> str:
        if not self.strange:
            return ""
        shown = ", ".join(f"“{piece[:40]}”" for piece in self.strange[:3])
        more = f" and {len(self.strange) - 3} more" if len(self.strange) > 3 else ""
        return f"Not everything in this link is known here, so it was left out: {shown}{more}."

    def read(self, key: str, text: str) -> None:
        reads: dict[str, Callable[[str], None]] = {
            "s": self._scenario,
            "a": self._answer,
            "r": self._requirement,
            "w": self._weight,
            "f": self._reading,
            "i": self._input,
            "o": self._included,
            "x": self._excluded,
            "p": self._plausible,
        }
        for piece in [text] if key in ("s", "f", "p") else text.split("~"):
            try:
                reads[key](piece)
            except (LookupError, TraitError, TypeError, ValueError):
                self.strange.append(piece)

    def _scenario(self, piece: str) -> None:
        self.saved["scenario"] = self.problem.scenario(piece).id

    def _answer(self, piece: str) -> None:
        question, answer = piece.split(".")
        asked = self.problem.project_question(question)
        self._row("answers")[question] = answer if answer == NOT_SURE else asked.choice(answer).id

    def _requirement(self, piece: str) -> None:
        name, wanted = piece.split(".", 1)
        demands = {_slug(d): d for d in self.problem.requirement(name).demands}
        self._row("requirements")[name] = "" if wanted == NONE else demands[wanted]

    def _weight(self, piece: str) -> None:
        criterion, number = piece.split(".", 1)
        self._row("weights")[self.problem.criterion(criterion).id] = _number(number, 0, 100)

    def _reading(self, piece: str) -> None:
        self.saved["reading"] = allowed.reading(self.problem, piece)

    def _input(self, piece: str) -> None:
        name, alternative, number = piece.split(".", 2)
        criterion = self.problem.criterion(name)
        if criterion.kind != "input":
            raise LookupError(name)
        ends = sorted((criterion.worst, criterion.best))
        row = self._row("inputs").setdefault(name, {})
        row[self.problem.alternative(alternative).id] = _number(number, *ends)

    def _included(self, piece: str) -> None:
        self.saved.setdefault("included", []).extend(allowed.others(self.problem, [piece]))

    def _excluded(self, piece: str) -> None:
        self.saved.setdefault("excluded", []).append(self.problem.alternative(piece).id)

    def _plausible(self, piece: str) -> None:
        kind, facts, spread = piece.split(".", 2)
        saved = {"kind": kind, "facts": {"0": False, "1": True}[facts], "spread": float(spread)}
        self.saved["plausible"] = Plausible.from_dict(saved).to_dict()

    def _row(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.saved.setdefault(name, {})
        return found


def _joined(entries: Iterator[tuple[str, ...]]) -> str:
    return "~".join(".".join(entry) for entry in entries)


def _plausible_text(saved: Mapping[str, Any]) -> str:
    if saved == Plausible().to_dict():
        return ""
    return f"{saved['kind']}.{int(saved['facts'])}.{saved['spread']:g}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _number(text: str, low: float, high: float) -> float:
    number = float(text)
    if not low <= number <= high:
        raise ValueError(text)
    return number
