"""The same criteria under more or fewer headings, and what that does to their weights."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.additive import normalise_weights
from advisor.mcda.values import Array

# What the cut does to the weight of a group: two halves get the whole weight each, and two
# that become one get the mean of their weights.
SPLIT, MERGED = 2.0, 0.5


def other_cuts(
    weights: Array, groups: NDArray[np.intp]
) -> tuple[tuple[tuple[int, ...], ...], Array]:
    """Weights where one group of criteria is split into two, or two are merged into one.

    Parameters
    ----------
    weights : Array, shape (criteria,)
        None negative.
    groups : NDArray[np.intp], shape (criteria,)
        Number of the group that each criterion is in.

    Returns
    -------
    touched : tuple of tuple of int, one for each cut
        The group that is split, or the two that are merged. Only groups with weight; none
        at all where fewer than two have weight.
    cuts : Array, shape (cuts, criteria)
        Normalised weights.

    Notes
    -----
    An attribute shown in more detail gets more weight: the splitting bias. In a decision about
    a lake and its river, nearly all residents gave attributes weight in proportion to the number
    of their parts, although they had been told of it (Hämäläinen & Alaja, The threat of
    weighting biases in environmental decision analysis, Report E12 of the Systems Analysis
    Laboratory, Helsinki, 2003, draft of 2006, http://e-reports.sal.tkk.fi/abstract/E12.htm).

    Examples
    --------
    >>> touched, cuts = other_cuts(np.array([0.6, 0.4]), np.array([0, 1]))
    >>> touched
    ((0,), (1,), (0, 1))
    >>> cuts.round(2).tolist()
    [[0.75, 0.25], [0.43, 0.57], [0.6, 0.4]]
    """
    counting = np.flatnonzero(np.bincount(groups, weights) > 0).tolist()
    if len(counting) < 2:
        return (), np.empty((0, len(weights)))
    touched = (*((group,) for group in counting), *combinations(counting, 2))
    factors = np.ones((len(touched), groups.max() + 1))
    for row, cut in zip(factors, touched, strict=True):
        row[list(cut)] = SPLIT if len(cut) == 1 else MERGED
    return touched, normalise_weights(factors[:, groups] * weights)
