"""The observable decision: the user's choices and the ranking that follows from them."""

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
from advisor.robustness.assessment import Assessment, assess, let_go
from advisor.robustness.win_map import CORNERS, candidates, heaviest


class Proposal(TypedDict):
    """Argument that traitlets passes to a validator."""

    trait: Any
    value: Any


class Decision(HasTraits):
    """The user's choices about a problem, and the ranking that follows from them.

    The traits are the parts of `Choices`, with the same names. Views observe them and never each
    other. Every change creates exactly one new, immutable ranking. Reassign a trait and never
    change it in place, because observers would not notice that. A value that the problem does not
    allow raises a `TraitError` that names it, and the decision stays unchanged.

    Parameters
    ----------
    problem : Problem
    choices : Choices, optional
        Initial choices.
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
    """The user's own measurement, which replaces the shipped figures; it is not saved."""

    radar_group = Unicode()
    """Id of the group whose criteria the radar shows; empty for all groups."""

    map_corners = Tuple()
    """Ids of the three corners of the win map; empty for those with the most weight."""

    ranking = Instance(Ranking, read_only=True)

    assessment: Assessment
    """Assessment of the current ranking."""

    _changing = False

    def __init__(self, problem: Problem, choices: Choices | None = None) -> None:
        self.problem = self._facts = expect(problem, Problem, "one from advisor.load")
        super().__init__()
        self.choices = choices or Choices()

    @property
    def choices(self) -> Choices:
        """All choices; setting them replaces all parts in one change."""
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
        """Ids of the corners of the win map: the chosen ones, or those with the most weight."""
        return self.map_corners or heaviest(self.ranking)

    def set_weight(self, criterion: str, weight: float) -> None:
        """Set the raw weight of one criterion, 0 to 100."""
        self.set_weights({criterion: weight})

    def set_weights(self, weights: Mapping[str, float]) -> None:
        """Set raw weights of several criteria in one change.

        A weight that equals the one of scenario and answers is not stored as a choice.
        """
        advised = self.ranking.advice.weights
        chosen = {**self.weights, **weights}
        self.weights = {c: w for c, w in chosen.items() if c not in weights or advised.get(c) != w}

    def set_group_weight(self, group: str, weight: float) -> None:
        """Set the total weight of a group in one change; its criteria keep their proportions.

        A group with a weight of 0 is divided as in answers and scenario, or evenly if they give it
        no weight. The weight stops rising when one of its criteria reaches the end of the scale.

        Raises
        ------
        ChoiceError
            If the problem has no such group; the message lists its groups.
        TraitError
            If the weight is below 0 or not a number.
        """
        parts = self._parts(group)
        if not 0 <= weight < inf:
            raise TraitError(f"the weight of {group!r} is {weight!r}; allowed: 0 or more")
        factor = min(weight / sum(parts.values()), LARGEST_WEIGHT / max(parts.values()))
        advised, weights = self.ranking.advice.weights, {}
        for criterion, part in parts.items():
            moved = min(factor * part, LARGEST_WEIGHT)
            # A weight that is back at its start, up to rounding, is not a choice.
            weights[criterion] = advised[criterion] if isclose(moved, advised[criterion]) else moved
        self.set_weights(weights)

    def undo_weight(self, criterion: str) -> None:
        """Reset one weight to that of scenario and answers."""
        self.weights = {c: weight for c, weight in self.weights.items() if c != criterion}

    def undo_group_weight(self, group: str) -> None:
        """Reset the weights of a group to those of scenario and answers."""
        inside = self._parts(group)
        self.weights = {c: weight for c, weight in self.weights.items() if c not in inside}

    def reset(self) -> None:
        """Reset all weights to those of scenario and answers."""
        self.weights = {}

    def answer(self, question: str, answer: str | None) -> None:
        """Answer a question about the project, or remove the answer with None."""
        others = {q: a for q, a in self.answers.items() if q != question}
        # An answer that equals the preset one is not a choice, but removing a preset answer is.
        chosen, preset = answer or "", self.problem.scenario(self.scenario).answers
        kept = chosen != preset.get(question, "")
        self.answers = {**others, question: chosen} if kept else others

    def demand(self, requirement: str, demand: str) -> None:
        """Demand a level of a requirement, or nothing with an empty text.

        A demand that equals that of the answers is not stored as a choice.
        """
        others = {r: d for r, d in self.requirements.items() if r != requirement}
        advised = self.ranking.advice.demands.get(requirement, "")
        self.requirements = others if demand == advised else {**others, requirement: demand}

    def set_input(self, criterion: str, alternative: str, performance: float | None) -> None:
        """Enter one performance that only the user knows, or remove it with None."""
        entered = {**self.inputs.get(criterion, {}), alternative: performance}
        row = {a: p for a, p in entered.items() if p is not None}
        others = {c: r for c, r in self.inputs.items() if c != criterion}
        self.inputs = {**others, criterion: row} if row else others

    def show(self, alternative: str, shown: bool) -> None:
        """Include an alternative in the ranking or leave it out."""
        if alternative in [other.id for other in self.problem.others]:
            rest = tuple(a for a in self.included if a != alternative)
            self.included = (*rest, alternative) if shown else rest
        else:
            rest = tuple(a for a in self.excluded if a != alternative)
            self.excluded = rest if shown else (*rest, alternative)

    def set_corner(self, place: int, corner: str) -> None:
        """Set one corner of the win map; a group that is at another corner swaps places."""
        corners = list(self.corners)
        if place not in range(CORNERS):
            raise ChoiceError(f"the corner is {place!r}; allowed: 0 to {CORNERS - 1}")
        if corner in corners:
            corners[corners.index(corner)] = corners[place]
        corners[place] = corner
        self.map_corners = tuple(corners)

    def hear(self, *ballots: Ballot) -> None:
        """Store the ballots of a group and use their combined weights.

        Raises
        ------
        ChoiceError
            If no ballot has a weight above 0, or a ballot is not allowed; then nothing changes.
        """
        heard = CHECKS["ballots"](self.problem, ballots)
        weights = together(self.problem, heard)
        with self._one_change(), self.hold_trait_notifications():
            self.ballots = heard
            self.set_weights(weights)
        self._rank()

    def without_measurement(self) -> Ranking:
        """Ranking with the shipped figures instead of the user's measurement."""
        return rank(self.problem, self.choices)

    def to_dict(self) -> dict[str, Any]:
        """All choices as plain data for JSON."""
        return self.choices.to_dict(self.problem)

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Restore all choices from the data of `to_dict`, in one change.

        Raises
        ------
        ChoiceError
            As in `Choices.from_dict`; then nothing changes.
        """
        self.choices = Choices.from_dict(self.problem, saved)

    def _parts(self, group: str) -> dict[str, float]:
        """Proportions in which the criteria of a group divide its weight; not all are 0."""
        ids = [criterion.id for criterion in self.problem.criteria if criterion.group == group]
        if not ids:
            names = [known.id for known in self.problem.groups]
            raise ChoiceError(f"there is no group {group!r}; {allowed(group, names)}")
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
                raise TraitError(f"there is no corner {corner!r}; {allowed(corner, names)}")
        if len(set(chosen)) != len(chosen) or len(chosen) not in (0, CORNERS):
            raise TraitError(f"a map needs three different corners, not {', '.join(chosen)}")
        return chosen

    @validate("radar_group")
    def _check_radar_group(self, proposal: Proposal) -> str:
        chosen: str = proposal["value"]
        names = [group.id for group in self.problem.groups]
        if chosen not in ("", *names):
            raise TraitError(f"there is no group {chosen!r}; {allowed(chosen, names)}")
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
            # An empty answer removed a preset one of the old scenario, so the new one drops it.
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
            ranking, before = ranked(self._facts, self.choices), getattr(self, "assessment", None)
            self.assessment = assess(ranking)
            self.set_trait("ranking", ranking)
            if before:
                let_go(before.ranking)
