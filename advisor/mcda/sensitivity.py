"""Changes that end the lead: of one weight, of one performance, or the smallest joint change.

All results are exact for additive value, without sampling or search. The functions take and return
arrays; numbers of rows and columns identify alternatives and criteria, and -1 means none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from advisor.mcda.additive import TIE, additive, checked, normalise_weights
from advisor.mcda.values import Array

LARGEST_RAW = 100.0
NOBODY = -1


@dataclass(frozen=True, eq=False)
class WeightStability:
    """How far the weight of each criterion alone can move before the leader changes.

    Attributes
    ----------
    low, high : Array, shape (criteria,)
        Normalised weights between which the leader leads or ties, while the other weights
        keep their proportions. 0 or 1 if no alternative takes over on that side.
    below, above : NDArray[np.intp], shape (criteria,)
        Row that takes over just below ``low`` and just above ``high``; -1 if none does.
    raw_low, raw_high : Array, shape (criteria,)
        The same ends as raw weights, while the other raw weights stay as they are. NaN if no
        alternative takes over; infinite if the raw weight cannot reach the end because no other
        criterion has weight.
    """

    low: Array
    high: Array
    below: NDArray[np.intp]
    above: NDArray[np.intp]
    raw_low: Array
    raw_high: Array

    def reachable(self, largest: float = LARGEST_RAW) -> NDArray[np.bool_]:
        """Whether moving one raw weight alone from 0 to ``largest`` changes the leader."""
        rises = (self.above != NOBODY) & (self.raw_high < largest)
        changes: NDArray[np.bool_] = (self.below != NOBODY) | rises
        return changes


@dataclass(frozen=True, eq=False)
class PerformanceFlips:
    """The value of each single cell at which the leader changes.

    Attributes
    ----------
    values : Array, shape (alternatives, criteria)
        Value at which leader and taker tie. Beyond it (below it in the leader's row, above it
        in all other rows) the taker leads. It may lie outside [0, 1], and it is NaN if the
        criterion has no weight.
    takers : NDArray[np.intp], shape (alternatives, criteria)
        Row that then leads.
    possible : NDArray[np.bool_], shape (alternatives, criteria)
        Whether any value between the two anchors lies beyond it.
    """

    values: Array
    takers: NDArray[np.intp]
    possible: NDArray[np.bool_]

    def within(self, low: Array, high: Array, leader: int) -> NDArray[np.bool_]:
        """Cells whose range from ``low`` to ``high`` (same shape) includes the flip value."""
        beyond = high > self.values + TIE
        beyond[leader] = low[leader] < self.values[leader] - TIE
        return self.possible & beyond


@dataclass(frozen=True, eq=False)
class Change:
    """The smallest joint change of the weights at which a rival ties with the leader.

    Attributes
    ----------
    rival : int
    weights : Array, shape (criteria,)
        Normalised weights after the change.
    shift : float
        Sum of the absolute changes of the normalised weights, in [0, 2].
    """

    rival: int
    weights: Array
    shift: float


def weight_stability(values: Array, raw: ArrayLike, leader: int) -> WeightStability:
    """Compute the exact interval of each criterion's weight in which the leader stays first.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
        Values in [0, 1] without NaN.
    raw : array_like, shape (criteria,)
        Raw or normalised weights, not all 0.
    leader : int
        Row that leads, or ties for the lead, at these weights.

    Raises
    ------
    ValueError
        If all weights are 0 or the row does not lead, or as in `advisor.mcda.additive.checked`.

    Notes
    -----
    If one weight is ``t`` and the others keep their proportions, a rival's deficit is linear in
    ``t``: ``d(t) = (1 - t) d(0) + t d(1)``, where ``d(0)`` is the deficit under the other criteria
    alone and ``d(1)`` the difference on this one. It is 0 at ``t = d(0) / (d(0) - d(1))``
    (Triantaphyllou & Sánchez 1997 in another form). If only one criterion has weight, the others
    have no proportions to keep: its normalised weight is always 1, and the interval is [1, 1].
    """
    weights, deficits = _deficits(values, raw, leader)
    plain = np.asarray(raw, dtype=float)
    rest = 1 - weights
    alone = rest <= TIE
    scale = np.where(alone, 1.0, rest)
    own = values[leader] - values  # d(1); shape (alternatives, criteria)
    without = (deficits[:, None] - weights * own) / scale  # d(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        turns = np.clip(without / (without - own), 0.0, 1.0)
    falls, rises = (without < -TIE) & ~alone, (own < -TIE) & ~alone
    below, low = _nearest(np.where(falls, turns, -np.inf), own - without, weights)
    above, high = _nearest(np.where(rises, -turns, -np.inf), without - own, -weights)
    low = np.where(below == NOBODY, 0.0, low)
    high = np.where(above == NOBODY, 1.0, -high)
    low[alone] = high[alone] = 1.0
    # Adding the others keeps the digits of a small sum; subtracting from the total would lose them.
    others = (1 - np.eye(len(plain))) @ plain
    return WeightStability(
        low=low,
        high=high,
        below=below,
        above=above,
        raw_low=np.where(below == NOBODY, np.nan, raw_weight(low, others)),
        raw_high=np.where(above == NOBODY, np.nan, raw_weight(high, others)),
    )


def raw_weight(share: ArrayLike, others: ArrayLike) -> Array:
    """Raw weight with the given share if the other raw weights sum to ``others``.

    The result is infinite for a share of 1, which no raw weight reaches if others are above 0.

    Examples
    --------
    >>> raw_weight([0.0, 0.25, 1.0], 150)
    array([ 0., 50., inf])
    """
    part = np.asarray(share, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Array = np.where(part < 1, part * others / (1 - part), np.inf)
    return found


def performance_flips(values: Array, raw: ArrayLike, leader: int) -> PerformanceFlips:
    """Compute the value of each single cell at which the leader changes.

    Parameters and errors are as in `weight_stability`.

    Notes
    -----
    A change of a cell changes the score of its alternative by weight times the change. The leader
    must lose its lead over the nearest rival; a rival must make up its own deficit.
    """
    weights, deficits = _deficits(values, raw, leader)
    alternatives, criteria = values.shape
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.where(weights > 0, deficits[:, None] / weights, np.nan)
    takers = np.repeat(np.arange(alternatives)[:, None], criteria, axis=1)
    flips = values + needed
    if alternatives > 1:
        nearest = _others(deficits, leader)
        takers[leader] = nearest
        flips[leader] = values[leader] - needed[nearest]
    else:
        takers[leader], flips[leader] = NOBODY, np.nan
    possible = flips < 1 - TIE
    possible[leader] = flips[leader] > TIE
    return PerformanceFlips(flips, takers, possible)


def nearest_loss(values: Array, raw: ArrayLike, leader: int) -> Change | None:
    """Compute the smallest joint change of the normalised weights at which a rival ties.

    Slightly further in the same direction, the rival leads. The result is None if no weights
    achieve that, because every rival is at best equal on every criterion. Parameters and errors
    are as in `weight_stability`.

    Notes
    -----
    For one rival, let ``d`` be the leader's advantage per criterion, so that the lead is
    ``d @ w``, and let ``m`` be a criterion with the smallest ``d``. On the simplex, the added and
    the removed weight are equal; let them be ``s`` (the sum of absolute changes is ``2 s``). The
    added weight adds at least ``s d[m]`` to the lead. The removed weight lowers the lead by at
    most as much as the greedy removal, which first takes the weight of the criterion with the
    largest ``d`` until none is left. So no change of size ``s`` lowers the lead by more than a
    greedy move to ``m``, and that reduction grows with ``s``: the first ``s`` at which the greedy
    move reaches a lead of 0 is the smallest possible. The smallest change over all rivals is the
    result, because the lead ends as soon as one rival ties.
    """
    weights, deficits = _deficits(values, raw, leader)
    found: Change | None = None
    for rival in np.argsort(deficits, kind="stable"):
        if rival == leader:
            continue
        change = _greedy(values[leader] - values[rival], weights, int(rival))
        if change is not None and (found is None or change.shift < found.shift - TIE):
            found = change
    return found


def _greedy(advantage: Array, weights: Array, rival: int) -> Change | None:
    target = int(np.argmin(advantage))
    if advantage[target] >= -TIE:
        return None
    lead = float(advantage @ weights)
    changed = weights.copy()
    for column in np.argsort(-advantage, kind="stable"):
        gain = advantage[column] - advantage[target]
        if lead <= 0 or gain <= TIE:  # the rest of the lead is a rounding error
            break
        moved = min(weights[column], lead / gain)
        changed[column] -= moved
        changed[target] += moved
        lead -= moved * gain
    return Change(rival, changed, float(np.abs(changed - weights).sum()))


def _deficits(values: Array, raw: ArrayLike, leader: int) -> tuple[Array, Array]:
    """Normalised weights, and the deficit of each alternative, which is at least 0."""
    weights = normalise_weights(checked(values, raw)[1])
    if not weights.any():
        raise ValueError("all weights are 0; allowed: at least one above 0")
    scores = additive(values, weights)
    if scores.max() > scores[leader] + TIE:
        best = int(scores.argmax())
        raise ValueError(f"row {leader} does not lead; row {best} scores higher")
    return weights, np.maximum(scores[leader] - scores, 0.0)


def _nearest(candidates: Array, steepness: Array, current: Array) -> tuple[NDArray[np.intp], Array]:
    """Largest candidate per column and its row; among equal ones the steepest, which then leads."""
    end = candidates.max(axis=0)
    rivals = np.where(candidates >= end - TIE, steepness, -np.inf)
    rows = np.where(np.isfinite(end), rivals.argmax(axis=0), NOBODY)
    # Rounding may put the end slightly beyond the current weight, at which the leader leads.
    return rows, np.minimum(end, current)


def _others(deficits: Array, leader: int) -> int:
    trailing = deficits.copy()
    trailing[leader] = np.inf
    return int(trailing.argmin())
