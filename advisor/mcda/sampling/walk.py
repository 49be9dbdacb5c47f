"""Hit-and-run: random walks among the weights that linear constraints allow."""

from __future__ import annotations

import numpy as np

from advisor.mcda.values import Array


def hit_and_run(
    points: Array,
    constraints: Array,
    moves: int,
    rng: np.random.Generator,
) -> Array:
    """Points after so many moves, each to a uniform place on a random line through the region.

    Uniform points stay uniform, and any others become so (Smith 1984, Operations Research
    32). Lines are laid in proportion to the spread of the points, so that a thin region is
    crossed lengthwise too.

    Parameters
    ----------
    points : Array, shape (points, criteria)
        Normalised weights inside the region.
    constraints : Array, shape (constraints, criteria)
        Rows c with ``c @ weights >= 0``; that no weight is negative goes without saying.
    moves : int
    rng : numpy.random.Generator
    """
    criteria = points.shape[1]
    if criteria == 1:
        return points
    walls = np.vstack([np.eye(criteria), constraints])
    for _ in range(moves):
        steps = rng.standard_normal(points.shape) @ _spread(points)
        steps -= steps.mean(axis=1, keepdims=True)  # stays where weights sum to 1
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
    """Square root of the covariance of the points, a little of it in every direction."""
    scatter = np.atleast_2d(np.cov(points, rowvar=False))
    floor = 1e-3 * np.trace(scatter) / len(scatter) + 1e-12
    variances, axes = np.linalg.eigh(scatter + floor * np.eye(len(scatter)))
    root: Array = np.sqrt(variances)[:, None] * axes.T
    return root
