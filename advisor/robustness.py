"""How sure the lead is: against uncertain performances and other plausible weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from advisor.ranking import Ranking
from advisor.scoring import TIE
from advisor.values import Array

Verdict = Literal["clear", "fragile", "tie"]


@dataclass(frozen=True)
class Lead:
    """How far the leader is ahead and what could end that; rows are rows of the ranking.

    Attributes
    ----------
    leader, runner_up : int
    margin : float
        Difference of their scores.
    doubt : float
        By how much the margin may shrink because performances are uncertain:
        the root of the sum of squares of what each costs at its bad end, as for
        independent errors.
    contenders : tuple of int
        Alternatives that some weighting within the scenario's region puts ahead
        of the leader, the strongest of them first.
    """

    leader: int
    runner_up: int
    margin: float
    doubt: float
    contenders: tuple[int, ...]

    @property
    def verdict(self) -> Verdict:
        """Tie: margin within the doubt. Fragile: other plausible weights turn it. Else clear."""
        if self.margin <= self.doubt + TIE:
            return "tie"
        return "fragile" if self.contenders else "clear"


def find_lead(ranking: Ranking) -> Lead | None:
    """Lead of the first-ranked alternative, or None where nothing can lead.

    Nothing leads without a weight or with fewer than two alternatives.
    """
    if len(ranking.order) < 2 or not ranking.weights.any():
        return None
    leader, runner_up = ranking.order[:2]
    margin = float(ranking.scores[leader] - ranking.scores[runner_up])
    doubt = _doubt(ranking, leader, runner_up)
    return Lead(leader, runner_up, margin, doubt, _contenders(ranking, leader))


def _doubt(ranking: Ranking, leader: int, runner_up: int) -> float:
    problem, rows = ranking.problem, ranking.rows
    downside = ranking.values[leader] - problem.values_low[rows[leader]]
    upside = problem.values_high[rows[runner_up]] - ranking.values[runner_up]
    return float(np.sqrt(np.sum(ranking.weights**2 * (downside**2 + upside**2))))


def _contenders(ranking: Ranking, leader: int) -> tuple[int, ...]:
    """Alternatives that overtake the leader at their best corner of the weight region.

    Over independent ranges the sign of a weighted difference is decided at a
    corner: the low end where the leader is better, the high end where it is not.
    """
    low, high = _weight_region(ranking)
    ahead = ranking.values[leader] - ranking.values
    smallest = np.where(ahead > 0, low, high)
    worst_case = np.sum(smallest * ahead, axis=1)
    rivals = [row for row in ranking.order if worst_case[row] < -TIE]
    return tuple(row for row in rivals if row != leader)


def _weight_region(ranking: Ranking) -> tuple[Array, Array]:
    """Lowest and highest raw weights, shape (criteria,): a changed weight is meant exactly."""
    scenario = ranking.problem.scenario(ranking.scenario)
    low, high = [], []
    for criterion in ranking.problem.criteria:
        own = ranking.raw_weights[criterion.id]
        plausible = scenario.weights[criterion.id]
        untouched = own == plausible.weight
        low.append(plausible.low if untouched else own)
        high.append(plausible.high if untouched else own)
    return np.array(low), np.array(high)
