"""The files of a problem folder, their columns and the allowed content of their cells.

The columns of a table are the fields of the dataclass that a row becomes. A cell may be empty if
its field has a default, a `Literal` allows its words, and an annotation names any other parser.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import MISSING, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from advisor.problem.elements import (
    Alternative,
    Criterion,
    Group,
    Level,
    Performance,
    Scenario,
    ScenarioWeight,
    Source,
)
from advisor.problem.questions import Answer, Capability, Question, Requirement, Rule
from advisor.problem.tables import (
    OneOf,
    Parser,
    identifier,
    number,
    optional_text,
    quantity,
    text,
)

SETTINGS = ("id", "title", "question", "alternative_noun", "alternative_noun_plural")
# Settings that a problem may leave out.
OPTIONAL_SETTINGS = ("unknown",)
# ``own = true`` marks a decision of your own, which may leave open what its owner cannot state.
OWN = "own"
MAY_BE_UNSTATED = {
    "problem.toml": {"question"},
    "groups.csv": {"question"},
    "criteria.csv": {"question", "unit"},
    "weights.csv": {"reason"},
}


def columns(record: type, leave_out: Collection[str] = ()) -> dict[str, Parser]:
    """Name and parser of each field of a dataclass, in order."""
    hints = get_type_hints(record, include_extras=True)
    return {
        field.name: _parser(hints[field.name], field.default is not MISSING)
        for field in fields(record)
        if field.name not in leave_out
    }


def _parser(hint: Any, optional: bool) -> Parser:
    if stated := getattr(hint, "__metadata__", ()):
        parser: Parser = stated[0]
        return parser
    if get_origin(hint) is Literal:
        return OneOf(get_args(hint))
    if hint is float:
        return number
    return optional_text if optional else text


COLUMNS: dict[str, dict[str, Parser]] = {
    "groups.csv": columns(Group),
    "alternatives.csv": {**columns(Alternative), "shown": OneOf(("yes", "no", ""))},
    "criteria.csv": columns(Criterion, leave_out=("levels",)),
    "levels.csv": {"criterion": identifier, **columns(Level)},
    "performances.csv": columns(Performance),
    # Each row of another reading needs a figure and a source.
    "readings.csv": {
        "reading": identifier,
        **columns(Performance, leave_out=("confidence",)),
        "performance": quantity,
        "source": text,
    },
    "sources.csv": columns(Source),
    "scenarios.csv": columns(Scenario, leave_out=("weights", "group_weights", "answers")),
    # A row weighs a criterion or a group; a group with a row divides its weight among its criteria.
    "weights.csv": {
        "scenario": identifier,
        "group": optional_text,
        "criterion": optional_text,
        **columns(ScenarioWeight),
    },
    "questions.csv": columns(Question, leave_out=("choices",)),
    "answers.csv": {"question": identifier, **columns(Answer)},
    "rules.csv": columns(Rule),
    "presets.csv": {"scenario": identifier, "question": identifier, "answer": identifier},
    "requirements.csv": columns(Requirement),
    "capabilities.csv": columns(Capability),
}
# A folder without these files asks no questions about the project.
PROJECT_FILES = {
    "questions.csv",
    "answers.csv",
    "rules.csv",
    "requirements.csv",
    "capabilities.csv",
    "presets.csv",
}
# Facts under another reading than the stated one, such as servers tuned for the job.
OPTIONAL_FILES = {*PROJECT_FILES, "readings.csv"}
# Columns that a file may lack.
OPTIONAL = {
    "alternatives.csv": {"shown"},
    "levels.csv": {"short"},
    "performances.csv": {"confidence"},
    "criteria.csv": {"overlaps", "opposes", "goes_with"},
    "weights.csv": {"group"},
    "capabilities.csv": {"coming", "coming_by"},
}

# Columns that hold an id of another table: table, column and the table of the ids.
REFERENCES = (
    ("criteria", "group", "groups"),
    ("criteria", "overlaps", "criteria"),
    ("criteria", "opposes", "criteria"),
    ("criteria", "goes_with", "criteria"),
    ("levels", "criterion", "criteria"),
    ("performances", "alternative", "alternatives"),
    ("performances", "criterion", "criteria"),
    ("performances", "source", "sources"),
    ("readings", "alternative", "alternatives"),
    ("readings", "criterion", "criteria"),
    ("readings", "source", "sources"),
    ("weights", "scenario", "scenarios"),
    ("weights", "criterion", "criteria"),
    ("weights", "group", "groups"),
)
PROJECT_REFERENCES = (
    ("answers", "question", "questions"),
    ("rules", "question", "questions"),
    ("presets", "scenario", "scenarios"),
    ("presets", "question", "questions"),
    ("capabilities", "alternative", "alternatives"),
    ("capabilities", "requirement", "requirements"),
    ("capabilities", "source", "sources"),
)
