"""Correlation of criteria across the alternatives, and of two orders of the alternatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE, checked_values
from advisor.mcda.values import Array

# With n alternatives, two unrelated criteria have a chance correlation beyond 0.9 with probability
# 0.29 (n = 3), 0.04 (5), 0.006 (7), 0.002 (8). For the 105 pairs of 15 criteria, n = 8 is the
# smallest number with less than one false alarm in four analyses.
FEWEST_ALTERNATIVES = 8
STRONG_CORRELATION = 0.9


@dataclass(frozen=True)
class Overlap:
    """Two criteria that order the alternatives in the same way, or in the opposite way.

    With a ``correlation`` near 1, both criteria count the same thing; near -1, their weights
    cancel each other.
    """

    one: int
    other: int
    correlation: float


def overlaps(values: Array, strong: float = STRONG_CORRELATION) -> tuple[Overlap, ...] | None:
    """Find pairs of criteria that correlate strongly across the alternatives.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
    strong : float
        Smallest absolute Pearson correlation of a pair in the result, in (0, 1].

    Returns
    -------
    tuple of Overlap, or None
        Sorted by strength, strongest first. None with fewer than `FEWEST_ALTERNATIVES`, which
        are too few to detect a correlation.

    Raises
    ------
    ValueError
        If ``strong`` is out of range, or as in `advisor.mcda.additive.checked_values`.
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
    """Kendall's tau-b of two vectors of scores, in [-1, 1]; NaN if either has only ties.

    The number of pairs in the same order minus the number of pairs in the opposite order, divided
    by the geometric mean of the numbers of untied pairs in each (Kendall 1945, Biometrika 33).

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
