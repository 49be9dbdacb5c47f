"""Compares the leader with the best alternative on an input that decides by the answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE, additive, normalise_weights
from advisor.ranking.ranking import Ranking


@dataclass(frozen=True)
class Incumbent:
    """The best alternative on an input that decides, such as the framework of the existing code.

    Attributes
    ----------
    column : int
        Column of the input.
    row : int
        The leader if no alternative is better on the input, else the best-ranked of the best ones.
    cost : float
        How much lower the leader's contribution on the input is; 0 if the leader is the incumbent.
    gains : tuple of (int, float)
        Columns on which the leader's contribution is higher, and by how much, largest first.
    otherwise : int or None
        Row that would lead if the input had no weight, if the leader is the incumbent and would
        not lead then.
    """

    column: int
    row: int
    cost: float
    gains: tuple[tuple[int, float], ...]
    otherwise: int | None


def incumbents(ranking: Ranking) -> tuple[Incumbent, ...]:
    """Incumbent of each input that decides by the answers and on which the alternatives differ."""
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
