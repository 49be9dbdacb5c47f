"""Checks the additive value with other methods.

Every method gets the same values between fixed anchors, so differences come from the way in which
it combines values and not from normalisation. If another method puts a different alternative first,
the lead depends on the method and is less certain; the methods are not a menu to choose from.
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

# Lowest value in the weighted product, because a single value of 0 would make the product 0.
PRODUCT_FLOOR = 0.01

ScoreRule = Callable[[Array, Array, NDArray[np.bool_]], Array]
"""Function from values, weights and a mask of the costs to scores (alternatives,)."""


@dataclass(frozen=True)
class Method:
    """A scoring method: its name and, in one sentence, how it differs from the others."""

    id: str
    name: str
    idea: str
    rule: ScoreRule


METHODS = (
    Method(
        "additive",
        "Additive value",
        "Adds weight times value: strong points make up for weak ones. This one decides.",
        lambda values, weights, costs: additive(values, weights),
    ),
    Method(
        "weighted_product",
        "Weighted product",
        f"Multiplies values, each at least {PRODUCT_FLOOR}: one very weak point costs a lot.",
        lambda values, weights, costs: weighted_product(values, weights, floor=PRODUCT_FLOOR),
    ),
    Method(
        "topsis",
        "TOPSIS",
        "Compares distances to the best and worst ends: one large gap outweighs two small ones.",
        lambda values, weights, costs: topsis(
            values, weights, np.ones(len(weights)), np.zeros(len(weights))
        ),
    ),
    Method(
        "vikor",
        "VIKOR",
        "Weighs the total shortfall and the largest single one equally, among those compared.",
        lambda values, weights, costs: vikor(values, weights).scores,
    ),
    Method(
        "promethee",
        "PROMETHEE II",
        "Asks which is better on each criterion, not by how much (usual preference function).",
        lambda values, weights, costs: promethee(values, weights),
    ),
    Method(
        "copras",
        "COPRAS",
        "Adds up each one’s share of a criterion’s total; where less is better, inversely.",
        lambda values, weights, costs: copras(np.where(costs, 1 - values, values), weights, costs),
    ),
)


@dataclass(frozen=True, eq=False)
class MethodResult:
    """Result of one method for a ranking; rows are rows of the ranking.

    Attributes
    ----------
    method : Method
    scores : Array, shape (alternatives,)
        Scores on the scale of the method; higher is better.
    ranks : NDArray[np.intp], shape (alternatives,)
        Ranks: 1 is best, and ties share a rank.
    tau : float
        Kendall's tau-b with the additive scores, in [-1, 1]; NaN if either has only ties.
    leaders : tuple of int
        Rows with rank 1.
    reversals : tuple of Reversal
        Pairs whose order reverses when a third alternative is added, removed or duplicated.
    """

    method: Method
    scores: Array
    ranks: NDArray[np.intp]
    tau: float
    leaders: tuple[int, ...]
    reversals: tuple[Reversal, ...]


@dataclass(frozen=True, eq=False)
class Agreement:
    """Results of all methods for one ranking, additive value first."""

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
    """Scores, order and leaders under every method of `METHODS`; an alternative must lead."""
    # Criteria without weight have no effect, and some methods fail if all values of one are 0.
    counts = ranking.weights > 0
    weights = ranking.weights[counts]
    costs = np.array([c.direction == "lower" for c in ranking.problem.criteria])[counts]
    values = ranking.values[:, counts]
    found = [_apply(method, values, weights, costs, ranking.scores) for method in METHODS]
    return Agreement(tuple(found))


def double_counting(ranking: Ranking) -> tuple[Overlap, ...] | None:
    """Pairs of weighted facts that correlate positively or negatively over all alternatives.

    The function uses all alternatives of the problem, compared or not, because more alternatives
    give better estimates. The result is None if there are too few, see
    `advisor.mcda.methods.correlation.overlaps`. Columns are those of the problem.
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
