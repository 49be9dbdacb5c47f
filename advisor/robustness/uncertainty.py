"""The uncertain values and plausible weights of a ranking."""

from __future__ import annotations

import numpy as np

from advisor.mcda.sampling.values import UncertainValues, certain
from advisor.mcda.sampling.weights import Sampler, Shared
from advisor.mcda.values import Array
from advisor.problem.questions import HALF_A_WORD
from advisor.ranking.ranking import Ranking


def plausible_values(ranking: Ranking) -> UncertainValues:
    """Values to draw from: uncertain values, or stated ones if the facts must not vary."""
    return uncertain_values(ranking) if ranking.choices.plausible.facts else certain(ranking.values)


def uncertain_values(ranking: Ranking) -> UncertainValues:
    """Values of the ranked alternatives with their uncertainty.

    The distributions are those of `advisor.problem.problem.Problem.uncertain_values`.
    """
    return ranking.problem.uncertain_values.of(ranking.rows)


def weight_sampler(ranking: Ranking) -> Sampler:
    """Sampler of the plausible weights of a ranking."""
    low, high = plausible_weights(ranking)
    shared = plausible_groups(ranking)
    return ranking.choices.plausible.sampler(raw_weights(ranking), low, high, shared)


def plausible_weights(ranking: Ranking) -> tuple[Array, Array]:
    """Lower and upper ends of the ranges of all raw weights, shape (criteria,).

    The range around each weight comes from the scenario and from "not sure" answers. It moves
    with a weight that the user changes, because the user is no more certain than the author of
    the scenario. For criteria that share the weight of a group, the range is that of their parts
    on the scale of the current weight of the group; it depends only on the current weights.
    """
    advice, raw, problem = ranking.advice, ranking.raw_weights, ranking.problem
    low, high = {}, {}
    for criterion in problem.criteria:
        own, start, shared = raw[criterion.id], advice.weights[criterion.id], False
        least, most = advice.low[criterion.id], advice.high[criterion.id]
        unsure = criterion.id in advice.unsure
        if criterion.id in advice.parts:
            start, least, most = advice.parts[criterion.id]
            inside = [problem.criteria[j].id for j in problem.criteria_in(criterion.group)]
            now, total = (
                sum(one[c] for c in inside)
                for one in (raw, {c: advice.parts[c][0] for c in inside})
            )
            shared = not now and not sum(advice.weights[c] for c in inside)
            scale = now / total if now and total else 1.0
            start, least, most = scale * start, scale * least, scale * most
        # The user set a weight of 0 on purpose, so it stays 0 unless an answer is "not sure".
        if shared:  # the group may get weight, and these are its parts then
            low[criterion.id], high[criterion.id] = least, most
        elif own == 0 and not (unsure and start == 0):
            low[criterion.id] = high[criterion.id] = 0.0
        else:
            low[criterion.id] = max(own - start + least, 0.0)
            high[criterion.id] = own - start + most
    return np.array([*low.values()]), np.array([*high.values()])


def plausible_groups(ranking: Ranking) -> tuple[Shared, ...]:
    """Groups that share a weight, with the range of that weight, which scales with the weight."""
    advice, found = ranking.advice, []
    for group, (low, high) in advice.groups.items():
        columns = ranking.problem.criteria_in(group)
        start = sum(advice.weights[ranking.problem.criteria[j].id] for j in columns)
        now = ranking.raw_group_weights[group]
        if start:  # a current weight of 0 is intended, so the range is 0 too
            found.append(Shared(columns, low * now / start, high * now / start))
        elif now:  # only the user gave it a weight
            found.append(Shared(columns, now / HALF_A_WORD, now * HALF_A_WORD))
        else:
            found.append(Shared(columns, low, high))
    return tuple(found)


def weighed_alone(ranking: Ranking) -> Array:
    """Shares of all groups with their own weight and of all other criteria with weight."""
    shared, problem = ranking.scenario.group_weights, ranking.problem
    by_group = zip(problem.groups, ranking.group_weights, strict=True)
    groups = [weight for group, weight in by_group if group.id in shared]
    criteria = zip(problem.criteria, ranking.weights, strict=True)
    alone = [weight for criterion, weight in criteria if criterion.group not in shared]
    found = np.array([*groups, *alone])
    return found[found > 0]


def raw_weights(ranking: Ranking) -> Array:
    """Raw weights in the order of the criteria, shape (criteria,)."""
    return np.array([ranking.raw_weights[criterion.id] for criterion in ranking.problem.criteria])
