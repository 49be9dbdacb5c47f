"""A room's ballots: what each participant weighs, what that makes together, who leads for whom."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from advisor.mcda.additive import normalise_weights
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking, rank

Ballots = Mapping[str, Mapping[str, float]]


def together(problem: Problem, ballots: Ballots) -> dict[str, float]:
    """Raw weights of the room: the mean of the participants' shares, the largest at 100.

    Everybody has the same say, however high they set their sliders. The mean is the usual
    pooling of weights; it hides dissent, which `who_leads` and `widest` show.

    Parameters
    ----------
    problem : Problem
    ballots : mapping of a participant's name to raw weight by criterion id

    Raises
    ------
    ValueError
        If there is no ballot, or none gives a weight to anything.
    """
    mean = np.mean(list(shares(problem, ballots).values()), axis=0) if ballots else np.zeros(1)
    if not mean.any():
        raise ValueError("no ballot gives a weight to anything")
    raw = np.round(mean / mean.max() * LARGEST_WEIGHT, 1)
    return {c.id: float(weight) for c, weight in zip(problem.criteria, raw, strict=True)}


def shares(problem: Problem, ballots: Ballots) -> dict[str, np.ndarray]:
    """Each participant's normalised weights, in the order of the criteria, by name."""
    return {
        name: normalise_weights([weights.get(c.id, 0) for c in problem.criteria])
        for name, weights in ballots.items()
    }


def who_leads(ranking: Ranking, ballots: Ballots) -> dict[str, tuple[str, ...]]:
    """Ids of who is first by each participant's weights alone, by name; must-haves as they are."""
    found = {}
    for name, weights in ballots.items():
        alone = rank(
            ranking.problem,
            {c.id: weights.get(c.id, 0) for c in ranking.problem.criteria},
            scenario=ranking.scenario,
            exclude=[e.alternative for e in ranking.excluded],
        )
        first = [alone.alternatives[row] for row in alone.order if alone.ranks[row] == 1]
        found[name] = tuple(first)
    return found


def widest(problem: Problem, ballots: Ballots) -> tuple[int, str, str]:
    """The criterion that shares differ on most: its column, and who gives it least and most."""
    names, table = list(ballots), np.array(list(shares(problem, ballots).values()))
    column = int(np.argmax(np.ptp(table, axis=0)))
    least, most = int(np.argmin(table[:, column])), int(np.argmax(table[:, column]))
    return column, names[least], names[most]
