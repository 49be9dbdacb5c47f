"""Other ways to score, as a check of the additive value.

VIKOR and PROMETHEE II have modules of their own, `advisor.mcda.methods.vikor` and
`advisor.mcda.methods.promethee`, and share what is said here. Where these disagree with
`advisor.mcda.additive.additive` about who leads, the answer is fragile; they are no
menu of answers. Each takes values for which higher is better and weights
``(criteria,)`` or ``(vectors, criteria)``, and returns scores ``(alternatives,)``
or ``(alternatives, vectors)`` for which **higher is better**. Normalisation is the caller's:
pass values between fixed anchors, or a table normalised as a paper has it. Memory beyond the
result is bounded.

What each promises (the tests hold it to that), an alternative being *dominant*
when it is as good everywhere and better somewhere:

================  ==================  =====================  =======================
method            dominant one never  splitting a criterion  others' order stays when
                  scores lower        changes nothing        one alternative leaves
================  ==================  =====================  =======================
weighted product  yes                 yes                    yes
TOPSIS            yes                 no, weights squared    yes with fixed ideals
VIKOR             yes                 no, by its regret      no
PROMETHEE II      yes                 yes                    no
COPRAS            yes                 yes                    no
================  ==================  =====================  =======================
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.additive import TIE, checked
from advisor.mcda.methods.batches import in_blocks, per_criterion
from advisor.mcda.values import Array


def weighted_product(values: ArrayLike, weights: ArrayLike, floor: float = 0.0) -> Array:
    """Product of the values, each to the power of its weight.

    A value of 0 on a criterion that counts makes the whole score 0, whatever the
    rest: that is the method, and ``floor`` softens it where it is not wanted.
    Source: "Weighted product model", Wikipedia, read 2026-11-26, which names Bridgman (1922) and
    Triantaphyllou (2000).

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        0 or more, higher is better.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Normalised, see `advisor.mcda.additive.normalise_weights`.
    floor : float, optional
        Values below it count as it.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        In [0, 1] for values in [0, 1]; higher is better.

    Raises
    ------
    ValueError
        If a value or the floor is negative, or as `advisor.mcda.additive.checked`.

    Examples
    --------
    >>> weighted_product([[0.25, 1], [0.5, 0.5], [0, 1]], [0.5, 0.5])
    array([0.5, 0.5, 0. ])
    """
    table, batch = checked(values, weights)
    if not floor >= 0:
        raise ValueError(f"the floor is {floor}; allowed: 0 or more")
    if table.min() < 0:
        row, column = np.argwhere(table < 0)[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]:g}; "
            "allowed: 0 or more for a weighted product"
        )
    table = np.maximum(table, floor)
    zero = table == 0
    # Zeros apart: log(0) times a weight of 0 would be NaN where 0 to the power 0 is 1.
    logs = np.log(np.where(zero, 1.0, table))
    zeros = zero.astype(float) if zero.any() else None

    def kernel(block: Array) -> Array:
        scores: Array = logs @ block.T
        np.exp(scores, out=scores)
        if zeros is not None:
            scores[zeros @ (block > 0).T > 0] = 0.0
        return scores

    return in_blocks(kernel, len(table), batch)


def topsis(
    values: ArrayLike,
    weights: ArrayLike,
    ideal: ArrayLike | None = None,
    anti_ideal: ArrayLike | None = None,
) -> Array:
    """Closeness to the ideal: distance from the worst over the sum of both distances.

    With :math:`d^±_i = (Σ_j w_j^2 (v_{ij} - v^±_j)^2)^{1/2}` the score is
    :math:`d^-_i / (d^-_i + d^+_i)`. Where the two ideals coincide on every criterion
    that counts, nothing tells the alternatives apart and each scores 0.5.
    Source: Hwang & Yoon (1981); as the squared distances do not depend on the
    weights, a batch is one matrix product on squared weights.

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Higher is better. The original method takes `vector_normalise`.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        0 or more; only their proportions count.
    ideal, anti_ideal : float or array_like, shape (criteria,), optional
        Best and worst value of each criterion. By default those of the
        alternatives at hand, as in the original. For values between fixed anchors
        pass 1 and 0: then leaving an alternative out changes nobody's score.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        In [0, 1], higher is better.

    Raises
    ------
    ValueError
        If a value lies outside the ideals, or as `advisor.mcda.additive.checked`.

    Examples
    --------
    >>> topsis([[1, 0], [0.5, 0.5], [0, 0]], [0.5, 0.5], ideal=1, anti_ideal=0)
    array([0.5, 0.5, 0. ])
    """
    table, batch = checked(values, weights)
    best = table.max(axis=0) if ideal is None else per_criterion("ideal", ideal, table)
    worst = (
        table.min(axis=0) if anti_ideal is None else per_criterion("anti_ideal", anti_ideal, table)
    )
    outside = (table > best + TIE) | (table < worst - TIE)
    if outside.any():
        row, column = np.argwhere(outside)[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]:g}; "
            f"allowed: from {worst[column]:g} to {best[column]:g}, the ideals of its criterion"
        )
    count = len(table)
    squares = np.vstack([(table - worst) ** 2, (table - best) ** 2])

    def kernel(block: Array) -> Array:
        distances: Array = squares @ np.square(block).T
        np.sqrt(distances, out=distances)
        above, below = distances[:count], distances[count:]
        below += above
        closeness: Array = np.divide(above, below, out=np.full_like(above, 0.5), where=below > 0)
        return closeness

    return in_blocks(kernel, count, batch)


def copras(
    values: ArrayLike, weights: ArrayLike, lower_is_better: ArrayLike | None = None
) -> Array:
    """COPRAS: the weighted gains, plus a share of all costs in inverse proportion to one's own.

    With gains :math:`G_i` and costs :math:`C_i` the weighted sums over the criteria where
    higher and where lower is better, the significance is
    :math:`G_i + Σ_k C_k / (C_i Σ_k 1/C_k)`, and the score its share of the largest one.
    Alternatives without any cost divide the costs' part among them (the limit).
    Without a criterion where lower is better this is the additive value up to scale.
    Source: Zavadskas, Kaklauskas, Peldschus & Turskis (2007).

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        0 or more, costs *not* turned round. The original takes `sum_normalise` of every
        column; for values between fixed anchors pass ``1 - value`` as the cost.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        0 or more; only their proportions count.
    lower_is_better : array_like of bool, shape (criteria,), optional
        Which columns are costs; none where left out.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        In [0, 1], the best one 1 (all 0 where nothing counts); higher is better.

    Raises
    ------
    ValueError
        If a value is negative, or as `advisor.mcda.additive.checked`.

    Examples
    --------
    >>> copras([[0.5, 0.2], [0.5, 0.8]], [0.5, 0.5], [False, True]).round(6)
    array([1.      , 0.538462])
    """
    table, batch = checked(values, weights)
    cost = per_criterion(
        "lower_is_better", False if lower_is_better is None else lower_is_better, table
    ).astype(bool)
    if table.min() < 0:
        row, column = np.argwhere(table < 0)[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]:g}; "
            "allowed: 0 or more for COPRAS"
        )
    gains, costs = np.where(cost, 0.0, table), np.where(cost, table, 0.0)

    def kernel(block: Array) -> Array:
        scores: Array = gains @ block.T
        if cost.any():
            spent = costs @ block.T
            # The least cost over each one's own: finite where an alternative has none.
            inverse = np.divide(spent.min(axis=0), spent, out=np.ones_like(spent), where=spent > 0)
            inverse *= spent.sum(axis=0) / inverse.sum(axis=0)
            scores += inverse
        largest = scores.max(axis=0)
        np.divide(scores, largest, out=scores, where=largest > 0)
        return scores

    return in_blocks(kernel, len(table), batch)
