"""Other scoring methods, as a check of the additive value.

VIKOR and PROMETHEE II have their own modules, `advisor.mcda.methods.vikor` and
`advisor.mcda.methods.promethee`; this docstring describes them too. If a method disagrees with
`advisor.mcda.additive.additive` about the leader, the answer is less certain; the methods are not a
menu to choose from. Each method takes values for which higher is better and weights
``(criteria,)`` or ``(vectors, criteria)``, and returns scores ``(alternatives,)`` or
``(alternatives, vectors)`` for which **higher is better**. The caller normalises: pass values
between fixed anchors, or a table that is normalised as in the source. Memory beyond the result is
bounded.

The tests check the properties in this table. An alternative is *dominant* if it is at least as good
on every criterion and better on at least one:

================  ==================  =====================  =======================
method            dominant one never  splitting a criterion  removing one keeps the
                  scores lower        changes nothing        order of the others
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
    """Compute the product of the values, each raised to the power of its weight.

    A value of 0 on a criterion with weight makes the whole score 0; raise ``floor`` to avoid that.
    Source: "Weighted product model", Wikipedia, read 2026-11-26, which names Bridgman (1922) and
    Triantaphyllou (2000).

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Values of at least 0; higher is better.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Normalised weights, see `advisor.mcda.additive.normalise_weights`.
    floor : float, optional
        Number that replaces all lower values.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        Scores, in [0, 1] for values in [0, 1]; higher is better.

    Raises
    ------
    ValueError
        If a value or the floor is negative, or as in `advisor.mcda.additive.checked`.

    Examples
    --------
    >>> weighted_product([[0.25, 1], [0.5, 0.5], [0, 1]], [0.5, 0.5])
    array([0.5, 0.5, 0. ])
    """
    table, batch = checked(values, weights)
    if not floor >= 0:
        raise ValueError(f"the floor is {floor}; allowed: at least 0")
    if table.min() < 0:
        row, column = np.argwhere(table < 0)[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]:g}; "
            "allowed: 0 or more for a weighted product"
        )
    table = np.maximum(table, floor)
    zero = table == 0
    # Zeros are separate, because log(0) times a weight of 0 is NaN although 0 to the power 0 is 1.
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
    """Compute TOPSIS: the distance from the anti-ideal divided by the sum of both distances.

    With :math:`d^±_i = (Σ_j w_j^2 (v_{ij} - v^±_j)^2)^{1/2}` the score is
    :math:`d^-_i / (d^-_i + d^+_i)`. If ideal and anti-ideal are equal on every criterion with
    weight, all alternatives are equal and each scores 0.5. Source: Hwang & Yoon (1981). The
    squared distances on each criterion do not depend on the weights, so a batch needs one matrix
    product with squared weights.

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Values; higher is better. The original method uses `vector_normalise`.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Weights of at least 0; only their proportions matter.
    ideal, anti_ideal : float or array_like, shape (criteria,), optional
        Best and worst value of each criterion. By default the best and worst value among the
        alternatives, as in the original method. For values between fixed anchors, pass 1 and 0:
        then removing an alternative changes no other score.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        Scores in [0, 1]; higher is better.

    Raises
    ------
    ValueError
        If a value lies outside the ideals, or as in `advisor.mcda.additive.checked`.

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
    """Compute COPRAS: weighted gains plus a part that falls with the alternative's own costs.

    Let the gains :math:`G_i` and costs :math:`C_i` be the weighted sums over the criteria for
    which higher and lower is better. The significance of an alternative is
    :math:`G_i + Σ_k C_k / (C_i Σ_k 1/C_k)`, and its score is the significance divided by the
    largest one. Alternatives without costs share the second part equally (the limit). Without
    cost criteria, the score is proportional to the additive value.
    Source: Zavadskas, Kaklauskas, Peldschus & Turskis (2007).

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Values of at least 0; costs are *not* inverted. The original method uses `sum_normalise`
        on every column; for values between fixed anchors, pass ``1 - value`` as the cost.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Weights of at least 0; only their proportions matter.
    lower_is_better : array_like of bool, shape (criteria,), optional
        Which columns are costs; by default none.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        Scores in [0, 1]; higher is better. The best alternative scores 1, or 0 if all weights
        are 0.

    Raises
    ------
    ValueError
        If a value is negative, or as in `advisor.mcda.additive.checked`.

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
            # Lowest cost divided by each cost; this stays finite for an alternative without costs.
            inverse = np.divide(spent.min(axis=0), spent, out=np.ones_like(spent), where=spent > 0)
            inverse *= spent.sum(axis=0) / inverse.sum(axis=0)
            scores += inverse
        largest = scores.max(axis=0)
        np.divide(scores, largest, out=scores, where=largest > 0)
        return scores

    return in_blocks(kernel, len(table), batch)
