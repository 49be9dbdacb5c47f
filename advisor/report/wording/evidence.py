"""The basis of the facts, in one sentence."""

from __future__ import annotations

from collections import Counter
from math import isnan

from advisor.problem.problem import Problem
from advisor.report.wording.numbers import listing

BASES = {
    "measured": "measured",
    "documented": "documented",
    "survey": "from a survey",
    "judgement": "judged against a rubric",
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
