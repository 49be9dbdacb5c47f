"""What a problem folder consists of: its files, their columns, and what a cell may say."""

from __future__ import annotations

from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.tables import (
    Parser,
    between,
    identifier,
    iso_date,
    listed,
    number,
    one_of,
    optional_number,
    optional_text,
    text,
)

BASES = ("measured", "documented", "survey", "judgement", "input")
SETTINGS = ("id", "title", "question", "alternative_noun", "alternative_noun_plural")

COLUMNS: dict[str, dict[str, Parser]] = {
    "groups.csv": {"id": identifier, "name": text, "question": text},
    "alternatives.csv": {
        "id": identifier,
        "name": text,
        "version": optional_text,
        "url": optional_text,
        "summary": optional_text,
        "shown": one_of("yes", "no", ""),
    },
    "criteria.csv": {
        "id": identifier,
        "group": identifier,
        "name": text,
        "question": text,
        "unit": text,
        "direction": one_of("higher", "lower"),
        "worst": number,
        "best": number,
        "value_function": one_of("linear", "log", "levels"),
        "worst_text": text,
        "best_text": text,
        "kind": one_of("fact", "input"),
        "note": optional_text,
        "overlaps": optional_text,
        "opposes": optional_text,
    },
    "levels.csv": {
        "criterion": identifier,
        "level": number,
        "value": between(0, 1),
        "meaning": text,
    },
    "performances.csv": {
        "alternative": identifier,
        "criterion": identifier,
        "performance": optional_number,
        "low": optional_number,
        "high": optional_number,
        "basis": one_of(*BASES),
        "source": optional_text,
        "as_of": iso_date,
        "version": optional_text,
        "note": optional_text,
        "confidence": optional_number,
    },
    "readings.csv": {
        "reading": identifier,
        "alternative": identifier,
        "criterion": identifier,
        "performance": number,
        "low": optional_number,
        "high": optional_number,
        "basis": one_of(*BASES),
        "source": text,
        "as_of": iso_date,
        "version": optional_text,
        "note": optional_text,
    },
    "sources.csv": {
        "id": identifier,
        "title": text,
        "publisher": text,
        "url": text,
        "seen": iso_date,
        "note": optional_text,
    },
    "scenarios.csv": {"id": identifier, "name": text, "summary": text},
    "weights.csv": {
        "scenario": identifier,
        "criterion": identifier,
        "weight": between(0, LARGEST_WEIGHT),
        "low": between(0, LARGEST_WEIGHT),
        "high": between(0, LARGEST_WEIGHT),
        "reason": text,
    },
    "questions.csv": {"id": identifier, "question": text, "help": optional_text},
    "answers.csv": {"question": identifier, "id": identifier, "text": text},
    "rules.csv": {
        "question": identifier,
        "answer": identifier,
        "effect": one_of("weight", "require"),
        "target": identifier,
        "amount": text,
        "reason": text,
    },
    "requirements.csv": {
        "id": identifier,
        "name": text,
        "question": text,
        "kind": one_of("levels", "at least", "at most"),
        "choices": listed,
        "unit": text,
        "note": optional_text,
    },
    "capabilities.csv": {
        "alternative": identifier,
        "requirement": identifier,
        "capability": optional_text,
        "source": optional_text,
        "as_of": iso_date,
        "version": optional_text,
        "note": optional_text,
    },
}
# What can be said about a project is asked only where these files are there.
PROJECT_FILES = {
    "questions.csv",
    "answers.csv",
    "rules.csv",
    "requirements.csv",
    "capabilities.csv",
}
# Facts under another reading than the stated one, such as servers tuned for the job.
OPTIONAL_FILES = {*PROJECT_FILES, "readings.csv"}
# Columns that a file may lack.
OPTIONAL = {
    "alternatives.csv": {"shown"},
    "performances.csv": {"confidence"},
    "criteria.csv": {"overlaps", "opposes"},
}
