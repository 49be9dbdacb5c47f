"""The data of a light page: a problem as short rows, which ``score.js`` gives names again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from math import isnan
from typing import Any

from advisor.mcda.additive import TIE
from advisor.mcda.cuts import MERGED, SPLIT
from advisor.mcda.sampling.values import QUANTILES
from advisor.problem.elements import (
    LARGEST_WEIGHT,
    Criterion,
    Performance,
    Scenario,
    ScenarioWeight,
    isolated,
)
from advisor.problem.problem import Problem
from advisor.problem.questions import HALF_A_WORD, IMPORTANCE, Capability, Requirement, Rule
from advisor.ranking import notices
from advisor.ranking.plausible import Plausible
from advisor.ranking.scale import weight_end
from advisor.report.wording import answers
from advisor.report.wording.evidence import unstated
from advisor.report.wording.numbers import NOT_STATED, cases
from advisor.report.wording.verdict import answer, cuts, incumbent, must_haves
from advisor.robustness.verdict import CAUSE_DRAWS, CLEAR, CONTENDER, DRAWS, FAR
from advisor.session.link import demand_slugs

# Constants of the model, which stand in no other place.
LIMITS = {
    "words": IMPORTANCE,
    "half": HALF_A_WORD,
    "largest": LARGEST_WEIGHT,
    "tie": TIE,
    "clear": CLEAR,
    "contender": CONTENDER,
    "draws": DRAWS,
    "causeDraws": CAUSE_DRAWS,
    "quantiles": QUANTILES,
    "far": FAR,
    "split": SPLIT,
    "merged": MERGED,
    "likelier": answer.FAR_LIKELIER,
    "always": answer.ALWAYS,
}
# Every sentence stands in the module that says it in Python; their names differ.
SENTENCES = {
    **answer.SENTENCES,
    **answers.SENTENCES,
    **cuts.SENTENCES,
    **incumbent.SENTENCES,
    **must_haves.SENTENCES,
    **notices.SENTENCES,
    "not stated": NOT_STATED,
    "cases": cases(Plausible()),
}


def page_data(problem: Problem) -> dict[str, Any]:
    """Everything that a light page needs of a problem, as plain data for JSON.

    Notes, reasons and the sources of must-haves are left to the dashboard, because they would
    double the page.
    """
    everybody = problem.including(other.id for other in problem.others)
    shown = {alternative.id for alternative in problem.alternatives}
    cited = _cited(everybody)
    groups = [group.id for group in problem.groups]
    texts = _texts(everybody, cited)
    places = {alternative.id: place for place, alternative in enumerate(everybody.alternatives)}
    columns = {criterion.id: column for column, criterion in enumerate(problem.criteria)}
    return {
        "id": problem.id,
        "title": problem.title,
        "question": problem.question,
        "noun": problem.alternative_noun,
        "nouns": problem.alternative_noun_plural,
        "unknown": problem.unknown,
        "unstated": unstated(problem),
        "limits": {**LIMITS, "end": weight_end(problem)},
        "sentences": SENTENCES,
        "texts": list(texts),
        "sources": [
            [s, source.title, source.url, texts[source.seen]]
            for s in cited
            for source in (problem.sources[s],)
        ],
        "groups": [[group.id, group.name, group.question] for group in problem.groups],
        "criteria": [_criterion(one, groups.index(one.group)) for one in problem.criteria],
        "alternatives": [
            [a.id, isolated(a.name), a.summary, int(a.id in shown)] for a in everybody.alternatives
        ],
        "cells": [
            [_cell(everybody.performances[a.id, c.id], cited) for c in problem.criteria]
            for a in everybody.alternatives
        ],
        "capabilities": [
            [_capability(everybody.capabilities[a.id, r.id], texts) for r in problem.requirements]
            for a in everybody.alternatives
        ],
        "scenarios": [_scenario(problem, scenario) for scenario in problem.scenarios],
        "questions": [
            [q.id, q.question, q.help, [[choice.id, choice.text] for choice in q.choices]]
            for q in problem.questions
        ],
        "rules": [
            [question, answer, [_rule(rule) for rule in rules]]
            for (question, answer), rules in groupby(
                problem.rules, lambda rule: (rule.question, rule.answer)
            )
        ],
        "requirements": [_requirement(requirement) for requirement in problem.requirements],
        "readings": [
            [
                reading,
                problem.reading_names[reading],
                [
                    [places[cell.alternative], columns[cell.criterion], *_cell(cell, cited)]
                    for cell in cells.values()
                ],
            ]
            for reading, cells in problem.readings.items()
        ],
    }


def _cited(problem: Problem) -> list[str]:
    """Ids of the sources of facts, the most cited first."""
    count: dict[str, int] = {}
    for cells in (problem.performances, *problem.readings.values()):
        for source in (cell.source for cell in cells.values() if cell.source):
            count[source] = count.get(source, 0) + 1
    return sorted(count, key=lambda source: -count[source])


def _criterion(criterion: Criterion, group: int) -> list[Any]:
    levels = [[one.level, one.value, one.meaning, one.short] for one in criterion.levels]
    row = [
        criterion.id,
        group,
        criterion.name,
        criterion.unit,
        criterion.value_function,
        criterion.worst,
        criterion.best,
        criterion.worst_text,
        criterion.best_text,
        criterion.question,
        int(criterion.kind == "input"),
    ]
    return _short([_plain(part) for part in row], levels, [])


def _cell(cell: Performance, cited: list[str]) -> list[Any]:
    """Source, stated performance, and what differs from it: low, high and confidence."""
    stated, low, high = (_number(end) for end in (cell.performance, cell.low, cell.high))
    row = [cited.index(cell.source) if cell.source else -1, stated]
    confidence = _number(cell.confidence)
    if confidence is not None:
        return [*row, low, high, confidence]
    return row if low == stated == high else [*row, low, high]


def _texts(problem: Problem, cited: list[str]) -> dict[str, int]:
    """Places of the texts that many rows share: days of sources, and capabilities."""
    found = [problem.sources[source].seen for source in cited]
    for one in problem.capabilities.values():
        found += [one.capability, one.coming, one.coming_by]
    return {text: place for place, text in enumerate(dict.fromkeys(found))}


def _capability(capability: Capability, texts: dict[str, int]) -> int | list[int]:
    """Places of what is offered and, if more is planned, of that and its day."""
    offered = texts[capability.capability]
    if not capability.coming:
        return offered
    return [offered, texts[capability.coming], texts[capability.coming_by]]


def _rule(rule: Rule) -> list[str]:
    """Target and amount, and the effect unless the amount is a word of importance."""
    return _short([rule.target, rule.amount], rule.effect, "importance")


def _scenario(problem: Problem, scenario: Scenario) -> list[Any]:
    """Names and answers, and weights that are not those of the first scenario."""
    first = problem.scenarios[0]
    row = [scenario.id, scenario.name, scenario.summary, dict(scenario.answers)]
    same = scenario is not first and (
        (scenario.weights, scenario.group_weights) == (first.weights, first.group_weights)
    )
    if same:
        return row
    weights = [_range(scenario.weights[criterion.id]) for criterion in problem.criteria]
    return [*row, weights, {g: _range(one) for g, one in scenario.group_weights.items()}]


def _requirement(requirement: Requirement) -> list[Any]:
    slugs = demand_slugs(requirement)
    return [
        requirement.id,
        requirement.name,
        requirement.question,
        requirement.kind,
        list(requirement.choices),
        list(requirement.demands),
        [slugs[demand] for demand in requirement.demands],
        requirement.unit,
    ]


def _range(weight: ScenarioWeight) -> list[float]:
    return [_plain(end) for end in (weight.weight, weight.low, weight.high)]


def _short(row: list[Any], last: Any, usual: Any) -> list[Any]:
    """The row with its last part, unless that is the usual one."""
    return row if last == usual else [*row, last]


def _number(number: float) -> float | None:
    return None if isnan(number) else _plain(number)


def _plain(part: Any) -> Any:
    """A whole number without its ``.0``."""
    return int(part) if isinstance(part, float) and part.is_integer() else part


def embedded(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element around it, in as few characters as possible."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
