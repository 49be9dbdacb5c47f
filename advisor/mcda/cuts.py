"""Splits and merges groups of criteria, and computes how their weights change."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.additive import normalise_weights
from advisor.mcda.values import Array

# Factors on the weight of a group: each half of a split group keeps its whole weight, and two
# merged groups get the mean of their weights.
SPLIT, MERGED = 2.0, 0.5


def other_cuts(
    weights: Array, groups: NDArray[np.intp]
) -> tuple[tuple[tuple[int, ...], ...], Array]:
    """Compute the weights after one group is split into two, or two groups are merged.

    Parameters
    ----------
    weights : Array, shape (criteria,)
        Weights of at least 0.
    groups : NDArray[np.intp], shape (criteria,)
        Number of each criterion's group.

    Returns
    -------
    touched : tuple of tuple of int, one for each cut
        The split group or the two merged groups. Only groups with weight are cut; if fewer than
        two have weight, there are no cuts.
    cuts : Array, shape (cuts, criteria)
        Normalised weights.

    Notes
    -----
    People give more weight to an attribute that is shown in more detail: the splitting bias. In a
    decision about a lake and its river, nearly all residents weighed attributes in proportion to
    the number of their parts, although they knew about the bias (Hämäläinen & Alaja, The threat of
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
