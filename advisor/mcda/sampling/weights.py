"""Samplers of weights, one for each definition of plausible weights.

A sampler checks its arguments when it is made. It is then called with a number of vectors and a
random generator; equal generators give equal draws. Independent uniform numbers divided by their
sum are not uniform over the normalised weights: they crowd the middle and make a lead look more
robust than it is. `simplex` is uniform. `box` divides by the sum on purpose, because its ranges
apply to raw weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.additive import normalise_weights
from advisor.mcda.values import Array

Sampler = Callable[[int, np.random.Generator], Array]
"""Function that draws a number of weight vectors: shape (vectors, criteria), rows sum to 1."""


def simplex(criteria: int) -> Sampler:
    """Weights uniform over all normalised weights: Dirichlet(1, …, 1).

    Each weight has mean 1/n and standard deviation sqrt((n-1) / (n²(n+1))).

    Examples
    --------
    >>> simplex(3)(2, np.random.default_rng(1)).sum(axis=1)
    array([1., 1.])
    """
    if criteria < 1:
        raise ValueError(f"criteria is {criteria}; allowed: at least 1")

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        # Exponential spacings are Dirichlet(1, …, 1) (Devroye 1986, ch. V) and far cheaper.
        return _shares(rng.standard_exponential((vectors, criteria)))

    return draw


@dataclass(frozen=True)
class Shared:
    """Columns that share one raw weight, which lies between ``low`` and ``high``."""

    columns: tuple[int, ...]
    low: float
    high: float


def box(low: ArrayLike, high: ArrayLike, shared: Sequence[Shared] = ()) -> Sampler:
    """Sampler of raw weights that are uniform and independent within their ranges.

    The weights are normalised afterwards. This is the region of a scenario, in which each slider
    moves independently within its range. The draws are not uniform over the normalised weights.

    Parameters
    ----------
    low, high : array_like, shape (criteria,)
        Raw weights, ``0 <= low <= high``; both are equal for an exact weight.
    shared : sequence of Shared
        Groups of a value tree. One weight is drawn for such a group as a whole, and the draws of
        its columns only divide it, so columns of one group rise and fall together.

    Raises
    ------
    ValueError
        If a range is not finite, negative or in the wrong order, or if all ranges are 0.

    Examples
    --------
    >>> box([20, 30], [20, 30])(1, np.random.default_rng(1))
    array([[0.4, 0.6]])
    """
    lower, upper = _ranges(low, high)
    if not upper.any():
        raise ValueError("all ranges of raw weights are 0 to 0; allowed: at least one above 0")
    counting = [one for one in shared if upper[list(one.columns)].any()]

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        raw = rng.random((vectors, len(lower)))
        raw *= upper - lower
        raw += lower
        for one in counting:
            columns = list(one.columns)
            total = one.low + (one.high - one.low) * rng.random(vectors)
            raw[:, columns] *= (total / raw[:, columns].sum(axis=1))[:, None]
        return _shares(raw)

    return draw


def least_sum(gains: Array, low: Array, high: Array, shared: Sequence[Shared] = ()) -> float:
    """Compute the smallest sum of raw weights times gains in the region of `box`, exactly.

    Parameters
    ----------
    gains : Array, shape (criteria,)
        Contribution of a raw weight of 1, with any sign.
    low, high : Array, shape (criteria,)
        Ranges of the raw weights; in a group that shares a weight, ranges of the columns' parts.
    shared : sequence of Shared
        As in `box`; a group whose columns are all 0 adds nothing.

    Notes
    -----
    A column with its own weight is at its low end if its gain is positive and at its high end if
    it is negative. The mean gain of a group that shares a weight is smallest if the columns with
    the smallest gains are at their high end and the others at their low end, for some cut of
    their order (a linear-fractional programme over a box). The group then acts like one column.
    """
    alone = np.ones(len(gains), dtype=bool)
    total = 0.0
    for one in shared:
        columns = np.array(one.columns)
        alone[columns] = False
        order = columns[np.argsort(gains[columns], kind="stable")]
        means = []
        for cut in range(len(order) + 1):
            weights = np.concatenate([high[order[:cut]], low[order[cut:]]])
            if weights.any():
                means.append(float(weights @ gains[order] / weights.sum()))
        least = min(means, default=0.0)
        total += least * (one.low if least > 0 else one.high)
    ends = np.where(gains > 0, low, high)
    return total + float(ends[alone] @ gains[alone])


def around(weights: ArrayLike, spread: float) -> Sampler:
    """Sampler of weights that scatter around given ones, their mean: Dirichlet(c · weights).

    Parameters
    ----------
    weights : array_like, shape (criteria,)
        Raw or normalised weights, not all 0. A weight of 0 stays 0.
    spread : float
        Number in (0, 1). The standard deviation of a share w is
        ``spread * sqrt(w * (1 - w))``; the concentration is ``c = 1 / spread² - 1``.

    Raises
    ------
    ValueError
        If the spread is out of range or all weights are 0.
    """
    mean = normalise_weights(weights)
    if not 0 < spread < 1:
        raise ValueError(f"the spread is {spread}; allowed: a number above 0 and below 1")
    if not mean.any():
        raise ValueError("all weights are 0; allowed: at least one above 0")
    counting = np.flatnonzero(mean)
    concentrations = mean[counting] * (1 / spread**2 - 1)

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        drawn = np.zeros((vectors, len(mean)))
        drawn[:, counting] = rng.dirichlet(concentrations, vectors)
        return drawn

    return draw


def _shares(raw: Array) -> Array:
    raw /= raw.sum(axis=1, keepdims=True)
    return raw


def _ranges(low: ArrayLike, high: ArrayLike) -> tuple[Array, Array]:
    lower, upper = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if lower.ndim != 1 or lower.shape != upper.shape or lower.size == 0:
        raise ValueError(
            f"low has shape {lower.shape} and high {upper.shape}; allowed: one number per criterion"
        )
    wrong = ~(np.isfinite(lower) & np.isfinite(upper) & (lower >= 0) & (lower <= upper))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ValueError(
            f"range {at} is {lower[at]:g} to {upper[at]:g}; allowed: two numbers, 0 <= low <= high"
        )
    return lower, upper
