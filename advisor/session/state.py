"""The one observable state behind every view of a dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from traitlets import Dict, HasTraits, Instance, TraitError, Tuple, Unicode, observe, validate

from advisor.problem.measurements import READINGS, Record, with_measurements
from advisor.problem.problem import Problem
from advisor.ranking.group import Ballots, together
from advisor.ranking.plausible import Plausible
from advisor.ranking.ranking import Ranking, rank
from advisor.robustness.win_map import candidates, heaviest
from advisor.session import allowed


class Proposal(TypedDict):
    """What traitlets hands to a validator."""

    trait: Any
    value: Any


# Traits that are saved; the scenario first, for it resets weights.
SAVED = (*allowed.CHECKS, "plausible")


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
    """Id of the scenario the weights start from."""

    answers = Dict()
    """What is known about the project: answer id, or `NOT_SURE`, by question id."""

    requirements = Dict()
    """Must-haves set by hand: what is demanded, or nothing, by requirement id."""

    own = Dict()
    """Raw weights, 0 to 100, that the visitor set, by criterion id."""

    weights = Dict(read_only=True)
    """Raw weight by criterion id: the visitor's own, else what scenario and answers say."""

    reading = Unicode()
    """Id of the reading of the facts that counts; empty for the stated one."""

    inputs = Dict()
    """What only the visitor knows: performance by criterion id, then alternative id."""

    measurement = Instance(Record, allow_none=True)
    """The visitor's own measurement, in place of the shipped figures; not saved."""

    included = Tuple()
    """Ids of alternatives compared though they are not by default, in the order they came."""

    excluded = Tuple()
    """Ids of alternatives left out by hand."""

    plausible = Instance(Plausible, ())
    """The other weights and facts that the verdict is held against."""

    ballots = Dict()
    """Raw weight by criterion id of each participant of a room, by name; kept, not ranked by."""

    radar_group = Unicode()
    """Id of the group whose criteria the radar shows; empty for all groups."""

    map_corners = Tuple()
    """Ids of what the win map divides the weight among; empty for the weightiest three."""

    ranking = Instance(Ranking, read_only=True)

    _restoring = False

    def __init__(self, problem: Problem) -> None:
        self.problem = self._compared = problem
        super().__init__()
        self.scenario = problem.scenarios[0].id

    @property
    def touched(self) -> frozenset[str]:
        """Ids of criteria whose weight the visitor set."""
        return frozenset(self.own)

    @property
    def corners(self) -> tuple[str, ...]:
        """Ids of the corners of the win map, chosen or weightiest."""
        return self.map_corners or heaviest(self.ranking)

    def set_weight(self, criterion: str, weight: float) -> None:
        """Give one criterion another raw weight."""
        self.set_weights({criterion: weight})

    def set_weights(self, weights: Mapping[str, float]) -> None:
        """Give some criteria other raw weights, in one change.

        A weight that is what scenario and answers say anyway is not the visitor's own.
        """
        advised = self.ranking.advice.weights
        own = {**self.own, **weights}
        self.own = {c: w for c, w in own.items() if c not in weights or advised.get(c) != w}

    def undo_weight(self, criterion: str) -> None:
        """Set one weight back to what scenario and answers say."""
        self.own = {c: weight for c, weight in self.own.items() if c != criterion}

    def answer(self, question: str, answer: str | None) -> None:
        """Answer a question about the project, or take the answer back with None."""
        others = {q: a for q, a in self.answers.items() if q != question}
        self.answers = {**others, question: answer} if answer else others

    def demand(self, requirement: str, demand: str) -> None:
        """Demand something of a requirement, or nothing with an empty text.

        What the answers demand anyway is not set by hand.
        """
        others = {r: d for r, d in self.requirements.items() if r != requirement}
        advised = self.ranking.advice.demands.get(requirement, "")
        self.requirements = others if demand == advised else {**others, requirement: demand}

    def set_input(self, criterion: str, alternative: str, performance: float) -> None:
        """Enter one performance that only the visitor knows."""
        row = {**self.inputs.get(criterion, {}), alternative: performance}
        self.inputs = {**self.inputs, criterion: row}

    def show(self, alternative: str, shown: bool) -> None:
        """Rank an alternative or leave it out."""
        if alternative in [other.id for other in self.problem.others]:
            rest = tuple(a for a in self.included if a != alternative)
            self.included = (*rest, alternative) if shown else rest
        else:
            rest = tuple(a for a in self.excluded if a != alternative)
            self.excluded = rest if shown else (*rest, alternative)

    def set_corner(self, place: int, corner: str) -> None:
        """Put another group at one corner of the win map; one that is there swaps places."""
        corners = list(self.corners)
        if corner in corners:
            corners[corners.index(corner)] = corners[place]
        corners[place] = corner
        self.map_corners = tuple(corners)

    def hear(self, ballots: Ballots) -> None:
        """Keep the ballots of a room and weigh by all of them together.

        Raises
        ------
        ValueError
            If no ballot gives a weight to anything.
        TraitError
            If one names a criterion that the problem lacks, or a weight that is not allowed.
        """
        self.ballots = {name: dict(weights) for name, weights in ballots.items()}
        self.set_weights(together(self.problem, self.ballots))

    def without_measurement(self) -> Ranking:
        """The ranking as it would be on the shipped figures."""
        return self._ranked(self._facts(None))

    def reset(self) -> None:
        """Set every weight back to what scenario and answers say."""
        self.own = {}

    def to_dict(self) -> dict[str, Any]:
        """Everything the visitor set, as plain data for JSON."""
        return {
            "problem": self.problem.id,
            "scenario": self.scenario,
            "answers": dict(self.answers),
            "requirements": dict(self.requirements),
            "weights": {c: self.own[c] for c in sorted(self.own)},
            "reading": self.reading,
            "inputs": {c: dict(row) for c, row in self.inputs.items()},
            "included": list(self.included),
            "excluded": list(self.excluded),
            "plausible": self.plausible.to_dict(),
            "ballots": {name: dict(weights) for name, weights in self.ballots.items()},
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
        for name in SAVED:
            key = "weights" if name == "own" else name
            if key in saved:
                state._set(name, saved[key])
        return state

    def _set(self, name: str, value: Any) -> None:
        """Set a saved trait to what JSON gave."""
        if name == "plausible":
            try:
                value = Plausible.from_dict(value)
            except (TypeError, ValueError) as error:
                raise TraitError(f"plausible: {error}") from error
        setattr(self, name, tuple(value) if isinstance(value, list) else value)

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Set everything to what was saved with `to_dict`, in one change.

        Raises
        ------
        TraitError
            As `from_dict`; then nothing has changed.
        """
        other = DecisionState.from_dict(self.problem, saved)
        self._restoring = True
        try:
            for name in SAVED:
                setattr(self, name, getattr(other, name))
        finally:
            self._restoring = False
        self._compare()

    @validate(*allowed.CHECKS)
    def _check(self, proposal: Proposal) -> Any:
        return allowed.CHECKS[proposal["trait"].name](self.problem, proposal["value"])

    @validate("map_corners")
    def _check_corners(self, proposal: Proposal) -> tuple[str, ...]:
        corners = (corner.id for corner in candidates(self.ranking))
        return allowed.corners(corners, proposal["value"])

    @validate("measurement")
    def _check_measurement(self, proposal: Proposal) -> Record | None:
        record: Record | None = proposal["value"]
        return None if record is None else allowed.measurement(record)

    @observe("scenario")
    def _start_anew(self, _change: object) -> None:
        if self.own and not self._restoring:
            self.own = {}
        else:
            self._rank()

    @observe("reading", "inputs", "included", "measurement")
    def _compare(self, _change: object = None) -> None:
        if not self._restoring:
            self._compared = self._facts(self.measurement)
            self._rank()

    def _facts(self, measurement: Record | None) -> Problem:
        """The facts that count: those of a reading, then measured, then entered ones."""
        problem = self.problem.including(self.included)
        if self.reading:
            problem = problem.with_reading(self.reading)
        if measurement:
            problem = with_measurements(problem, measurement, self.reading or READINGS[0])
        entered = {
            (alternative, criterion): performance
            for criterion, row in self.inputs.items()
            for alternative, performance in row.items()
        }
        return problem.with_performances(entered) if entered else problem

    @observe("answers", "requirements", "own", "excluded", "plausible")
    def _rank(self, _change: object = None) -> None:
        if self._restoring:
            return
        ranking = self._ranked(self._compared)
        # First the ranking, whose advice tells an own weight from one that sliders only echo.
        self.set_trait("ranking", ranking)
        self.set_trait("weights", dict(ranking.raw_weights))

    def _ranked(self, problem: Problem) -> Ranking:
        return rank(
            problem,
            self.own,
            scenario=self.scenario,
            exclude=self.excluded,
            answers=self.answers,
            require=self.requirements,
            plausible=self.plausible,
        )
