"""How far a group agrees, and which of its disagreements would change the leader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import additive, normalise_weights, ranks
from advisor.mcda.values import Array
from advisor.problem.problem import Problem
from advisor.ranking.choices import Ballot
from advisor.ranking.group import shares
from advisor.ranking.ranking import Ranking

# Ends of the range of a group's weights: in a small group everybody, in a large one without the
# tenth at either end.
LOW, HIGH = 0.1, 0.9
# Kemeny's method tries all sets of alternatives: with 12 there are 4,096, and each more doubles it.
MOST_FOR_KEMENY = 12


@dataclass(frozen=True)
class Dispute:
    """A weight on which participants differ: that of a group of criteria or of one criterion.

    Attributes
    ----------
    target : str
        Id of the group or of the criterion.
    low, median, high : float
        Share of the weight that participants give it; see `LOW` and `HIGH`.
    shares : tuple of float
        Share that each participant gives it, in the order of the ballots.
    at_low, at_high : tuple of str
        Ids of the leaders if the mean of the ballots had the low or the high share here and kept
        its proportions elsewhere.
    matters : bool
        Whether one of the two differs from the leaders of the group.
    gain : float
        Distance of the two best on it, in points of 1, times the range of the shares.
    """

    target: str
    low: float
    median: float
    high: float
    shares: tuple[float, ...]
    at_low: tuple[str, ...]
    at_high: tuple[str, ...]
    matters: bool
    gain: float


def scores(ranking: Ranking, ballots: Sequence[Ballot]) -> Array:
    """Score of each alternative under each ballot, shape (alternatives, ballots)."""
    return additive(ranking.values, shares(ranking.problem, ballots))


def first_places(ranking: Ranking, ballots: Sequence[Ballot]) -> dict[str, float]:
    """Number of ballots on which each alternative ranks first; a shared first place is divided."""
    if not ranking.alternatives or not ballots:
        return dict.fromkeys(ranking.alternatives, 0.0)
    leads = ranks(scores(ranking, ballots)) == 1
    counts = (leads / leads.sum(axis=0)).sum(axis=1)
    return dict(zip(ranking.alternatives, counts.tolist(), strict=True))


def concordance(ranking: Ranking, ballots: Sequence[Ballot]) -> float | None:
    """Kendall's W of the ballots' rankings, corrected for ties.

    Returns
    -------
    float or None
        1 if all ballots give the same order, 0 if the orders have nothing in common. None for
        fewer than two ballots or alternatives, or if every ballot ties all alternatives.
    """
    rows, columns = len(ranking.alternatives), len(ballots)
    if rows < 2 or columns < 2:
        return None
    places = ranks(scores(ranking, ballots))
    equal = (places[:, None, :] == places[None, :, :]).sum(axis=1)
    sums = (places + (equal - 1) / 2).sum(axis=1)
    # The sum of t³ − t over the ties equals the sum of t² − 1 over the alternatives in them.
    most = columns**2 * (rows**3 - rows) - columns * (equal**2 - 1).sum()
    spread = ((sums - sums.mean()) ** 2).sum()
    return float(12 * spread / most) if most else None


def borda(ranking: Ranking, ballots: Sequence[Ballot]) -> dict[str, float]:
    """Borda count: for each ballot one point for each alternative beaten, a half for each tie."""
    if not ballots:
        return dict.fromkeys(ranking.alternatives, 0.0)
    places = ranks(scores(ranking, ballots))
    equal = (places[:, None, :] == places[None, :, :]).sum(axis=1)
    points = len(ranking.alternatives) - places - (equal - 1) / 2
    return dict(zip(ranking.alternatives, points.sum(axis=1).tolist(), strict=True))


def kemeny(ranking: Ranking, ballots: Sequence[Ballot]) -> tuple[str, ...]:
    """Alternatives that are first in an order which contradicts the ballots least.

    An order contradicts a ballot once for each pair that the ballot has the other way round, and
    half if the ballot ties the pair (Kemeny, *Mathematics without Numbers*, Daedalus 88, 1959).

    Returns
    -------
    tuple of str
        Several if several orders contradict equally little. Empty without ballots, and for more
        than `MOST_FOR_KEMENY` alternatives.
    """
    rows = len(ranking.alternatives)
    if not ballots or not 0 < rows <= MOST_FOR_KEMENY:
        return ()
    places = ranks(scores(ranking, ballots))
    ahead = (places[:, None] < places[None]) + 0.5 * (places[:, None] == places[None])
    against = ahead.sum(axis=2).T.tolist()  # [i][j]: ballots that have j ahead of i
    # Least contradictions of an order of each set; bit i says that alternative i is in the set.
    least = [0.0] * (1 << rows)
    for chosen in range(1, 1 << rows):
        least[chosen] = min(_put_first(i, chosen, against, least) for i in _members(chosen))
    everybody = (1 << rows) - 1
    return tuple(
        alternative
        for i, alternative in enumerate(ranking.alternatives)
        if _put_first(i, everybody, against, least) <= least[everybody] + 1e-9
    )


def _members(chosen: int) -> list[int]:
    return [i for i in range(chosen.bit_length()) if chosen >> i & 1]


def _put_first(i: int, chosen: int, against: list[list[float]], least: list[float]) -> float:
    """Least contradictions of an order of the chosen ones that begins with i."""
    rest = chosen & ~(1 << i)
    return least[rest] + sum(against[i][j] for j in _members(rest))


def overlap(problem: Problem, ballots: Sequence[Ballot]) -> float | None:
    """How far the weights of the ballots overlap: their relative homogeneity.

    The effective number of different ballots is ``exp(H(mean) - mean(H))`` with Shannon's entropy
    ``H`` of the shares (Jost, *Partitioning diversity into independent alpha and beta components*,
    Ecology 88, 2007).

    Returns
    -------
    float or None
        1 if all ballots have the same shares, 0 if no two have weight on the same criterion. None
        for fewer than two ballots.
    """
    if len(ballots) < 2:
        return None
    table = shares(problem, ballots)
    different = np.exp(_entropy(table.mean(axis=0)) - np.mean([_entropy(one) for one in table]))
    return float((1 / different - 1 / len(table)) / (1 - 1 / len(table)))


def _entropy(parts: Array) -> float:
    given = parts[parts > 0]
    return float(-(given * np.log(given)).sum())


def agreeing(problem: Problem, weights: Array, agreed: Mapping[str, float]) -> Array:
    """Weights of the group if it agreed on some shares; the other weights keep their proportions.

    Parameters
    ----------
    problem : Problem
    weights : Array, shape (criteria,)
        Normalised weights.
    agreed : mapping of group id to the share of the weight, 0 to 1
        If the shares sum to 1 or more, they are divided by their sum and nothing else has weight.
        A group without weight divides its share evenly among its criteria.
    """
    parts = [(list(problem.criteria_in(group)), share) for group, share in agreed.items()]
    return _with_shares(weights, parts)


def _with_shares(weights: Array, parts: Sequence[tuple[list[int], float]]) -> Array:
    """Weights in which some columns together have a share; proportions stay otherwise."""
    rest: Array = weights.copy()
    for inside, _share in parts:
        rest[inside] = 0
    changed = normalise_weights(rest) * max(1 - sum(share for _, share in parts), 0)
    for inside, share in parts:
        given = weights[inside] if weights[inside].any() else np.ones(len(inside))
        changed[inside] = normalise_weights(given) * share
    return normalise_weights(changed)


def disputes(ranking: Ranking, ballots: Sequence[Ballot]) -> list[Dispute]:
    """Weights of groups and criteria on which ballots differ, those that matter first.

    A criterion that is alone in its group is left out, because the group says the same.

    Parameters
    ----------
    ranking : Ranking
        Ranking under the combined weights of the ballots.
    ballots : sequence of Ballot
        Ballots with weights, see `advisor.ranking.group.voices`.
    """
    problem = ranking.problem
    if len(ballots) < 2 or len(ranking.alternatives) < 2:
        return []
    targets = {group.id: problem.criteria_in(group.id) for group in problem.groups}
    for column, criterion in enumerate(problem.criteria):
        if len(targets[criterion.group]) > 1:
            targets[criterion.id] = (column,)
    table = shares(problem, ballots)
    mean = normalise_weights(table.mean(axis=0))
    leaders = _leaders(ranking, mean)
    best, second = (ranking.order * 2)[:2]
    found = []
    for target, columns in targets.items():
        inside = list(columns)
        given = table[:, inside].sum(axis=1)
        low = float(np.quantile(given, LOW, method="lower"))
        high = float(np.quantile(given, HIGH, method="higher"))
        if high - low < 0.005 or not mean[inside].any():
            continue
        at_low, at_high = (
            _leaders(ranking, _with_shares(mean, [(inside, share)])) for share in (low, high)
        )
        gap = (ranking.values[best] - ranking.values[second])[inside]
        distance = abs(float(gap @ normalise_weights(mean[inside])))
        found.append(
            Dispute(
                target,
                low,
                float(np.median(given)),
                high,
                tuple(given.tolist()),
                at_low,
                at_high,
                matters=not at_low == at_high == leaders,
                gain=distance * (high - low),
            )
        )
    return sorted(found, key=lambda one: (not one.matters, -one.gain))


def _leaders(ranking: Ranking, weights: Array) -> tuple[str, ...]:
    places = ranks(additive(ranking.values, weights))
    return tuple(a for a, place in zip(ranking.alternatives, places, strict=True) if place == 1)
