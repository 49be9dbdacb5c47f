"""Whether other ways of adding up agree, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.mcda.methods.correlation import FEWEST_ALTERNATIVES, Overlap
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, number_word
from advisor.robustness.assessment import Assessment
from advisor.robustness.methods import Agreement, MethodResult

PAIRS = 3


def methods(assessment: Assessment) -> list[str]:
    """Who leads under which method, which orders turn, and what is counted twice."""
    ranking, found = assessment.ranking, assessment.methods
    return [_agreed(ranking, found), _reversals(ranking, found), _doubles(assessment)]


def leaders_text(ranking: Ranking, result: MethodResult) -> str:
    """Who is in first place under a method."""
    return listing([ranking.name(row) for row in result.leaders])


def _agreed(ranking: Ranking, found: Agreement) -> str:
    count, first = len(found.methods), leaders_text(ranking, found.methods[0])
    verb = "put" if len(found.methods[0].leaders) == 1 else "have"
    if found.leader_agreed:
        return f"All {number_word(count)} ways of adding up {verb} {first} first."
    others = [f"{r.method.name} puts {leaders_text(ranking, r)} first" for r in found.dissenting]
    agreeing = count - len(others)
    return (
        f"{number_word(agreeing).capitalize()} of {number_word(count)} ways of adding up "
        f"{verb} {first} first; {listing(others)}. So the lead hangs on the method too: take it as "
        "less sure, not as a choice of answers."
    )


def _reversals(ranking: Ranking, found: Agreement) -> str:
    noun = ranking.problem.alternative_noun
    turned = [result.method.name for result in found.methods if result.reversals]
    test = f"When one {noun} comes, goes or is copied"
    if not turned:
        return f"{test}, no method turns the order of the others."
    fixed = "additive value with its fixed anchors never does"
    return f"{test}, {listing(turned)} would turn the order of others; {fixed}."


def _doubles(assessment: Assessment) -> str:
    said = [*_by_construction(assessment.ranking), *_by_correlation(assessment)]
    return " ".join(said) or "No two facts that count move together."


def _by_construction(ranking: Ranking) -> Iterator[str]:
    counting = {c.id: c for c in ranking.problem.criteria if ranking.raw_weights[c.id]}
    overlapping = [(c, counting[c.overlaps]) for c in counting.values() if c.overlaps in counting]
    shared = ranking.scenario.group_weights
    twice = [
        f"{one.name} and {other.name}"
        for one, other in overlapping
        if one.group != other.group or one.group not in shared
    ]
    cancel = [
        f"{c.name} and {counting[c.opposes].name}"
        for c in counting.values()
        if c.opposes in counting
    ]
    pairs = dict.fromkeys(
        frozenset((one.id, other))
        for one in counting.values()
        for other in one.goes_with
        if other in counting
    )
    alike = [" and ".join(c.name for c in counting.values() if c.id in pair) for pair in pairs]
    if twice:
        yield f"These count partly the same, so that their weights add up: {'; '.join(twice)}."
    if cancel:
        yield f"These pull against each other, so that their weights cancel: {'; '.join(cancel)}."
    if alike:
        nouns = ranking.problem.alternative_noun_plural
        yield f"These rise together among these {nouns} and are wanted apart: {'; '.join(alike)}."


def _by_correlation(assessment: Assessment) -> Iterator[str]:
    ranking, pairs = assessment.ranking, assessment.overlaps
    nouns = ranking.problem.alternative_noun_plural
    if pairs is None:
        fewest = number_word(FEWEST_ALTERNATIVES)
        yield f"Which facts move together cannot be told from fewer than {fewest} {nouns}."
        return
    for sign, how in ((1, "together"), (-1, "against each other")):
        alike = [pair for pair in pairs if pair.correlation * sign > 0]
        if alike:
            yield f"Over all {nouns} these move {how}: {_named(ranking, alike)}."


def _named(ranking: Ranking, pairs: list[Overlap]) -> str:
    criteria = ranking.problem.criteria
    texts = [f"{criteria[p.one].name} and {criteria[p.other].name}" for p in pairs[:PAIRS]]
    more = [f"{len(pairs) - PAIRS} more pairs"] if len(pairs) > PAIRS else []
    return "; ".join(texts + more)
