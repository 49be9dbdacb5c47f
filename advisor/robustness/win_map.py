"""The win map: the leader for every division of the weight among three groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE, additive, normalise_weights
from advisor.mcda.values import Array
from advisor.mcda.win_map import area, best_regions
from advisor.ranking.ranking import Ranking

CORNERS = 3


@dataclass(frozen=True)
class Corner:
    """A group of criteria, or a single criterion if there are fewer than three groups."""

    id: str
    name: str
    columns: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class WinMap:
    """Leader for every division of the weight that three corners share.

    All other criteria keep their weight, so the map shows the current ranking at ``here``. Within
    a corner the criteria keep their proportions.

    Attributes
    ----------
    corners : tuple of Corner
    share : float
        Share of the total weight that the three corners divide.
    here : Array, shape (3,)
        Current division of that share; it sums to 1.
    regions : tuple of Array, shape (vertices, 3)
        Region in which each row of the ranking leads, see `advisor.mcda.win_map.best_regions`.
    areas : Array, shape (alternatives,)
        Share of the map that each region covers, in [0, 1].
    equals : tuple of tuple of int
        For each row, later rows that tie with it everywhere on the map.
    """

    corners: tuple[Corner, ...]
    share: float
    here: Array
    regions: tuple[Array, ...]
    areas: Array
    equals: tuple[tuple[int, ...], ...]


def candidates(ranking: Ranking) -> list[Corner]:
    """Possible corners: the groups, or the criteria if there are too few groups."""
    problem = ranking.problem
    groups = [Corner(g.id, g.name, problem.criteria_in(g.id)) for g in problem.groups]
    criteria = [Corner(c.id, c.name, (j,)) for j, c in enumerate(problem.criteria)]
    return groups if len(groups) >= CORNERS else criteria


def heaviest(ranking: Ranking) -> tuple[str, ...]:
    """Ids of the three corners with the most weight, in the order of the problem."""
    everything = candidates(ranking)
    shares = np.array([_share(ranking, corner) for corner in everything])
    most = np.argsort(-shares, kind="stable")[:CORNERS]
    return tuple(everything[at].id for at in sorted(most.tolist()))


def win_map(ranking: Ranking, chosen: Sequence[str] = ()) -> WinMap | None:
    """Compute the map of three corners, by default those with the most weight.

    The result is None if the corners have no weight, or if there are fewer than three corners or
    fewer than two alternatives.

    Raises
    ------
    LookupError
        If a corner is unknown; the message lists the possible corners.
    ValueError
        If ``chosen`` does not have three different corners.
    """
    known = {corner.id: corner for corner in candidates(ranking)}
    if len(known) < CORNERS or len(ranking.alternatives) < 2:
        return None
    ids = tuple(chosen) or heaviest(ranking)
    if unknown := [name for name in ids if name not in known]:
        raise LookupError(f"there is no corner {unknown[0]!r}; allowed: {', '.join(known)}")
    if len(set(ids)) != CORNERS or len(ids) != CORNERS:
        raise ValueError(f"a map needs three different corners, not {', '.join(ids)}")
    corners = tuple(known[name] for name in ids)
    parts = np.array([_share(ranking, corner) for corner in corners])
    share = float(parts.sum())
    if share <= TIE:
        return None
    others = [j for j in range(len(ranking.weights)) if not any(j in c.columns for c in corners)]
    base = additive(ranking.values[:, others], ranking.weights[others])
    scores = np.column_stack([_value(ranking, corner) for corner in corners]) * share
    scores += base[:, None]
    regions = tuple(best_regions(scores))
    return WinMap(
        corners=corners,
        share=share,
        here=parts / share,
        regions=regions,
        areas=np.array([area(region) for region in regions]),
        equals=tuple(_equals(scores, row) for row in range(len(scores))),
    )


def _share(ranking: Ranking, corner: Corner) -> float:
    return float(ranking.weights[list(corner.columns)].sum())


def _value(ranking: Ranking, corner: Corner) -> Array:
    """Value of each alternative on a corner; the unweighted mean if the corner has no weight."""
    columns = list(corner.columns)
    weights = normalise_weights(ranking.weights[columns])
    if not weights.any():
        weights = np.full(len(columns), 1 / len(columns))
    return additive(ranking.values[:, columns], weights)


def _equals(scores: Array, row: int) -> tuple[int, ...]:
    same = np.all(np.abs(scores - scores[row]) <= TIE, axis=1)
    return tuple(int(other) for other in np.flatnonzero(same) if other > row)
