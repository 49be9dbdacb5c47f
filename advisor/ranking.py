"""Who leads for one set of weights: the immutable result that every view reads."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from advisor.plausible import Plausible
from advisor.problem import Problem
from advisor.scoring import TIE, additive, contributions, normalise_weights, ranks
from advisor.values import Array, frozen

if TYPE_CHECKING:
    import pandas as pd


LEFT_OUT = "left out by hand"


@dataclass(frozen=True)
class Exclusion:
    """An alternative that was not ranked, and why."""

    alternative: str
    reason: str


@dataclass(frozen=True, eq=False)
class Ranking:
    """Scores and ranks of the alternatives of a problem for one set of weights.

    Rows of the arrays are ``alternatives``, columns the problem's criteria.
    Prints as a table, in a notebook too.

    Attributes
    ----------
    problem : Problem
    scenario : str
        Id of the scenario the weights started from.
    raw_weights : mapping of criterion id to the weight as given
    plausible : Plausible
        The other cases that a verdict on this ranking is to hold in.
    weights : Array, shape (criteria,)
        Normalised: they sum to 1, or are all 0 where no criterion counts.
    alternatives : tuple of str
        Ids of the ranked alternatives, in the problem's order.
    values, contributions : Array, shape (alternatives, criteria)
        Contributions are weight times value; rows sum to the scores.
    scores, ranks : Array, shape (alternatives,)
        Scores in [0, 1]; rank 1 is best and ties share a rank.
    excluded : tuple of Exclusion
    notices : tuple of str
        What a reader must know before trusting the figures.
    """

    problem: Problem
    scenario: str
    raw_weights: Mapping[str, float]
    plausible: Plausible
    weights: Array
    alternatives: tuple[str, ...]
    values: Array
    contributions: Array
    scores: Array
    ranks: NDArray[np.intp]
    excluded: tuple[Exclusion, ...]
    notices: tuple[str, ...]

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Rows from first-ranked to last; ties in the problem's order."""
        return tuple(int(row) for row in np.argsort(self.ranks, kind="stable"))

    @cached_property
    def group_weights(self) -> Array:
        """Share of each group in the weights, shape (groups,)."""
        return np.array([self.weights[list(columns)].sum() for columns in self._group_columns])

    @cached_property
    def group_contributions(self) -> Array:
        """What each group adds to each score, shape (alternatives, groups)."""
        sums = [self.contributions[:, list(c)].sum(axis=1) for c in self._group_columns]
        return np.column_stack(sums)

    @cached_property
    def group_values(self) -> Array:
        """Weighted mean value within each group, shape (alternatives, groups).

        A group in which no criterion counts shows the plain mean.
        """
        means = []
        for columns in self._group_columns:
            weights = normalise_weights(self.weights[list(columns)])
            if not weights.any():
                weights = np.full(len(columns), 1 / len(columns))
            means.append(additive(self.values[:, list(columns)], weights))
        return np.column_stack(means)

    def name(self, row: int) -> str:
        """Name of the alternative in a row."""
        return self.problem.alternative(self.alternatives[row]).name

    def to_frame(self) -> pd.DataFrame:
        """Ranking as a tidy table: rank, alternative, score and what each group adds to it."""
        import pandas as pd  # costs more than everything else together, and only tables need it

        order = list(self.order)
        frame = pd.DataFrame(
            self.group_contributions[order], columns=[group.name for group in self.problem.groups]
        )
        frame.insert(0, "score", self.scores[order])
        frame.insert(0, self.problem.alternative_noun, [self.name(row) for row in order])
        frame.index = pd.Index(self.ranks[order], name="rank")
        return frame

    def contributions_frame(self) -> pd.DataFrame:
        """Contribution of every criterion (rows) to every alternative's score (columns)."""
        import pandas as pd

        order = list(self.order)
        return pd.DataFrame(
            self.contributions[order].T,
            index=pd.Index([c.name for c in self.problem.criteria], name="criterion"),
            columns=[self.name(row) for row in order],
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: weights, ranking, excluded, notices."""
        ids = [criterion.id for criterion in self.problem.criteria]
        return {
            "problem": self.problem.id,
            "scenario": self.scenario,
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
        lines = [self.to_frame().to_string(float_format="{:.2f}".format)]
        lines += [f"Not ranked: {e.alternative} ({e.reason})" for e in self.excluded]
        return "\n".join([*lines, *self.notices])

    def _repr_html_(self) -> str:
        from html import escape

        table = self.to_frame().to_html(float_format="{:.2f}".format)
        return table + "".join(f"<p>{escape(notice)}</p>" for notice in self.notices)

    @cached_property
    def rows(self) -> list[int]:
        """Row in the problem's arrays of each ranked alternative."""
        ids = [alternative.id for alternative in self.problem.alternatives]
        return [ids.index(alternative) for alternative in self.alternatives]

    @cached_property
    def _group_columns(self) -> list[tuple[int, ...]]:
        return [self.problem.criteria_in(group.id) for group in self.problem.groups]


def rank(
    problem: Problem,
    weights: Mapping[str, float] | None = None,
    *,
    scenario: str | None = None,
    exclude: Collection[str] = (),
    plausible: Plausible | None = None,
) -> Ranking:
    """Rank the alternatives of a problem by additive value.

    Parameters
    ----------
    problem : Problem
    weights : mapping of criterion id to float, optional
        Raw swing weights of 0 or more. Criteria not named keep the scenario's
        weight, which is between 0 and 100; name all of them to use another scale.
    scenario : str, optional
        Scenario id to start from; the problem's first by default.
    exclude : collection of str
        Ids of alternatives to leave out. Nobody else's score changes.
    plausible : Plausible, optional
        What a verdict is to be held against: by default weights in the scenario's
        ranges and uncertain performances. No score depends on it.

    Raises
    ------
    ValueError
        If a weight is negative, infinite or not a number; the message names it.
    LookupError
        If a criterion, scenario or alternative is not in the problem.

    Examples
    --------
    >>> import advisor
    >>> ranking = advisor.rank(advisor.load(), {"startup": 100})
    >>> int(ranking.ranks.min())
    1
    """
    start = problem.scenario(scenario) if scenario else problem.scenarios[0]
    raw = {**start.raw_weights, **_checked(problem, weights or {})}
    shares = normalise_weights([raw[criterion.id] for criterion in problem.criteria])
    left_out = {problem.alternative(alternative).id for alternative in exclude}
    rows = [row for row, a in enumerate(problem.alternatives) if a.id not in left_out]
    values = problem.values[rows]
    scores = additive(values, shares)
    return Ranking(
        problem=problem,
        scenario=start.id,
        raw_weights=MappingProxyType(raw),
        plausible=plausible or Plausible(),
        weights=frozen(shares),
        alternatives=tuple(problem.alternatives[row].id for row in rows),
        values=frozen(values),
        contributions=frozen(contributions(values, shares)),
        scores=frozen(scores),
        ranks=frozen(ranks(scores)),
        excluded=tuple(Exclusion(a.id, LEFT_OUT) for a in problem.alternatives if a.id in left_out),
        notices=tuple(_notices(problem, shares, rows)),
    )


def _checked(problem: Problem, weights: Mapping[str, float]) -> dict[str, float]:
    return {problem.criterion(c).id: _weight(c, weight) for c, weight in weights.items()}


def _weight(criterion: str, given: float) -> float:
    try:
        weight = float(given)
    except (TypeError, ValueError):
        weight = math.nan
    if not 0 <= weight < math.inf:
        raise ValueError(f"weight of {criterion!r} is {given!r}; allowed: a number of 0 or more")
    return weight


def _notices(problem: Problem, shares: Array, rows: list[int]) -> list[str]:
    """What a reader must know: nothing to rank by, too few to rank, guesses, dead weight."""
    noun, nouns = problem.alternative_noun, problem.alternative_noun_plural
    if not rows:
        return [f"No {noun} is left to rank."]
    found = []
    if len(rows) == 1:
        found.append(f"Only one {noun} is left, so there is nothing to compare.")
    if not shares.any():
        return [*found, "No criterion has any weight: give at least one a weight to rank by."]
    ranked = {problem.alternatives[row].id for row in rows}
    weight = {criterion.id: shares[j] for j, criterion in enumerate(problem.criteria)}
    for cell in problem.missing:
        if cell.alternative in ranked and weight[cell.criterion] > 0:
            alternative = problem.alternative(cell.alternative).name
            criterion = problem.criterion(cell.criterion).name
            found.append(
                f"{criterion} of {alternative} is unknown; it counts as the middle of the range."
            )
    level = [
        criterion.name
        for j, criterion in enumerate(problem.criteria)
        if criterion.kind == "fact"  # inputs start out alike, which needs no saying
        and len(rows) > 1
        and shares[j] > 0
        and np.ptp(problem.values[rows, j]) <= TIE
    ]
    if level:
        found.append(f"The same for all {nouns} compared, so without effect: {', '.join(level)}.")
    return found
