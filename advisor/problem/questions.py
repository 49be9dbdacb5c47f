"""Questions about the project, the rules that their answers apply, and requirements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from advisor.problem.elements import Day, Id
from advisor.problem.tables import figure, listed, needed_figure

Effect = Literal["weight", "importance", "require"]
RequirementKind = Literal["levels", "at least", "at most"]

# Raw weight of each word for how much a criterion matters. People perceive equal ratios as equal
# steps of importance: in Lootsma's form of SMART one grade multiplies the weight by the square root
# of two (https://rdrr.io/cran/RMCDA/man/apply.SMART.html). One word here is two grades.
IMPORTANCE = {"none": 0.0, "little": 12.5, "some": 25.0, "much": 50.0, "decides": 100.0}
# A word covers all weights that are closer to it, in grades, than to the next word.
HALF_A_WORD = 2**0.5

# An answer to every question: the ranges then cover the effects of all its other answers.
NOT_SURE = "not_sure"


@dataclass(frozen=True)
class Answer:
    """One answer that a question offers."""

    id: Id
    text: str


@dataclass(frozen=True)
class Question:
    """A question about the project, which only the user can answer; ``help`` explains it."""

    id: Id
    question: str
    help: str = ""
    choices: tuple[Answer, ...] = ()

    def choice(self, answer: str) -> Answer:
        """Answer with that id; raises `LookupError`, which lists the ids, if there is none."""
        for choice in self.choices:
            if choice.id == answer:
                return choice
        known = ", ".join([*(choice.id for choice in self.choices), NOT_SURE])
        raise LookupError(f"{self.id!r} has no answer {answer!r}; allowed: {known}")


@dataclass(frozen=True)
class Rule:
    """One effect of an answer, with its reason.

    The effect ``"importance"`` says how much ``target`` matters: ``amount`` is a word of
    `IMPORTANCE`, and the target is a criterion or a group with its own weight. ``"weight"`` adds
    ``amount`` points to the raw weight of the criterion ``target``. ``"require"`` demands the
    level ``amount`` of the requirement ``target``.
    """

    question: Id
    answer: Id
    effect: Effect
    target: Id
    amount: Annotated[str, needed_figure]
    reason: str

    @property
    def weighs(self) -> bool:
        """Whether the rule changes a weight."""
        return self.effect != "require"

    @property
    def points(self) -> float:
        """Points that a rule with the effect ``"weight"`` adds to the raw weight."""
        return float(self.amount)


@dataclass(frozen=True)
class Requirement:
    """A must-have that an alternative meets or misses.

    ``choices`` lists what can be demanded. For the kind ``"levels"`` they are words, weakest
    first, and the weakest one demands nothing; for ``"at least"`` and ``"at most"`` they are
    numbers. ``unit`` is a text in which ``{}`` stands for the choice.
    """

    id: Id
    name: str
    question: str
    kind: RequirementKind
    choices: Annotated[tuple[str, ...], listed]
    unit: str
    note: str = ""

    @property
    def demands(self) -> tuple[str, ...]:
        """Choices that can be demanded, weakest first."""
        if self.kind == "levels":
            return self.choices[1:]
        return tuple(sorted(self.choices, key=float, reverse=self.kind == "at most"))

    def strength(self, choice: str) -> float:
        """Number that orders choices and capabilities; a higher one is better or stricter."""
        if self.kind == "levels":
            return self.choices.index(choice)
        return -float(choice) if self.kind == "at most" else float(choice)

    def text(self, choice: str) -> str:
        """A choice or a capability with its unit; ``unknown`` if it is empty."""
        return self.unit.replace("{}", choice) if choice else "unknown"


@dataclass(frozen=True)
class Capability:
    """What an alternative offers for a requirement: one of its choices or a number.

    ``capability`` is empty if it is unknown. ``coming`` is the capability that is publicly planned
    for the day ``coming_by``; both are empty if nothing is planned.
    """

    alternative: Id
    requirement: Id
    capability: Annotated[str, figure] = ""
    source: str = ""
    as_of: Day = ""
    version: str = ""
    note: str = ""
    coming: Annotated[str, figure] = ""
    coming_by: Day = ""
