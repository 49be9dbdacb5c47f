"""The result of a round, as plain data for the pages and as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import numpy as np

from advisor.problem.problem import Problem
from advisor.ranking.choices import Ballot, ChoiceError, Choices
from advisor.ranking.consensus import Dispute, agreeing, disputes, first_places
from advisor.ranking.group import shares, together, voices, who_leads
from advisor.ranking.ranking import Ranking, rank
from advisor.report.forms import write
from advisor.report.tables import Table
from advisor.report.wording import headline
from advisor.report.wording.group import agreed, dispute_text, numbered
from advisor.robustness.assessment import assess
from advisor.serve.workshop.store import Vote

# With fewer ballots, everybody could tell the ballot of everybody else from a range.
FEWEST_FOR_RANGES = 3
TALK_ABOUT = 3


@dataclass(frozen=True)
class Entry:
    """A ballot with an id that tells nobody the participant's own."""

    id: str
    ballot: Ballot


def entries(votes: Sequence[Vote]) -> list[Entry]:
    """Ballots of a round with names: those that participants gave, or numbers."""
    named = [Ballot(v.name or f"Participant {n}", v.weights) for n, v in enumerate(votes, 1)]
    ids = [sha256(f"{v.room} {v.person}".encode()).hexdigest()[:12] for v in votes]
    return [Entry(i, ballot) for i, ballot in zip(ids, numbered(named), strict=True)]


def group_ranking(problem: Problem, choices: Choices, ballots: Sequence[Ballot]) -> Ranking:
    """Ranking under the combined weights; everybody has the same say.

    Raises
    ------
    ChoiceError
        If no ballot gives a weight to any criterion.
    """
    weights = together(problem, ballots)
    return rank(problem, choices.but(weights=weights, ballots=tuple(ballots)))


def result(
    problem: Problem,
    choices: Choices,
    ballots: Sequence[Ballot],
    agreed_on: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, Any]:
    """The result that everybody in the room sees; it names no participant.

    Parameters
    ----------
    problem : Problem
    choices : Choices
        Choices of the room.
    ballots : sequence of Ballot
    agreed_on : mapping of group id to a share of the weight, 0 to 1
        What the ranking would be if the group agreed on these weights.

    Raises
    ------
    ChoiceError
        If the problem has no such group.
    """
    heard = voices(problem, ballots)
    if not heard:
        return {"ballots": 0, "title": "There is no ballot yet."}
    ranking = group_ranking(problem, choices, ballots)
    if agreed_on:
        for group in agreed_on.keys() - {one.id for one in problem.groups}:
            allowed = ", ".join(one.id for one in problem.groups)
            raise ChoiceError(f"there is no group {group!r} to agree on; the groups are {allowed}")
        weights = agreeing(problem, ranking.weights, agreed_on)
        raw = {c.id: float(w) * 100 for c, w in zip(problem.criteria, weights, strict=True)}
        ranking = rank(problem, ranking.choices.but(weights=raw))
    assessment = assess(ranking)
    said = headline(assessment)
    firsts = first_places(ranking, heard)
    found: dict[str, Any] = {
        "ballots": len(ballots),
        "title": said.sentence,
        "sentences": [s for s in (said.scores, said.detail) if s],
        "ranking": [
            {
                "id": a,
                "name": ranking.problem.alternative(a).name,
                "score": round(float(ranking.scores[row]) * 100, 1),
                "rank": int(ranking.ranks[row]),
                "firsts": round(firsts[a], 2),
            }
            for row in ranking.order
            for a in (ranking.alternatives[row],)
        ],
        "excluded": [
            {"name": problem.alternative(e.alternative).name, "reason": e.reason}
            for e in ranking.excluded
        ],
        "agreed": agreed(ranking, heard),
        "shares": ranking.group_weights.round(4).tolist(),
        "mean": _group_shares(problem, heard).mean(axis=0).round(4).tolist(),
    }
    if len(heard) >= FEWEST_FOR_RANGES:
        found |= _ranges(ranking, heard)
    return found


def dissenters(ranking: Ranking, given: Sequence[Entry]) -> list[dict[str, Any]]:
    """For each leader, the ballots on which it leads, the most frequent first."""
    camps: dict[tuple[str, ...], list[Entry]] = {}
    leads = who_leads(ranking, [entry.ballot for entry in given])
    for entry, leaders in zip(given, leads, strict=True):
        camps.setdefault(leaders, []).append(entry)
    names = ranking.problem.alternative
    return [
        {
            "leaders": [names(a).name for a in leaders],
            "ballots": [{"id": e.id, "name": e.ballot.name} for e in members],
        }
        for leaders, members in sorted(camps.items(), key=lambda camp: -len(camp[1]))
    ]


def record(
    problem: Problem, choices: Choices, ballots: Sequence[Ballot], form: str, made: date
) -> str:
    """The decision record of a round, with its ballots and the dissent."""
    return write(assess(group_ranking(problem, choices, ballots)), form, made)


def ballots_table(
    problem: Problem, choices: Choices, rounds: Mapping[int, Sequence[Entry]]
) -> Table:
    """Every ballot of every round: the leader under it, and the share of each criterion."""
    rows = []
    for number, given in rounds.items():
        ballots = [entry.ballot for entry in given]
        if not voices(problem, ballots):
            continue
        ranking = group_ranking(problem, choices, ballots)
        table = shares(problem, ballots).round(6).tolist()
        leads = who_leads(ranking, ballots)
        for entry, leaders, weights in zip(given, leads, table, strict=True):
            first = " and ".join(problem.alternative(a).name for a in leaders)
            rows.append([entry.ballot.name, number, first, *weights])
    head = ["participant", "round", "ranks first", *(c.id for c in problem.criteria)]
    return Table("Ballots", head, rows)


def _ranges(ranking: Ranking, heard: Sequence[Ballot]) -> dict[str, Any]:
    """How far the weights of the groups lie apart, and what is worth talking about first."""
    problem = ranking.problem
    found = disputes(ranking, heard)
    ends = np.quantile(_group_shares(problem, heard), [0.0, 0.25, 0.5, 0.75, 1.0], axis=0)
    matters = {dispute.target for dispute in found if dispute.matters}
    return {
        "spread": [
            {
                "id": group.id,
                "name": group.name,
                "ends": ends[:, place].round(4).tolist(),
                "matters": group.id in matters,
            }
            for place, group in enumerate(problem.groups)
        ],
        "talk": [dispute_text(problem, one) for one in _worth_talking(problem, found)],
        "matters": bool(matters),
    }


def _worth_talking(problem: Problem, found: Sequence[Dispute]) -> list[Dispute]:
    """The first few disputes that matter, or if none does, the first few of all.

    A criterion is left out if its group is named already.
    """
    found = [one for one in found if one.matters] or found
    group_of = {criterion.id: criterion.group for criterion in problem.criteria}
    chosen: list[Dispute] = []
    for dispute in found:
        named = {one.target for one in chosen}
        families = {group_of.get(target, target) for target in named}
        if group_of.get(dispute.target, dispute.target) not in families:
            chosen.append(dispute)
    return chosen[:TALK_ABOUT]


def _group_shares(problem: Problem, heard: Sequence[Ballot]) -> Any:
    table = shares(problem, heard)
    columns = [list(problem.criteria_in(group.id)) for group in problem.groups]
    return np.column_stack([table[:, inside].sum(axis=1) for inside in columns])
