"""Advantages and disadvantages of the leader."""

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
    """Contribution of one criterion to the leader's margin; negative for a disadvantage."""

    criterion: Criterion
    difference: float
    sides: str

    @property
    def sentence(self) -> str:
        """The criterion, and the performances of both alternatives."""
        return f"{self.criterion.name}: {self.sides}"

    @property
    def points(self) -> str:
        """Difference in points of 100: ``+6 points``."""
        return points_text(points(self.difference))


def reasons(assessment: Assessment) -> tuple[list[Reason], list[Reason]]:
    """Advantages and disadvantages of the leader against the runner-up.

    Returns
    -------
    tuple of two lists of Reason
        At most `REASONS` each, largest first.
    """
    if not assessment.leads:
        return [], []
    return reasons_between(assessment.ranking, *assessment.ranking.order[:2])


def reasons_between(ranking: Ranking, one: int, other: int) -> tuple[list[Reason], list[Reason]]:
    """Advantages and disadvantages of one alternative against another, as in `reasons`."""
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
    """Criteria with the largest contributions, with their points."""
    return listing([f"{r.criterion.name} ({r.points})" for r in found[:REASONS_NAMED]])


def side(ranking: Ranking, criterion: Criterion, row: int) -> str:
    """An alternative with its performance, such as ``Bee 6 m³``, or the words of its level."""
    text = fact_text(ranking, row, criterion)
    quoted = criterion.levels and ranking.stated(ranking.alternatives[row], criterion)
    return f"{ranking.name(row)} {f'“{text}”' if quoted else text}"


def _reason(ranking: Ranking, pair: tuple[int, int], column: int, difference: float) -> Reason:
    criterion = ranking.problem.criteria[column]
    sides = (side(ranking, criterion, row) for row in (pair if difference > 0 else pair[::-1]))
    return Reason(criterion, difference, ", ".join(sides))
