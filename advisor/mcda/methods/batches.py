"""Parts that the methods share: weights in blocks, and settings per criterion.

With blocks, the memory beyond the result is the same for a thousand vectors and for a million, and
a block fits into the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.values import Array

BLOCK = 4096  # weight vectors per block


def in_blocks(kernel: Callable[[Array], Array], rows: int, weights: Array) -> Array:
    """Compute a batched kernel for one block of weight vectors at a time.

    Parameters
    ----------
    kernel : callable
        Function from weights (vectors, criteria) to a result (rows, vectors).
    rows : int
        Number of alternatives, or a multiple of it if the kernel has several results.
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
    """Expand a setting to one finite number per criterion of a table.

    Parameters
    ----------
    what : str
        Name of the setting, for messages.
    given : float or array_like, shape (criteria,)
        One number for all criteria, or one for each.
    table : Array, shape (alternatives, criteria)

    Raises
    ------
    ValueError
        If ``given`` is neither; the message names the setting.
    """
    found = np.asarray(given, dtype=float)
    if found.shape not in ((), table.shape[1:]) or not np.isfinite(found).all():
        raise ValueError(
            f"{what} is {given!r}; allowed: a finite number, or {table.shape[1]} of them, "
            "one per criterion"
        )
    return np.broadcast_to(found, table.shape[1:])
