"""What a decision problem is made of: groups, criteria, alternatives, performances, scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan
from types import MappingProxyType
from typing import Annotated, Literal
from unicodedata import bidirectional

from advisor.mcda import values
from advisor.mcda.values import Array
from advisor.problem.tables import between, identifier, iso_date, optional_number, several

Direction = Literal["higher", "lower"]
ValueFunction = Literal["linear", "log", "levels"]
CriterionKind = Literal["fact", "input"]
Basis = Literal["measured", "documented", "survey", "judgement", "input"]

# Id of the reading that performances.csv holds, where there are others.
STATED = "stated"

# Raw weights run from 0 to this, on sliders and in scenarios.
LARGEST_WEIGHT = 100

# What a cell of a table may say, beyond its type; `advisor.problem.schema` reads it off.
Id = Annotated[str, identifier]
Day = Annotated[str, iso_date]
Known = Annotated[float, optional_number]
Share = Annotated[float, between(0, 1)]
RawWeight = Annotated[float, between(0, LARGEST_WEIGHT)]


@dataclass(frozen=True)
class Group:
    """A named family of criteria."""

    id: Id
    name: str
    question: str


@dataclass(frozen=True)
class Level:
    """One step of a rubric: what can be observed (``meaning``) and what it is worth.

    ``short`` says the meaning in a word or two, for a button; empty where nobody did.
    """

    level: float
    value: Share
    meaning: str
    short: str = ""


@dataclass(frozen=True)
class Criterion:
    """One thing that matters, with its two fixed anchors.

    ``worst`` and ``best`` are in ``unit``. ``kind`` is ``"fact"`` for what the
    data says about an alternative, ``"input"`` for what only the visitor knows.
    """

    id: Id
    group: Id
    name: str
    question: str
    unit: str
    direction: Direction
    worst: float
    best: float
    value_function: ValueFunction
    worst_text: str
    best_text: str
    kind: CriterionKind
    note: str = ""
    levels: tuple[Level, ...] = ()
    overlaps: str = ""
    """Id of a criterion that counts partly the same, by construction; empty if none."""
    opposes: str = ""
    """Id of a criterion that falls where this one rises, by construction; empty if none."""
    goes_with: Annotated[tuple[str, ...], several] = ()
    """Ids of criteria of other groups that rise with it in this field, though they are other
    things: a correlation, no double counting."""

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


ISOLATES = "\u2068\u2069"


def isolated(text: str) -> str:
    """Text that keeps the order of a sentence around it, even where it runs from right to left."""
    backwards = any(bidirectional(letter) in ("R", "AL") for letter in text)
    return text.join(ISOLATES) if backwards else text


@dataclass(frozen=True)
class Alternative:
    """One that can be chosen, in the version its performances are about."""

    id: Id
    name: str
    version: str = ""
    url: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Source:
    """Where a fact was read or how it was measured; ``seen`` is an ISO date."""

    id: Id
    title: str
    publisher: str
    url: str
    seen: Day
    note: str = ""


@dataclass(frozen=True)
class Performance:
    """The raw fact for one alternative on one criterion, in the criterion's unit.

    ``performance`` is NaN where it is unknown. ``low`` and ``high`` bound it
    where it is uncertain and equal it where it is not. ``confidence``, for a level
    of a rubric, is the probability that it is the one read; the other levels
    from ``low`` to ``high`` share the rest. NaN where none is stated.
    """

    alternative: Id
    criterion: Id
    performance: Known
    low: Known
    high: Known
    basis: Basis
    source: str = ""
    as_of: Day = ""
    version: str = ""
    note: str = ""
    confidence: Known = nan


@dataclass(frozen=True)
class ScenarioWeight:
    """Raw weight (0-100) of a criterion or group in a scenario, its plausible range and why."""

    weight: RawWeight
    low: RawWeight
    high: RawWeight
    reason: str


@dataclass(frozen=True)
class Scenario:
    """A named kind of project: answers to start from, and a region of weights.

    ``weights`` are those of the criteria. A group in ``group_weights`` has a weight of its
    own, which its criteria share in proportion to theirs; without one each weighs for itself.
    """

    id: Id
    name: str
    summary: str
    weights: Mapping[str, ScenarioWeight]
    group_weights: Mapping[str, ScenarioWeight] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    """Id of the answer by id of the question, until somebody answers otherwise."""

    def __post_init__(self) -> None:
        for name in ("weights", "group_weights", "answers"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def weight(self, target: str) -> ScenarioWeight:
        """Weight of a group that has one of its own, or of a criterion, by its id."""
        return self.group_weights.get(target) or self.weights[target]
