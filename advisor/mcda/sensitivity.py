"""What it takes to lose the lead: one weight, one performance, or the least joint change.

All exact, for additive value: nothing here is sampled or searched. Arrays in,
arrays out; row and column numbers stand for alternatives and criteria, and -1
for nobody.
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
    """For every criterion, how far its weight alone can move before the leader changes.

    Attributes
    ----------
    low, high : Array, shape (criteria,)
        Normalised weights between which the leader leads or ties, the other weights
        keeping their proportions. 0 and 1 where nobody takes over on that side.
    below, above : NDArray[np.intp], shape (criteria,)
        Who takes over just below ``low`` and just above ``high``; -1 for nobody.
    raw_low, raw_high : Array, shape (criteria,)
        The same ends as raw weights of that one slider, the others left as they
        are. NaN where nobody takes over; infinite where the slider alone never gets
        there because no other criterion counts.
    """

    low: Array
    high: Array
    below: NDArray[np.intp]
    above: NDArray[np.intp]
    raw_low: Array
    raw_high: Array

    def reachable(self, largest: float = LARGEST_RAW) -> NDArray[np.bool_]:
        """Whether moving that slider alone within 0 to largest changes the leader."""
        rises = (self.above != NOBODY) & (self.raw_high < largest)
        changes: NDArray[np.bool_] = (self.below != NOBODY) | rises
        return changes


@dataclass(frozen=True, eq=False)
class PerformanceFlips:
    """For every cell, the value at which it alone would end the lead.

    Attributes
    ----------
    values : Array, shape (alternatives, criteria)
        The value at which leader and taker tie; beyond it (below it in the
        leader's row, above it in the others') the taker leads. May lie outside
        [0, 1]. NaN where the criterion has no weight.
    takers : NDArray[np.intp], shape (alternatives, criteria)
        Who then leads.
    possible : NDArray[np.bool_], shape (alternatives, criteria)
        Whether a value beyond it exists at all between the two anchors.
    """

    values: Array
    takers: NDArray[np.intp]
    possible: NDArray[np.bool_]

    def within(self, low: Array, high: Array, leader: int) -> NDArray[np.bool_]:
        """Cells whose own low..high (values, same shape) reaches beyond the flip value."""
        beyond = high > self.values + TIE
        beyond[leader] = low[leader] < self.values[leader] - TIE
        return self.possible & beyond


@dataclass(frozen=True, eq=False)
class Change:
    """The smallest joint change of the weights at which a rival draws level.

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
    """Exact interval of every criterion's weight within which the leader stays.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
        In [0, 1], no NaN.
    raw : array_like, shape (criteria,)
        Raw or normalised weights, not all 0.
    leader : int
        Row that leads, or ties for the lead, at these weights.

    Raises
    ------
    ValueError
        If no criterion counts, that row does not lead, or as `advisor.mcda.additive.checked`.

    Notes
    -----
    With one weight at ``t`` and the others in proportion, a rival's deficit is
    linear in ``t``: ``d(t) = (1 - t) d(0) + t d(1)``, where ``d(0)`` is the deficit
    under the other criteria alone and ``d(1)`` the difference on this one. It is 0
    at ``t = d(0) / (d(0) - d(1))`` (Triantaphyllou & Sánchez 1997 in another form).
    A criterion that alone has weight leaves the others no proportions to keep:
    its weight is 1 whatever its slider says, and the interval is [1, 1].
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
    # Added up, not subtracted from the whole: a small rest would lose its digits.
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
    """Raw weight that has a share when the other raw weights add up to ``others``.

    Infinite for a share of 1, which no raw weight gives while others count.

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
    """Value of every single cell at which the leader would change.

    Parameters and errors as in `weight_stability`.

    Notes
    -----
    A cell moves its own alternative's score by weight times the change. The leader
    falls to its nearest rival; a rival has its own deficit to make up.
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
    """Smallest joint change of the normalised weights at which a rival draws level.

    A hair further in the same direction the leader is overtaken. None where no
    weights do that, because every rival is at best equal on every criterion.
    Parameters and errors as in `weight_stability`.

    Notes
    -----
    Against one rival, let ``d`` be the leader's advantage per criterion, so that
    the lead is ``d @ w``, and let ``m`` be a criterion with the smallest ``d``. On
    the simplex as much weight is added as removed; let that be ``s`` (the sum of
    absolute changes is ``2 s``). What is added takes at least ``s d[m]`` along;
    what is removed takes at most what the greedy removal does, which takes weight
    where ``d`` is largest first, each until it is used up. So no change of size
    ``s`` lowers the lead by more than moving greedily to ``m`` does, and that
    gain grows with ``s``: the first ``s`` at which the greedy move reaches a lead of
    0 is the smallest possible. The least over all rivals is the least of all, for
    the lead is lost as soon as one of them draws level.
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
        if lead <= 0 or gain <= TIE:  # what rounding leaves of the lead is not worth a move
            break
        moved = min(weights[column], lead / gain)
        changed[column] -= moved
        changed[target] += moved
        lead -= moved * gain
    return Change(rival, changed, float(np.abs(changed - weights).sum()))


def _deficits(values: Array, raw: ArrayLike, leader: int) -> tuple[Array, Array]:
    """Normalised weights, and by how much each alternative trails; never negative."""
    weights = normalise_weights(checked(values, raw)[1])
    if not weights.any():
        raise ValueError("no criterion counts: every weight is 0")
    scores = additive(values, weights)
    if scores.max() > scores[leader] + TIE:
        raise ValueError(f"row {leader} does not lead: row {int(scores.argmax())} scores higher")
    return weights, np.maximum(scores[leader] - scores, 0.0)


def _nearest(candidates: Array, steepness: Array, current: Array) -> tuple[NDArray[np.intp], Array]:
    """Largest candidate per column and its row; equal ones go to the steepest, who then leads."""
    end = candidates.max(axis=0)
    rivals = np.where(candidates >= end - TIE, steepness, -np.inf)
    rows = np.where(np.isfinite(end), rivals.argmax(axis=0), NOBODY)
    # Rounding may put the end a hair on the wrong side of where it is known to lead.
    return rows, np.minimum(end, current)


def _others(deficits: Array, leader: int) -> int:
    trailing = deficits.copy()
    trailing[leader] = np.inf
    return int(trailing.argmin())
