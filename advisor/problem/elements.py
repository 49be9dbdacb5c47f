"""Parts of a decision problem: groups, criteria, alternatives, performances, scenarios."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan
from types import MappingProxyType
from typing import Annotated, Literal
from unicodedata import bidirectional

from advisor.mcda import values
from advisor.mcda.values import Array
from advisor.problem.tables import (
    Between,
    identifier,
    iso_date,
    optional_quantity,
    optional_share,
    quantity,
    several,
)

Direction = Literal["higher", "lower"]
ValueFunction = Literal["linear", "log", "levels"]
CriterionKind = Literal["fact", "input"]
Basis = Literal["measured", "documented", "survey", "judgement", "input", "not stated"]
# A decision of your own may leave open what backs a fact; a shipped problem may not.
UNSTATED: Basis = "not stated"

# Id of the reading in performances.csv, in problems with more than one reading.
STATED = "stated"

# Raw weights run from 0 to this, on sliders and in scenarios.
LARGEST_WEIGHT = 100

# Types with the parser of their table cells, which `advisor.problem.schema` looks up.
Id = Annotated[str, identifier]
Day = Annotated[str, iso_date]
Anchor = Annotated[float, quantity]
Known = Annotated[float, optional_quantity]
Share = Annotated[float, Between(0, 1)]
Sureness = Annotated[float, optional_share]
RawWeight = Annotated[float, Between(0, LARGEST_WEIGHT)]


@dataclass(frozen=True)
class Group:
    """A named family of criteria."""

    id: Id
    name: str
    question: str


@dataclass(frozen=True)
class Level:
    """One level of a rubric: what can be observed (``meaning``) and its value in [0, 1].

    ``short`` is the meaning in a word or two, as the label of a button; it may be empty.
    """

    level: float
    value: Share
    meaning: str
    short: str = ""


@dataclass(frozen=True)
class Criterion:
    """A criterion with its two fixed anchors.

    ``worst`` and ``best`` are the anchors, in ``unit``. ``kind`` is ``"fact"`` if the data states
    the performances, ``"input"`` if only the user knows them.
    """

    id: Id
    group: Id
    name: str
    question: str
    unit: str
    direction: Direction
    worst: Anchor
    best: Anchor
    value_function: ValueFunction
    worst_text: str
    best_text: str
    kind: CriterionKind
    note: str = ""
    levels: tuple[Level, ...] = ()
    overlaps: str = ""
    """Id of a criterion that partly measures the same, by construction; empty if none."""
    opposes: str = ""
    """Id of a criterion that falls when this one rises, by construction; empty if none."""
    goes_with: Annotated[tuple[str, ...], several] = ()
    """Ids of criteria in other groups that correlate with this one but measure something else, so
    that nothing is counted twice."""

    def value(self, performance: Array | float) -> Array:
        """Value in [0, 1] of a performance in the criterion's unit; NaN gives NaN."""
        match self.value_function:
            case "linear":
                return values.linear(performance, self.worst, self.best)
            case "log":
                return values.log(performance, self.worst, self.best)
            case "levels":
                steps = [step.level for step in self.levels]
                return values.levels(performance, steps, [step.value for step in self.levels])

    def performance(self, value: Array | float) -> Array:
        """Performance, in the criterion's unit, of a value in [0, 1]; the inverse of `value`."""
        match self.value_function:
            case "linear":
                return values.inverse_linear(value, self.worst, self.best)
            case "log":
                return values.inverse_log(value, self.worst, self.best)
            case "levels":
                steps = [step.level for step in self.levels]
                return values.inverse_levels(value, steps, [step.value for step in self.levels])


ISOLATES = "\u2068\u2069"
_BACKWARDS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# A run goes on over spaces, digits and hyphens, but not over what separates the parts of a list.
_RUNS = re.compile(f"(?<!\u2068)[{_BACKWARDS}](?:[{_BACKWARDS}\\d\\s'’-]*[{_BACKWARDS}])?")


def isolated(text: str) -> str:
    """Text that does not reorder the sentence around it, even if it runs from right to left."""
    backwards = any(bidirectional(letter) in ("R", "AL") for letter in text)
    return text.join(ISOLATES) if backwards else text


def isolated_runs(sentence: str) -> str:
    """Sentence whose names from right to left leave its other words and figures in order."""
    parts = re.split("(\u2068[^\u2069]*\u2069)", sentence)
    parts[::2] = [_RUNS.sub(lambda run: run[0].join(ISOLATES), part) for part in parts[::2]]
    return "".join(parts)


@dataclass(frozen=True)
class Alternative:
    """An alternative, in the version that its performances describe."""

    id: Id
    name: str
    version: str = ""
    url: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Source:
    """Source of a fact; ``seen`` is the ISO date on which it was read or measured."""

    id: Id
    title: str
    publisher: str
    url: str
    seen: Day
    note: str = ""


@dataclass(frozen=True)
class Performance:
    """The raw fact about one alternative on one criterion, in the criterion's unit.

    ``performance`` is NaN if it is unknown. ``low`` and ``high`` bound an uncertain performance
    and equal a certain one. ``confidence``, for a level of a rubric, is the probability in (0, 1]
    that the stated level is right; the other levels from ``low`` to ``high`` share the rest. It is
    NaN if none is stated.
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
    confidence: Sureness = nan


@dataclass(frozen=True)
class ScenarioWeight:
    """Raw weight of a criterion or group in a scenario, with its range (all 0-100) and reason."""

    weight: RawWeight
    low: RawWeight
    high: RawWeight
    reason: str


@dataclass(frozen=True)
class Scenario:
    """A named kind of project, with its weights, their ranges and its preset answers.

    ``weights`` holds the weight of each criterion. A group in ``group_weights`` has its own
    weight, which its criteria share in proportion to theirs; the criteria of other groups keep
    their own weights.
    """

    id: Id
    name: str
    summary: str
    weights: Mapping[str, ScenarioWeight]
    group_weights: Mapping[str, ScenarioWeight] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    """Preset answer id by question id; the user's own answer replaces it."""

    def __post_init__(self) -> None:
        for name in ("weights", "group_weights", "answers"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def weight(self, target: str) -> ScenarioWeight:
        """Weight of a criterion, or of a group with its own weight, by its id."""
        return self.group_weights.get(target) or self.weights[target]
