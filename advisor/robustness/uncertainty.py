"""What may be otherwise than a ranking takes it: its uncertain values and plausible weights."""

from __future__ import annotations

import numpy as np

from advisor.mcda.sampling.values import UncertainValues, certain
from advisor.mcda.sampling.weights import Sampler, Shared
from advisor.mcda.values import Array
from advisor.ranking.ranking import Ranking


def plausible_values(ranking: Ranking) -> UncertainValues:
    """Values to draw from: uncertain ones, or as stated where that is what is asked."""
    return uncertain_values(ranking) if ranking.choices.plausible.facts else certain(ranking.values)


def uncertain_values(ranking: Ranking) -> UncertainValues:
    """Values of the ranked alternatives, with what is uncertain about them.

    Triangular between low and high, uniform where missing; the levels between low and
    high where one is stated with a confidence.
    """
    return ranking.problem.uncertain_values.of(ranking.rows)


def weight_sampler(ranking: Ranking) -> Sampler:
    """Draws of the weights that count as plausible."""
    low, high = plausible_weights(ranking)
    shared = plausible_groups(ranking)
    return ranking.choices.plausible.sampler(raw_weights(ranking), low, high, shared)


def plausible_weights(ranking: Ranking) -> tuple[Array, Array]:
    """Lowest and highest raw weights of the ranges, shape (criteria,).

    The range of the scenario, and of answers that are not sure, around each weight. It moves
    along with a weight that was changed, for whoever moves a slider is no surer than
    whoever wrote the scenario.
    """
    ids = [criterion.id for criterion in ranking.problem.criteria]
    own, advice = raw_weights(ranking), ranking.advice
    start = np.array([advice.weights[c] for c in ids])
    low = own - start + [advice.low[c] for c in ids]
    high = own - start + [advice.high[c] for c in ids]
    # A weight of 0 was switched off on purpose and stays so, but where nobody is sure.
    unsure = np.array([c in advice.unsure for c in ids])
    off = (own == 0) & ~(unsure & (start == 0))
    return np.where(off, 0, np.maximum(low, 0)), np.where(off, 0, high)


def plausible_groups(ranking: Ranking) -> tuple[Shared, ...]:
    """Groups that share a weight, with its range, which moves along as `plausible_weights` do."""
    own, advice, found = raw_weights(ranking), ranking.advice, []
    for group, (low, high) in advice.groups.items():
        columns = ranking.problem.criteria_in(group)
        now = float(own[list(columns)].sum())
        start = sum(advice.weights[ranking.problem.criteria[j].id] for j in columns)
        # As a criterion: what was switched off on purpose stays so.
        ends = (max(now - start + low, 0.0), now - start + high) if now or not start else (0.0, 0.0)
        found.append(Shared(columns, *ends))
    return tuple(found)


def weighed_alone(ranking: Ranking) -> Array:
    """Shares of what counts and has a weight of its own: groups, and criteria that share none."""
    shared, problem = ranking.scenario.group_weights, ranking.problem
    groups = [ranking.weights[list(problem.criteria_in(group))].sum() for group in shared]
    criteria = zip(problem.criteria, ranking.weights, strict=True)
    alone = [weight for criterion, weight in criteria if criterion.group not in shared]
    found = np.array([*groups, *alone])
    return found[found > 0]


def raw_weights(ranking: Ranking) -> Array:
    """Raw weights in the order of the criteria, shape (criteria,)."""
    return np.array([ranking.raw_weights[criterion.id] for criterion in ranking.problem.criteria])
