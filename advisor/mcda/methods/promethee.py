"""PROMETHEE II: net flow of pairwise preferences."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.additive import TIE, checked
from advisor.mcda.methods.batches import per_criterion
from advisor.mcda.values import Array


def preference_degrees(
    values: ArrayLike, indifference: ArrayLike = 0.0, preference: ArrayLike = 0.0
) -> Array:
    """PROMETHEE's degree of preference for each pair of alternatives on each criterion.

    The degree is 0 up to the indifference threshold, 1 from the preference threshold on, and
    linear in between (Brans' type V). If both thresholds are 0, any advantage has the degree 1
    (Brans' usual criterion).

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Values; higher is better.
    indifference, preference : float or array_like, shape (criteria,), optional
        Thresholds in units of the values, ``0 <= indifference <= preference``.

    Returns
    -------
    Array, shape (alternatives, alternatives, criteria)
        Degrees in [0, 1] to which the row is preferred to the column.

    Raises
    ------
    ValueError
        If the thresholds are out of order or a value is not finite.

    Examples
    --------
    >>> preference_degrees([[0.9], [0.4]], indifference=0.25, preference=0.75)[..., 0]
    array([[0. , 0.5],
           [0. , 0. ]])
    """
    table, _ = checked(values, np.zeros(np.shape(values)[-1:]))
    low = per_criterion("indifference", indifference, table)
    high = per_criterion("preference", preference, table)
    wrong = ~((low >= 0) & (low <= high))
    if wrong.any():
        j = int(np.argmax(wrong))
        raise ValueError(
            f"criterion {j} has thresholds {low[j]:g} and {high[j]:g}; "
            "allowed: 0 <= indifference <= preference"
        )
    ahead = table[:, None] - table[None]
    # Differences within the rounding error are ties.
    degrees = (ahead > low + TIE).astype(float)
    sloped = high > low
    np.divide(np.clip(ahead - low, 0, high - low), high - low, out=degrees, where=sloped)
    return degrees


def flows(degrees: Array) -> tuple[Array, Array]:
    """Positive and negative flow of each alternative on each criterion.

    Parameters
    ----------
    degrees : Array, shape (alternatives, alternatives, criteria)
        From `preference_degrees`.

    Returns
    -------
    positive, negative : Array, shape (alternatives, criteria)
        Flows in [0, 1]: the mean degree to which the alternative is preferred to the others, and
        the others to it. A single alternative has flows of 0. Weighted sums over the
        criteria are the flows of PROMETHEE I.
    """
    rivals = max(len(degrees) - 1, 1)
    return degrees.sum(axis=1) / rivals, degrees.sum(axis=0) / rivals


def promethee(
    values: ArrayLike,
    weights: ArrayLike,
    indifference: ArrayLike = 0.0,
    preference: ArrayLike = 0.0,
) -> Array:
    """Compute the PROMETHEE II net flow: the positive flow minus the negative flow.

    Source: Brans & Vincke (1985). The net flow is linear in the weights, so the flows per
    criterion are computed once, and a batch of weights needs one matrix product.

    Parameters
    ----------
    values, indifference, preference
        As in `preference_degrees`.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Normalised, see `advisor.mcda.additive.normalise_weights`.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        In [-1, 1], summing to 0 over the alternatives; higher is better.

    Raises
    ------
    ValueError
        As in `preference_degrees` and `advisor.mcda.additive.checked`.

    Examples
    --------
    >>> promethee([[4, 3, 2], [3, 2, 4], [5, 1, 3]], [0.5, 0.3, 0.2]).round(9)
    array([ 0.1, -0.3,  0.2])
    """
    table, batch = checked(values, weights)
    positive, negative = flows(preference_degrees(table, indifference, preference))
    found: Array = (positive - negative) @ batch.T
    return found
