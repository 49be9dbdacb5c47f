"""What the methods share: batches of weights taken in blocks, a setting per criterion.

Blocks keep the memory beyond the result the same for a thousand vectors and a
million, and are small enough to stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.values import Array

BLOCK = 4096  # vectors at a time


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
