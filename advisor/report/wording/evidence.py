"""The basis of the facts, in one sentence."""

from __future__ import annotations

from collections import Counter
from math import isnan

from advisor.problem.elements import UNSTATED
from advisor.problem.problem import Problem
from advisor.report.wording.numbers import listing

BASES = {
    "measured": "measured",
    "documented": "documented",
    "survey": "from a survey",
    "judgement": "judged against a rubric",
    UNSTATED: "without a stated basis",
    "unknown": "unknown",
}


def count_bases(problem: Problem) -> Counter[str]:
    """Number of facts about the compared alternatives by basis; inputs are not facts."""
    facts = (
        problem.performances[alternative.id, criterion.id]
        for alternative in problem.alternatives
        for criterion in problem.criteria
        if criterion.kind == "fact"
    )
    return Counter("unknown" if isnan(cell.performance) else cell.basis for cell in facts)


def bases(problem: Problem) -> str:
    """Number of facts about the compared alternatives, and their basis."""
    found = count_bases(problem)
    parts = [f"{found[basis]} {words}" for basis, words in BASES.items() if found[basis]]
    count, nouns = len(problem.alternatives), problem.alternative_noun_plural
    return f"{found.total()} facts about {count} {nouns}: {listing(parts)}."


def unstated(problem: Problem) -> str:
    """What a decision of your own leaves open, counted; empty if it states everything."""
    facts = [c for c in problem.performances.values() if c.basis != "input"]
    known = [(c.source, c.as_of) for c in facts if not isnan(c.performance)]
    known += [(c.source, c.as_of) for c in problem.capabilities.values() if c.capability]
    asked = [group.question for group in problem.groups]
    asked += [problem.question, *(criterion.question for criterion in problem.criteria)]
    weights = [
        weight
        for scenario in problem.scenarios
        for weight in (*scenario.weights.values(), *scenario.group_weights.values())
    ]
    counts = {
        "source": sum(not source for source, _ in known),
        "day": sum(not day for _, day in known),
        "question": asked.count(""),
        "reason": sum(not weight.reason for weight in weights),
    }
    parts = [f"{count} {word}{'s' * (count > 1)}" for word, count in counts.items() if count]
    return f"Not stated: {listing(parts)}." if problem.own and parts else ""
