"""What the methods share: checked tables, and batches of weights taken in blocks.

Blocks keep the memory beyond the result the same for a thousand vectors and a
million, and are small enough to stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from advisor.values import Array

BLOCK = 4096  # vectors at a time


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
    table, batch = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(
            f"values have shape {table.shape}; allowed: alternatives in rows, "
            "criteria in columns, one or more of each"
        )
    if batch.ndim not in (1, 2) or batch.shape[-1] != table.shape[1]:
        raise ValueError(
            f"weights have shape {batch.shape}; allowed: ({table.shape[1]},) or "
            f"(vectors, {table.shape[1]}), one weight per criterion"
        )
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {table[row, column]}; "
            "allowed: a finite number"
        )
    # A NaN fails both comparisons; two passes without a temporary of the batch's size.
    if not (batch.min(initial=0) >= 0 and batch.max(initial=0) < np.inf):
        place = tuple(np.argwhere(~(np.isfinite(batch) & (batch >= 0)))[0])
        raise ValueError(
            f"the weight of criterion {place[-1]} is {batch[place]}; "
            "allowed: a finite number of 0 or more"
        )
    return table, batch


def in_blocks(kernel: Callable[[Array], Array], rows: int, weights: Array) -> Array:
    """Result of a batched kernel, computed a block of weight vectors at a time.

    Parameters
    ----------
    kernel : callable
        Takes weights (vectors, criteria), returns (rows, vectors).
    rows : int
        One per alternative, or a multiple of that for several results at once.
    weights : Array, shape (criteria,) or (vectors, criteria)

    Returns
    -------
    Array, shape (rows,) or (rows, vectors)
    """
    if weights.ndim == 1:
        return kernel(weights[None])[:, 0]
    found = np.empty((rows, len(weights)))
    for start in range(0, len(weights), BLOCK):
        block = slice(start, start + BLOCK)
        found[:, block] = kernel(weights[block])
    return found


def per_criterion(what: str, given: ArrayLike, table: Array) -> Array:
    """One finite number per criterion of a table, from one for all or one for each.

    Raises
    ------
    ValueError
        Naming ``what`` was given, if it is neither.
    """
    found = np.asarray(given, dtype=float)
    if found.shape not in ((), table.shape[1:]) or not np.isfinite(found).all():
        raise ValueError(
            f"{what} is {given!r}; allowed: a finite number, or {table.shape[1]} of them, "
            "one per criterion"
        )
    return np.broadcast_to(found, table.shape[1:])
