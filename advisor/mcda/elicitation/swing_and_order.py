"""Weights from people: direct weights, swings, rank order, and groups first.

Every function returns one vector of weights that sums to 1. `pairwise` handles pairwise
comparisons, `tradeoffs` trade-off questions. Arrays have one entry per criterion; messages use
``names``, if given, for the criteria.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.additive import normalise_weights
from advisor.mcda.values import Array

RankOrder = Literal["centroid", "rank-sum", "reciprocal"]


def direct_weights(raw: ArrayLike, names: Sequence[str] = ()) -> Array:
    """Check weights and scale them so that they sum to 1.

    Parameters
    ----------
    raw : array_like, shape (criteria,)
        Swing weights of at least 0 on any common scale, not all 0.
    names : sequence of str, optional

    Returns
    -------
    Array, shape (criteria,)

    Raises
    ------
    ValueError
        If a weight is negative, infinite or NaN (the message names its criterion), or if all
        weights are 0.

    Examples
    --------
    >>> direct_weights([60, 20, 0])
    array([0.75, 0.25, 0.  ])
    """
    weights = _vector("weight", raw, names)
    for j in np.flatnonzero(weights < 0).tolist():
        raise ValueError(
            f"the weight of {name_of(j, names)} is {weights[j]:g}; allowed: a number of 0 or more"
        )
    if not weights.any():
        raise ValueError("all weights are 0; allowed: at least one above 0")
    return normalise_weights(weights)


def swing_weights(
    ratings: ArrayLike, ranks: ArrayLike | None = None, names: Sequence[str] = ()
) -> Array:
    """Weights from swings that are rated against the largest one, which has the rating 100.

    Imagine that everything is at its worst anchor. Which criterion would you swing to its best
    anchor first (rank 1, rating 100), and which one next? A swing with the rating 40 is worth 0.4
    of the largest one.
    Source: "Swing weighting", DDL Wiki of Carnegie Mellon University,
    wiki.ece.cmu.edu/ddl/index.php/Swing_weighting, read 2026-11-26.

    Parameters
    ----------
    ratings : array_like, shape (criteria,)
        Ratings in [0, 100], at least one of them 100.
    ranks : array_like, shape (criteria,), optional
        Ranks of the swings: 1 is the largest, and equal swings share a rank. The ratings must
        have the same order.
    names : sequence of str, optional

    Returns
    -------
    Array, shape (criteria,)

    Raises
    ------
    ValueError
        If a rating is not allowed or contradicts the ranks; the message names the criteria.

    Examples
    --------
    >>> swing_weights([100, 60, 40], ranks=[1, 2, 3])
    array([0.5, 0.3, 0.2])
    """
    rated = _vector("rating", ratings, names)
    for j in np.flatnonzero((rated < 0) | (rated > 100)).tolist():
        raise ValueError(
            f"the rating of {name_of(j, names)} is {rated[j]:g}; allowed: from 0 to 100, "
            "the rating of the largest swing"
        )
    if rated.max() < 100:
        raise ValueError(
            f"the largest rating is {rated.max():g}, of {name_of(int(np.argmax(rated)), names)}; "
            "allowed: 100 for the largest swing"
        )
    if ranks is not None:
        placed = _vector("rank", ranks, names)
        if placed.shape != rated.shape:
            entries = f"ranks has {len(placed)} entries"
            raise ValueError(f"{entries}; allowed: {len(rated)}, one per rating")
        against = np.sign(placed[None] - placed[:, None]) != np.sign(rated[:, None] - rated)
        for first, second in np.argwhere(against).tolist():
            raise ValueError(
                f"{name_of(first, names)} has rank {placed[first]:g} and rating {rated[first]:g}, "
                f"{name_of(second, names)} rank {placed[second]:g} and rating {rated[second]:g}; "
                "allowed: a higher rating for a better rank and an equal one for an equal rank"
            )
    return normalise_weights(rated)


def rank_order_weights(
    ranks: ArrayLike, method: RankOrder = "centroid", names: Sequence[str] = ()
) -> Array:
    """Weights from the order of the swings alone.

    With n criteria, the criterion in place k gets a weight by one of three methods:

    - ``"centroid"``: the sum of 1/k, 1/(k + 1), …, 1/n, divided by n. This is the centre of all
      weights that have this order (Barron & Barrett 1996, Management Science 42), so it is the
      default; the other two are for comparison.
    - ``"rank-sum"``: in proportion to n + 1 - k.
    - ``"reciprocal"``: in proportion to 1/k. Both are compared in E. Roszkowska, "Rank ordering
      criteria weighting methods", Optimum. Studia Ekonomiczne 5 (65) 2013, read 2026-11-26.

    Criteria that share a rank get the mean of the weights of the places that they fill.

    Parameters
    ----------
    ranks : array_like, shape (criteria,)
        A lower rank is more important. Only the order matters, so 1, 1, 3 equals 1, 1, 2.
    method : {"centroid", "rank-sum", "reciprocal"}
    names : sequence of str, optional

    Returns
    -------
    Array, shape (criteria,)

    Raises
    ------
    ValueError
        If a rank is not finite (the message names its criterion), or the method is unknown.

    Examples
    --------
    >>> rank_order_weights([2, 1, 3]).round(4)
    array([0.2778, 0.6111, 0.1111])
    >>> rank_order_weights([1, 2, 2], "rank-sum")
    array([0.5 , 0.25, 0.25])
    """
    placed = _vector("rank", ranks, names)
    place = np.arange(1, len(placed) + 1)
    match method:
        case "centroid":
            by_place = np.cumsum((1 / place)[::-1])[::-1]
        case "rank-sum":
            by_place = place[::-1].astype(float)
        case "reciprocal":
            by_place = 1 / place
        case _:
            raise ValueError(
                f"the method is {method!r}; allowed: 'centroid', 'rank-sum', 'reciprocal'"
            )
    _, tied, count = np.unique(placed, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    means = [by_place[end - n : end].mean() for end, n in zip(last, count, strict=True)]
    return normalise_weights(np.array(means)[tied])


def hierarchical_weights(
    group_weights: ArrayLike,
    within: ArrayLike,
    groups: Sequence[int],
    names: Sequence[str] = (),
) -> Array:
    """Combine weights of groups with the weights of the criteria within each group.

    The weight of a criterion is its share within its group times the share of the group, so a
    group with many criteria gets no more weight than one with few.

    Parameters
    ----------
    group_weights : array_like, shape (groups,)
        Weights of at least 0, not all 0.
    within : array_like, shape (criteria,)
        Weights of at least 0 on a common scale within each group; groups may use different scales.
    groups : sequence of int, shape (criteria,)
        The group of each criterion, counted from 0.
    names : sequence of str, optional
        Names of the groups.

    Returns
    -------
    Array, shape (criteria,)

    Raises
    ------
    ValueError
        If a weight is not allowed, or a group with weight has no criterion with weight; the
        message names the weight or the group.

    Examples
    --------
    >>> hierarchical_weights([60, 40], [1, 3, 50], groups=[0, 0, 1])
    array([0.15, 0.45, 0.4 ])
    """
    shares = direct_weights(group_weights, names)
    members = np.asarray(groups)
    inside = _vector("weight within the group", within, ())
    if members.shape != inside.shape or not np.issubdtype(members.dtype, np.integer):
        raise ValueError(
            f"groups are {list(groups)!r}; allowed: a whole number for each of the "
            f"{len(inside)} criteria"
        )
    for j in np.flatnonzero((members < 0) | (members >= len(shares))).tolist():
        raise ValueError(f"criterion {j} is in group {members[j]}; allowed: 0 to {len(shares) - 1}")
    for j in np.flatnonzero(inside < 0).tolist():
        raise ValueError(
            f"the weight within the group of criterion {j} is {inside[j]:g}; "
            "allowed: a number of 0 or more"
        )
    found = np.zeros(len(inside))
    for group, share in enumerate(shares):
        columns = members == group
        if share > 0 and not inside[columns].any():
            raise ValueError(
                f"group {name_of(group, names, 'number ')} has a share of {share:.2g} and no "
                "criterion with a weight; allowed: at least one"
            )
        found[columns] = share * normalise_weights(inside[columns])
    return found


def _vector(what: str, given: ArrayLike, names: Sequence[str]) -> Array:
    found = np.asarray(given, dtype=float)
    if found.ndim != 1 or not len(found):
        raise ValueError(f"{what}s have shape {found.shape}; allowed: one per criterion")
    if names and len(names) != len(found):
        raise ValueError(f"names has {len(names)} entries; allowed: {len(found)}, one per {what}")
    for j in np.flatnonzero(~np.isfinite(found)).tolist():
        raise ValueError(
            f"the {what} of {name_of(j, names)} is {found[j]}; allowed: a finite number"
        )
    return found


def name_of(place: int, names: Sequence[str], unnamed: str = "criterion ") -> str:
    """Name of a criterion in a message: its quoted name, or its number counted from 0."""
    return repr(names[place]) if names else f"{unnamed}{place}"
