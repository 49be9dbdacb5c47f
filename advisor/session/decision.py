"""The one observable decision: what somebody chose, and the ranking that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import inf, isclose
from typing import Any, TypedDict

from traitlets import Dict, HasTraits, Instance, TraitError, Tuple, Unicode, observe, validate

from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.measurements import (
    READINGS,
    MeasurementError,
    Record,
    estimates,
    with_measurements,
)
from advisor.problem.problem import Problem, expect
from advisor.problem.tables import allowed
from advisor.ranking.choices import CHECKS, FIELDS, Ballot, ChoiceError, Choices
from advisor.ranking.group import together
from advisor.ranking.plausible import Plausible
from advisor.ranking.ranking import Ranking, rank, ranked
from advisor.robustness.assessment import Assessment, assess
from advisor.robustness.win_map import CORNERS, candidates, heaviest


class Proposal(TypedDict):
    """What traitlets hands to a validator."""

    trait: Any
    value: Any


class Decision(HasTraits):
    """What somebody chose about a problem, and the ranking that follows from it.

    The traits are the parts of `Choices`, by the same names. Views observe them and never each
    other. Every change makes exactly one new, immutable ranking. Traits are reassigned, never
    changed in place: an in-place change would go unnoticed. What is not allowed is refused
    with a `TraitError` that names it, and everything stays as it was.

    Parameters
    ----------
    problem : Problem
    choices : Choices, optional
        What is chosen to begin with.
    """

    scenario = Unicode()
    answers = Dict()
    requirements = Dict()
    weights = Dict()
    reading = Unicode()
    inputs = Dict()
    included = Tuple()
    excluded = Tuple()
    plausible = Instance(Plausible, ())
    ballots = Tuple()

    measurement = Instance(Record, allow_none=True)
    """The visitor's own measurement, in place of the shipped figures; not saved."""

    radar_group = Unicode()
    """Id of the group whose criteria the radar shows; empty for all groups."""

    map_corners = Tuple()
    """Ids of what the win map divides the weight among; empty for the weightiest three."""

    ranking = Instance(Ranking, read_only=True)

    assessment: Assessment
    """What is known about the ranking."""

    _changing = False

    def __init__(self, problem: Problem, choices: Choices | None = None) -> None:
        self.problem = self._facts = expect(problem, Problem, "one from advisor.load")
        super().__init__()
        self.choices = choices or Choices()

    @property
    def choices(self) -> Choices:
        """Everything that is chosen; set it to choose all anew, in one change."""
        return Choices(**{name: getattr(self, name) for name in FIELDS})

    @choices.setter
    def choices(self, choices: Choices) -> None:
        checked = expect(choices, Choices, "advisor.Choices").check(self.problem)
        with self._one_change(), self.hold_trait_notifications():
            for name in FIELDS:
                value = getattr(checked, name)
                setattr(self, name, dict(value) if isinstance(value, Mapping) else value)
        self._compare()

    @property
    def corners(self) -> tuple[str, ...]:
        """Ids of the corners of the win map, chosen or weightiest."""
        return self.map_corners or heaviest(self.ranking)

    def set_weight(self, criterion: str, weight: float) -> None:
        """Give one criterion another raw weight."""
        self.set_weights({criterion: weight})

    def set_weights(self, weights: Mapping[str, float]) -> None:
        """Give some criteria other raw weights, in one change.

        A weight that is what scenario and answers say anyway is nobody's choice.
        """
        advised = self.ranking.advice.weights
        chosen = {**self.weights, **weights}
        self.weights = {c: w for c, w in chosen.items() if c not in weights or advised.get(c) != w}

    def set_group_weight(self, group: str, weight: float) -> None:
        """Give a group another weight in all, in one change; its criteria keep their proportions.

        From 0 it is divided as answers and scenario divide it, evenly where they divide nothing.
        A group goes no further than its first criterion that is at the end of the scale.

        Raises
        ------
        ChoiceError
            If there is no such group.
        TraitError
            If the weight is not 0 or more.
        """
        parts = self._parts(group)
        if not 0 <= weight < inf:
            raise TraitError(f"weight of {group!r} is {weight!r}; allowed: 0 or more")
        factor = min(weight / sum(parts.values()), LARGEST_WEIGHT / max(parts.values()))
        advised, weights = self.ranking.advice.weights, {}
        for criterion, part in parts.items():
            moved = min(factor * part, LARGEST_WEIGHT)
            # Back where it started, it is nobody's choice, whatever the arithmetic lost.
            weights[criterion] = advised[criterion] if isclose(moved, advised[criterion]) else moved
        self.set_weights(weights)

    def undo_weight(self, criterion: str) -> None:
        """Set one weight back to what scenario and answers say."""
        self.weights = {c: weight for c, weight in self.weights.items() if c != criterion}

    def undo_group_weight(self, group: str) -> None:
        """Set the weights of a group back to what scenario and answers say."""
        inside = self._parts(group)
        self.weights = {c: weight for c, weight in self.weights.items() if c not in inside}

    def reset(self) -> None:
        """Set every weight back to what scenario and answers say."""
        self.weights = {}

    def answer(self, question: str, answer: str | None) -> None:
        """Answer a question about the project, or take the answer back with None."""
        others = {q: a for q, a in self.answers.items() if q != question}
        # What the scenario answers anyway is nobody's choice; that it does not hold is one.
        chosen, preset = answer or "", self.problem.scenario(self.scenario).answers
        kept = chosen != preset.get(question, "")
        self.answers = {**others, question: chosen} if kept else others

    def demand(self, requirement: str, demand: str) -> None:
        """Demand something of a requirement, or nothing with an empty text.

        What the answers demand anyway is not set by hand.
        """
        others = {r: d for r, d in self.requirements.items() if r != requirement}
        advised = self.ranking.advice.demands.get(requirement, "")
        self.requirements = others if demand == advised else {**others, requirement: demand}

    def set_input(self, criterion: str, alternative: str, performance: float | None) -> None:
        """Enter one performance that only somebody who decides knows, or take it back with None."""
        entered = {**self.inputs.get(criterion, {}), alternative: performance}
        row = {a: p for a, p in entered.items() if p is not None}
        others = {c: r for c, r in self.inputs.items() if c != criterion}
        self.inputs = {**others, criterion: row} if row else others

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
        if place not in range(CORNERS):
            raise ChoiceError(f"corner {place!r}; allowed: 0 to {CORNERS - 1}")
        if corner in corners:
            corners[corners.index(corner)] = corners[place]
        corners[place] = corner
        self.map_corners = tuple(corners)

    def hear(self, *ballots: Ballot) -> None:
        """Keep the ballots of a room and weigh by all of them together.

        Raises
        ------
        ChoiceError
            If no ballot gives a weight to anything, or one is not allowed; nothing changes.
        """
        heard = CHECKS["ballots"](self.problem, ballots)
        weights = together(self.problem, heard)
        with self._one_change(), self.hold_trait_notifications():
            self.ballots = heard
            self.set_weights(weights)
        self._rank()

    def without_measurement(self) -> Ranking:
        """The ranking as it would be on the shipped figures."""
        return rank(self.problem, self.choices)

    def to_dict(self) -> dict[str, Any]:
        """Everything that is chosen, as plain data for JSON."""
        return self.choices.to_dict(self.problem)

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Choose everything as it was saved with `to_dict`, in one change.

        Raises
        ------
        ChoiceError
            As `Choices.from_dict`; then nothing has changed.
        """
        self.choices = Choices.from_dict(self.problem, saved)

    def _parts(self, group: str) -> dict[str, float]:
        """What the weight of a group is divided by, for each of its criteria; not all are 0."""
        ids = [criterion.id for criterion in self.problem.criteria if criterion.group == group]
        if not ids:
            names = [known.id for known in self.problem.groups]
            raise ChoiceError(f"no group {group!r}; {allowed(group, names)}")
        ranking, advised = self.ranking, self.ranking.advice.parts
        divided = {c: part for c, (part, *_) in advised.items()}
        scenario = {c: weight.weight for c, weight in ranking.scenario.weights.items()}
        for said in (ranking.raw_weights, ranking.advice.weights, divided, scenario):
            parts = {c: said.get(c, 0.0) for c in ids}
            if any(parts.values()):
                return parts
        return dict.fromkeys(ids, 1.0)

    @contextmanager
    def _one_change(self) -> Iterator[None]:
        self._changing = True
        try:
            yield
        finally:
            self._changing = False

    @validate(*FIELDS)
    def _check(self, proposal: Proposal) -> Any:
        try:
            return CHECKS[proposal["trait"].name](self.problem, proposal["value"])
        except ChoiceError as error:
            raise TraitError(str(error)) from error

    @validate("map_corners")
    def _check_corners(self, proposal: Proposal) -> tuple[str, ...]:
        chosen = tuple(proposal["value"])
        names = [corner.id for corner in candidates(self.ranking)]
        for corner in chosen:
            if corner not in names:
                raise TraitError(f"no corner {corner!r}; {allowed(corner, names)}")
        if len(set(chosen)) != len(chosen) or len(chosen) not in (0, CORNERS):
            raise TraitError(f"a map needs three different corners, not {', '.join(chosen)}")
        return chosen

    @validate("radar_group")
    def _check_radar_group(self, proposal: Proposal) -> str:
        chosen: str = proposal["value"]
        names = [group.id for group in self.problem.groups]
        if chosen not in ("", *names):
            raise TraitError(f"no group {chosen!r}; {allowed(chosen, names)}")
        return chosen

    @validate("measurement")
    def _check_measurement(self, proposal: Proposal) -> Record | None:
        record: Record | None = proposal["value"]
        try:
            if record is not None:
                estimates(record, READINGS[0])
        except MeasurementError as error:
            raise TraitError(str(error)) from error
        return record

    @observe("scenario")
    def _start_anew(self, _change: object) -> None:
        if not self._changing:
            # What was taken back was an answer of the scenario that is left.
            given = {question: answer for question, answer in self.answers.items() if answer}
            with self._one_change(), self.hold_trait_notifications():
                self.weights, self.answers = {}, given
        self._rank()

    @observe("reading", "inputs", "included", "measurement")
    def _compare(self, _change: object = None) -> None:
        if self._changing:
            return
        choices = self.choices
        problem = choices.read(self.problem)
        if self.measurement:
            problem = with_measurements(problem, self.measurement, self.reading or READINGS[0])
        self._facts = choices.entered(problem)
        self._rank()

    @observe("answers", "requirements", "weights", "excluded", "plausible")
    def _rank(self, _change: object = None) -> None:
        if not self._changing:
            ranking = ranked(self._facts, self.choices)
            self.assessment = assess(ranking)
            self.set_trait("ranking", ranking)
