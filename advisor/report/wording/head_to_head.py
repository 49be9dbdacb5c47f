"""Comparison of two alternatives: the steps between their scores, in points of 100."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, points, points_text, signed

MOST_STEPS = 7
NAMED = 2


@dataclass(frozen=True)
class Step:
    """Difference on one criterion, or on all other criteria together.

    Attributes
    ----------
    name : str
    difference : float
    points : int
        The difference in points of 100, as printed everywhere.
    """

    name: str
    difference: float
    points: int

    @property
    def text(self) -> str:
        """The points with their sign."""
        return signed(self.points)


def steps(ranking: Ranking, first: int, second: int) -> list[Step]:
    """Steps from the score of the second to that of the first, largest first, the rest as one.

    Every named step is rounded separately, as everywhere else. The last step contains the rounding
    error, so that the steps lead from one printed score to the other.
    """
    problem = ranking.problem
    ahead = ranking.contributions[first] - ranking.contributions[second]
    order = [int(j) for j in np.argsort(-np.abs(ahead), kind="stable")]
    named = [j for j in order[:MOST_STEPS] if points(ahead[j])]
    found = [Step(problem.criteria[j].name, float(ahead[j]), points(ahead[j])) for j in named]
    rest = [j for j in order if j not in named and abs(ahead[j]) > 0]
    left = points(ranking.scores[first]) - points(ranking.scores[second])
    left -= sum(step.points for step in found)
    if rest:
        others = "1 other" if len(rest) == 1 else f"{len(rest)} others"
        together = float(ahead[rest].sum())
        name = others if points(together) == left else f"{others} and rounding"
        return [*found, Step(name, together, left)]
    return [*found, Step("Rounding", 0.0, left)] if left else found


def versus(ranking: Ranking, first: int, second: int) -> str:
    """Points of both, and where the first is ahead and behind, in a sentence or two."""
    if ranking.scores[first] < ranking.scores[second]:
        first, second = second, first
    one, other = ranking.name(first), ranking.name(second)
    scores = [points(ranking.scores[row]) for row in (first, second)]
    if scores[0] == scores[1]:
        said = [f"{one} and {other} are level at {scores[0]} points of 100."]
    else:
        said = [f"{one} has {scores[0]} points of 100, {other} has {scores[1]}."]
    ahead = ranking.contributions[first] - ranking.contributions[second]

    def largest(sign: int) -> list[str]:
        order = np.argsort(-ahead * sign, kind="stable")[:NAMED]
        return [
            f"{ranking.problem.criteria[j].name} ({points_text(points(ahead[j]))})"
            for j in order
            if points(ahead[j]) * sign > 0
        ]

    gains, losses = largest(1), largest(-1)
    if gains:
        said.append(f"{one} is ahead mainly on {listing(gains)}.")
    if losses:
        said.append(f"{one} is behind mainly on {listing(losses)}.")
    return " ".join(said)
