"""The ranking for one set of weights: the immutable result that every view reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.additive import additive, contributions, normalise_weights, ranks
from advisor.mcda.values import Array, frozen
from advisor.problem.elements import Criterion, Scenario, isolated
from advisor.problem.problem import Problem, expect
from advisor.ranking.answers import Advice, advise
from advisor.ranking.choices import Choices
from advisor.ranking.notices import no_longer, not_entered, not_yet, notices
from advisor.ranking.requirements import Screened, screen
from advisor.ranking.rounding import apportion

LEFT_OUT = "you left it out"


@dataclass(frozen=True)
class Exclusion:
    """An alternative that was not ranked, with the reason.

    ``requirements`` holds the ids of the requirements that it misses; it is empty if the user
    left the alternative out.
    """

    alternative: str
    reason: str
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Ranking:
    """Scores and ranks of the alternatives of a problem for one set of weights.

    Rows of the arrays are ``alternatives``, columns are the criteria of the problem. A ranking
    prints its verdict, in a notebook too.

    Attributes
    ----------
    problem : Problem
        Problem with the chosen facts, see `Choices.facts`.
    choices : Choices
        Checked choices.
    advice : Advice
        Starting weights and requirements of the scenario and the answers.
    demands : mapping of requirement id to the demanded level
    raw_weights : mapping of criterion id to its raw weight
    weights : Array, shape (criteria,)
        Normalised weights, which sum to 1, or are all 0 if all raw weights are 0.
    alternatives : tuple of str
        Ids of the ranked alternatives, in the problem's order.
    values, contributions : Array, shape (alternatives, criteria)
        Values in [0, 1], and weight times value; rows of contributions sum to the scores.
    scores, ranks : Array, shape (alternatives,)
        Scores in [0, 1], and ranks; rank 1 is best, and ties share a rank.
    excluded : tuple of Exclusion
    notices : tuple of str
        Sentences that a reader needs before trusting the figures.
    """

    problem: Problem
    choices: Choices
    advice: Advice
    demands: Mapping[str, str]
    raw_weights: Mapping[str, float]
    weights: Array
    alternatives: tuple[str, ...]
    values: Array
    contributions: Array
    scores: Array
    ranks: NDArray[np.intp]
    excluded: tuple[Exclusion, ...]
    notices: tuple[str, ...]

    # The words belong to a room further up, so the front door sets these two.
    as_text: ClassVar[Callable[[Ranking], str]]
    as_html: ClassVar[Callable[[Ranking], str]]

    @property
    def scenario(self) -> Scenario:
        """Scenario that set the starting weights."""
        return self.problem.scenario(self.choices.scenario)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Rows from the first rank to the last; ties are in the order of the problem."""
        return tuple(int(row) for row in np.argsort(self.ranks, kind="stable"))

    @cached_property
    def group_weights(self) -> Array:
        """Normalised weight of each group, shape (groups,)."""
        return np.array([self.weights[list(columns)].sum() for columns in self._group_columns])

    @cached_property
    def raw_group_weights(self) -> Mapping[str, float]:
        """Weight of each group by its id: the sum of its criteria's raw weights."""
        sums: dict[str, float] = {}
        for criterion in self.problem.criteria:
            weight = self.raw_weights[criterion.id]
            sums[criterion.group] = sums.get(criterion.group, 0.0) + weight
        return MappingProxyType(sums)

    @cached_property
    def group_contributions(self) -> Array:
        """Sum of the contributions in each group, shape (alternatives, groups)."""
        sums = [self.contributions[:, list(c)].sum(axis=1) for c in self._group_columns]
        return np.column_stack(sums)

    @cached_property
    def group_values(self) -> Array:
        """Weighted mean value within each group, shape (alternatives, groups).

        A group without weight has the unweighted mean.
        """
        return self._within_groups(self.values)

    @cached_property
    def group_ranges(self) -> tuple[Array, Array]:
        """`group_values` for the lowest and for the highest possible values of the facts."""
        low, high = self.problem.values_low[self.rows], self.problem.values_high[self.rows]
        return self._within_groups(low), self._within_groups(high)

    @cached_property
    def group_percentages(self) -> tuple[int, ...]:
        """Share of each group in whole percent; they add up to 100, or are all 0."""
        return tuple(apportion(self.group_weights * 100, 100 if self.weights.any() else 0))

    @cached_property
    def percentages(self) -> tuple[int, ...]:
        """Share of each criterion in whole percent; those of a group add up to its percentage."""
        found = [0] * len(self.weights)
        for columns, total in zip(self._group_columns, self.group_percentages, strict=True):
            parts = apportion(self.weights[list(columns)] * 100, total)
            for column, percent in zip(columns, parts, strict=True):
                found[column] = percent
        return tuple(found)

    @cached_property
    def percentages_within(self) -> tuple[int, ...]:
        """Share of each criterion in its group in whole percent; they add up to 100, or are 0."""
        found = [0] * len(self.weights)
        for columns in self._group_columns:
            inside = normalise_weights(self.weights[list(columns)])
            parts = apportion(inside * 100, 100 if inside.any() else 0)
            for column, percent in zip(columns, parts, strict=True):
                found[column] = percent
        return tuple(found)

    def name(self, row: int) -> str:
        """Name of the alternative in a row, safe to use in a sentence."""
        return isolated(self.problem.alternative(self.alternatives[row]).name)

    def stated(self, alternative: str, criterion: Criterion) -> bool:
        """Whether the performance is stated; an input is stated once the user has entered it."""
        entered = self.choices.inputs.get(criterion.id, {})
        return criterion.kind != "input" or alternative in entered

    def stated_of_any(self, criterion: Criterion) -> bool:
        """Whether the performance of at least one ranked alternative is stated."""
        return any(self.stated(alternative, criterion) for alternative in self.alternatives)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: weights, ranking, excluded alternatives and notices."""
        ids = [criterion.id for criterion in self.problem.criteria]
        return {
            "problem": self.problem.id,
            "scenario": self.choices.scenario,
            "weights": dict(zip(ids, self.weights.tolist(), strict=True)),
            "ranking": [
                {
                    "rank": int(self.ranks[row]),
                    "alternative": self.alternatives[row],
                    "score": float(self.scores[row]),
                    "contributions": dict(zip(ids, self.contributions[row].tolist(), strict=True)),
                }
                for row in self.order
            ],
            "excluded": [vars(exclusion) for exclusion in self.excluded],
            "notices": list(self.notices),
        }

    def __repr__(self) -> str:
        return type(self).as_text(self)

    def _repr_html_(self) -> str:
        return type(self).as_html(self)

    @cached_property
    def rows(self) -> list[int]:
        """Row of each ranked alternative in the arrays of the problem."""
        ids = [alternative.id for alternative in self.problem.alternatives]
        return [ids.index(alternative) for alternative in self.alternatives]

    def _within_groups(self, values: Array) -> Array:
        means = []
        for columns in self._group_columns:
            weights = normalise_weights(self.weights[list(columns)])
            if not weights.any():
                weights = np.full(len(columns), 1 / len(columns))
            means.append(additive(values[:, list(columns)], weights))
        return np.column_stack(means)

    @cached_property
    def _group_columns(self) -> list[tuple[int, ...]]:
        return [self.problem.criteria_in(group.id) for group in self.problem.groups]


def rank(
    problem: Problem, weights: Mapping[str, float] | Choices | None = None, **choices: Any
) -> Ranking:
    """Rank the alternatives of a problem by additive value.

    Parameters
    ----------
    problem : Problem
    weights : mapping of criterion id to float, or Choices, optional
        Raw swing weights, 0 to 100, or all choices. Criteria without an entry keep the weight
        of the scenario and the answers.
    **choices
        Further parts of `Choices`: ``scenario``, ``answers``, ``requirements``, ``reading``,
        ``inputs``, ``included``, ``excluded``, ``plausible``, ``ballots``.

    Returns
    -------
    Ranking
        The ranking, which is immutable.

    Raises
    ------
    ChoiceError
        If the problem does not allow a choice; the message names it and what is allowed.

    Examples
    --------
    >>> import advisor
    >>> ranking = advisor.rank(advisor.load(), {"startup": 100})
    >>> int(ranking.ranks.min())
    1
    """
    expect(problem, Problem, "one from advisor.load")
    given = (
        weights
        if isinstance(weights, Choices)
        else Choices(weights={} if weights is None else weights)
    )
    chosen = given.but(**choices).check(problem)
    return ranked(chosen.facts(problem), chosen)


def ranked(problem: Problem, choices: Choices) -> Ranking:
    """Rank a problem that already contains the chosen facts.

    Parameters
    ----------
    problem : Problem
        Result of `Choices.facts`.
    choices : Choices
        Checked choices.
    """
    advice = advise(problem, problem.scenario(choices.scenario), choices.answers)
    raw = {**advice.weights, **choices.weights}
    shares = normalise_weights([raw[criterion.id] for criterion in problem.criteria])
    demands = {r: d for r, d in {**advice.demands, **choices.requirements}.items() if d}
    standing = screen(problem, demands)
    excluded = [
        exclusion
        for a in problem.alternatives
        if (exclusion := _exclusion(a.id, a.id in choices.excluded, standing[a.id]))
    ]
    left_out = {exclusion.alternative for exclusion in excluded}
    rows = [row for row, a in enumerate(problem.alternatives) if a.id not in left_out]
    values = problem.values[rows]
    scores = additive(values, shares)
    return Ranking(
        problem=problem,
        choices=choices,
        advice=advice,
        demands=MappingProxyType(demands),
        raw_weights=MappingProxyType(raw),
        weights=frozen(shares),
        alternatives=tuple(problem.alternatives[row].id for row in rows),
        values=frozen(values),
        contributions=frozen(contributions(values, shares)),
        scores=frozen(scores),
        ranks=frozen(ranks(scores)),
        excluded=tuple(excluded),
        notices=(
            *notices(problem, shares, rows),
            *not_entered(problem, advice.words, choices.inputs),
            *not_yet(problem, standing, left_out),
            *no_longer(problem, choices),
        ),
    )


def _exclusion(alternative: str, by_hand: bool, found: tuple[Screened, ...]) -> Exclusion | None:
    if by_hand:
        return Exclusion(alternative, LEFT_OUT)
    failed = [finding for finding in found if finding.outcome == "not met"]
    if not failed:
        return None
    reason = "; ".join(finding.reason for finding in failed)
    return Exclusion(alternative, reason, tuple(finding.requirement.id for finding in failed))
