"""What every analysis demands of values and weights, and says when it does not get it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from advisor.scoring import check_weights
from advisor.values import Array


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
