"""What a room disagrees about, in sentences."""

from __future__ import annotations

from advisor.ranking.group import Ballots, shares, who_leads, widest
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, percent_text


def dissent(ranking: Ranking, ballots: Ballots) -> list[str]:
    """Who leads on how many ballots, whose differ, and on what they are furthest apart.

    Nothing for fewer than two ballots.
    """
    if len(ballots) < 2 or not ranking.alternatives:
        return []
    leads = who_leads(ranking, ballots)
    order = list(dict.fromkeys(leaders for leaders in leads.values()))
    order.sort(key=lambda leaders: -sum(found == leaders for found in leads.values()))
    said = []
    for leaders in order:
        names = [name for name, found in leads.items() if found == leaders]
        who = listing([ranking.problem.alternative(a).name for a in leaders])
        verb = "leads" if len(leaders) == 1 else "share the lead"
        said.append(f"{who} {verb} on {_count(len(names), len(ballots))}: {listing(names)}.")
    column, least, most = widest(ranking.problem, ballots)
    found = shares(ranking.problem, ballots)
    low, high = (percent_text(float(found[name][column])) for name in (least, most))
    if low != high:
        criterion = ranking.problem.criteria[column].name
        said.append(
            f"You are furthest apart on {criterion}: {low} of the weight for {least}, "
            f"{high} for {most}."
        )
    return said


def _count(some: int, of_all: int) -> str:
    return f"all {of_all} ballots" if some == of_all else f"{some} of {of_all} ballots"
