"""Disagreement of a group, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count

from advisor.ranking.choices import Ballot
from advisor.ranking.group import shares, voices, who_leads, widest
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, percent_text


def dissent(ranking: Ranking) -> list[str]:
    """Leaders by number of ballots, participants who differ, and the largest disagreement.

    Empty for fewer than two ballots.
    """
    ballots = _numbered(ranking.choices.ballots)
    if len(ballots) < 2 or not ranking.alternatives:
        return []
    heard = voices(ranking.problem, ballots)
    said = [*_leaders(ranking, heard, len(ballots)), *_silent(ballots, heard)]
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


def _numbered(ballots: Sequence[Ballot]) -> list[Ballot]:
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
        who = listing([ranking.problem.alternative(a).name for a in leaders])
        verb = "leads" if len(leaders) == 1 else "share the lead"
        said.append(f"{who} {verb} on {_count(len(names), of_all)}: {listing(names)}.")
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
