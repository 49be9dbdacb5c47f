"""The assessment of a ranking; each part is computed once, on first access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import floor

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.acceptability import Acceptability
from advisor.mcda.information import Finding
from advisor.mcda.methods.correlation import Overlap
from advisor.mcda.sensitivity import WeightStability
from advisor.problem.problem import InputError, expect
from advisor.ranking.answers import Shift, shifts
from advisor.ranking.ranking import Ranking
from advisor.ranking.rounding import CLOSE, apportion, apportion_table
from advisor.robustness.cuts import Cut, cuts
from advisor.robustness.incumbent import Incumbent, incumbents
from advisor.robustness.methods import Agreement, agreement, double_counting
from advisor.robustness.optimality import Prospects, prospects
from advisor.robustness.requirements import Relaxation, without_each
from advisor.robustness.sensitivity import (
    PerformanceFlip,
    Trial,
    WeightFlip,
    WeightShift,
    least_shift,
    performance_flips,
    stability_rows,
    to_settle,
    trial,
    weight_flips,
)
from advisor.robustness.verdict import Lead, Verdict, acceptability, find_lead
from advisor.robustness.win_map import WinMap, win_map

# The most alternatives whose table of ranks is rounded with the sums of its rows kept.
MOST_ROUNDED = 40


class NoLeadError(InputError):
    """No alternative leads, but the requested part needs a leader; check `Assessment.leads`."""


@dataclass(frozen=True, eq=False)
class Assessment:
    """Certainty of a ranking, and what would change it.

    Parts that need a leader raise `NoLeadError` if there is none. Rows are rows of the ranking,
    columns are criteria of the problem.

    Parameters
    ----------
    ranking : Ranking
    """

    ranking: Ranking
    _maps: dict[tuple[str, ...], WinMap | None] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return repr(self.ranking)

    def _repr_html_(self) -> str:
        return self.ranking._repr_html_()

    @property
    def leads(self) -> bool:
        """Whether an alternative leads: at least two are left, and a criterion has weight."""
        return len(self.ranking.order) > 1 and bool(self.ranking.weights.any())

    @property
    def verdict(self) -> Verdict:
        """``"clear"``, ``"fragile"`` or ``"tie"``, or ``"open"`` if no alternative leads."""
        return self.lead.verdict if self.leads else "open"

    @cached_property
    def lead(self) -> Lead:
        """How far the leader is ahead, and what could end that."""
        return find_lead(self.ranking, self.acceptability, self.turning_cuts)

    @cached_property
    def acceptability(self) -> Acceptability:
        """How often each alternative takes each rank, and which weights put it first (SMAA-2)."""
        return acceptability(self._led)

    @cached_property
    def first_percents(self) -> NDArray[np.intp]:
        """How often each ranks first, in whole percent that add up to 100.

        The leader's share is rounded down, as in the verdict.
        """
        if len(self.ranking.order) <= MOST_ROUNDED:
            return self.rank_percents[:, 0]
        # A large table of ranks takes seconds, which a slider cannot wait for.
        leader, *others = self.ranking.order
        percents = np.zeros(len(self.acceptability.first), dtype=np.intp)
        percents[leader] = floor(self.acceptability.first[leader] * 100 + CLOSE)
        rest = self.acceptability.first[others] * 100
        percents[others] = apportion(rest, 100 - int(percents[leader]))
        return percents

    @cached_property
    def rank_percents(self) -> NDArray[np.intp]:
        """Rank acceptability in whole percent, shape (alternatives, ranks).

        Columns add up to 100, and so do rows up to `MOST_ROUNDED` alternatives. The leader's share
        of rank 1 is rounded down, as in the verdict.
        """
        order = list(self.ranking.order)
        if len(order) > MOST_ROUNDED:
            shares = self.acceptability.ranks * 100
            columns = [apportion(shares[order, rank], 100) for rank in range(1, len(order))]
            found = np.zeros_like(shares, dtype=np.intp)
            found[order, 1 : len(order)] = np.transpose(columns)
            found[:, 0] = self.first_percents
            return found
        percents = np.empty_like(self.acceptability.ranks, dtype=np.intp)
        percents[order] = apportion_table(self.acceptability.ranks[order] * 100)
        return percents

    @cached_property
    def weight_stability(self) -> tuple[WeightStability, list[int]]:
        """Interval of every weight in which the leader stays, and columns by closest flip."""
        return stability_rows(self._led)

    @cached_property
    def weight_flips(self) -> list[WeightFlip]:
        """Changes of one weight that change the leader, closest first."""
        return weight_flips(self._led, self.weight_stability[0])

    @cached_property
    def performance_flips(self) -> list[PerformanceFlip]:
        """Changes of one performance that change the leader, those within its bounds first."""
        return performance_flips(self._led)

    @cached_property
    def least_shift(self) -> WeightShift | None:
        """Smallest joint change of the weights that ends the lead; None if none does."""
        return least_shift(self._led)

    @cached_property
    def trial(self) -> Trial | None:
        """Closest weights that change the leader; None if no weights do."""
        return trial(self._led, self.weight_flips, self.least_shift)

    @cached_property
    def to_settle(self) -> tuple[Finding, ...]:
        """Uncertain performances by the probability that knowing them changes the leader."""
        return to_settle(self._led)

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """Leaders when groups of criteria are split or merged."""
        return cuts(self._led)

    @property
    def turning_cuts(self) -> tuple[Cut, ...]:
        """Splits and merges that change the leader, largest new lead first."""
        turning = [cut for cut in self.cuts if cut.turns]
        return tuple(sorted(turning, key=lambda cut: -cut.ahead))

    @cached_property
    def incumbents(self) -> tuple[Incumbent, ...]:
        """The best alternative on each input that decides by the answers."""
        return incumbents(self._led)

    @cached_property
    def prospects(self) -> Prospects:
        """Which alternatives can rank first under any weights; at least one must be left."""
        if not self.ranking.alternatives:
            raise NoLeadError("no alternative is left, so none can be best")
        return prospects(self.ranking)

    @cached_property
    def methods(self) -> Agreement:
        """Rankings of the other methods, and how they agree."""
        return agreement(self._led)

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...] | None:
        """Weighted facts that correlate; None if there are too few alternatives to detect it."""
        return double_counting(self.ranking)

    @cached_property
    def answer_shifts(self) -> tuple[Shift, ...]:
        """By how much each answer changes the share of each criterion."""
        ranking = self.ranking
        return shifts(ranking.problem, ranking.scenario, ranking.advice.answers)

    @cached_property
    def relaxations(self) -> tuple[Relaxation, ...]:
        """Leaders without each requirement that alone rules an alternative out."""
        return without_each(self.ranking)

    def win_map(self, corners: Sequence[str] = ()) -> WinMap | None:
        """Leaders for every division of the weight of three corners among them.

        See `advisor.robustness.win_map.win_map`.
        """
        chosen = tuple(corners)
        if chosen not in self._maps:
            self._maps[chosen] = win_map(self.ranking, chosen)
        return self._maps[chosen]

    @property
    def _led(self) -> Ranking:
        if not self.leads:
            raise NoLeadError(
                "no alternative leads, because fewer than two are left or all weights are 0"
            )
        return self.ranking


def assess(ranking: Ranking | Assessment) -> Assessment:
    """Assess a ranking: how certain it is, and what would change it.

    A ranking has one assessment, which later calls return again.

    Parameters
    ----------
    ranking : Ranking or Assessment
        An assessment is returned as it is.

    Raises
    ------
    InputError
        If ``ranking`` is neither.
    """
    if isinstance(ranking, Assessment):
        return ranking
    known = vars(expect(ranking, Ranking, "one from advisor.rank"))
    # The ranking holds its assessment, so that both are freed together.
    found: Assessment = known.setdefault("_assessment", Assessment(ranking))
    return found


def let_go(ranking: Ranking) -> None:
    """Part a ranking from its assessment.

    They hold each other, so that their draws of a megabyte would stay until Python looks for
    cycles, which it seldom does.
    """
    vars(ranking).pop("_assessment", None)
