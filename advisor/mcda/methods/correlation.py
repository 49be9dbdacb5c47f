"""What moves together: criteria across the alternatives, and two orders of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE, checked_values
from advisor.mcda.values import Array

# With n alternatives, two unrelated criteria correlate beyond 0.9 by chance with probability
# 0.29 (n = 3), 0.04 (5), 0.006 (7), 0.002 (8): among the 105 pairs of 15 criteria, 8 are the
# fewest that give less than one false alarm in four looks.
FEWEST_ALTERNATIVES = 8
STRONG_CORRELATION = 0.9


@dataclass(frozen=True)
class Overlap:
    """Two criteria that order the alternatives alike, or the opposite way round.

    A ``correlation`` near 1 counts one thing twice; near -1 the two weights cancel.
    """

    one: int
    other: int
    correlation: float


def overlaps(values: Array, strong: float = STRONG_CORRELATION) -> tuple[Overlap, ...] | None:
    """Pairs of criteria that rise and fall together across the alternatives, or cancel.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
    strong : float
        Smallest absolute Pearson correlation that is named, in (0, 1].

    Returns
    -------
    tuple of Overlap, or None
        The strongest first. None with fewer than `FEWEST_ALTERNATIVES`: whether
        criteria move together cannot be known from so few.

    Raises
    ------
    ValueError
        If ``strong`` is out of range, or as `advisor.mcda.additive.checked_values`.
    """
    if not 0 < strong <= 1:
        raise ValueError(f"strong is {strong}; allowed: above 0, up to 1")
    table = checked_values(values)
    if len(table) < FEWEST_ALTERNATIVES:
        return None
    varying = np.flatnonzero(np.ptp(table, axis=0) > TIE)
    centred = table[:, varying] - table[:, varying].mean(axis=0)
    centred /= np.linalg.norm(centred, axis=0)
    correlations = np.clip(centred.T @ centred, -1.0, 1.0)
    ones, others = np.triu_indices(len(varying), 1)
    found = [
        Overlap(int(varying[i]), int(varying[j]), float(correlations[i, j]))
        for i, j in zip(ones, others, strict=True)
        if abs(correlations[i, j]) >= strong - TIE
    ]
    return tuple(sorted(found, key=lambda overlap: -abs(overlap.correlation)))


def kendall(one: Array, other: Array) -> float:
    """Kendall's tau-b of two vectors of scores, in [-1, 1]; NaN where either is all ties.

    Pairs in the same order less pairs in the opposite one, over the geometric mean of
    the pairs that each tells apart (Kendall 1945, Biometrika 33).

    Examples
    --------
    >>> kendall(np.array([3.0, 2.0, 1.0]), np.array([3.0, 1.0, 2.0])).__round__(4)
    0.3333
    """
    first, second = _order(one), _order(other)
    told = np.sqrt(np.sum(first != 0) * np.sum(second != 0))
    return float(np.sum(first * second) / told) if told else float("nan")


def _order(scores: Array) -> Array:
    difference = scores[:, None] - scores[None, :]
    return np.where(np.abs(difference) > TIE, np.sign(difference), 0.0)
