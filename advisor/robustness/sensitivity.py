"""What would change the leader: one weight, one performance, several weights, or knowing more."""

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

# Standard error of a share at most 0.011.
SETTLE_DRAWS = 2_000
# Share of the weight that moves beyond the point at which two are level.
SMALLEST_STEP = 0.002


@dataclass(frozen=True)
class WeightFlip:
    """Where moving one weight alone changes the leader; rows and columns of the ranking.

    Attributes
    ----------
    column, taker : int
    now, share : float
        Normalised weight as it is, and at which the taker draws level.
    raw : float
        The same as the raw weight of that slider; infinite where it alone never gets there.
    """

    column: int
    taker: int
    now: float
    share: float
    raw: float

    @property
    def rises(self) -> bool:
        """Whether the weight has to rise, or else to fall."""
        return self.share > self.now

    @property
    def enough(self) -> float:
        """Nearest whole number on the slider that is enough; infinite where none is."""
        if self.raw == np.inf:
            return np.inf
        return floor(self.raw + TIE) + 1 if self.rises else ceil(self.raw - TIE) - 1

    @property
    def reachable(self) -> bool:
        """Whether the slider goes far enough."""
        return 0 <= self.enough <= LARGEST_WEIGHT


@dataclass(frozen=True)
class PerformanceFlip:
    """Where one performance alone changes the leader.

    Attributes
    ----------
    row, column, taker : int
    performance : float
        In the criterion's unit: the level that does it where there is a rubric, else
        the performance beyond which it does.
    rises : bool
        Whether the performance has to go up to it, or down.
    distance : float
        How far that is from what is stated, as a difference of values.
    within : bool
        Whether what is known of the performance, its low to high, reaches there.
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
    """The least joint change of the weights that puts another alternative level.

    Attributes
    ----------
    rival : int
    moved : Array, shape (criteria,)
        Change of each normalised weight; sums to 0.
    """

    rival: int
    moved: Array

    @property
    def size(self) -> float:
        """Share of all weight that moves from some criteria to others."""
        return float(np.abs(self.moved).sum() / 2)


@dataclass(frozen=True, eq=False)
class Trial:
    """Weights with which another alternative leads, as near to those that are set as can be.

    Attributes
    ----------
    taker : int
        Row that then leads.
    weights : mapping of criterion id to float
        Raw weights of the criteria that change.
    flip : WeightFlip or None
        The one weight that does it, whose column is one of the groups where ``of_group``;
        None where several have to change together.
    of_group : bool
    """

    taker: int
    weights: Mapping[str, float]
    flip: WeightFlip | None = None
    of_group: bool = False


@dataclass(frozen=True, eq=False)
class FlipTable:
    """What each single performance would have to be for the leader to change.

    Arrays are (alternatives, criteria), rows as in the ranking.

    Attributes
    ----------
    values : Array
        Where leader and taker tie, in value; may lie outside [0, 1], and is NaN where
        the criterion has no weight.
    performances : Array
        The same in the criterion's unit; NaN where nothing between the anchors does it.
    takers : NDArray[np.intp]
        Row that then leads.
    within : NDArray[np.bool_]
        Whether what is known of the performance, its low to high, reaches beyond.
    """

    values: Array
    performances: Array
    takers: NDArray[np.intp]
    within: NDArray[np.bool_]


def flip_table(ranking: Ranking) -> FlipTable:
    """Flip value of every performance of a ranking, in value and in its unit.

    Raises
    ------
    ValueError
        If no criterion has weight: then nothing leads.
    """
    problem, rows, leader = ranking.problem, ranking.rows, ranking.order[0]
    flips = mcda.performance_flips(ranking.values, ranking.weights, leader)
    reached = np.where(flips.possible, flips.values, np.nan)
    columns = [criterion.performance(reached[:, j]) for j, criterion in enumerate(problem.criteria)]
    within = flips.within(problem.values_low[rows], problem.values_high[rows], leader)
    return FlipTable(flips.values, np.column_stack(columns), flips.takers, within)


def stability_rows(ranking: Ranking) -> tuple[WeightStability, list[int]]:
    """Intervals of all weights, and their columns by how near the nearest flip is.

    Raises
    ------
    ValueError
        If no criterion has weight: then nothing leads.
    """
    raw = np.array([ranking.raw_weights[criterion.id] for criterion in ranking.problem.criteria])
    found = weight_stability(ranking.values, raw, ranking.order[0])
    falls = np.where(found.below == NOBODY, np.inf, ranking.weights - found.low)
    rises = np.where(found.above == NOBODY, np.inf, found.high - ranking.weights)
    return found, np.argsort(np.minimum(falls, rises), kind="stable").tolist()


def weight_flips(ranking: Ranking, stable: WeightStability) -> list[WeightFlip]:
    """Every end of a weight's interval beyond which somebody else leads, the nearest first."""
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

    Those whose low to high reaches that far come first, then the nearest.
    """
    table, leader = flip_table(ranking), ranking.order[0]
    found = []
    for row, column in np.argwhere(np.isfinite(table.performances)).tolist():
        criterion = ranking.problem.criteria[column]
        edge, at = float(table.values[row, column]), float(table.performances[row, column])
        better = row != leader
        if criterion.levels:
            beyond = [step for step in criterion.levels if _beyond(step.value, edge, better)]
            if not beyond:  # the rubric ends where they draw level
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
    """The least joint change of the weights that loses the lead, or None if none does."""
    change = nearest_loss(ranking.values, ranking.weights, ranking.order[0])
    return WeightShift(change.rival, change.weights - ranking.weights) if change else None


def trial(ranking: Ranking, flips: list[WeightFlip], shift: WeightShift | None) -> Trial | None:
    """The nearest weights that change the leader, or None if none do.

    Parameters
    ----------
    ranking : Ranking
    flips : list of WeightFlip
        Of single criteria. One slider is tried before several weights, be it of a criterion
        or of a group, and of those the one that moves the least weight.
    shift : WeightShift or None
        The least joint change, for where no slider goes far enough.
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
    """Groups whose weight alone, divided as it is, changes the leader."""
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
    """Raw weights a little further than where the rival draws level."""
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
    """Uncertain performances by how likely knowing them is to change the leader."""
    rng = np.random.default_rng(SEED)
    uncertain = uncertain_values(ranking)
    return what_to_settle(uncertain, ranking.weights, ranking.order[0], SETTLE_DRAWS, rng)


def _beyond(value: float, edge: float, better: bool) -> bool:
    return value > edge + TIE if better else value < edge - TIE
