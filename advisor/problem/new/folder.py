"""Writes a decision matrix as the tables of a problem folder."""

from __future__ import annotations

import csv
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.problem.elements import LARGEST_WEIGHT, UNSTATED
from advisor.problem.new.criteria import Known, Understood
from advisor.problem.new.starter import new_folder
from advisor.problem.new.words import ALTERNATIVE, bare

if TYPE_CHECKING:
    from advisor.problem.new.matrix import DecisionMatrix

Rows = list[Mapping[str, object]]
SCENARIO, QUESTION, APPLY, IGNORE = "as_stated", "must_haves", "apply", "ignore"
# Owners state a weight without a range; half more and half less is plausible until they say so.
RANGE = 0.5
# Headings of names that are no English nouns for an alternative.
NO_NOUNS = ("name", "names", "item", "items", "wohnung", "angebot", "angebote", "modell")


def write(matrix: DecisionMatrix, folder: str | Path) -> Path:
    """Write the tables of a matrix into a new folder.

    What the owner does not state, such as sources and reasons, stays empty.

    Parameters
    ----------
    matrix : DecisionMatrix
    folder : str or Path
        Folder to create; it may exist if it is empty.

    Raises
    ------
    InputError
        If the folder is not empty or is a file.
    """
    folder = new_folder(folder)
    alternatives = _ids(matrix.alternatives, "option")
    criteria = dict(zip(matrix.criteria, _ids([c.name for c in matrix.criteria], "c"), strict=True))
    scored = {one: name for one, name in criteria.items() if one in matrix.scored}
    groups = _groups(scored)
    _save(folder, "groups", [{"id": g, "name": n, "question": ""} for n, g in groups.items()])
    _save(folder, "alternatives", _alternatives(matrix, alternatives))
    _save(folder, "criteria", [_criterion(one, scored[one], groups) for one in scored])
    _save(folder, "levels", _levels(scored))
    _save(folder, "performances", _performances(scored, alternatives))
    _save(folder, "scenarios", [_scenario(matrix)])
    _save(folder, "weights", [_weight(one, scored[one]) for one in scored])
    _save(folder, "sources", [], ("id", "title", "publisher", "url", "seen", "note"))
    needed = {one: name for one, name in criteria.items() if one.kind == "must-have"}
    if needed:
        _save_must_haves(folder, needed, alternatives)
    (folder / "problem.toml").write_text(_settings(matrix), encoding="utf-8")
    return folder


def _ids(names: Sequence[str], otherwise: str) -> list[str]:
    """A different id for each name, like it."""
    found: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        start = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
        start = start if re.match("[a-z]", start) else f"{otherwise}_{start}".rstrip("_")
        count, new = 1, start
        while new in found:
            count += 1
            new = f"{start}_{count}"
        found.append(new)
    return found


def _groups(scored: Mapping[Understood, str]) -> dict[str, str]:
    """Id of each group by its name; a criterion without one is a group of its own."""
    names = dict.fromkeys(one.group or one.name for one in scored)
    return dict(zip(names, _ids(list(names), "g"), strict=True))


def _alternatives(matrix: DecisionMatrix, ids: Sequence[str]) -> Rows:
    told = [c for c in matrix.criteria if c.kind == "information"]
    about = [line for name in ("verdict", "remark") for line in matrix.layout.about[name]]
    rows: Rows = []
    for place, (name, identifier) in enumerate(zip(matrix.alternatives, ids, strict=True)):
        texts = [f"{c.name}: {c.known[place].note}" for c in told if c.known[place].note]
        texts += [f"{x.name}: {x.cells[place].text}" for x in about if x.cells[place].text]
        summary = "; ".join(texts)
        rows.append({"id": identifier, "name": name, "version": "", "url": "", "summary": summary})
    return rows


def _criterion(one: Understood, identifier: str, groups: Mapping[str, str]) -> dict[str, object]:
    rubric = bool(one.levels)
    start = min(one.worst, one.best) if one.kind == "signs" else 0.0
    texts = [
        one.levels[int(end - start)] if rubric else f"{end:g} {_unit(one)}".rstrip()
        for end in (one.worst, one.best)
    ]
    notes = [
        _place(one),
        f"Direction: {one.direction_why}.",
        f"Anchors: {one.anchors_why}.",
        one.remark,
    ]
    return {
        "id": identifier,
        "group": groups[one.group or one.name],
        "name": one.name,
        "question": one.question,
        "unit": _unit(one),
        "direction": one.direction,
        "worst": f"{one.worst:.10g}",
        "best": f"{one.best:.10g}",
        "value_function": "levels" if rubric else "linear",
        "worst_text": texts[0],
        "best_text": texts[1],
        "kind": "fact",
        "note": " ".join(filter(None, notes)),
    }


def _place(one: Understood) -> str:
    return f"{one.place[0].upper()}{one.place[1:]} of the spreadsheet."


def _unit(one: Understood) -> str:
    if one.levels:
        return "level"
    if one.kind == "rating":
        return f"of {max(one.worst, one.best):g}"
    return one.unit


def _levels(scored: Mapping[Understood, str]) -> Rows:
    rows: Rows = []
    for one, identifier in scored.items():
        low = min(one.worst, one.best)
        for step, word in enumerate(one.levels):
            share = step / (len(one.levels) - 1)
            value = share if one.direction == "higher" else 1 - share
            rows.append(
                {
                    "criterion": identifier,
                    "level": f"{low + step:g}",
                    "value": f"{value:.10g}",
                    "meaning": word,
                }
            )
    return rows or [{"criterion": "", "level": "", "value": "", "meaning": ""}]


def _performances(scored: Mapping[Understood, str], alternatives: Sequence[str]) -> Rows:
    rows: Rows = []
    for place, alternative in enumerate(alternatives):
        for one, identifier in scored.items():
            known = _bounded(one.known[place], one)
            exact = known.low == known.high
            rows.append(
                {
                    "alternative": alternative,
                    "criterion": identifier,
                    "performance": _number(known.performance),
                    "low": "" if exact else _number(known.low),
                    "high": "" if exact else _number(known.high),
                    "basis": UNSTATED,
                    "source": "",
                    "as_of": "",
                    "version": "",
                    "note": known.note,
                }
            )
    return rows


def _bounded(known: Known, one: Understood) -> Known:
    """What is known, with an anchor in the place of a bound that the cell leaves open."""
    if math.isnan(known.performance):
        return known
    ends = sorted((one.worst, one.best))
    low = min(ends[0], known.performance) if math.isnan(known.low) else known.low
    high = max(ends[1], known.performance) if math.isnan(known.high) else known.high
    return Known(known.performance, low, high, known.note)


def _number(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.10g}"


def _scenario(matrix: DecisionMatrix) -> dict[str, object]:
    summary = f"Weights of {matrix.file}: {matrix.weights_why}."
    return {"id": SCENARIO, "name": "As in the spreadsheet", "summary": summary}


def _weight(one: Understood, identifier: str) -> dict[str, object]:
    return {
        "scenario": SCENARIO,
        "criterion": identifier,
        "weight": f"{one.weight:.10g}",
        "low": f"{one.weight * (1 - RANGE):.10g}",
        "high": f"{min(one.weight * (1 + RANGE), LARGEST_WEIGHT):.10g}",
        "reason": "",
    }


def _save_must_haves(
    folder: Path, needed: Mapping[Understood, str], alternatives: Sequence[str]
) -> None:
    """Tables of a question whose answer demands the must-haves, as the sheet does."""
    requirements: Rows = []
    capabilities: Rows = []
    rules: Rows = []
    for one, identifier in needed.items():
        kind, _, bound = one.needed.rpartition(" ")
        offered = [text for text in one.offered if text]
        numbers = sorted({*offered, bound, "0"}, key=_as_number) if kind else ["no", "yes"]
        requirements.append(
            {
                "id": identifier,
                "name": one.name,
                "question": f"Must it meet “{one.name}”?",
                "kind": kind or "levels",
                "choices": ";".join(numbers),
                "unit": f"{{}} {one.unit}".rstrip() if kind else "{}",
                "note": _place(one),
            }
        )
        rules.append(
            {
                "question": QUESTION,
                "answer": APPLY,
                "effect": "require",
                "target": identifier,
                "amount": bound if kind else "yes",
                "reason": "The spreadsheet demands it.",
            }
        )
        capabilities += [
            {
                "alternative": alternative,
                "requirement": identifier,
                "capability": capability,
                "source": "",
                "as_of": "",
                "version": "",
                "note": known.note if not kind and known.note.lower() != capability else "",
            }
            for alternative, capability, known in zip(
                alternatives, one.offered, one.known, strict=True
            )
        ]
    asked = {"id": QUESTION, "question": "Do the must-haves of the spreadsheet apply?", "help": ""}
    answers = {APPLY: "Yes, they rule out", IGNORE: "No"}
    _save(folder, "questions", [asked])
    _save(
        folder, "answers", [{"question": QUESTION, "id": i, "text": t} for i, t in answers.items()]
    )
    _save(folder, "presets", [{"scenario": SCENARIO, "question": QUESTION, "answer": APPLY}])
    _save(folder, "requirements", requirements)
    _save(folder, "rules", rules)
    _save(folder, "capabilities", capabilities)


def _as_number(text: str) -> float:
    return float(text)


def _save(folder: Path, name: str, rows: Rows, columns: Iterable[str] = ()) -> None:
    """Write a table as spreadsheets open it: UTF-8 with its mark, and no cell that is a formula."""
    header = list(columns) or list(rows[0])
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            cells = [str(row[column]) for column in header]
            if any(cells):
                writer.writerow(map(_harmless, cells))


def _harmless(cell: str) -> str:
    """Text that would run as a formula, or be a remark of a table, behind a space.

    The space is not part of the text: `advisor.problem.tables` reads every cell without it.
    """
    number = re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", cell)
    return f" {cell}" if not number and re.match(r"[=+\-@＝＋－＠#]", cell) else cell


def _settings(matrix: DecisionMatrix) -> str:
    noun, plural = _nouns(matrix)
    lines = {
        "id": _ids([matrix.title], "decision")[0],
        "title": matrix.title,
        "alternative_noun": noun,
        "alternative_noun_plural": plural,
    }
    quoted = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in lines.items()]
    return "\n".join(
        [
            f"# Made from {json.dumps(matrix.file, ensure_ascii=False)}.",
            *quoted,
            "# A decision of your own: questions, sources, days and reasons may be empty.",
            "own = true",
            "",
        ]
    )


def _nouns(matrix: DecisionMatrix) -> tuple[str, str]:
    """What an alternative is called: the heading of their names if it is an English noun."""
    corner = bare(matrix.layout.corner)
    if matrix.layout.criteria_in == "columns" and re.fullmatch("[a-z]{3,14}", corner):
        known = ALTERNATIVE.fullmatch(corner) and corner not in NO_NOUNS
        if known and corner.endswith("ies"):
            return f"{corner[:-3]}y", corner
        if known:
            singular = corner.removesuffix("s")
            return singular, f"{singular}s" if singular[-1] != "y" else f"{singular[:-1]}ies"
    return "option", "options"
