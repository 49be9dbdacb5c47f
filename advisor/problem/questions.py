"""What can be said about a project: questions, the rules that answers set off, requirements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from advisor.problem.elements import Day, Id
from advisor.problem.tables import listed

Effect = Literal["weight", "importance", "require"]
RequirementKind = Literal["levels", "at least", "at most"]

# How much a criterion matters: raw weights by the words that an answer says it in. People hear
# equal steps of importance as equal ratios: Lootsma's form of SMART weighs a grade by the square
# root of two (https://rdrr.io/cran/RMCDA/man/apply.SMART.html); a word here is two grades.
IMPORTANCE = {"none": 0.0, "little": 12.5, "some": 25.0, "much": 50.0, "decides": 100.0}
# A word stands for all weights that are fewer grades from it than from the next one.
HALF_A_WORD = 2**0.5

# An answer to every question: what any of its answers would do is then plausible.
NOT_SURE = "not_sure"


@dataclass(frozen=True)
class Answer:
    """One answer that a question offers."""

    id: Id
    text: str


@dataclass(frozen=True)
class Question:
    """Something about the project that only the visitor knows; ``help`` says what is meant."""

    id: Id
    question: str
    help: str = ""
    choices: tuple[Answer, ...] = ()

    def choice(self, answer: str) -> Answer:
        """Answer of that id; `LookupError` names the ids there are."""
        for choice in self.choices:
            if choice.id == answer:
                return choice
        known = ", ".join([*(choice.id for choice in self.choices), NOT_SURE])
        raise LookupError(f"no answer {answer!r} to {self.id!r}; there are: {known}")


@dataclass(frozen=True)
class Rule:
    """What an answer does, and why.

    ``effect`` ``"importance"`` says how much ``target`` matters, a criterion or a group with a
    weight of its own, in a word of
    `IMPORTANCE`; ``"weight"`` adds ``amount`` points to its raw weight; ``"require"`` demands
    ``amount`` of the requirement ``target``.
    """

    question: Id
    answer: Id
    effect: Effect
    target: Id
    amount: str
    reason: str

    @property
    def weighs(self) -> bool:
        """Whether it acts on a weight."""
        return self.effect != "require"

    @property
    def points(self) -> float:
        """Points on the raw scale of weights, of a rule that moves one."""
        return float(self.amount)


@dataclass(frozen=True)
class Requirement:
    """A must-have that an alternative meets or does not.

    ``choices`` are what may be demanded. Of kind ``"levels"`` they are words, the weakest
    first, and the weakest demands nothing; of ``"at least"`` and ``"at most"`` numbers.
    ``unit`` is a text with ``{}`` in the place of the choice.
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
        """What can be demanded, the weakest first."""
        if self.kind == "levels":
            return self.choices[1:]
        return tuple(sorted(self.choices, key=float, reverse=self.kind == "at most"))

    def strength(self, choice: str) -> float:
        """How much a choice or a capability is worth; more is better or stricter."""
        if self.kind == "levels":
            return self.choices.index(choice)
        return -float(choice) if self.kind == "at most" else float(choice)

    def text(self, choice: str) -> str:
        """A choice or a capability with its unit; ``unknown`` for an empty one."""
        return self.unit.format(choice) if choice else "unknown"


@dataclass(frozen=True)
class Capability:
    """What an alternative offers towards a requirement: a word of its choices or a number.

    ``capability`` is empty where it is unknown. ``coming`` is what it will offer by the day
    ``coming_by``, where that is planned in public; both are empty where nothing is.
    """

    alternative: Id
    requirement: Id
    capability: str = ""
    source: str = ""
    as_of: Day = ""
    version: str = ""
    note: str = ""
    coming: str = ""
    coming_by: Day = ""
