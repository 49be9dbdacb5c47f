"""Weights from pairwise comparison (the analytic hierarchy process, AHP)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

import numpy as np
from numpy.typing import ArrayLike

from advisor.mcda.additive import TIE, normalise_weights
from advisor.mcda.elicitation.swing_and_order import name_of
from advisor.mcda.values import Array

RANDOM_INDEX_TABLE = "Saaty (1980), The Analytic Hierarchy Process"
RANDOM_INDEX = {
    1: 0.0,
    2: 0.0,
    3: 0.58,
    4: 0.90,
    5: 1.12,
    6: 1.24,
    7: 1.32,
    8: 1.41,
    9: 1.45,
    10: 1.49,
    11: 1.51,
    12: 1.48,
    13: 1.56,
    14: 1.57,
    15: 1.59,
}
"""Mean consistency index of random matrices by size: other tables differ by up to a tenth.

Above 10 as the literature repeats them; the book itself was not at hand.
"""

ACCEPTABLE = 0.10
RECIPROCAL = 1e-6  # relative: a reciprocal is typed as 1/3, not as 0.33


@dataclass(frozen=True)
class Inconsistency:
    """The judgement at odds with the others, where the ratio is above `ACCEPTABLE`.

    Attributes
    ----------
    first, second : int
        The criteria compared; ``given`` and ``consistent`` are of the first over the second.
    given : float
    consistent : float
        What the other judgements say of the pair: the geometric mean of the detours
        first-k times k-second over every third criterion k.
    ratio, ratio_after : float
        Consistency ratio now, and with the consistent value in place.
    """

    first: int
    second: int
    given: float
    consistent: float
    ratio: float
    ratio_after: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a matrix of judgements says.

    Attributes
    ----------
    weights : Array, shape (criteria,)
        Principal eigenvector, sum 1.
    geometric_mean : Array, shape (criteria,)
        Geometric means of the rows, sum 1: the other common derivation, for comparison.
    lambda_max : float
        Principal eigenvalue, the number of criteria where all judgements agree.
    consistency_index : float
        ``(lambda_max - n) / (n - 1)``.
    consistency_ratio : float
        That over the random index of `RANDOM_INDEX_TABLE`; 0 for up to two criteria.
    warning : Inconsistency or None
    """

    weights: Array
    geometric_mean: Array
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    warning: Inconsistency | None


def judgement_matrix(judgements: Sequence[float], criteria: int) -> Array:
    """Full matrix from the judgements above its diagonal, row by row.

    Parameters
    ----------
    judgements : sequence of float, shape (criteria * (criteria - 1) / 2,)
        Of the earlier criterion over the later: first over second, first over third …
    criteria : int

    Returns
    -------
    Array, shape (criteria, criteria)
        Positive and reciprocal.

    Raises
    ------
    ValueError
        If their number does not fit, or naming the pair whose judgement is not above 0.

    Examples
    --------
    >>> judgement_matrix([2, 4, 2], 3)
    array([[1.  , 2.  , 4.  ],
           [0.5 , 1.  , 2.  ],
           [0.25, 0.5 , 1.  ]])
    """
    needed = criteria * (criteria - 1) // 2
    if len(judgements) != needed:
        raise ValueError(
            f"{len(judgements)} judgements for {criteria} criteria; allowed: {needed}, one per pair"
        )
    matrix = np.ones((criteria, criteria))
    pairs = combinations(range(criteria), 2)
    for (row, column), judgement in zip(pairs, judgements, strict=True):
        _check_positive(row, column, judgement, ())
        matrix[row, column], matrix[column, row] = judgement, 1 / judgement
    return matrix


def check_judgements(matrix: ArrayLike, names: Sequence[str] = ()) -> Array:
    """Matrix of judgements as floats, if it is one.

    Parameters
    ----------
    matrix : array_like, shape (criteria, criteria)
        How many times the row's criterion outweighs the column's, usually 1/9 to 9.
    names : sequence of str, optional
        What errors call the criteria by.

    Raises
    ------
    ValueError
        If it is not square or too large for the random index; naming the pair that is
        not above 0, not 1 on the diagonal, or not reciprocal.
    """
    found = np.asarray(matrix, dtype=float)
    if found.ndim != 2 or found.shape[0] != found.shape[1] or not found.size:
        raise ValueError(
            f"the judgements have shape {found.shape}; allowed: as many rows as columns"
        )
    if len(found) > max(RANDOM_INDEX):
        raise ValueError(
            f"{len(found)} criteria are compared at once; allowed: up to {max(RANDOM_INDEX)}, "
            "so weigh groups first"
        )
    if names and len(names) != len(found):
        raise ValueError(f"{len(names)} names for {len(found)} criteria; allowed: as many")
    for row, column in np.ndindex(found.shape):
        _check_positive(row, column, float(found[row, column]), names)
    for row, column in combinations_with_replacement(range(len(found)), 2):
        there, back = found[row, column], found[column, row]
        if abs(there * back - 1) > RECIPROCAL:
            pair = f"{name_of(row, names)} over {name_of(column, names)}"
            raise ValueError(
                f"{pair} is {there:g}; allowed: 1 on the diagonal"
                if row == column
                else f"{pair} is {there:g} and the reverse is {back:g}; "
                f"allowed: the reciprocal, {1 / there:g}"
            )
    return found


def compare_pairs(matrix: ArrayLike, names: Sequence[str] = ()) -> Comparison:
    """Weights and consistency of a matrix of pairwise judgements.

    Source: Saaty (1980); Crawford & Williams (1985) for the geometric mean.

    Parameters
    ----------
    matrix : array_like, shape (criteria, criteria)
        Positive and reciprocal, see `check_judgements` and `judgement_matrix`.
    names : sequence of str, optional

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        As `check_judgements`.

    Examples
    --------
    >>> found = compare_pairs([[1, 2, 8], [1 / 2, 1, 4], [1 / 8, 1 / 4, 1]])
    >>> found.weights.round(6)
    array([0.615385, 0.307692, 0.076923])
    >>> found.warning is None
    True
    """
    judged = check_judgements(matrix, names)
    weights, lambda_max, index, ratio = _eigen(judged)
    means = np.exp(np.log(judged).mean(axis=1))
    warning = _most_inconsistent(judged, ratio) if ratio > ACCEPTABLE else None
    return Comparison(weights, normalise_weights(means), lambda_max, index, ratio, warning)


def _eigen(judged: Array) -> tuple[Array, float, float, float]:
    """Weights, principal eigenvalue, consistency index and ratio."""
    n = len(judged)
    eigenvalues, vectors = np.linalg.eig(judged)
    principal = int(np.argmax(eigenvalues.real))
    weights = normalise_weights(np.abs(vectors[:, principal].real))
    lambda_max = float(eigenvalues[principal].real)
    # Never below n in theory; rounding must not make a consistent matrix less than that.
    index = max(lambda_max - n, 0.0) / (n - 1) if n > 1 and lambda_max - n > TIE else 0.0
    return weights, lambda_max, index, index / RANDOM_INDEX[n] if n > 2 else 0.0


def _most_inconsistent(judged: Array, ratio: float) -> Inconsistency:
    """Judgement farthest from what all the others say of its pair.

    In logarithms that is the largest deleted residual of the least-squares fit, and all
    pairs have the same leverage, so replacing it improves the fit the most.
    """
    logs = np.log(judged)
    n = len(logs)
    # The pair itself enters the sum of detours twice, by way of either end.
    detours = (logs.sum(axis=1)[:, None] - logs.sum(axis=1)[None] - 2 * logs) / (n - 2)
    np.fill_diagonal(detours, 0)
    farthest = int(np.argmax(np.triu(np.abs(logs - detours))))
    first, second = divmod(farthest, n)
    consistent = float(np.exp(detours[first, second]))
    mended = judged.copy()
    mended[first, second], mended[second, first] = consistent, 1 / consistent
    given = float(judged[first, second])
    return Inconsistency(first, second, given, consistent, ratio, _eigen(mended)[3])


def _check_positive(row: int, column: int, judgement: float, names: Sequence[str]) -> None:
    if not 0 < judgement < np.inf:
        raise ValueError(
            f"{name_of(row, names)} over {name_of(column, names)} is {judgement:g}; "
            "allowed: a finite number above 0"
        )
