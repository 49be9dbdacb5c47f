"""Additive value: weights, scores, contributions and ranks on plain arrays.

Each function accepts one weight vector, shape ``(criteria,)``, or a batch of them, shape
``(vectors, criteria)``. Results have the alternatives first: ``(alternatives,)`` or
``(alternatives, vectors)``. `advisor.ranking.ranking` adds names and checks with names.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from advisor.mcda.values import Array

# Scores that are closer than this differ because of rounding, not because of their data.
TIE = 1e-9


def normalise_weights(raw: ArrayLike) -> Array:
    """Scale raw weights so that they sum to 1.

    Parameters
    ----------
    raw : array_like, shape (criteria,) or (vectors, criteria)
        Swing weights of at least 0 on any common scale.

    Returns
    -------
    Array
        Normalised weights of the same shape. A vector of zeros stays a vector of zeros; no
        ranking follows from it.

    Raises
    ------
    ValueError
        If a weight is negative, infinite or NaN; the message gives the number of its criterion.

    Examples
    --------
    >>> normalise_weights([30, 10, 0])
    array([0.75, 0.25, 0.  ])
    """
    weights = np.asarray(raw, dtype=float)
    check_weights(weights)
    # Dividing by the largest weight first keeps the sum of huge or tiny weights finite.
    largest = weights.max(axis=-1, keepdims=True, initial=0.0)
    scaled: Array = np.divide(weights, largest, out=np.zeros_like(weights), where=largest > 0)
    total = scaled.sum(axis=-1, keepdims=True)
    np.divide(scaled, total, out=scaled, where=total > 0)
    return scaled


def check_weights(weights: Array) -> None:
    """Raise `ValueError` unless all weights, shape (..., criteria), are finite and at least 0."""
    # A NaN fails both comparisons, and neither needs a temporary array of the batch's size.
    if not (weights.min(initial=0) >= 0 and weights.max(initial=0) < np.inf):
        place = tuple(np.argwhere(~(np.isfinite(weights) & (weights >= 0)))[0])
        raise ValueError(
            f"the weight of criterion {place[-1]} is {weights[place]}; "
            "allowed: a finite number of 0 or more"
        )


def additive(values: Array, weights: Array) -> Array:
    """Compute the score of each alternative: the weighted sum of its values.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
        Values in [0, 1] without NaN; higher is better.
    weights : Array, shape (criteria,) or (vectors, criteria)
        Normalised weights, see `normalise_weights`.

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
    """Compute what each criterion adds to each score: weight times value.

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
    """Compute competition ranks: 1 is best, and equal scores share the better rank (1, 1, 3).

    Parameters
    ----------
    scores : Array, shape (alternatives,) or (alternatives, vectors)
    tie : float
        Scores at most this far apart are equal.

    Returns
    -------
    NDArray[np.intp]
        Ranks of the same shape: 1 + the number of alternatives that score higher.

    Examples
    --------
    >>> ranks(np.array([0.4, 0.7, 0.7]))
    array([3, 1, 1])
    """
    above: NDArray[np.intp] = np.sum(scores[None, :] > scores[:, None] + tie, axis=1)
    return 1 + above


def checked_values(values: ArrayLike) -> Array:
    """Convert values to a float array and check it.

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)

    Raises
    ------
    ValueError
        If the shape is wrong, or a value is not finite; the message names the shape or the place.
    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(
            f"values have shape {table.shape}; allowed: a row for each alternative and a "
            "column for each criterion, at least one of each"
        )
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]}; "
            "allowed: a finite number"
        )
    return table


def checked(values: ArrayLike, weights: ArrayLike) -> tuple[Array, Array]:
    """Convert values and weights to float arrays and check that their shapes match.

    Parameters
    ----------
    values : array_like, shape (alternatives, criteria)
        Finite values.
    weights : array_like, shape (criteria,) or (vectors, criteria)
        Finite weights of at least 0.

    Raises
    ------
    ValueError
        If a shape is wrong or a number is not allowed; the message names the shape or the place.
    """
    table, batch = checked_values(values), np.asarray(weights, dtype=float)
    if batch.ndim not in (1, 2) or batch.shape[-1] != table.shape[1]:
        raise ValueError(
            f"weights have shape {batch.shape}; allowed: ({table.shape[1]},) or "
            f"(vectors, {table.shape[1]}), one weight per criterion"
        )
    check_weights(batch)
    return table, batch
