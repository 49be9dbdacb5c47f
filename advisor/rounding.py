"""Rounding that still adds up: parts of a whole as they are printed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

# Keeps a part such as 3 - 1e-16 from losing a whole unit to rounding of the arithmetic.
CLOSE = 1e-9


def apportion(parts: ArrayLike, total: int) -> list[int]:
    """Whole numbers near the parts that add up to the total, by largest remainder.

    Parameters
    ----------
    parts : array_like
        Of 0 or more; they sum to within 1 of ``total``.
    total : int

    Examples
    --------
    >>> apportion([33.4, 33.3, 33.3], 100)
    [34, 33, 33]
    """
    exact = np.asarray(parts, dtype=float)
    whole = np.floor(exact + CLOSE).astype(int)
    for index in np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]:
        whole[index] += 1
    return [int(part) for part in whole]


def hundredths(parts: ArrayLike) -> list[str]:
    """Parts with two digits that add up to their sum with two digits.

    Examples
    --------
    >>> hundredths([0.124, 0.124, 0.124])  # 0.372
    ['0.13', '0.12', '0.12']
    """
    exact = np.asarray(parts, dtype=float) * 100
    return [f"{part / 100:.2f}" for part in apportion(exact, round(float(exact.sum())))]
