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
"""Mean consistency index of random matrices by size; other tables differ by up to a tenth.

The figures above size 10 come from later literature; the original book was not available.
"""

ACCEPTABLE = 0.10
RECIPROCAL = 1e-6  # relative tolerance, so 0.33 is not the reciprocal of 3, but 1/3 is


@dataclass(frozen=True)
class Inconsistency:
    """The judgement that contradicts the others most, if the ratio is above `ACCEPTABLE`.

    Attributes
    ----------
    first, second : int
        Numbers of the compared criteria.
    given : float
        Judgement of the first criterion over the second.
    consistent : float
        Judgement that follows from the others: the geometric mean of (first over k) times
        (k over second) for every third criterion k.
    ratio, ratio_after : float
        Consistency ratio with the given and with the consistent judgement.
    """

    first: int
    second: int
    given: float
    consistent: float
    ratio: float
    ratio_after: float


@dataclass(frozen=True, eq=False)
class Comparison:
    """Weights and consistency of a matrix of judgements.

    Attributes
    ----------
    weights : Array, shape (criteria,)
        Principal eigenvector, sum 1.
    geometric_mean : Array, shape (criteria,)
        Geometric means of the rows, sum 1: another common method, for comparison.
    lambda_max : float
        Principal eigenvalue; it equals the number of criteria if all judgements agree.
    consistency_index : float
        ``(lambda_max - n) / (n - 1)``.
    consistency_ratio : float
        Consistency index divided by the `RANDOM_INDEX` of that size; 0 for up to two criteria.
    warning : Inconsistency or None
        The judgement to reconsider, if the ratio is above `ACCEPTABLE`.
    """

    weights: Array
    geometric_mean: Array
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    warning: Inconsistency | None


def judgement_matrix(judgements: Sequence[float], criteria: int) -> Array:
    """Build the full matrix from the judgements above its diagonal, row by row.

    Parameters
    ----------
    judgements : sequence of float, shape (criteria * (criteria - 1) / 2,)
        Judgements of the earlier criterion over the later one: first over second, first over
        third, and so on.
    criteria : int

    Returns
    -------
    Array, shape (criteria, criteria)
        Positive and reciprocal.

    Raises
    ------
    ValueError
        If their number is wrong, or a judgement is not above 0; the message names its pair.

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
    """Convert a matrix of judgements to floats and check it.

    Parameters
    ----------
    matrix : array_like, shape (criteria, criteria)
        How many times as important the row's criterion is as the column's, usually 1/9 to 9.
    names : sequence of str, optional
        Names of the criteria, for messages.

    Raises
    ------
    ValueError
        If the matrix is not square or too large for the random index, or if a judgement is not
        above 0, not 1 on the diagonal or not reciprocal; the message names the pair.
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
        found_names = f"names has {len(names)} entries"
        raise ValueError(f"{found_names}; allowed: {len(found)}, one per criterion")
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
    """Compute weights and consistency of a matrix of pairwise judgements.

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
        As in `check_judgements`.

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
    # In theory the eigenvalue is never below n; rounding must not push it below.
    index = max(lambda_max - n, 0.0) / (n - 1) if n > 1 and lambda_max - n > TIE else 0.0
    return weights, lambda_max, index, index / RANDOM_INDEX[n] if n > 2 else 0.0


def _most_inconsistent(judged: Array, ratio: float) -> Inconsistency:
    """Judgement that differs most from the one that follows from all others.

    In logarithms this is the largest deleted residual of the least-squares fit. All pairs have
    the same leverage, so replacing this judgement improves the fit the most.
    """
    logs = np.log(judged)
    n = len(logs)
    # The sums contain the pair itself twice, once for each of its criteria.
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
