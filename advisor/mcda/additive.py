"""Additive value: weights, scores, contributions and ranks on plain arrays.

One function serves one weight vector and a hundred thousand alike: weights are
``(criteria,)`` or ``(vectors, criteria)``, and what comes back has the
alternatives first: ``(alternatives,)`` or ``(alternatives, vectors)``.
Pure NumPy; labels and checks with names live in `advisor.ranking.ranking`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from advisor.mcda.values import Array

# Scores closer than this differ by rounding of the arithmetic, not by their data.
TIE = 1e-9


def normalise_weights(raw: ArrayLike) -> Array:
    """Weights that sum to 1, in the proportions of the raw ones.

    Parameters
    ----------
    raw : array_like, shape (criteria,) or (vectors, criteria)
        Swing weights on any common scale, none negative.

    Returns
    -------
    Array
        Same shape. A vector of zeros stays a vector of zeros: no criterion
        counts, so nothing can be ranked by it.

    Raises
    ------
    ValueError
        If a weight is negative, infinite or not a number; the message numbers its criterion.

    Examples
    --------
    >>> normalise_weights([30, 10, 0])
    array([0.75, 0.25, 0.  ])
    """
    weights = np.asarray(raw, dtype=float)
    check_weights(weights)
    # Dividing by the largest first keeps the sum of huge or tiny weights finite.
    largest = weights.max(axis=-1, keepdims=True, initial=0.0)
    scaled: Array = np.divide(weights, largest, out=np.zeros_like(weights), where=largest > 0)
    total = scaled.sum(axis=-1, keepdims=True)
    np.divide(scaled, total, out=scaled, where=total > 0)
    return scaled


def check_weights(weights: Array) -> None:
    """Refuse weights, criteria last, that are not finite numbers of 0 or more."""
    # A NaN fails both comparisons; two passes without a temporary of the batch's size.
    if not (weights.min(initial=0) >= 0 and weights.max(initial=0) < np.inf):
        place = tuple(np.argwhere(~(np.isfinite(weights) & (weights >= 0)))[0])
        raise ValueError(
            f"the weight of criterion {place[-1]} is {weights[place]}; "
            "allowed: a finite number of 0 or more"
        )


def additive(values: Array, weights: Array) -> Array:
    """Weighted sum of the values: the score of each alternative.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
        In [0, 1], higher is better, no NaN.
    weights : Array, shape (criteria,) or (vectors, criteria)
        Normalised, see `normalise_weights`.

    Returns
    -------
    Array, shape (alternatives,) or (alternatives, vectors)
        Scores in [0, 1].

    Examples
    --------
    >>> additive(np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([0.75, 0.25]))
    array([0.75, 0.5 ])
    """
    scores: Array = values @ weights.T
    return scores


def contributions(values: Array, weights: Array) -> Array:
    """What each criterion adds to each score: weight times value.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
    weights : Array, shape (criteria,)

    Returns
    -------
    Array, shape (alternatives, criteria)
        Rows sum to the scores of `additive`.
    """
    return values * weights


def ranks(scores: Array, tie: float = TIE) -> NDArray[np.intp]:
    """Competition ranks, 1 is best; equal scores share the better rank (1, 1, 3).

    Parameters
    ----------
    scores : Array, shape (alternatives,) or (alternatives, vectors)
    tie : float
        Scores at most this far apart are equal.

    Returns
    -------
    NDArray[np.intp]
        Same shape: one more than the number of alternatives that score higher.

    Examples
    --------
    >>> ranks(np.array([0.4, 0.7, 0.7]))
    array([3, 1, 1])
    """
    above: NDArray[np.intp] = np.sum(scores[None, :] > scores[:, None] + tie, axis=1)
    return 1 + above


def checked_values(values: ArrayLike) -> Array:
    """Values as a table of finite numbers.

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)

    Raises
    ------
    ValueError
        Naming the shape, or the place and number that is not allowed.
    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(
            f"values have shape {table.shape}; allowed: alternatives in rows, "
            "criteria in columns, one or more of each"
        )
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]}; "
            "allowed: a finite number"
        )
    return table


def checked(values: ArrayLike, weights: ArrayLike) -> tuple[Array, Array]:
    """Values and weights as float arrays that fit each other.

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Finite.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Finite and 0 or more.

    Raises
    ------
    ValueError
        Naming the shape, or the place and number that is not allowed.
    """
    table, batch = checked_values(values), np.asarray(weights, dtype=float)
    if batch.ndim not in (1, 2) or batch.shape[-1] != table.shape[1]:
        raise ValueError(
            f"weights have shape {batch.shape}; allowed: ({table.shape[1]},) or "
            f"(vectors, {table.shape[1]}), one weight per criterion"
        )
    check_weights(batch)
    return table, batch
