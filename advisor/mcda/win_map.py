"""Exact polygons in a triangle of weights in which each alternative scores highest."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from advisor.mcda.additive import TIE
from advisor.mcda.values import Array


def best_regions(corners: Array) -> list[Array]:
    """Compute the part of a triangle in which each alternative scores highest.

    Parameters
    ----------
    corners : Array, shape (alternatives, 3)
        Scores at the three corners; they are linear in between.

    Returns
    -------
    list of Array, shape (vertices, 3)
        A convex polygon for each alternative: its vertices in order, as shares of the three
        corners. It is empty if the alternative never scores highest, or if it ties everywhere
        with an earlier one.

    Notes
    -----
    The score of every rival cuts the triangle along one line. The region is the part that remains
    after all cuts (Sutherland & Hodgman 1974).

    Examples
    --------
    >>> left, right = best_regions(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    >>> left.tolist()
    [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
    """
    found = []
    for row, own in enumerate(corners):
        polygon = np.eye(3)
        for other, rival in enumerate(corners):
            ahead = own - rival
            if other != row and np.all(np.abs(ahead) <= TIE):
                polygon = polygon if row < other else polygon[:0]
            elif other != row:
                polygon = _clip(polygon, ahead)
        found.append(polygon if area(polygon) > TIE else polygon[:0])
    return found


def area(polygon: Array) -> float:
    """Share of the triangle that a polygon covers, in [0, 1]."""
    if len(polygon) < 3:
        return 0.0
    x, y = polygon[:, 0], polygon[:, 1]
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)))


def middle(polygon: Array) -> Array:
    """Centroid of a polygon, shape (3,); its label has the most room there."""
    first = polygon[0]
    triangles = [np.array([first, *pair]) for pair in pairwise(polygon[1:])]
    sizes = np.array([area(triangle) for triangle in triangles])
    centres = np.array([triangle.mean(axis=0) for triangle in triangles])
    found: Array = sizes @ centres / sizes.sum()
    return found


def _clip(polygon: Array, ahead: Array) -> Array:
    """The part of a polygon in which ``ahead @ point`` is not negative."""
    kept = []
    for point, following in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        here, there = float(ahead @ point), float(ahead @ following)
        if here >= 0:
            kept.append(point)
        if (here > 0 > there) or (here < 0 < there):
            kept.append(point + (following - point) * here / (here - there))
    return np.array(kept).reshape(-1, 3)
