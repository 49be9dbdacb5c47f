"""Do the methods agree? Additive value decides; others check it and nobody is asked to choose.

Every method sees the same values between fixed anchors, so a difference comes from how it
adds up and not from how it normalises. A leader that another way of adding up would not
put first hangs on the method: that is fragility, not another answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.additive import additive, ranks
from advisor.mcda.methods.correlation import Overlap, kendall, overlaps
from advisor.mcda.methods.promethee import promethee
from advisor.mcda.methods.reversal import Reversal, rank_reversals
from advisor.mcda.methods.scores import copras, topsis, weighted_product
from advisor.mcda.methods.vikor import vikor
from advisor.mcda.values import Array
from advisor.ranking.ranking import Ranking

# A product with one value of 0 is 0 whatever the rest; this much of it is left.
PRODUCT_FLOOR = 0.01

ScoreRule = Callable[[Array, Array, NDArray[np.bool_]], Array]
"""Scores (alternatives,) from values, weights, and which criteria are costs."""


@dataclass(frozen=True)
class Method:
    """A way to add up values: its name and, in a sentence, what is different about it."""

    id: str
    name: str
    idea: str
    rule: ScoreRule


METHODS = (
    Method(
        "additive",
        "Additive value",
        "Adds weight times value: a weak point can be made up for elsewhere. This decides.",
        lambda values, weights, costs: additive(values, weights),
    ),
    Method(
        "weighted_product",
        "Weighted product",
        f"Multiplies values, none counted below {PRODUCT_FLOOR}: one very weak point costs much.",
        lambda values, weights, costs: weighted_product(values, weights, floor=PRODUCT_FLOOR),
    ),
    Method(
        "topsis",
        "TOPSIS",
        "Compares distances to the best and the worst anchors: one large gap outweighs two small.",
        lambda values, weights, costs: topsis(
            values, weights, np.ones(len(weights)), np.zeros(len(weights))
        ),
    ),
    Method(
        "vikor",
        "VIKOR",
        "Weighs the sum of the regrets and the largest single one alike, among those compared.",
        lambda values, weights, costs: vikor(values, weights).scores,
    ),
    Method(
        "promethee",
        "PROMETHEE II",
        "Counts who is better on each criterion, not by how much (usual preference function).",
        lambda values, weights, costs: promethee(values, weights),
    ),
    Method(
        "copras",
        "COPRAS",
        "Adds up shares of each criterion’s total; where less is better, by inverse proportion.",
        lambda values, weights, costs: copras(np.where(costs, 1 - values, values), weights, costs),
    ),
)


@dataclass(frozen=True, eq=False)
class MethodResult:
    """What one method makes of a ranking; rows are rows of the ranking.

    Attributes
    ----------
    method : Method
    scores : Array, shape (alternatives,)
        On the method's own scale, higher is better.
    ranks : NDArray[np.intp], shape (alternatives,)
        1 is best; ties share a rank.
    tau : float
        Kendall's tau-b with the additive scores, in [-1, 1]; NaN where either ties everybody.
    leaders : tuple of int
        Rows in first place.
    reversals : tuple of Reversal
        Orders of two alternatives that turn when a third comes, goes or is copied.
    """

    method: Method
    scores: Array
    ranks: NDArray[np.intp]
    tau: float
    leaders: tuple[int, ...]
    reversals: tuple[Reversal, ...]


@dataclass(frozen=True, eq=False)
class Agreement:
    """All methods on one ranking, additive value first."""

    methods: tuple[MethodResult, ...]

    @property
    def dissenting(self) -> tuple[MethodResult, ...]:
        """Methods that put none of the additive leaders first."""
        chosen = set(self.methods[0].leaders)
        return tuple(found for found in self.methods[1:] if not chosen & set(found.leaders))

    @property
    def leader_agreed(self) -> bool:
        """Whether every method puts an additive leader first."""
        return not self.dissenting


def agreement(ranking: Ranking) -> Agreement:
    """Scores, order and leaders under every method of `METHODS`; something must lead."""
    # A criterion without weight says nothing, and some methods cannot bear one that is 0 for all.
    counts = ranking.weights > 0
    weights = ranking.weights[counts]
    costs = np.array([c.direction == "lower" for c in ranking.problem.criteria])[counts]
    values = ranking.values[:, counts]
    found = [_apply(method, values, weights, costs, ranking.scores) for method in METHODS]
    return Agreement(tuple(found))


def double_counting(ranking: Ranking) -> tuple[Overlap, ...] | None:
    """Pairs of weighted facts that move together, or against each other, over all alternatives.

    Over all of the problem's, compared or not: the more there are the better it is known.
    None where they are too few, see `advisor.mcda.methods.correlation.overlaps`. Column numbers
    are those of the problem.
    """
    columns = [
        j
        for j, criterion in enumerate(ranking.problem.criteria)
        if criterion.kind == "fact" and ranking.weights[j] > 0
    ]
    if not columns:
        return ()
    found = overlaps(ranking.problem.values[:, columns])
    if found is None:
        return None
    return tuple(Overlap(columns[o.one], columns[o.other], o.correlation) for o in found)


def _apply(
    method: Method, values: Array, weights: Array, costs: NDArray[np.bool_], additive_scores: Array
) -> MethodResult:
    scores = method.rule(values, weights, costs)
    places = ranks(scores)
    return MethodResult(
        method,
        scores,
        places,
        kendall(scores, additive_scores),
        tuple(np.flatnonzero(places == 1).tolist()),
        rank_reversals(values, lambda table: method.rule(table, weights, costs)),
    )
