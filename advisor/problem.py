"""The decision problem: alternatives, criteria, performances, sources, scenarios.

Everything here is frozen. A changed problem is a new problem
(`Problem.with_performances`), so that a result can keep the one it came from.
`advisor.data` reads a problem from a folder and checks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import nan
from types import MappingProxyType
from typing import Literal, TypeVar

import numpy as np

from advisor import values
from advisor.project import Capability, Question, Requirement, Rule
from advisor.values import Array, frozen

Direction = Literal["higher", "lower"]
ValueFunction = Literal["linear", "log", "levels"]
Kind = Literal["fact", "input"]
Basis = Literal["measured", "documented", "survey", "judgement", "input"]

# Raw weights run from 0 to this, on sliders and in scenarios.
LARGEST_WEIGHT = 100

# A missing performance may lie anywhere between the anchors; its value counts as the middle.
UNKNOWN_VALUE, UNKNOWN_LOW, UNKNOWN_HIGH = 0.5, 0.0, 1.0


@dataclass(frozen=True)
class Group:
    """A named family of criteria."""

    id: str
    name: str
    question: str


@dataclass(frozen=True)
class Level:
    """One step of a rubric: what can be observed (``meaning``) and what it is worth."""

    level: float
    value: float
    meaning: str


@dataclass(frozen=True)
class Criterion:
    """One thing that matters, with its two fixed anchors.

    ``worst`` and ``best`` are in ``unit``. ``kind`` is ``"fact"`` for what the
    data says about an alternative, ``"input"`` for what only the visitor knows.
    """

    id: str
    group: str
    name: str
    question: str
    unit: str
    direction: Direction
    worst: float
    best: float
    value_function: ValueFunction
    worst_text: str
    best_text: str
    kind: Kind = "fact"
    note: str = ""
    levels: tuple[Level, ...] = ()
    overlaps: str = ""
    """Id of a criterion that counts partly the same, by construction; empty if none."""
    opposes: str = ""
    """Id of a criterion that falls where this one rises, by construction; empty if none."""

    def value(self, performance: Array | float) -> Array:
        """Value in [0, 1] of a performance in the criterion's unit; NaN stays NaN."""
        match self.value_function:
            case "linear":
                return values.linear(performance, self.worst, self.best)
            case "log":
                return values.log(performance, self.worst, self.best)
            case "levels":
                steps = [step.level for step in self.levels]
                return values.levels(performance, steps, [step.value for step in self.levels])

    def performance(self, value: Array | float) -> Array:
        """Performance in the criterion's unit that has a value, the inverse of `value`."""
        match self.value_function:
            case "linear":
                return values.inverse_linear(value, self.worst, self.best)
            case "log":
                return values.inverse_log(value, self.worst, self.best)
            case "levels":
                steps = [step.level for step in self.levels]
                return values.inverse_levels(value, steps, [step.value for step in self.levels])


@dataclass(frozen=True)
class Alternative:
    """One that can be chosen, in the version its performances are about."""

    id: str
    name: str
    version: str
    url: str
    summary: str


@dataclass(frozen=True)
class Source:
    """Where a fact was read or how it was measured; ``seen`` is an ISO date."""

    id: str
    title: str
    publisher: str
    url: str
    seen: str
    note: str = ""


@dataclass(frozen=True)
class Performance:
    """The raw fact for one alternative on one criterion, in the criterion's unit.

    ``performance`` is NaN where it is unknown. ``low`` and ``high`` bound it
    where it is uncertain and equal it where it is not. ``confidence``, for a level
    of a rubric, is the probability that it is the one read; the other levels
    from ``low`` to ``high`` share the rest. NaN where none is stated.
    """

    alternative: str
    criterion: str
    performance: float
    low: float
    high: float
    basis: Basis
    source: str = ""
    as_of: str = ""
    version: str = ""
    note: str = ""
    confidence: float = nan


@dataclass(frozen=True)
class ScenarioWeight:
    """Raw weight (0-100) of one criterion in a scenario, its plausible range and why."""

    weight: float
    low: float
    high: float
    reason: str


@dataclass(frozen=True)
class Scenario:
    """A named kind of project: a region of weights with a point in it to start from."""

    id: str
    name: str
    summary: str
    weights: Mapping[str, ScenarioWeight]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))

    @property
    def raw_weights(self) -> dict[str, float]:
        """Starting weight by criterion id."""
        return {criterion: weight.weight for criterion, weight in self.weights.items()}


@dataclass(frozen=True, eq=False)
class Problem:
    """A whole decision problem; arrays are ``(alternatives, criteria)`` in the given order."""

    id: str
    title: str
    question: str
    alternative_noun: str
    alternative_noun_plural: str
    groups: tuple[Group, ...]
    alternatives: tuple[Alternative, ...]
    criteria: tuple[Criterion, ...]
    performances: Mapping[tuple[str, str], Performance]
    sources: Mapping[str, Source] = field(default_factory=dict)
    scenarios: tuple[Scenario, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """Files of the problem folder that sources point to, by relative name."""
    questions: tuple[Question, ...] = ()
    rules: tuple[Rule, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    capabilities: Mapping[tuple[str, str], Capability] = field(default_factory=dict)
    """What each alternative offers, by alternative id and requirement id."""
    readings: Mapping[str, Mapping[tuple[str, str], Performance]] = field(default_factory=dict)
    """Performances that stand in for the stated ones under another reading, by its id."""

    def __post_init__(self) -> None:
        for name in ("performances", "sources", "texts", "capabilities", "readings"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @cached_property
    def values(self) -> Array:
        """Values in [0, 1]; a missing performance counts as the middle of the range."""
        return self._values("performance", UNKNOWN_VALUE)

    @cached_property
    def values_low(self) -> Array:
        """The lowest value each performance may turn out to have."""
        ends = self._values("low", UNKNOWN_LOW), self._values("high", UNKNOWN_LOW)
        return frozen(np.minimum(*ends))

    @cached_property
    def values_high(self) -> Array:
        """The highest value each performance may turn out to have."""
        ends = self._values("low", UNKNOWN_HIGH), self._values("high", UNKNOWN_HIGH)
        return frozen(np.maximum(*ends))

    @cached_property
    def missing(self) -> tuple[Performance, ...]:
        """Performances nobody knows yet."""
        return tuple(cell for cell in self._cells() if np.isnan(cell.performance))

    def criterion(self, criterion_id: str) -> Criterion:
        """Criterion of that id; `LookupError` names the ids there are."""
        return _by_id(self.criteria, criterion_id, "criterion")

    def alternative(self, alternative_id: str) -> Alternative:
        """Alternative of that id; `LookupError` names the ids there are."""
        return _by_id(self.alternatives, alternative_id, self.alternative_noun)

    def scenario(self, scenario_id: str) -> Scenario:
        """Scenario of that id; `LookupError` names the ids there are."""
        return _by_id(self.scenarios, scenario_id, "scenario")

    def project_question(self, question_id: str) -> Question:
        """Question about the project of that id; `LookupError` names the ids there are."""
        return _by_id(self.questions, question_id, "question")

    def requirement(self, requirement_id: str) -> Requirement:
        """Requirement of that id; `LookupError` names the ids there are."""
        return _by_id(self.requirements, requirement_id, "requirement")

    def criteria_in(self, group_id: str) -> tuple[int, ...]:
        """Column numbers of a group's criteria."""
        return tuple(j for j, criterion in enumerate(self.criteria) if criterion.group == group_id)

    def with_performances(self, performances: Mapping[tuple[str, str], float]) -> Problem:
        """Copy in which some performances are replaced by certain ones.

        Parameters
        ----------
        performances : mapping of (alternative id, criterion id) to float
            In the criterion's unit.

        Raises
        ------
        LookupError
            If an alternative or a criterion is not in the problem.
        """
        changed = dict(self.performances)
        for (alternative, criterion), number in performances.items():
            cell = changed[self.alternative(alternative).id, self.criterion(criterion).id]
            changed[cell.alternative, cell.criterion] = replace(
                cell, performance=number, low=number, high=number, confidence=nan
            )
        return replace(self, performances=changed)

    def with_reading(self, reading: str) -> Problem:
        """Copy with the performances of a reading; `LookupError` names the readings there are."""
        if reading not in self.readings:
            raise LookupError(f"no reading {reading!r}; there are: {', '.join(self.readings)}")
        return replace(self, performances={**self.performances, **self.readings[reading]})

    def _cells(self) -> list[Performance]:
        return [self.performances[a.id, c.id] for a in self.alternatives for c in self.criteria]

    def _values(self, reading: str, unknown: float) -> Array:
        flat = np.array([getattr(cell, reading) for cell in self._cells()], dtype=float)
        table = flat.reshape(len(self.alternatives), len(self.criteria))
        columns = [criterion.value(table[:, j]) for j, criterion in enumerate(self.criteria)]
        found = np.column_stack(columns)
        found[np.isnan(found)] = unknown
        return frozen(found)


Named = TypeVar("Named", Criterion, Alternative, Scenario, Question, Requirement)


def _by_id(all_there_are: tuple[Named, ...], wanted: str, what: str) -> Named:
    for one in all_there_are:
        if one.id == wanted:
            return one
    known = ", ".join(one.id for one in all_there_are)
    raise LookupError(f"no {what} {wanted!r}; there are: {known or 'none'}")
