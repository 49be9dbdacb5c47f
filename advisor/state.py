"""The one observable state behind every view of a dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Dict, HasTraits, Instance, Tuple, Unicode, observe

from advisor.problem import Problem
from advisor.ranking import Ranking, rank


class DecisionState(HasTraits):
    """What the visitor has set, and the ranking that follows from it.

    Views observe traits and never each other. Every change makes exactly one
    new, immutable ranking. Traits are reassigned, never changed in place: an
    in-place change would go unnoticed.

    Parameters
    ----------
    problem : Problem
    """

    scenario = Unicode()
    """Id of the scenario the weights started from."""

    weights = Dict()
    """Raw weight, 0 to 100, by criterion id; one for every criterion."""

    inputs = Dict()
    """What only the visitor knows: performance by criterion id, then alternative id."""

    hidden = Tuple()
    """Ids of alternatives left out by hand."""

    radar_group = Unicode()
    """Id of the group whose criteria the radar shows; empty for all groups."""

    ranking = Instance(Ranking, read_only=True)

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem
        self.scenario = problem.scenarios[0].id

    @property
    def touched(self) -> frozenset[str]:
        """Ids of criteria whose weight is no longer the scenario's."""
        start = self.problem.scenario(self.scenario).raw_weights
        return frozenset(c for c, weight in self.weights.items() if weight != start[c])

    def set_weight(self, criterion: str, weight: float) -> None:
        """Give one criterion another raw weight."""
        self.weights = {**self.weights, criterion: weight}

    def set_input(self, criterion: str, alternative: str, performance: float) -> None:
        """Enter one performance that only the visitor knows."""
        row = {**self.inputs.get(criterion, {}), alternative: performance}
        self.inputs = {**self.inputs, criterion: row}

    def show(self, alternative: str, shown: bool) -> None:
        """Rank an alternative or leave it out."""
        others = tuple(a for a in self.hidden if a != alternative)
        self.hidden = others if shown else (*others, alternative)

    def reset(self) -> None:
        """Set every weight back to the scenario's."""
        self.weights = self.problem.scenario(self.scenario).raw_weights

    def to_dict(self) -> dict[str, Any]:
        """Everything the visitor set, as plain data for JSON."""
        return {
            "problem": self.problem.id,
            "scenario": self.scenario,
            "weights": {c: self.weights[c] for c in sorted(self.touched)},
            "inputs": self.inputs,
            "hidden": list(self.hidden),
        }

    @classmethod
    def from_dict(cls, problem: Problem, saved: Mapping[str, Any]) -> DecisionState:
        """State that was saved with `to_dict`.

        Raises
        ------
        LookupError
            If it names a scenario, criterion or alternative the problem lacks.
        """
        state = cls(problem)
        state.scenario = problem.scenario(saved["scenario"]).id
        state.weights = {**state.weights, **saved["weights"]}
        state.inputs = dict(saved["inputs"])
        state.hidden = tuple(saved["hidden"])
        return state

    @observe("scenario")
    def _start_from_scenario(self, _change: object) -> None:
        before = self.weights
        self.reset()
        if self.weights == before:
            self._rank()

    @observe("weights", "inputs", "hidden")
    def _rank(self, _change: object = None) -> None:
        entered = {
            (alternative, criterion): performance
            for criterion, row in self.inputs.items()
            for alternative, performance in row.items()
        }
        problem = self.problem.with_performances(entered) if entered else self.problem
        ranking = rank(problem, self.weights, scenario=self.scenario, exclude=self.hidden)
        self.set_trait("ranking", ranking)
