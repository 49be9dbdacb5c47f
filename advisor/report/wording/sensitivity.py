"""What would change the leader, as sentences."""

from __future__ import annotations

import numpy as np

from advisor.mcda.additive import TIE
from advisor.mcda.information import Finding
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import (
    fact_text,
    listing,
    number_text,
    percent_text,
    performance_text,
    range_text,
)
from advisor.robustness.assessment import Assessment
from advisor.robustness.sensitivity import PerformanceFlip, WeightFlip

# What moves less than this share of the weight is not named on its own.
SMALLEST_MOVE = 0.005
NAMED = 3
# Shares that differ by less are alike, for draws differ by that much.
SMALLEST_DIFFERENCE = 0.02


def changes(assessment: Assessment) -> list[str]:
    """The least that changes the leader: weights together, one weight, one fact, knowing more."""
    return [say(assessment) for say in (joint, one_weight, one_fact, find_out)]


def joint(assessment: Assessment) -> str:
    """The least joint change of the weights that loses the lead."""
    ranking, shift = assessment.ranking, assessment.least_shift
    if shift is None:
        return f"No change of the weights puts anything ahead of {ranking.name(ranking.order[0])}."
    rival = ranking.name(shift.rival)
    if shift.size <= TIE:
        return f"{ranking.name(ranking.order[0])} and {rival} are level: the least change decides."
    source, target = _named(ranking, -shift.moved), _named(ranking, shift.moved)
    amount = f"{percent_text(shift.size)} of the weight"
    return f"Moving {amount} from {source} to {target} is the least that puts {rival} first."


def one_weight(assessment: Assessment) -> str:
    """The nearest flip of one weight that its slider reaches."""
    ranking = assessment.ranking
    reached = [flip for flip in assessment.weight_flips if flip.reachable]
    if not reached:
        return "No slider of a single criterion can do it, however far it is moved."
    flip = reached[0]
    name = ranking.problem.criteria[flip.column].name
    raw = ranking.raw_weights[ranking.problem.criteria[flip.column].id]
    return (
        f"One slider can do it: {name} {slider_text(flip)} (now {number_text(raw)}) "
        f"puts {ranking.name(flip.taker)} first."
    )


def one_fact(assessment: Assessment) -> str:
    """Whether one performance can change the leader, and within what is known of it."""
    ranking, flips = assessment.ranking, assessment.performance_flips
    if not flips:
        return "No single fact can do it, whatever it turned out to be."
    flip = flips[0]
    lead_in = (
        "One fact can do it within what is known of it"
        if flip.within
        else "One fact could do it, but not within what is known of it; the nearest"
    )
    criterion = ranking.problem.criteria[flip.column]
    now = fact_text(ranking, flip.row, criterion)
    fact = f"{criterion.name} of {ranking.name(flip.row)} {flip_text(ranking, flip)}"
    return f"{lead_in}: {fact} (now {now}) puts {ranking.name(flip.taker)} first."


def find_out(assessment: Assessment) -> str:
    """Which uncertain fact to settle first."""
    ranking, findings = assessment.ranking, assessment.to_settle
    if not findings:
        return "Every fact that counts is stated as certain."
    first, leader = findings[0], ranking.name(ranking.order[0])
    if first.flip == 0:
        most = f"; most depends on {fact_name(ranking, first)}" if matters(first) else ""
        return f"Finding out any one uncertain fact leaves {leader} first{most}."
    known = known_text(ranking, first)
    return (
        f"Find out first: {fact_name(ranking, first)}, known as {known}. "
        f"The chance that it puts {ranking.name(first.taker)} first is {percent_text(first.flip)}."
    )


def flip_text(ranking: Ranking, flip: PerformanceFlip) -> str:
    """Where a performance would have to go: ``below 5.2 m³``, or a level in its words."""
    criterion = ranking.problem.criteria[flip.column]
    text = performance_text(criterion, flip.performance)
    return f"“{text}”" if criterion.levels else f"{'above' if flip.rises else 'below'} {text}"


def fact_name(ranking: Ranking, finding: Finding) -> str:
    """The cell in words."""
    return f"{ranking.problem.criteria[finding.column].name} of {ranking.name(finding.row)}"


def known_text(ranking: Ranking, cell: Finding | PerformanceFlip) -> str:
    """What is known of a performance."""
    criterion = ranking.problem.criteria[cell.column]
    found = ranking.problem.performances[ranking.alternatives[cell.row], criterion.id]
    return range_text(criterion, found.low, found.high)


def slider_text(flip: WeightFlip) -> str:
    """Whole number on the slider that is just enough."""
    return f"{'raised' if flip.rises else 'lowered'} to {flip.enough:g}"


def matters(finding: Finding) -> bool:
    """Whether settling a fact can change the leader, or how often it leads."""
    return finding.flip > 0 or finding.lead_high - finding.lead_low >= SMALLEST_DIFFERENCE


def _named(ranking: Ranking, parts: np.ndarray) -> str:
    """Criteria that give or take weight, with how much where there are several."""
    order = [int(j) for j in np.argsort(-parts, kind="stable") if parts[j] > TIE]
    named = [j for j in order if parts[j] >= SMALLEST_MOVE][:NAMED] or order[:1]
    names = [ranking.problem.criteria[j].name for j in named]
    if len(order) == 1:
        return names[0]
    with_amounts = [
        f"{name} ({percent_text(float(parts[j]))})" for name, j in zip(names, named, strict=True)
    ]
    rest = len(order) - len(named)
    more = [f"{rest} more" if rest > 1 else "one more"] if rest else []
    return listing(with_amounts + more)
