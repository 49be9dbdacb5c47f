"""The one observable state behind every view of a dashboard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, TypedDict

from traitlets import Dict, HasTraits, Instance, TraitError, Tuple, Unicode, observe, validate

from advisor.plausible import Plausible
from advisor.problem import LARGEST_WEIGHT, Problem
from advisor.ranking import Ranking, rank
from advisor.winmap import CORNERS, candidates, heaviest


class Proposal(TypedDict):
    """What traitlets hands to a validator."""

    value: Any


class DecisionState(HasTraits):
    """What the visitor has set, and the ranking that follows from it.

    Views observe traits and never each other. Every change makes exactly one
    new, immutable ranking. Traits are reassigned, never changed in place: an
    in-place change would go unnoticed. What is not allowed is refused with a
    `TraitError` that names it, and the state stays as it was.

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

    excluded = Tuple()
    """Ids of alternatives left out by hand."""

    plausible = Instance(Plausible, ())
    """The other weights and facts that the verdict is held against."""

    radar_group = Unicode()
    """Id of the group whose criteria the radar shows; empty for all groups."""

    map_corners = Tuple()
    """Ids of what the win map divides the weight among; empty for the weightiest three."""

    ranking = Instance(Ranking, read_only=True)

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__()
        self.scenario = problem.scenarios[0].id

    @property
    def touched(self) -> frozenset[str]:
        """Ids of criteria whose weight is no longer the scenario's."""
        start = self.problem.scenario(self.scenario).raw_weights
        return frozenset(c for c, weight in self.weights.items() if weight != start[c])

    @property
    def corners(self) -> tuple[str, ...]:
        """Ids of the corners of the win map, chosen or weightiest."""
        return self.map_corners or heaviest(self.ranking)

    def set_weight(self, criterion: str, weight: float) -> None:
        """Give one criterion another raw weight."""
        self.weights = {**self.weights, criterion: weight}

    def set_input(self, criterion: str, alternative: str, performance: float) -> None:
        """Enter one performance that only the visitor knows."""
        row = {**self.inputs.get(criterion, {}), alternative: performance}
        self.inputs = {**self.inputs, criterion: row}

    def show(self, alternative: str, shown: bool) -> None:
        """Rank an alternative or leave it out."""
        others = tuple(a for a in self.excluded if a != alternative)
        self.excluded = others if shown else (*others, alternative)

    def set_corner(self, place: int, corner: str) -> None:
        """Put another group at one corner of the win map; one that is there swaps places."""
        corners = list(self.corners)
        if corner in corners:
            corners[corners.index(corner)] = corners[place]
        corners[place] = corner
        self.map_corners = tuple(corners)

    def reset(self) -> None:
        """Set every weight back to the scenario's."""
        self.weights = self.problem.scenario(self.scenario).raw_weights

    def to_dict(self) -> dict[str, Any]:
        """Everything the visitor set, as plain data for JSON."""
        return {
            "problem": self.problem.id,
            "scenario": self.scenario,
            "weights": {c: self.weights[c] for c in sorted(self.touched)},
            "inputs": {c: dict(row) for c, row in self.inputs.items()},
            "excluded": list(self.excluded),
            "plausible": self.plausible.to_dict(),
        }

    @classmethod
    def from_dict(cls, problem: Problem, saved: Mapping[str, Any]) -> DecisionState:
        """State that was saved with `to_dict`.

        Raises
        ------
        TraitError
            If it names something the problem lacks, or a value that is not allowed.
        """
        if saved.get("problem") != problem.id:
            raise TraitError(f"saved for problem {saved.get('problem')!r}, not {problem.id!r}")
        state = cls(problem)
        state.scenario = saved.get("scenario", state.scenario)
        state.weights = {**state.weights, **saved.get("weights", {})}
        state.inputs = saved.get("inputs", {})
        state.excluded = tuple(saved.get("excluded", ()))
        try:
            state.plausible = Plausible.from_dict(saved.get("plausible", {}))
        except (TypeError, ValueError) as error:
            raise TraitError(f"plausible: {error}") from error
        return state

    @validate("scenario")
    def _check_scenario(self, proposal: Proposal) -> str:
        return self._known(proposal["value"], (s.id for s in self.problem.scenarios))

    @validate("weights")
    def _check_weights(self, proposal: Proposal) -> dict[str, float]:
        weights = dict(proposal["value"])
        criteria = [criterion.id for criterion in self.problem.criteria]
        for criterion, weight in weights.items():
            self._known(criterion, criteria)
            if not (isinstance(weight, int | float) and 0 <= weight <= LARGEST_WEIGHT):
                allowed = f"allowed: 0 to {LARGEST_WEIGHT}"
                raise TraitError(f"weight of {criterion!r} is {weight!r}; {allowed}")
        if missing := [criterion for criterion in criteria if criterion not in weights]:
            raise TraitError(f"no weight for {', '.join(missing)}")
        return weights

    @validate("inputs")
    def _check_inputs(self, proposal: Proposal) -> dict[str, dict[str, float]]:
        criteria = [c.id for c in self.problem.criteria if c.kind == "input"]
        alternatives = [alternative.id for alternative in self.problem.alternatives]
        for criterion, row in proposal["value"].items():
            self._known(criterion, criteria)
            for alternative, performance in dict(row).items():
                self._known(alternative, alternatives)
                if not (isinstance(performance, int | float) and isfinite(performance)):
                    raise TraitError(f"{criterion!r} of {alternative!r} is {performance!r}")
        return {criterion: dict(row) for criterion, row in proposal["value"].items()}

    @validate("excluded")
    def _check_excluded(self, proposal: Proposal) -> tuple[str, ...]:
        alternatives = [alternative.id for alternative in self.problem.alternatives]
        return tuple(self._known(a, alternatives) for a in proposal["value"])

    @validate("map_corners")
    def _check_corners(self, proposal: Proposal) -> tuple[str, ...]:
        corners = [corner.id for corner in candidates(self.ranking)]
        chosen = tuple(self._known(corner, corners) for corner in proposal["value"])
        if len(set(chosen)) != len(chosen) or len(chosen) not in (0, CORNERS):
            raise TraitError(f"a map needs three different corners, not {', '.join(chosen)}")
        return chosen

    @staticmethod
    def _known(name: str, known: Iterable[str]) -> str:
        listed = list(known)
        if name not in listed:
            raise TraitError(f"{name!r} is not known; allowed: {', '.join(listed) or 'none'}")
        return name

    @observe("scenario")
    def _start_from_scenario(self, _change: object) -> None:
        before = self.weights
        self.reset()
        if self.weights == before:
            self._rank()

    @observe("weights", "inputs", "excluded", "plausible")
    def _rank(self, _change: object = None) -> None:
        entered = {
            (alternative, criterion): performance
            for criterion, row in self.inputs.items()
            for alternative, performance in row.items()
        }
        problem = self.problem.with_performances(entered) if entered else self.problem
        ranking = rank(
            problem,
            self.weights,
            scenario=self.scenario,
            exclude=self.excluded,
            plausible=self.plausible,
        )
        self.set_trait("ranking", ranking)
