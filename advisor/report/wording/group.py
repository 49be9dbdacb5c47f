"""What a room disagrees about, in sentences."""

from __future__ import annotations

from advisor.ranking.group import shares, voices, who_leads, widest
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, percent_text


def dissent(ranking: Ranking) -> list[str]:
    """Who leads on how many ballots, whose differ, and on what they are furthest apart.

    Nothing for fewer than two ballots.
    """
    ballots = ranking.choices.ballots
    if len(ballots) < 2 or not ranking.alternatives:
        return []
    heard = voices(ballots)
    said = [*_leaders(ranking, len(ballots)), *_silent(ranking)]
    if len(heard) < 2:
        return said
    column, least, most = widest(ranking.problem, heard)
    table = shares(ranking.problem, heard)
    low, high = (percent_text(float(table[place, column])) for place in (least, most))
    if low != high:
        criterion = ranking.problem.criteria[column].name
        said.append(
            f"You are furthest apart on {criterion}: {low} of the weight for {heard[least].name}, "
            f"{high} for {heard[most].name}."
        )
    return said


def _leaders(ranking: Ranking, of_all: int) -> list[str]:
    heard = voices(ranking.choices.ballots)
    leads = who_leads(ranking, heard)
    order = sorted(dict.fromkeys(leads), key=lambda leaders: -leads.count(leaders))
    said = []
    for leaders in order:
        names = [b.name for b, found in zip(heard, leads, strict=True) if found == leaders]
        who = listing([ranking.problem.alternative(a).name for a in leaders])
        verb = "leads" if len(leaders) == 1 else "share the lead"
        said.append(f"{who} {verb} on {_count(len(names), of_all)}: {listing(names)}.")
    return said


def _silent(ranking: Ranking) -> list[str]:
    ballots = ranking.choices.ballots
    names = [ballot.name for ballot in ballots if not any(ballot.weights.values())]
    if not names:
        return []
    verb = "gives" if len(names) == 1 else "give"
    return [f"{_count(len(names), len(ballots))} {verb} no weight to anything: {listing(names)}."]


def _count(some: int, of_all: int) -> str:
    return f"all {of_all} ballots" if some == of_all else f"{some} of {of_all} ballots"
