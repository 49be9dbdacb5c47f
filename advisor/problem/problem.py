"""The decision problem: alternatives, criteria, facts and their sources.

Everything here is frozen. A changed problem is a new problem
(`Problem.with_performances`), so that a result can keep the problem it was computed from.
`advisor.problem.folder` reads a problem from a folder and checks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
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
    """A value that the user gave cannot be used; the message tells them why."""


def expect(given: object, kind: type[Kind], allowed: str) -> Kind:
    """Return ``given`` if it is an instance of ``kind``; raise `InputError` otherwise."""
    if not isinstance(given, kind):
        found, wanted = type(given).__name__, kind.__name__
        raise InputError(f"a {wanted} is needed, not a {found}; allowed: {allowed}")
    return given


# No record has ten levels. Python allows some 1,000 calls inside each other, and to check, show or
# compare a value takes a few calls for each of its levels.
MOST_NESTED = 50
TOO_DEEP = f"nested too deeply; allowed: {MOST_NESTED} levels"


def nested_too_deeply(found: object) -> bool:
    """Whether more than `MOST_NESTED` lists and mappings are inside each other."""
    waiting = [(found, 1)]
    # A function that calls itself would run out of stack on what it is to refuse.
    while waiting:
        value, level = waiting.pop()
        if isinstance(value, str | bytes) or not isinstance(value, Mapping | Sequence | Set):
            continue
        if level > MOST_NESTED:
            return True
        parts = value.values() if isinstance(value, Mapping) else value
        waiting += [(part, level + 1) for part in parts]
    return False


# A missing performance may lie anywhere between the anchors; it is scored at mid-range.
UNKNOWN_VALUE, UNKNOWN_LOW, UNKNOWN_HIGH = 0.5, 0.0, 1.0


@dataclass(frozen=True, eq=False)
class Problem:
    """A complete decision problem; its arrays have shape (alternatives, criteria), in order."""

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
    """Facts by reading id, the stated reading first; only facts that differ between readings."""
    reading_names: Mapping[str, str] = field(default_factory=dict)
    reading: str = STATED
    """Id of the reading that ``performances`` holds."""
    others: tuple[Alternative, ...] = ()
    """Alternatives with facts that are compared only on request, see `including`."""
    retired: Mapping[str, str] = field(default_factory=dict)
    """Why each criterion of an earlier version was retired and what replaces it, by its id."""
    unknown: str = ""
    """What no data can show about the decision, in a sentence or two; may be empty."""
    own: bool = False
    """Whether sources, days, questions and reasons may be left open, see `unstated`."""

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
        """Values in [0, 1]; a missing performance has the value 0.5."""
        return self._values("performance", UNKNOWN_VALUE)

    @cached_property
    def values_low(self) -> Array:
        """Lowest possible value of each performance, in [0, 1]."""
        ends = self._values("low", UNKNOWN_LOW), self._values("high", UNKNOWN_LOW)
        return frozen(np.minimum(*ends))

    @cached_property
    def values_high(self) -> Array:
        """Highest possible value of each performance, in [0, 1]."""
        ends = self._values("low", UNKNOWN_HIGH), self._values("high", UNKNOWN_HIGH)
        return frozen(np.maximum(*ends))

    @cached_property
    def uncertain_values(self) -> UncertainValues:
        """Values with their uncertainty.

        A performance with bounds has a triangular distribution between low and high, a missing
        one a uniform distribution. A level with a confidence is drawn from the levels between
        low and high.
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
        """Performances that are unknown."""
        return tuple(cell for cell in self._cells() if np.isnan(cell.performance))

    def criterion(self, criterion_id: str) -> Criterion:
        """Criterion with that id; raises `LookupError`, which lists the ids, if there is none."""
        return _by_id(self.criteria, criterion_id, "criterion")

    def alternative(self, alternative_id: str) -> Alternative:
        """Alternative with that id, compared or not; raises `LookupError` if there is none."""
        return _by_id((*self.alternatives, *self.others), alternative_id, self.alternative_noun)

    def scenario(self, scenario_id: str) -> Scenario:
        """Scenario with that id; raises `LookupError`, which lists the ids, if there is none."""
        return _by_id(self.scenarios, scenario_id, "scenario")

    def project_question(self, question_id: str) -> Question:
        """Question with that id; raises `LookupError`, which lists the ids, if there is none."""
        return _by_id(self.questions, question_id, "question")

    def requirement(self, requirement_id: str) -> Requirement:
        """Requirement with that id; raises `LookupError`, which lists the ids, if there is none."""
        return _by_id(self.requirements, requirement_id, "requirement")

    def weighed(self, target: str) -> str:
        """Name of the criterion, or of the group with its own weight, that has this id."""
        groups = {group.id: group.name for group in self.groups}
        return groups.get(target) or self.criterion(target).name

    def criteria_in(self, group_id: str) -> tuple[int, ...]:
        """Column numbers of a group's criteria."""
        return tuple(j for j, criterion in enumerate(self.criteria) if criterion.group == group_id)

    def with_performances(self, performances: Mapping[tuple[str, str], float]) -> Problem:
        """Copy in which some performances are replaced by exact ones.

        Parameters
        ----------
        performances : mapping of (alternative id, criterion id) to float
            New performances in the criterion's unit, without uncertainty.

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
        """Copy that also compares some of the `others`, after the alternatives compared already.

        No value changes, because the anchors are fixed.

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
        """Copy with the performances of a reading; raises `LookupError` if it is unknown."""
        if reading not in self.readings:
            known = ", ".join(self.readings)
            raise LookupError(f"there is no reading {reading!r}; allowed: {known or 'none'}")
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
    raise LookupError(f"there is no {what} {wanted!r}; allowed: {known or 'none'}")
