"""What is there already against the leader, where the answers let an input decide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE, additive, normalise_weights
from advisor.ranking.ranking import Ranking


@dataclass(frozen=True)
class Incumbent:
    """The best one on an input that decides, such as what the code is written in.

    Attributes
    ----------
    column : int
        The input.
    row : int
        The leader where nobody is better there, else the best-ranked of those that are best.
    cost : float
        How much less the leader's contribution there is; 0 where it is the incumbent itself.
    gains : tuple of (int, float)
        Criteria on which the leader's contribution is larger, and by how much, the most first.
    otherwise : int or None
        Who would lead if the input did not count, where the leader is the incumbent and
        would not.
    """

    column: int
    row: int
    cost: float
    gains: tuple[tuple[int, float], ...]
    otherwise: int | None


def incumbents(ranking: Ranking) -> tuple[Incumbent, ...]:
    """The incumbent of each input that the answers let decide and that tells anybody apart."""
    decide = {rule.target for rule in ranking.advice.rules if rule.amount == "decides"}
    shares = ranking.weights
    return tuple(
        _incumbent(ranking, column)
        for column, criterion in enumerate(ranking.problem.criteria)
        if criterion.kind == "input"
        and criterion.id in decide
        and shares[column] * np.ptp(ranking.values[:, column]) > TIE
    )


def _incumbent(ranking: Ranking, column: int) -> Incumbent:
    leader, values = ranking.order[0], ranking.values[:, column]
    best = [row for row in ranking.order if values[row] >= values.max() - TIE]
    if leader in best:
        return Incumbent(column, leader, 0.0, (), _otherwise(ranking, column))
    ahead = ranking.contributions[leader] - ranking.contributions[best[0]]
    order = np.argsort(-ahead, kind="stable").tolist()
    gains = tuple((j, float(ahead[j])) for j in order if ahead[j] > TIE)
    return Incumbent(column, best[0], float(-ahead[column]), gains, None)


def _otherwise(ranking: Ranking, column: int) -> int | None:
    weights = ranking.weights.copy()
    weights[column] = 0
    scores = additive(ranking.values, normalise_weights(weights))
    return int(scores.argmax()) if scores.max() > scores[ranking.order[0]] + TIE else None
