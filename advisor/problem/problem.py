"""The decision problem: who is compared, what matters, the facts and where they come from.

Everything here is frozen. A changed problem is a new problem
(`Problem.with_performances`), so that a result can keep the one it came from.
`advisor.problem.folder` reads a problem from a folder and checks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import nan
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from advisor.mcda.sampling.values import UncertainValues, triangular, with_level
from advisor.mcda.values import Array, frozen
from advisor.problem.elements import (
    STATED,
    Alternative,
    Criterion,
    Group,
    Performance,
    Scenario,
    Source,
)
from advisor.problem.questions import Capability, Question, Requirement, Rule

Kind = TypeVar("Kind")


class InputError(ValueError):
    """Something that somebody gave cannot be used; the message is for them."""


def expect(given: object, kind: type[Kind], allowed: str) -> Kind:
    """What was given, if it is of a kind; `InputError` that says what is allowed if not."""
    if not isinstance(given, kind):
        raise InputError(f"a {type(given).__name__} is no {kind.__name__}; allowed: {allowed}")
    return given


# A missing performance may lie anywhere between the anchors; its value counts as the middle.
UNKNOWN_VALUE, UNKNOWN_LOW, UNKNOWN_HIGH = 0.5, 0.0, 1.0


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
    """Facts that can be read in more than one way, the stated one first, by reading id."""
    reading_names: Mapping[str, str] = field(default_factory=dict)
    reading: str = STATED
    """Id of the reading that the performances are of."""
    others: tuple[Alternative, ...] = ()
    """Alternatives with facts that are compared only when asked for, see `including`."""
    retired: Mapping[str, str] = field(default_factory=dict)
    """Why a criterion of an earlier version is gone and what stands in its place, by its id."""
    unknown: str = ""
    """What nobody's data can tell about the decision, in a sentence or two; empty if not said."""

    def __post_init__(self) -> None:
        for name in (
            "performances",
            "sources",
            "texts",
            "capabilities",
            "readings",
            "reading_names",
            "retired",
        ):
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
    def uncertain_values(self) -> UncertainValues:
        """Values with what is uncertain about them.

        Triangular between low and high, uniform where missing; the levels between low and high
        where one is stated with a confidence.
        """
        stated = self.values.copy()
        stated[np.reshape([np.isnan(c.performance) for c in self._cells()], stated.shape)] = np.nan
        found = triangular(self.values_low, stated, self.values_high)
        for row, alternative in enumerate(self.alternatives):
            for column, criterion in enumerate(self.criteria):
                cell = self.performances[alternative.id, criterion.id]
                if cell.confidence < 1:
                    steps = [s.value for s in criterion.levels if cell.low <= s.level <= cell.high]
                    found = with_level(found, row, column, steps, cell.confidence)
        return found

    @cached_property
    def missing(self) -> tuple[Performance, ...]:
        """Performances nobody knows yet."""
        return tuple(cell for cell in self._cells() if np.isnan(cell.performance))

    def criterion(self, criterion_id: str) -> Criterion:
        """Criterion of that id; `LookupError` names the ids there are."""
        return _by_id(self.criteria, criterion_id, "criterion")

    def alternative(self, alternative_id: str) -> Alternative:
        """Alternative of that id, compared or not; `LookupError` names the ids there are."""
        return _by_id((*self.alternatives, *self.others), alternative_id, self.alternative_noun)

    def scenario(self, scenario_id: str) -> Scenario:
        """Scenario of that id; `LookupError` names the ids there are."""
        return _by_id(self.scenarios, scenario_id, "scenario")

    def project_question(self, question_id: str) -> Question:
        """Question about the project of that id; `LookupError` names the ids there are."""
        return _by_id(self.questions, question_id, "question")

    def requirement(self, requirement_id: str) -> Requirement:
        """Requirement of that id; `LookupError` names the ids there are."""
        return _by_id(self.requirements, requirement_id, "requirement")

    def weighed(self, target: str) -> str:
        """Name of what a weight is about: a criterion, or a group that has a weight of its own."""
        groups = {group.id: group.name for group in self.groups}
        return groups.get(target) or self.criterion(target).name

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

    def including(self, alternatives: Iterable[str]) -> Problem:
        """Copy that compares some of the `others` too, after those compared already.

        Nobody's values change: the anchors are fixed.

        Raises
        ------
        LookupError
            If an alternative is not in the problem.
        """
        asked = [self.alternative(alternative) for alternative in dict.fromkeys(alternatives)]
        joining = tuple(alternative for alternative in asked if alternative in self.others)
        if not joining:
            return self
        left = tuple(other for other in self.others if other not in joining)
        return replace(self, alternatives=(*self.alternatives, *joining), others=left)

    def with_reading(self, reading: str) -> Problem:
        """Copy with the performances of a reading; `LookupError` names the readings there are."""
        if reading not in self.readings:
            raise LookupError(f"no reading {reading!r}; there are: {', '.join(self.readings)}")
        changed = {**self.performances, **self.readings[reading]}
        return replace(self, performances=changed, reading=reading)

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
