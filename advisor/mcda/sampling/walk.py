"""Hit-and-run: random walks in the region of weights that satisfies linear constraints."""

from __future__ import annotations

import numpy as np

from advisor.mcda.values import Array


def hit_and_run(
    points: Array,
    constraints: Array,
    moves: int,
    rng: np.random.Generator,
) -> Array:
    """Move points, each time to a uniform place on a random line through the region.

    Uniform points stay uniform, and other points become uniform (Smith 1984, Operations Research
    32). The directions follow the spread of the points, so that long moves along a thin region
    are possible too.

    Parameters
    ----------
    points : Array, shape (points, criteria)
        Normalised weights inside the region.
    constraints : Array, shape (constraints, criteria)
        Rows c with ``c @ weights >= 0``; weights of at least 0 need no row.
    moves : int
        Number of moves of each point.
    rng : numpy.random.Generator
    """
    criteria = points.shape[1]
    if criteria == 1:
        return points
    walls = np.vstack([np.eye(criteria), constraints])
    for _ in range(moves):
        steps = rng.standard_normal(points.shape) @ _spread(points)
        steps -= steps.mean(axis=1, keepdims=True)  # keeps the sum of the weights at 1
        room, change = np.maximum(points @ walls.T, 0.0), steps @ walls.T
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = -room / change
        behind = np.where(change > 0, reach, -np.inf).max(axis=1)
        ahead = np.where(change < 0, reach, np.inf).min(axis=1)
        points = points + rng.uniform(behind, ahead)[:, None] * steps
        np.maximum(points, 0.0, out=points)
        points /= points.sum(axis=1, keepdims=True)
    return points


def _spread(points: Array) -> Array:
    """Square root of the covariance of the points, with a little spread in every direction."""
    scatter = np.atleast_2d(np.cov(points, rowvar=False))
    floor = 1e-3 * np.trace(scatter) / len(scatter) + 1e-12
    variances, axes = np.linalg.eigh(scatter + floor * np.eye(len(scatter)))
    root: Array = np.sqrt(variances)[:, None] * axes.T
    return root
