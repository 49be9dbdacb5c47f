"""Disagreement of a group, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count
from math import isclose

from advisor.problem.problem import Problem
from advisor.ranking.choices import Ballot
from advisor.ranking.consensus import (
    Dispute,
    borda,
    concordance,
    first_places,
    kemeny,
    overlap,
)
from advisor.ranking.group import shares, together, voices, who_leads, widest
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, percent_text

# From which overlap on which word holds; the steps are those of Goepel, “AHP Group Consensus
# Indicator – how to understand and interpret?”, https://bpmsg.com/, seen on 2026-11-26.
WORDS = ((0.75, "high"), (0.65, "moderate"), (0.5, "low"), (0.0, "hardly any"))

MOVED = (
    "The weights are no longer those of the ballots, because somebody has changed them since. This "
    "is what the ballots say:"
)


def dissent(ranking: Ranking) -> list[str]:
    """Leaders by number of ballots, participants who differ, and the largest disagreement.

    Empty for fewer than two ballots. The first sentence says so if the ranking has other weights
    than the ballots have together.
    """
    ballots = numbered(ranking.choices.ballots)
    if len(ballots) < 2 or not ranking.alternatives:
        return []
    heard = voices(ranking.problem, ballots)
    moved = bool(heard) and any(
        not isclose(ranking.raw_weights[criterion], weight, abs_tol=1e-6)
        for criterion, weight in together(ranking.problem, heard).items()
    )
    said = [MOVED] if moved else []
    said += [*_leaders(ranking, heard, len(ballots)), *_silent(ballots, heard)]
    if len(heard) < 2:
        return said
    column, least, most = widest(ranking.problem, heard)
    table = shares(ranking.problem, heard)
    low, high = (percent_text(float(table[place, column])) for place in (least, most))
    if low != high:
        criterion = ranking.problem.criteria[column].name
        said.append(
            f"You disagree most about {criterion}: {heard[least].name} gives it {low} of the "
            f"weight, {heard[most].name} gives it {high}."
        )
    return said


def agreed(ranking: Ranking, ballots: Sequence[Ballot]) -> list[str]:
    """How often each alternative ranks first, and how alike the orders are.

    Parameters
    ----------
    ranking : Ranking
        Ranking under the combined weights.
    ballots : sequence of Ballot
        Ballots with weights.
    """
    firsts = {a: count for a, count in first_places(ranking, ballots).items() if count}
    if len(ballots) < 2 or not firsts:
        return []
    order = sorted(firsts, key=lambda a: -firsts[a])
    places = [
        f"{ranking.problem.alternative(a).name} on {f'{firsts[a]:.1f}'.removesuffix('.0')}"
        for a in order[:4]
    ]
    more = [f"{len(order) - 4} more on the others"] if len(order) > 4 else []
    said = [f"Of {len(ballots)} ballots, these rank first: {listing([*places, *more])}."]
    alike = concordance(ranking, ballots)
    if alike is not None:
        said.append(
            f"Kendall’s W is {alike:.2f}: it is 1 if all ballots give the same order and 0 if "
            "their orders have nothing in common."
        )
    found = overlap(ranking.problem, ballots)
    if found is not None:
        word = next((word for least, word in WORDS if found >= least), WORDS[-1][1])
        said.append(
            f"Your weights overlap by {percent_text(found)}, which is {word}: it is 100 % if all "
            "ballots have the same weights."
        )
    return [*said, *_other_counts(ranking, ballots)]


def _other_counts(ranking: Ranking, ballots: Sequence[Ballot]) -> list[str]:
    """Which alternatives lead if places are counted in place of weights."""
    points = borda(ranking, ballots)
    most = [a for a in ranking.alternatives if isclose(points[a], max(points.values()))]
    said = [
        "The Borda count, which adds up places instead of weights, puts "
        f"{_names(ranking, most)} first."
    ]
    if least := kemeny(ranking, ballots):
        said.append(
            "The order that contradicts the ballots least (Kemeny) begins with "
            f"{_names(ranking, least, 'or')}."
        )
    return said


def _names(ranking: Ranking, alternatives: Sequence[str], conjunction: str = "and") -> str:
    return listing([ranking.problem.alternative(a).name for a in alternatives], conjunction)


def dispute_text(problem: Problem, dispute: Dispute) -> str:
    """What a disagreement about one weight changes."""
    groups = {group.id: group.name for group in problem.groups}
    name = groups.get(dispute.target) or problem.criterion(dispute.target).name
    low, high = percent_text(dispute.low), percent_text(dispute.high)
    said = f"{name}: the ballots give it {low} to {high} of the weight."
    if not dispute.matters:
        return f"{said} This does not change the leader."
    at_low, at_high = (_lead(problem, ids) for ids in (dispute.at_low, dispute.at_high))
    if dispute.at_low == dispute.at_high:
        return f"{said} At both ends {at_low}."
    return f"{said} At {low} {at_low}, at {high} {at_high}."


def _lead(problem: Problem, leaders: Sequence[str]) -> str:
    names = listing([problem.alternative(a).name for a in leaders])
    return f"{names} {'leads' if len(leaders) == 1 else 'share the lead'}"


def numbered(ballots: Sequence[Ballot]) -> list[Ballot]:
    """Ballots with unique names: the second Ann becomes Ann (2)."""
    names: list[str] = []
    for ballot in ballots:
        numbered = (f"{ballot.name} ({number})" for number in count(2))
        names.append(next(n for n in chain([ballot.name], numbered) if n not in names))
    return [replace(ballot, name=name) for ballot, name in zip(ballots, names, strict=True)]


def _leaders(ranking: Ranking, heard: Sequence[Ballot], of_all: int) -> list[str]:
    leads = who_leads(ranking, heard)
    order = sorted(dict.fromkeys(leads), key=lambda leaders: -leads.count(leaders))
    said = []
    for leaders in order:
        names = [b.name for b, found in zip(heard, leads, strict=True) if found == leaders]
        count = _count(len(names), of_all)
        said.append(f"{_lead(ranking.problem, leaders)} on {count}: {listing(names)}.")
    return said


def _silent(ballots: Sequence[Ballot], heard: Sequence[Ballot]) -> list[str]:
    silent: dict[str, list[str]] = {}
    for ballot in ballots:
        if ballot not in heard:
            of_zeros = not any(ballot.weights.values())
            nothing = "any criterion" if of_zeros else "any criterion that still exists"
            silent.setdefault(nothing, []).append(ballot.name)
    said = []
    for nothing, names in silent.items():
        verb = "gives" if len(names) == 1 else "give"
        some = _count(len(names), len(ballots))
        said.append(f"{some} {verb} no weight to {nothing}: {listing(names)}.")
    return said


def _count(some: int, of_all: int) -> str:
    return f"all {of_all} ballots" if some == of_all else f"{some} of {of_all} ballots"
