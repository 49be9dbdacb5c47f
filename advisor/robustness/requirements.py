"""The effect of the requirements: which alternative would lead without one of them."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.problem.questions import Requirement
from advisor.ranking.ranking import Ranking, ranked


@dataclass(frozen=True)
class Relaxation:
    """A ranking without one of its requirements.

    Attributes
    ----------
    requirement : Requirement
    demand : str
    returning : tuple of str
        Ids of alternatives that this requirement alone rules out.
    leaders : tuple of str
        Ids of the alternatives that would then rank first.
    changes : bool
        Whether the leaders differ from the current ones.
    """

    requirement: Requirement
    demand: str
    returning: tuple[str, ...]
    leaders: tuple[str, ...]
    changes: bool


def without_each(ranking: Ranking) -> tuple[Relaxation, ...]:
    """Rank again without each requirement in turn.

    Returns
    -------
    tuple of Relaxation
        Results in the order of the demands, for requirements that alone rule out an alternative.
    """
    now = _leaders(ranking)
    found = []
    for requirement_id, demand in ranking.demands.items():
        returning = tuple(
            e.alternative for e in ranking.excluded if e.requirements == (requirement_id,)
        )
        if returning:
            leaders = _leaders(_again(ranking, requirement_id))
            requirement = ranking.problem.requirement(requirement_id)
            changes = not set(leaders) & set(now)
            found.append(Relaxation(requirement, demand, returning, leaders, changes))
    return tuple(found)


def _again(ranking: Ranking, dropped: str) -> Ranking:
    kept = {**ranking.choices.requirements, dropped: ""}
    return ranked(ranking.problem, ranking.choices.but(requirements=kept))


def _leaders(ranking: Ranking) -> tuple[str, ...]:
    return tuple(ranking.alternatives[row] for row in ranking.order if ranking.ranks[row] == 1)
