"""What speaks for the leader, and what against it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.problem.elements import Criterion
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, performance_text
from advisor.robustness.assessment import Assessment
from advisor.robustness.verdict import Lead

# Contributions that would be shown as 0.00 are no reason for anything.
SMALLEST_REASON = 0.005
REASONS = 3
REASONS_NAMED = 2  # in the summary


@dataclass(frozen=True)
class Reason:
    """What one criterion adds to the leader's margin; negative where it speaks against."""

    criterion: Criterion
    difference: float
    sentence: str


def reasons(assessment: Assessment) -> tuple[list[Reason], list[Reason]]:
    """What decides between leader and runner-up: for the leader, and against it.

    Returns
    -------
    tuple of two lists of Reason
        At most `REASONS` each, the weightiest first.
    """
    if not assessment.leads:
        return [], []
    ranking, lead = assessment.ranking, assessment.lead
    ahead = ranking.contributions[lead.leader] - ranking.contributions[lead.runner_up]
    found = [
        _reason(ranking, lead, column, float(ahead[column]))
        for column in np.argsort(-np.abs(ahead), kind="stable")
        if abs(ahead[column]) >= SMALLEST_REASON
    ]
    speak_for = [reason for reason in found if reason.difference > 0]
    against = [reason for reason in found if reason.difference < 0]
    return speak_for[:REASONS], against[:REASONS]


def first_reasons(found: list[Reason]) -> str:
    """The weightiest criteria, with how much each adds."""
    return listing([f"{r.criterion.name} ({abs(r.difference):.2f})" for r in found[:REASONS_NAMED]])


def side(ranking: Ranking, criterion: Criterion, row: int) -> str:
    """An alternative and its performance: ``Bee 6 m³``, or the words of its level."""
    cell = ranking.problem.performances[ranking.alternatives[row], criterion.id]
    text = performance_text(criterion, cell.performance)
    return f"{ranking.name(row)} {f'“{text}”' if criterion.levels else text}"


def _reason(ranking: Ranking, lead: Lead, column: int, difference: float) -> Reason:
    criterion = ranking.problem.criteria[column]
    rows = (lead.leader, lead.runner_up) if difference > 0 else (lead.runner_up, lead.leader)
    sides = (side(ranking, criterion, row) for row in rows)
    return Reason(criterion, difference, f"{criterion.name}: {', '.join(sides)}")
