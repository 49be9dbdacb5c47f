"""What speaks for the leader, and what against it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.problem.elements import Criterion
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import fact_text, listing, points, points_text
from advisor.robustness.assessment import Assessment

REASONS = 3
REASONS_NAMED = 2  # in the summary


@dataclass(frozen=True)
class Reason:
    """What one criterion adds to the leader's margin; negative where it speaks against."""

    criterion: Criterion
    difference: float
    sides: str

    @property
    def sentence(self) -> str:
        """The criterion, and how both do on it."""
        return f"{self.criterion.name}: {self.sides}"

    @property
    def points(self) -> str:
        """The difference in points of 100: ``+6 points``."""
        return points_text(points(self.difference))


def reasons(assessment: Assessment) -> tuple[list[Reason], list[Reason]]:
    """What decides between leader and runner-up: for the leader, and against it.

    Returns
    -------
    tuple of two lists of Reason
        At most `REASONS` each, the weightiest first.
    """
    if not assessment.leads:
        return [], []
    return reasons_between(assessment.ranking, *assessment.ranking.order[:2])


def reasons_between(ranking: Ranking, one: int, other: int) -> tuple[list[Reason], list[Reason]]:
    """What speaks for one alternative over another, and what against it; as `reasons`."""
    ahead = ranking.contributions[one] - ranking.contributions[other]
    found = [
        _reason(ranking, (one, other), column, float(ahead[column]))
        for column in np.argsort(-np.abs(ahead), kind="stable")
        if points(ahead[column])
    ]
    speak_for = [reason for reason in found if reason.difference > 0]
    against = [reason for reason in found if reason.difference < 0]
    return speak_for[:REASONS], against[:REASONS]


def first_reasons(found: list[Reason]) -> str:
    """The weightiest criteria, with how much each adds."""
    return listing([f"{r.criterion.name} ({r.points})" for r in found[:REASONS_NAMED]])


def side(ranking: Ranking, criterion: Criterion, row: int) -> str:
    """An alternative and its performance: ``Bee 6 m³``, or the words of its level."""
    text = fact_text(ranking, row, criterion)
    quoted = criterion.levels and ranking.stated(ranking.alternatives[row], criterion)
    return f"{ranking.name(row)} {f'“{text}”' if quoted else text}"


def _reason(ranking: Ranking, pair: tuple[int, int], column: int, difference: float) -> Reason:
    criterion = ranking.problem.criteria[column]
    sides = (side(ranking, criterion, row) for row in (pair if difference > 0 else pair[::-1]))
    return Reason(criterion, difference, ", ".join(sides))
