"""Agreement of the methods, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.mcda.methods.correlation import FEWEST_ALTERNATIVES, Overlap
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, number_word
from advisor.robustness.assessment import Assessment
from advisor.robustness.methods import Agreement, MethodResult

PAIRS = 3


def methods(assessment: Assessment) -> list[str]:
    """Leaders under each method, reversed orders, and overlapping criteria."""
    ranking, found = assessment.ranking, assessment.methods
    return [_agreed(ranking, found), _reversals(ranking, found), _doubles(assessment)]


def leaders_text(ranking: Ranking, result: MethodResult) -> str:
    """Alternatives with rank 1 under a method."""
    return listing([ranking.name(row) for row in result.leaders])


def _agreed(ranking: Ranking, found: Agreement) -> str:
    count, first = len(found.methods), _first(ranking, found.methods[0])
    if found.leader_agreed:
        return f"All {number_word(count)} scoring methods rank {first}."
    answers: dict[str, list[str]] = {}
    for result in found.dissenting:
        answers.setdefault(_first(ranking, result), []).append(result.method.name)
    others = [f"{listing(names)} {_rank(len(names))} {then}" for then, names in answers.items()]
    agreeing = count - len(found.dissenting)
    return (
        f"{number_word(agreeing).capitalize()} of {number_word(count)} scoring methods "
        f"{_rank(agreeing)} {first}; {'; '.join(others)}. The lead also depends on the method, so "
        "it is less certain. Do not choose a method for its answer."
    )


def _rank(methods: int) -> str:
    return "ranks" if methods == 1 else "rank"


def _first(ranking: Ranking, result: MethodResult) -> str:
    joint = "joint " if len(result.leaders) > 1 else ""
    return f"{leaders_text(ranking, result)} {joint}first"


def _reversals(ranking: Ranking, found: Agreement) -> str:
    noun = ranking.problem.alternative_noun
    reversing = [result.method.name for result in found.methods if result.reversals]
    test = f"when one {noun} is added, removed or duplicated"
    if not reversing:
        return f"Under every method the others keep their order {test}."
    fixed = "Additive value, which decides here, never does, because its anchors are fixed."
    return f"{listing(reversing)} would reverse the order of the others {test}. {fixed}"


def _doubles(assessment: Assessment) -> str:
    said = [*_by_construction(assessment.ranking), *_by_correlation(assessment)]
    return " ".join(said) or "No two facts that have weight rise and fall together."


def _by_construction(ranking: Ranking) -> Iterator[str]:
    counting = {c.id: c for c in ranking.problem.criteria if ranking.raw_weights[c.id]}
    overlapping = [(c, counting[c.overlaps]) for c in counting.values() if c.overlaps in counting]
    shared = ranking.scenario.group_weights
    twice = [
        f"{one.name} and {other.name}"
        for one, other in overlapping
        if one.group != other.group or one.group not in shared
    ]
    opposed = dict.fromkeys(
        frozenset((c.id, c.opposes)) for c in counting.values() if c.opposes in counting
    )
    related = dict.fromkeys(
        frozenset((one.id, other))
        for one in counting.values()
        for other in one.goes_with
        if other in counting
    )
    cancel, alike = (
        [" and ".join(c.name for c in counting.values() if c.id in pair) for pair in pairs]
        for pairs in (opposed, related)
    )
    if twice:
        yield f"These overlap, so part of what they say counts twice: {'; '.join(twice)}."
    if cancel:
        yield f"These are opposites, so their weights partly cancel: {'; '.join(cancel)}."
    if alike:
        nouns = ranking.problem.alternative_noun_plural
        yield f"These rise together among these {nouns} but are separate needs: {'; '.join(alike)}."


def _by_correlation(assessment: Assessment) -> Iterator[str]:
    ranking, pairs = assessment.ranking, assessment.overlaps
    nouns = ranking.problem.alternative_noun_plural
    if pairs is None:
        fewest = number_word(FEWEST_ALTERNATIVES)
        yield f"Only with {fewest} {nouns} or more can we see whether other facts do."
        return
    for sign, how in ((1, "these rise and fall together"), (-1, "one rises where the other falls")):
        alike = [pair for pair in pairs if pair.correlation * sign > 0]
        if alike:
            yield f"Across all {nouns}, {how}: {_named(ranking, alike)}."


def _named(ranking: Ranking, pairs: list[Overlap]) -> str:
    criteria = ranking.problem.criteria
    texts = [f"{criteria[p.one].name} and {criteria[p.other].name}" for p in pairs[:PAIRS]]
    more = [f"{len(pairs) - PAIRS} more pairs"] if len(pairs) > PAIRS else []
    return "; ".join(texts + more)
