"""Leaders when the same criteria are divided into other groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE, additive
from advisor.mcda.cuts import other_cuts
from advisor.problem.elements import Group
from advisor.ranking.ranking import Ranking


@dataclass(frozen=True)
class Cut:
    """A different division of the criteria into groups.

    Attributes
    ----------
    groups : tuple of Group
        The group that is split into two groups with its whole weight each, or the two groups
        that are merged into one with the mean of their weights.
    first : int
        Row that then leads: the current leader unless another alternative scores higher.
    ahead : float
        Difference in score to the best of the other alternatives.
    turns : bool
        Whether the leader changes.
    """

    groups: tuple[Group, ...]
    first: int
    ahead: float
    turns: bool


def cuts(ranking: Ranking) -> tuple[Cut, ...]:
    """Split each group and merge each pair of groups, one at a time; an alternative must lead.

    The results are exact, for the stated values. Groups without weight stay as they are; if fewer
    than two groups have weight, the result is empty.
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
