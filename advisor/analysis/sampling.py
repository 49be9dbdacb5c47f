"""Plausible weights, drawn: samplers for every way of saying which weights are plausible.

A sampler is made once, checks what it was given, and is then called with a
number of vectors and a random generator; equal generators give equal draws.
Independent uniforms divided by their sum are not uniform over the weights (they
crowd the middle and fake robustness); `simplex` is. `box` divides by the sum on
purpose, because its ranges are about raw weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from advisor.analysis.maximin import maximin
from advisor.analysis.walk import directions_of, hit_and_run
from advisor.scoring import normalise_weights
from advisor.values import Array

Sampler = Callable[[int, np.random.Generator], Array]
"""Draws that many weight vectors: shape (vectors, criteria), rows sum to 1."""

# A region with less than this share of the simplex is walked through, not shot at.
SMALLEST_SHARE = 0.05
PILOT = 4096
# Inner radius, in constraint units scaled to 1, below which a region has no inside.
THIN = 1e-7
# Walked side by side. From the middle, some 2n² steps reach every corner of n weights.
CHAINS, MOST_ROUNDS = 256, 40


def simplex(criteria: int) -> Sampler:
    """Weights uniform over all normalised weights: Dirichlet(1, …, 1).

    Each weight has mean 1/n and standard deviation sqrt((n-1) / (n²(n+1))).

    Examples
    --------
    >>> simplex(3)(2, np.random.default_rng(1)).sum(axis=1)
    array([1., 1.])
    """
    if criteria < 1:
        raise ValueError(f"there must be at least one criterion, not {criteria}")

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        # Exponential spacings are Dirichlet(1, …, 1) (Devroye 1986, ch. V) and far cheaper.
        return _shares(rng.standard_exponential((vectors, criteria)))

    return draw


def box(low: ArrayLike, high: ArrayLike) -> Sampler:
    """Raw weights uniform and independent within their ranges, then normalised.

    This is the region of a scenario: a range for each slider, the sliders moved
    independently. It is not uniform over the normalised weights; where that is
    meant, give ranges of shares to `share_bounds`.

    Parameters
    ----------
    low, high : array_like, shape (criteria,)
        Raw weights, ``0 <= low <= high``; equal where a weight is meant exactly.

    Raises
    ------
    ValueError
        If a range is not finite, negative or upside down, or all are 0.

    Examples
    --------
    >>> box([20, 30], [20, 30])(1, np.random.default_rng(1))
    array([[0.4, 0.6]])
    """
    lower, upper = _ranges(low, high)
    if not upper.any():
        raise ValueError("no criterion counts: every range of raw weights is 0 to 0")

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        raw = rng.random((vectors, len(lower)))
        raw *= upper - lower
        raw += lower
        return _shares(raw)

    return draw


def around(weights: ArrayLike, spread: float) -> Sampler:
    """Weights scattered around given ones, which are their mean: Dirichlet(c · weights).

    Parameters
    ----------
    weights : array_like, shape (criteria,)
        Raw or normalised; not all 0. A weight of 0 stays 0.
    spread : float
        Above 0 and below 1. The standard deviation of a share w is
        ``spread * sqrt(w * (1 - w))``; the concentration is ``c = 1 / spread² - 1``.

    Raises
    ------
    ValueError
        If the spread is out of range or no criterion counts.
    """
    mean = normalise_weights(weights)
    if not 0 < spread < 1:
        raise ValueError(f"spread is {spread}; allowed: a number above 0 and below 1")
    if not mean.any():
        raise ValueError("no criterion counts: every weight is 0")
    counting = np.flatnonzero(mean)
    concentrations = mean[counting] * (1 / spread**2 - 1)

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        drawn = np.zeros((vectors, len(mean)))
        drawn[:, counting] = rng.dirichlet(concentrations, vectors)
        return drawn

    return draw


def in_order(order: Sequence[int]) -> Sampler:
    """Weights uniform over those in a complete order of importance.

    Parameters
    ----------
    order : sequence of int
        Every column once, the most important first. The mean of the draws is the
        rank order centroid.

    Raises
    ------
    ValueError
        If a column is missing or there twice.
    """
    columns = np.asarray(order, dtype=np.intp)
    if sorted(columns.tolist()) != list(range(len(columns))):
        raise ValueError(f"an order names every column once, not {list(order)}")
    everywhere = simplex(len(columns))

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        # All orders of a uniform draw are equally likely, so sorting keeps it uniform.
        drawn = np.empty((vectors, len(columns)))
        drawn[:, columns] = np.sort(everywhere(vectors, rng), axis=1)[:, ::-1]
        return drawn

    return draw


def at_least(greater: int, smaller: int, criteria: int, times: float = 1.0) -> Array:
    """Row for `constrained`: one weight is at least so many times another.

    Examples
    --------
    >>> at_least(0, 2, criteria=3, times=2)
    array([ 1.,  0., -2.])
    """
    row = np.zeros(criteria)
    row[greater] += 1.0
    row[smaller] -= times
    return row


def share_bounds(low: ArrayLike, high: ArrayLike) -> Sampler:
    """Weights uniform over those whose normalised weights stay within ranges.

    Parameters and errors as in `box`, but of shares in [0, 1], and as in `constrained`.
    """
    lower, upper = _ranges(low, high)
    identity = np.eye(len(lower))
    rows = np.vstack([identity, -identity])
    needed = np.concatenate([lower > 0, upper < 1])
    bounds = np.concatenate([lower, -upper])
    if not needed.any():
        return simplex(len(lower))
    return constrained(rows[needed], bounds[needed])


def constrained(rows: ArrayLike, bounds: ArrayLike = 0.0) -> Sampler:
    """Weights uniform over those that satisfy linear constraints ``rows @ weights >= bounds``.

    Parameters
    ----------
    rows : array_like, shape (constraints, criteria)
        Coefficients on normalised weights; `at_least` makes the usual ones.
    bounds : array_like, shape (constraints,) or a single number

    Raises
    ------
    ValueError
        If no weights satisfy them all, or only a set without an inside (an
        equation, say), over which nothing is uniform.

    Notes
    -----
    A region with at least 5 % of the simplex is sampled by rejection: independent
    draws. A smaller one by hit-and-run with many chains at once (`advisor.analysis.walk`), in
    directions matched to its shape and started from points spread all over it;
    its draws are slightly dependent, so a standard error is a little too small.
    """
    table = np.atleast_2d(np.asarray(rows, dtype=float))
    # Weights sum to 1, so a bound is a coefficient: every constraint becomes table @ w >= 0.
    table = table - np.broadcast_to(np.asarray(bounds, dtype=float), table.shape[:1])[:, None]
    if not np.all(np.isfinite(table)):
        raise ValueError("constraints on weights must be finite numbers")
    size = np.abs(table).max(axis=1, keepdims=True)
    table = table[size[:, 0] > 0] / size[size[:, 0] > 0]
    radius, centre = maximin(np.vstack([table, np.eye(table.shape[1])]))
    if radius < -THIN:
        raise ValueError("no weights satisfy all constraints: they contradict each other")
    if radius < THIN:
        raise ValueError(
            "the constraints leave no room: only weights on an edge satisfy them all; loosen one"
        )
    everywhere = simplex(table.shape[1])
    trial = everywhere(PILOT, np.random.default_rng(0))
    if np.mean(_inside(table, trial)) < SMALLEST_SHARE:
        return _walk(table, centre)

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        kept: list[Array] = []
        missing = vectors
        # The pilot makes running out practically impossible; the bound makes it harmless.
        for _ in range(200):
            candidates = everywhere(int(missing / SMALLEST_SHARE) + 1, rng)
            kept.append(candidates[_inside(table, candidates)][:missing])
            missing -= len(kept[-1])
            if missing == 0:
                return np.concatenate(kept)
        raise RuntimeError("the weight region is too thin to draw from")  # pragma: no cover

    return draw


def _walk(table: Array, centre: Array) -> Sampler:
    """Hit-and-run within ``table @ w >= 0``; the shape is learnt once, with its own generator."""
    criteria = table.shape[1]
    rng = np.random.default_rng(0)
    population = np.tile(centre, (CHAINS, 1))
    for _ in range(min(2 * criteria, MOST_ROUNDS)):
        shape = directions_of(population)
        population = hit_and_run(population, table, 2 * criteria, rng, shape)
    shape = directions_of(population)

    def draw(vectors: int, rng: np.random.Generator) -> Array:
        chains = min(vectors, CHAINS)
        points = population[rng.integers(CHAINS, size=chains)]
        drawn = np.empty((-(-vectors // max(chains, 1)), chains, criteria))
        for batch in range(len(drawn)):
            drawn[batch] = points = hit_and_run(points, table, criteria, rng, shape)
        return drawn.reshape(-1, criteria)[:vectors]

    return draw


def _inside(table: Array, weights: Array) -> np.ndarray:
    inside: np.ndarray = np.all(weights @ table.T >= 0, axis=1)
    return inside


def _shares(raw: Array) -> Array:
    raw /= raw.sum(axis=1, keepdims=True)
    return raw


def _ranges(low: ArrayLike, high: ArrayLike) -> tuple[Array, Array]:
    lower, upper = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    if lower.ndim != 1 or lower.shape != upper.shape or lower.size == 0:
        raise ValueError("ranges of weights need one low and one high per criterion")
    wrong = ~(np.isfinite(lower) & np.isfinite(upper) & (lower >= 0) & (lower <= upper))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ValueError(
            f"range {at} is {lower[at]:g} to {upper[at]:g}; allowed: two numbers, 0 <= low <= high"
        )
    return lower, upper
