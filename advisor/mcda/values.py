"""Value functions, which convert performances in their unit to values in [0, 1].

Every function uses two fixed anchors and not the extremes of the compared alternatives, so that
removing an alternative does not change the others. The functions work elementwise on any shape;
NaN (a missing performance) gives NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Number = TypeVar("Number", np.float64, np.intp)


def linear(performance: ArrayLike, worst: float, best: float) -> Array:
    """Value that grows in equal steps from the worst anchor to the best.

    Parameters
    ----------
    performance : array_like
        Performances in the criterion's unit, any shape.
    worst, best : float
        Anchors in the same unit; ``worst > best`` if lower is better.

    Returns
    -------
    Array
        ``(performance - worst) / (best - worst)``, clipped to [0, 1].

    Raises
    ------
    ValueError
        If the anchors are equal or not finite.

    Examples
    --------
    >>> linear([10, 25, 40], worst=40, best=10)
    array([1. , 0.5, 0. ])
    """
    _check_anchors(worst, best)
    share = (np.asarray(performance, dtype=float) - worst) / (best - worst)
    return np.clip(share, 0.0, 1.0) + 0.0  # the sum turns -0.0 into 0.0


def log(performance: ArrayLike, worst: float, best: float) -> Array:
    """Value that grows in equal steps per doubling, because ratios matter and not differences.

    Parameters and return value are as in `linear`; anchors are above 0. A performance of 0 or
    less lies beyond the lower anchor.

    Raises
    ------
    ValueError
        If an anchor is not above 0, or as in `linear`.

    Examples
    --------
    >>> log([100, 200, 400], worst=400, best=100).round(6)
    array([1. , 0.5, 0. ])
    """
    if min(worst, best) <= 0:
        raise ValueError(f"a log value function needs anchors above 0, not {worst:g} and {best:g}")
    lower_anchor = min(worst, best)
    positive = np.maximum(np.asarray(performance, dtype=float), lower_anchor)
    return linear(np.log(positive), float(np.log(worst)), float(np.log(best)))


def levels(performance: ArrayLike, steps: Sequence[float], values: Sequence[float]) -> Array:
    """Value from a rubric, linear between its levels.

    Parameters
    ----------
    performance : array_like
        Levels, any shape. The value is interpolated between two levels; outside the rubric it
        is the value of the nearest level.
    steps : sequence of float
        The rubric's levels, strictly increasing.
    values : sequence of float
        The value in [0, 1] of each level, as many as ``steps``.

    Raises
    ------
    ValueError
        If the rubric has fewer than two levels, unequal lengths, or levels
        that do not increase.

    Examples
    --------
    >>> levels([0, 2, 3], steps=[0, 2, 4], values=[0, 0.8, 1])
    array([0. , 0.8, 0.9])
    """
    if len(steps) < 2 or len(steps) != len(values):
        raise ValueError(f"a rubric needs two or more levels with a value each, not {list(steps)}")
    if np.any(np.diff(steps) <= 0):
        raise ValueError(f"a rubric's levels must increase, not {list(steps)}")
    found: Array = np.interp(np.asarray(performance, dtype=float), steps, values)
    return found


def frozen(array: NDArray[Number]) -> NDArray[Number]:
    """Make an array read-only and return it."""
    array.setflags(write=False)
    return array


def inverse_linear(value: ArrayLike, worst: float, best: float) -> Array:
    """Performance with the given value under `linear`; values outside [0, 1] are extrapolated.

    Examples
    --------
    >>> inverse_linear([0, 0.5, 1], worst=40, best=10)
    array([40., 25., 10.])
    """
    _check_anchors(worst, best)
    return worst + np.asarray(value, dtype=float) * (best - worst)


def inverse_log(value: ArrayLike, worst: float, best: float) -> Array:
    """Performance with the given value under `log`.

    Examples
    --------
    >>> inverse_log([0, 0.5, 1], worst=400, best=100).round(6)
    array([400., 200., 100.])
    """
    found: Array = np.exp(inverse_linear(value, float(np.log(worst)), float(np.log(best))))
    return found


def inverse_levels(value: ArrayLike, steps: Sequence[float], values: Sequence[float]) -> Array:
    """Level at which `levels` first reaches a value; it may lie between two levels.

    If neighbouring levels have the same value, the result is the one closest to the change. The
    result is NaN if the value is outside the values of the rubric.

    Parameters
    ----------
    value : array_like
    steps, values : sequence of float
        As in `levels`; the values must be monotonic.

    Raises
    ------
    ValueError
        If the values both rise and fall, because a value then has several levels.

    Examples
    --------
    >>> inverse_levels([0.4, 0.9, 2], steps=[0, 2, 4], values=[0, 0.8, 1])
    array([ 1.,  3., nan])
    """
    rises = np.diff(values)
    if np.any(rises > 0) and np.any(rises < 0):
        raise ValueError(f"a rubric's values must not both rise and fall, as {list(values)} do")
    order = np.argsort(values, kind="stable")
    found: Array = np.interp(
        np.asarray(value, dtype=float),
        np.asarray(values, dtype=float)[order],
        np.asarray(steps, dtype=float)[order],
        left=np.nan,
        right=np.nan,
    )
    return found


def _check_anchors(worst: float, best: float) -> None:
    if not (np.isfinite(worst) and np.isfinite(best)) or worst == best:
        raise ValueError(
            f"worst and best anchor must be two finite numbers, not {worst} and {best}"
        )
