"""Everything that is known about a ranking, each part computed once and when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.acceptability import Acceptability
from advisor.mcda.information import Finding
from advisor.mcda.methods.correlation import Overlap
from advisor.mcda.sensitivity import WeightStability
from advisor.problem.problem import InputError, expect
from advisor.ranking.answers import Shift, shifts
from advisor.ranking.ranking import Ranking
from advisor.ranking.rounding import apportion_table
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


class NoLeadError(InputError):
    """What was asked needs a lead, and nothing leads; `Assessment.leads` tells beforehand."""


@dataclass(frozen=True, eq=False)
class Assessment:
    """What is known about a ranking beyond its scores.

    Whatever needs a lead raises `NoLeadError` where there is none. Rows are rows of the
    ranking, columns the problem's criteria.

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
        """Whether something leads: two alternatives or more, and a criterion that counts."""
        return len(self.ranking.order) > 1 and bool(self.ranking.weights.any())

    @property
    def verdict(self) -> Verdict:
        """Clear, fragile, tie, or open where nothing leads."""
        return self.lead.verdict if self.leads else "open"

    @cached_property
    def lead(self) -> Lead:
        """How far the leader is ahead, and what could end that."""
        return find_lead(self.ranking, self.acceptability, self.turning_cuts)

    @cached_property
    def acceptability(self) -> Acceptability:
        """How often each takes each rank, and the weights that put it first (SMAA-2)."""
        return acceptability(self._led)

    @cached_property
    def rank_percents(self) -> NDArray[np.intp]:
        """Rank acceptability in whole percent, shape (alternatives, ranks).

        Rows and columns add up to 100. The leader's share of rank 1 is rounded down, as in
        the verdict.
        """
        order = list(self.ranking.order)
        percents = np.empty_like(self.acceptability.ranks, dtype=np.intp)
        percents[order] = apportion_table(self.acceptability.ranks[order] * 100)
        return percents

    @cached_property
    def weight_stability(self) -> tuple[WeightStability, list[int]]:
        """Interval of every weight, and the columns by how near the nearest flip is."""
        return stability_rows(self._led)

    @cached_property
    def weight_flips(self) -> list[WeightFlip]:
        """Where one weight alone changes the leader, the nearest first."""
        return weight_flips(self._led, self.weight_stability[0])

    @cached_property
    def performance_flips(self) -> list[PerformanceFlip]:
        """Where one performance alone changes the leader, those that may well be so first."""
        return performance_flips(self._led)

    @cached_property
    def least_shift(self) -> WeightShift | None:
        """The least joint change of the weights that loses the lead, or None if none does."""
        return least_shift(self._led)

    @cached_property
    def trial(self) -> Trial | None:
        """The nearest weights that change the leader, or None if none do."""
        return trial(self._led, self.weight_flips, self.least_shift)

    @cached_property
    def to_settle(self) -> tuple[Finding, ...]:
        """Uncertain performances by how likely knowing them is to change the leader."""
        return to_settle(self._led)

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """Who leads when the list of criteria is cut another way."""
        return cuts(self._led)

    @property
    def turning_cuts(self) -> tuple[Cut, ...]:
        """The cuts in which another one leads, the widest lead first."""
        turning = [cut for cut in self.cuts if cut.turns]
        return tuple(sorted(turning, key=lambda cut: -cut.ahead))

    @cached_property
    def incumbents(self) -> tuple[Incumbent, ...]:
        """What is there already, on each input that the answers let decide."""
        return incumbents(self._led)

    @cached_property
    def prospects(self) -> Prospects:
        """Who can be best at all, whatever the weights; an alternative must be left."""
        if not self.ranking.alternatives:
            raise NoLeadError("no alternative is left, so none can be best")
        return prospects(self.ranking)

    @cached_property
    def methods(self) -> Agreement:
        """What other methods make of the ranking."""
        return agreement(self._led)

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...] | None:
        """Facts that count and move together; None where too few alternatives can tell."""
        return double_counting(self.ranking)

    @cached_property
    def answer_shifts(self) -> tuple[Shift, ...]:
        """How far each answer moves the share of each criterion."""
        ranking = self.ranking
        return shifts(ranking.problem, ranking.scenario, ranking.advice.answers)

    @cached_property
    def relaxations(self) -> tuple[Relaxation, ...]:
        """Who would lead without each of the requirements that screen somebody out alone."""
        return without_each(self.ranking)

    def win_map(self, corners: Sequence[str] = ()) -> WinMap | None:
        """Who leads wherever the weight of three corners is divided among them.

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
    """What is known about a ranking beyond its scores: how sure it is, what would change it.

    A ranking has one assessment, however often it is asked for.

    Raises
    ------
    InputError
        If it is no ranking.
    """
    if isinstance(ranking, Assessment):
        return ranking
    known = vars(expect(ranking, Ranking, "one from advisor.rank"))
    # Beside the parts that a ranking computes once, so that both are forgotten together.
    found: Assessment = known.setdefault("_assessment", Assessment(ranking))
    return found
