"""Who leads when somebody else puts the same facts under other headings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE, additive
from advisor.mcda.cuts import other_cuts
from advisor.problem.elements import Group
from advisor.ranking.ranking import Ranking


@dataclass(frozen=True)
class Cut:
    """The list of criteria cut another way.

    Attributes
    ----------
    groups : tuple of Group
        The one that is split into two with its whole weight each, or the two that are merged
        into one with the mean of their weights.
    first : int
        Row that then leads: the leader as it is unless another one scores more.
    ahead : float
        Distance in score to the best of the others.
    turns : bool
        Whether that is another one than leads now.
    """

    groups: tuple[Group, ...]
    first: int
    ahead: float
    turns: bool


def cuts(ranking: Ranking) -> tuple[Cut, ...]:
    """Each group split and each pair of groups merged, one at a time; something must lead.

    Exact, with the values as stated. Groups without weight are left alone; where fewer than
    two have weight there is no other cut.
    """
    problem, leader = ranking.problem, ranking.order[0]
    ids = [group.id for group in problem.groups]
    group_of = np.array([ids.index(criterion.group) for criterion in problem.criteria])
    touched, weights = other_cuts(ranking.weights, group_of)
    found = []
    for at, scores in zip(touched, additive(ranking.values, weights).T, strict=True):
        best, second = np.sort(scores)[::-1][:2]
        turns = bool(best > scores[leader] + TIE)
        first = int(scores.argmax()) if turns else leader
        groups = tuple(problem.groups[group] for group in at)
        found.append(Cut(groups, first, float(best - second), turns))
    return tuple(found)
