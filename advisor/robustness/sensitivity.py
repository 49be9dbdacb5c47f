"""What would change the leader: one weight, one performance, several weights, or more knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from advisor.mcda import sensitivity as mcda
from advisor.mcda.additive import TIE, additive, normalise_weights
from advisor.mcda.information import Finding, what_to_settle
from advisor.mcda.sensitivity import NOBODY, WeightStability, nearest_loss, weight_stability
from advisor.mcda.values import Array
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.ranking.ranking import Ranking
from advisor.robustness.uncertainty import uncertain_values
from advisor.robustness.verdict import SEED

# The standard error of a share is then at most 0.011.
SETTLE_DRAWS = 2_000
# Additional share of the weight that moves beyond the point at which two alternatives tie.
SMALLEST_STEP = 0.002


@dataclass(frozen=True)
class WeightFlip:
    """A change of one weight that changes the leader.

    Attributes
    ----------
    column, taker : int
        Column of the criterion, and row that takes over.
    now, share : float
        Current normalised weight, and the one at which the taker ties.
    raw : float
        Raw weight at which the taker ties; infinite if the raw weight alone cannot reach it.
    """

    column: int
    taker: int
    now: float
    share: float
    raw: float

    @property
    def rises(self) -> bool:
        """Whether the weight must rise; otherwise it must fall."""
        return self.share > self.now

    @property
    def enough(self) -> float:
        """Closest whole number on the slider that changes the leader; infinite if none does."""
        if self.raw == np.inf:
            return np.inf
        return floor(self.raw + TIE) + 1 if self.rises else ceil(self.raw - TIE) - 1

    @property
    def reachable(self) -> bool:
        """Whether the slider goes far enough."""
        return 0 <= self.enough <= LARGEST_WEIGHT


@dataclass(frozen=True)
class PerformanceFlip:
    """A change of one performance that changes the leader.

    Attributes
    ----------
    row, column, taker : int
        Place of the performance, and row that takes over.
    performance : float
        Performance in the criterion's unit: the level that changes the leader if the criterion
        has a rubric, else the limit beyond which the leader changes.
    rises : bool
        Whether the performance must rise to it; otherwise it must fall.
    distance : float
        Distance from the stated performance, as a difference of values.
    within : bool
        Whether it lies between the low and the high of the performance.
    """

    row: int
    column: int
    taker: int
    performance: float
    rises: bool
    distance: float
    within: bool


@dataclass(frozen=True, eq=False)
class WeightShift:
    """The smallest joint change of the weights at which another alternative ties.

    Attributes
    ----------
    rival : int
        Row that then ties.
    moved : Array, shape (criteria,)
        Change of each normalised weight; the changes sum to 0.
    """

    rival: int
    moved: Array

    @property
    def size(self) -> float:
        """Share of all weight that moves from some criteria to others."""
        return float(np.abs(self.moved).sum() / 2)


@dataclass(frozen=True, eq=False)
class Trial:
    """The closest weights to the current ones with which another alternative leads.

    Attributes
    ----------
    taker : int
        Row that then leads.
    weights : mapping of criterion id to float
        Raw weights of the criteria that change.
    flip : WeightFlip or None
        The single weight that changes the leader; None if several weights change together.
    of_group : bool
        Whether the column of ``flip`` is a group instead of a criterion.
    """

    taker: int
    weights: Mapping[str, float]
    flip: WeightFlip | None = None
    of_group: bool = False


@dataclass(frozen=True, eq=False)
class FlipTable:
    """The value of each single performance at which the leader changes.

    All arrays have the shape (alternatives, criteria), with the rows of the ranking.

    Attributes
    ----------
    values : Array
        Value at which leader and taker tie; it may lie outside [0, 1], and it is NaN if the
        criterion has no weight.
    performances : Array
        The same in the criterion's unit; NaN if no performance between the anchors reaches it.
    takers : NDArray[np.intp]
        Row that then leads.
    within : NDArray[np.bool_]
        Whether the range from low to high of the performance includes it.
    """

    values: Array
    performances: Array
    takers: NDArray[np.intp]
    within: NDArray[np.bool_]


def flip_table(ranking: Ranking) -> FlipTable:
    """Compute the flip of every performance of a ranking, as a value and in its unit.

    Raises
    ------
    ValueError
        If all weights are 0, so that no alternative leads.
    """
    problem, rows, leader = ranking.problem, ranking.rows, ranking.order[0]
    flips = mcda.performance_flips(ranking.values, ranking.weights, leader)
    reached = np.where(flips.possible, flips.values, np.nan)
    columns = [criterion.performance(reached[:, j]) for j, criterion in enumerate(problem.criteria)]
    within = flips.within(problem.values_low[rows], problem.values_high[rows], leader)
    return FlipTable(flips.values, np.column_stack(columns), flips.takers, within)


def stability_rows(ranking: Ranking) -> tuple[WeightStability, list[int]]:
    """Compute the intervals of all weights, and sort their columns by the closest flip.

    Raises
    ------
    ValueError
        If all weights are 0, so that no alternative leads.
    """
    raw = np.array([ranking.raw_weights[criterion.id] for criterion in ranking.problem.criteria])
    found = weight_stability(ranking.values, raw, ranking.order[0])
    falls = np.where(found.below == NOBODY, np.inf, ranking.weights - found.low)
    rises = np.where(found.above == NOBODY, np.inf, found.high - ranking.weights)
    return found, np.argsort(np.minimum(falls, rises), kind="stable").tolist()


def weight_flips(ranking: Ranking, stable: WeightStability) -> list[WeightFlip]:
    """Every end of a weight's interval beyond which another alternative leads, closest first."""
    return sorted(_ends(ranking.weights, stable), key=lambda flip: abs(flip.share - flip.now))


def _ends(weights: Array, stable: WeightStability) -> list[WeightFlip]:
    found = []
    for column, now in enumerate(weights.tolist()):
        ends = (
            (stable.below[column], stable.low[column], stable.raw_low[column]),
            (stable.above[column], stable.high[column], stable.raw_high[column]),
        )
        found += [
            WeightFlip(column, int(taker), now, float(share), float(at))
            for taker, share, at in ends
            if taker != NOBODY
        ]
    return found


def performance_flips(ranking: Ranking) -> list[PerformanceFlip]:
    """Every performance that alone can change the leader.

    Flips within the low and high of the performance come first, then the closest ones.
    """
    table, leader = flip_table(ranking), ranking.order[0]
    found = []
    for row, column in np.argwhere(np.isfinite(table.performances)).tolist():
        criterion = ranking.problem.criteria[column]
        edge, at = float(table.values[row, column]), float(table.performances[row, column])
        better = row != leader
        if criterion.levels:
            beyond = [step for step in criterion.levels if _beyond(step.value, edge, better)]
            if not beyond:  # the rubric ends at the tie
                continue
            at = min(beyond, key=lambda step: abs(step.value - edge)).level
        found.append(
            PerformanceFlip(
                row=row,
                column=column,
                taker=int(table.takers[row, column]),
                performance=at,
                rises=better == (criterion.best > criterion.worst),
                distance=abs(edge - float(ranking.values[row, column])),
                within=bool(table.within[row, column]),
            )
        )
    return sorted(found, key=lambda flip: (not flip.within, flip.distance))


def least_shift(ranking: Ranking) -> WeightShift | None:
    """Smallest joint change of the weights that ends the lead; None if none does."""
    change = nearest_loss(ranking.values, ranking.weights, ranking.order[0])
    return WeightShift(change.rival, change.weights - ranking.weights) if change else None


def trial(ranking: Ranking, flips: list[WeightFlip], shift: WeightShift | None) -> Trial | None:
    """Closest weights that change the leader; None if no weights do.

    Parameters
    ----------
    ranking : Ranking
    flips : list of WeightFlip
        Flips of single criteria. A change of one slider, of a criterion or a group, is preferred
        to a change of several weights; among those, the one that moves the least weight.
    shift : WeightShift or None
        Smallest joint change, which is used if no slider goes far enough.
    """
    ids = [criterion.id for criterion in ranking.problem.criteria]
    single = [
        Trial(flip.taker, {ids[flip.column]: flip.enough}, flip) for flip in flips if flip.reachable
    ]
    found = sorted((*single, *_group_trials(ranking)), key=_distance)
    if shift and shift.size > TIE:
        found.append(Trial(shift.rival, dict(zip(ids, _beyond_level(ranking, shift), strict=True))))
    return next((one for one in found if _turns(ranking, one)), None)


def _distance(single: Trial) -> float:
    return abs(single.flip.share - single.flip.now) if single.flip else np.inf


def _group_trials(ranking: Ranking) -> list[Trial]:
    """Changes of the weight of one group, in constant proportions, that change the leader."""
    problem, found = ranking.problem, []
    raw = np.array([ranking.raw_group_weights[group.id] for group in problem.groups])
    stable = weight_stability(ranking.group_values, raw, ranking.order[0])
    for flip in _ends(ranking.group_weights, stable):
        inside = [
            problem.criteria[j].id for j in problem.criteria_in(problem.groups[flip.column].id)
        ]
        parts = {c: ranking.raw_weights[c] for c in inside}
        # A group without weight has no proportions to keep.
        if len(inside) > 1 and raw[flip.column] > 0 and 0 <= flip.enough < np.inf:
            factor = flip.enough / raw[flip.column]
            weights = {c: factor * part for c, part in parts.items()}
            if max(weights.values()) <= LARGEST_WEIGHT:
                found.append(Trial(flip.taker, weights, flip, of_group=True))
    return found


def _beyond_level(ranking: Ranking, shift: WeightShift) -> list[float]:
    """Raw weights slightly beyond the point at which the rival ties."""
    further = 1 + max(0.02, SMALLEST_STEP / shift.size)
    raw = sum(ranking.raw_weights.values())
    moved = np.maximum(ranking.weights + further * shift.moved, 0) * raw
    shrunk: list[float] = (moved * min(1, LARGEST_WEIGHT / moved.max())).tolist()
    return shrunk


def _turns(ranking: Ranking, one: Trial) -> bool:
    raw = {**ranking.raw_weights, **one.weights}
    shares = normalise_weights([raw[criterion.id] for criterion in ranking.problem.criteria])
    scores = additive(ranking.values, shares)
    return bool(scores[one.taker] > scores[ranking.order[0]] + TIE)


def to_settle(ranking: Ranking) -> tuple[Finding, ...]:
    """Uncertain performances, sorted by the probability that knowing them changes the leader."""
    rng = np.random.default_rng(SEED)
    uncertain = uncertain_values(ranking)
    return what_to_settle(uncertain, ranking.weights, ranking.order[0], SETTLE_DRAWS, rng)


def _beyond(value: float, edge: float, better: bool) -> bool:
    return value > edge + TIE if better else value < edge - TIE
