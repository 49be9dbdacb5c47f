"""A spreadsheet that was brought in: what was understood, and its own totals beside the ranking."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from advisor.problem.new.criteria import Understood
from advisor.problem.new.matrix import DecisionMatrix
from advisor.problem.new.totals import OwnTotal, agrees
from advisor.ranking.ranking import Ranking
from advisor.report.tables import Table
from advisor.report.wording.numbers import listing, number_text, points, points_text

KINDS = {
    "rating": "rating",
    "quantity": "quantity",
    "levels": "levels in words",
    "signs": "signs against a reference",
    "must-have": "must-have",
    "information": "information, has no score",
}
FORMULAS = {
    "weighted sum": "the sum of weight × cell",
    "weighted mean": "the sum of weight × cell, divided by the sum of the weights",
    "sum": "the sum of the cells",
    "mean": "the mean of the cells",
}
# Totals whose numbers are this many times as large outweigh the others, whatever the weights say.
OUTWEIGHS = 5


def understood(matrix: DecisionMatrix) -> Table:
    """Each line of the sheet that became a criterion or a must-have, and why."""
    rows = [_row(one) for one in matrix.criteria]
    head = ["Name", "Line", "Taken for", "Better", "Worst to best", "Weight", "Why"]
    return Table(f"What was understood of {matrix.file}", head, rows)


def as_text(matrix: DecisionMatrix) -> str:
    """Table of what was understood, and sentences about the sheet as a whole."""
    return "\n".join([str(understood(matrix)), *about(matrix), *open_questions(matrix)])


def as_html(matrix: DecisionMatrix) -> str:
    """The same as an HTML element."""
    said = [*about(matrix), *open_questions(matrix)]
    points = "".join(f"<li>{escape(sentence)}</li>" for sentence in said)
    return f"{understood(matrix).to_html()}<ul>{points}</ul>"


def open_questions(matrix: DecisionMatrix) -> list[str]:
    """Questions to the owner, each with the answer that is taken meanwhile."""
    return [
        f"{doubt.question} " + (f"Taken: {doubt.proposal}." if doubt.proposal else "Please say.")
        for doubt in matrix.doubts
    ]


def _row(one: Understood) -> list[str]:
    kind = KINDS[one.kind]
    if one.kind == "must-have":
        demand = f"{one.needed} {one.unit}".rstrip()
        return [one.name, one.place, kind, "", demand, "rules out", ""]
    if one.kind == "information":
        return [one.name, one.place, kind, "", "", "", "its words have no order that is known"]
    if one.levels:
        low = int(min(one.worst, one.best))
        ends = [one.levels[int(end) - low] for end in (one.worst, one.best)]
    else:
        ends = [number_text(one.worst), f"{number_text(one.best)} {one.unit}".rstrip()]
    unsure = "" if one.sure else " (please check)"
    return [
        one.name,
        one.place,
        kind,
        f"{one.direction}{unsure}",
        " to ".join(ends),
        number_text(one.weight),
        f"{one.direction_why}; {one.anchors_why}",
    ]


def about(matrix: DecisionMatrix) -> list[str]:
    """Sentences about the sheet as a whole, and about what was not used."""
    lines = matrix.layout.about
    kept = [line.name for name in ("total", "rank") for line in lines[name]]
    other = [line.name for name in ("count", "verdict", "remark") for line in lines[name]]
    found = [
        f"The criteria are in {matrix.layout.criteria_in}: {matrix.layout.why}.",
        f"The alternatives are {listing(list(matrix.alternatives))}.",
        f"Weights: {matrix.weights_why}. A weight may be half as much or half more in simulations.",
    ]
    if kept:
        found.append(f"Kept to compare, with no score: {listing(kept)}.")
    if other:
        found.append(f"No criteria: {listing(other)}.")
    return found + list(matrix.notes)


def own_order(matrix: DecisionMatrix, ranking: Ranking) -> Table:
    """Totals and places of the owner next to those of the ranking."""
    own = _main(matrix)
    if own is None:
        return Table("", ["", ""], [])
    places = _places(matrix, own)
    mine = _ranks(matrix, ranking)
    rows = []
    for row, name in enumerate(matrix.alternatives):
        total, place = own.totals[row], places[row]
        score, rank = mine[row]
        rows.append(
            [
                name,
                "–" if math.isnan(total) else f"{total:g}",
                str(place or "–"),
                "not ranked" if score is None else str(points(score)),
                str(rank or "–"),
            ]
        )
    head = ["Alternative", f"Yours: {own.label}", "Your place", "Points of 100", "Place"]
    return Table("Your own order next to the ranking", head, rows)


def differences_explained(matrix: DecisionMatrix, ranking: Ranking) -> list[str]:
    """Whether the orders agree, and every difference between the two ways to add up."""
    own = _main(matrix)
    if own is None:
        return []
    places, mine = _places(matrix, own), _ranks(matrix, ranking)
    both = [(place, rank) for place, (_, rank) in zip(places, mine, strict=True) if place and rank]
    agree = all((a[0] < b[0]) == (a[1] < b[1]) or a[0] == b[0] for a in both for b in both)
    verb = "is that of" if agree else "differs from"
    found = [f"The order {verb} your “{own.label}”."] if len(both) > 1 else []
    if own.formula:
        found.append(f"Your “{own.label}” is {FORMULAS[own.formula]}.")
        found += [
            f"Your “{own.label}” of {name} is {stated:g}, but its cells give {computed:g}."
            for name, stated, computed in zip(
                matrix.alternatives, own.totals, own.computed, strict=True
            )
            if not math.isnan(stated) and not agrees(stated, computed)
        ]
    elif not own.is_rank:
        found.append(
            f"No sum or mean of the cells gives your “{own.label}”, so only the order is compared."
        )
    return found + _differences(matrix, own, ranking) + _behind(matrix, places, ranking)


def _differences(matrix: DecisionMatrix, own: OwnTotal, ranking: Ranking) -> list[str]:
    found = []
    for exclusion in ranking.excluded:
        name = ranking.problem.alternative(exclusion.alternative).name
        found.append(f"{name} is not ranked: {exclusion.reason}.")
    if own.formula:
        numeric = [c for c in matrix.scored if c.kind in ("rating", "quantity")]
        lower = [c.name for c in numeric if c.direction == "lower"]
        if lower and len(lower) < len(numeric):
            found.append(
                f"Your “{own.label}” adds {listing(lower)} as if more were better; in the ranking "
                "less is better."
            )
        found += _sizes(own, numeric)
        unknown = [
            f"{c.name} of {name}"
            for c in numeric
            for known, name in zip(c.known, matrix.alternatives, strict=True)
            if math.isnan(known.performance)
        ]
        if unknown:
            found.append(
                f"Your “{own.label}” counts what is unknown as 0; the ranking scores it at "
                f"mid-range: {listing(unknown)}."
            )
        words = [c.name for c in matrix.scored if c.kind == "levels" and c.weight]
        if words:
            found.append(
                f"Your “{own.label}” cannot add words; the ranking scores {listing(words)}."
            )
        if own.formula in ("sum", "mean") and len({c.weight for c in matrix.scored}) > 1:
            found.append(f"Your “{own.label}” has no weights; the ranking uses those of the sheet.")
    return found


def _behind(matrix: DecisionMatrix, places: Sequence[int], ranking: Ranking) -> list[str]:
    """On which criteria the owner's first is behind the leader, if it is another one."""
    rows = {ranking.name(row): row for row in range(len(ranking.alternatives))}
    order = sorted((place, name) for place, name in zip(places, matrix.alternatives, strict=True))
    ours = [rows[name] for place, name in order if place and name in rows]
    leader = ranking.order[0] if ranking.order else -1
    if not ours or ours[0] == leader:
        return []
    lost = ranking.contributions[leader] - ranking.contributions[ours[0]]
    worst = sorted(range(len(lost)), key=lambda j: -lost[j])[:2]
    named = [
        f"{ranking.problem.criteria[j].name} ({points_text(points(float(lost[j])))})"
        for j in worst
        if points(float(lost[j])) > 0
    ]
    names = ranking.name(ours[0]), ranking.name(leader)
    return [f"{names[0]} is behind {names[1]} mainly on {listing(named)}."] if named else []


def _sizes(own: OwnTotal, numeric: Sequence[Understood]) -> list[str]:
    """Numbers of different sizes, which a sum of cells weighs by their size."""
    spans = {c.name: abs(c.best - c.worst) for c in numeric}
    if not spans or max(spans.values()) < OUTWEIGHS * min(spans.values()):
        return []
    largest = max(spans, key=lambda name: spans[name])
    smallest = min(spans, key=lambda name: spans[name])
    return [
        f"Your “{own.label}” adds numbers of different sizes, so {largest} outweighs {smallest} "
        "whatever their weights. The ranking scores each criterion from its worst to its best."
    ]


def _main(matrix: DecisionMatrix) -> OwnTotal | None:
    """The total that was weighed, else the last total, else a rank."""
    totals = [one for one in matrix.totals if not one.is_rank]
    weighed = [one for one in totals if one.formula.startswith("weighted")]
    return next(iter([*weighed[::-1], *totals[::-1], *matrix.totals[::-1]]), None)


def _places(matrix: DecisionMatrix, own: OwnTotal) -> list[int]:
    """Place of each alternative by the owner's figures; 0 without one."""
    numeric = [c for c in matrix.scored if c.kind in ("rating", "quantity")]
    low_is_good = own.is_rank or (
        bool(numeric) and all(c.direction == "lower" for c in numeric) and bool(own.formula)
    )
    known = [total for total in own.totals if not math.isnan(total)]
    return [
        0
        if math.isnan(total)
        else 1 + sum(other < total if low_is_good else other > total for other in known)
        for total in own.totals
    ]


def _ranks(matrix: DecisionMatrix, ranking: Ranking) -> list[tuple[float | None, int]]:
    """Score and rank of each alternative, in the order of the sheet."""
    by_name = {
        ranking.problem.alternative(name).name: (
            float(ranking.scores[row]),
            int(ranking.ranks[row]),
        )
        for row, name in enumerate(ranking.alternatives)
    }
    return [by_name.get(name, (None, 0)) for name in matrix.alternatives]
