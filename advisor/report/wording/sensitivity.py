"""Changes that would change the leader, in sentences."""

from __future__ import annotations

import numpy as np

from advisor.mcda.additive import TIE
from advisor.mcda.information import Finding
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import (
    fact_text,
    listing,
    number_text,
    number_word,
    percent_text,
    performance_text,
    range_text,
)
from advisor.robustness.assessment import Assessment
from advisor.robustness.sensitivity import PerformanceFlip, WeightFlip

# Smaller moves of the weight are not named individually.
SMALLEST_MOVE = 0.005
NAMED = 3
# Smaller differences of shares are within the noise of the draws.
SMALLEST_DIFFERENCE = 0.02
# Share of the weight from which on an input that nobody has stated is named.
HEAVY = 0.1


def changes(assessment: Assessment) -> list[str]:
    """Smallest changes that change the leader: inputs, weights, one weight, one fact, knowledge."""
    said = [say(assessment) for say in (joint, one_weight, one_fact, find_out)]
    return [*filter(None, [unsaid(assessment.ranking)]), *said]


def unsaid(ranking: Ranking) -> str:
    """The weightiest input that nobody has stated, and what it could change; empty if none is.

    It could put those first that would lead if each in turn were best on it, and all others worst.
    """
    problem, weights = ranking.problem, ranking.weights
    open_inputs = [
        column
        for column, criterion in enumerate(problem.criteria)
        if criterion.kind == "input" and weights[column] >= HEAVY
        if not ranking.stated_of_any(criterion)
    ]
    if not open_inputs:
        return ""
    column = max(open_inputs, key=lambda column: float(weights[column]))
    without = ranking.scores - ranking.contributions[:, column]
    leads = without + weights[column] > max(without) + TIE
    takers = [row for row in ranking.order if leads[row] and row != ranking.order[0]]
    rest = len(takers) - NAMED
    more = [f"{number_word(rest)} more"] if rest > 0 else []
    names = listing([ranking.name(row) for row in takers[:NAMED]] + more, "or")
    said = (
        f"“{problem.criteria[column].name}” has {percent_text(float(weights[column]))} of the "
        "weight, but is not stated yet"
    )
    if not names:
        return f"{said}."
    return f"{said}. {names} would rank first if it were best there and all others worst."


def joint(assessment: Assessment) -> str:
    """Smallest joint change of the weights that ends the lead."""
    ranking, shift = assessment.ranking, assessment.least_shift
    if shift is None:
        return f"No weights put anything ahead of {ranking.name(ranking.order[0])}."
    rival = ranking.name(shift.rival)
    if shift.size <= TIE:
        level = f"{ranking.name(ranking.order[0])} and {rival} are level"
        return f"{level}, so the smallest change of a weight decides."
    source, target = _named(ranking, -shift.moved), _named(ranking, shift.moved)
    amount = f"{percent_text(shift.size)} of the weight"
    least = f"The smallest change of weights that puts {rival} first"
    return f"{least} moves {amount} from {source} to {target}."


def one_weight(assessment: Assessment) -> str:
    """Closest flip of one weight that its slider can reach."""
    ranking = assessment.ranking
    reached = [flip for flip in assessment.weight_flips if flip.reachable]
    if not reached:
        return "No slider of a single criterion is enough, however far you move it."
    flip = reached[0]
    name = ranking.problem.criteria[flip.column].name
    raw = ranking.raw_weights[ranking.problem.criteria[flip.column].id]
    return (
        f"One slider is enough: “{name}” {slider_text(flip)} (now {number_text(raw)}) "
        f"puts {ranking.name(flip.taker)} first."
    )


def one_fact(assessment: Assessment) -> str:
    """Whether one performance can change the leader, and whether within its bounds."""
    ranking, flips = assessment.ranking, assessment.performance_flips
    if not flips:
        return "No single fact, whatever its value, would change the leader."
    flip = flips[0]
    lead_in = (
        "One fact is enough, within its known range"
        if flip.within
        else "One fact could change the leader, but only outside its known range. The closest"
    )
    criterion = ranking.problem.criteria[flip.column]
    now = fact_text(ranking, flip.row, criterion)
    if criterion.levels and ranking.stated(ranking.alternatives[flip.row], criterion):
        now = f"“{now}”"
    fact = f"“{criterion.name}” for {ranking.name(flip.row)} were {flip_text(ranking, flip)}"
    return f"{lead_in}: if {fact} (now {now}), {ranking.name(flip.taker)} would rank first."


def find_out(assessment: Assessment) -> str:
    """Uncertain fact to check first."""
    ranking, findings = assessment.ranking, assessment.to_settle
    if not findings:
        return "No fact that has weight is uncertain."
    first, leader = findings[0], ranking.name(ranking.order[0])
    if first.flip == 0:
        most = f"; {fact_name(ranking, first)} matters most" if matters(first) else ""
        return f"Settling any single uncertain fact would still leave {leader} first{most}."
    known = known_text(ranking, first)
    return (
        f"Check first: {fact_name(ranking, first)} (so far we know {known}). There is a "
        f"{percent_text(first.flip)} chance that the answer puts {ranking.name(first.taker)} first."
    )


def flip_text(ranking: Ranking, flip: PerformanceFlip) -> str:
    """Performance at which the leader changes: ``below 5.2 m³``, or a level in words."""
    criterion = ranking.problem.criteria[flip.column]
    text = performance_text(criterion, flip.performance)
    return f"“{text}”" if criterion.levels else f"{'above' if flip.rises else 'below'} {text}"


def fact_name(ranking: Ranking, finding: Finding) -> str:
    """The cell in words."""
    return f"“{ranking.problem.criteria[finding.column].name}” for {ranking.name(finding.row)}"


def known_text(ranking: Ranking, cell: Finding | PerformanceFlip) -> str:
    """Known range of a performance."""
    criterion = ranking.problem.criteria[cell.column]
    found = ranking.problem.performances[ranking.alternatives[cell.row], criterion.id]
    return range_text(criterion, found.low, found.high)


def slider_text(flip: WeightFlip) -> str:
    """Closest whole number on the slider that changes the leader."""
    return f"{'raised' if flip.rises else 'lowered'} to {flip.enough:g}"


def matters(finding: Finding) -> bool:
    """Whether knowing a fact can change the leader, or how often it leads."""
    return finding.flip > 0 or finding.lead_high - finding.lead_low >= SMALLEST_DIFFERENCE


def _named(ranking: Ranking, parts: np.ndarray) -> str:
    """Criteria that give or take weight, with amounts if there are several."""
    order = [int(j) for j in np.argsort(-parts, kind="stable") if parts[j] > TIE]
    named = [j for j in order if parts[j] >= SMALLEST_MOVE][:NAMED] or order[:1]
    names = [f"“{ranking.problem.criteria[j].name}”" for j in named]
    if len(order) == 1:
        return names[0]
    with_amounts = [
        f"{name} ({percent_text(float(parts[j]))})" for name, j in zip(names, named, strict=True)
    ]
    rest = len(order) - len(named)
    more = [f"{rest} others" if rest > 1 else "one other"] if rest else []
    return listing(with_amounts + more)
