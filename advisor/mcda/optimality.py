"""What holds whatever the weights: dominance, who can be best at all, and with which weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.acceptability import smaa, standard_error
from advisor.mcda.additive import TIE, checked_values
from advisor.mcda.sampling.weights import simplex
from advisor.mcda.values import Array

# Coefficients are scaled to [1, 2] first, so this is rounding, not data.
ZERO = 1e-11
# Steepest descent is fast but may cycle on degenerate problems; Bland's rule never does.
STEEP_PIVOTS = 500


def dominance(values: Array) -> NDArray[np.bool_]:
    """Which alternative is nowhere worse and somewhere better than which.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
        Higher is better, no NaN.

    Returns
    -------
    NDArray[np.bool_], shape (alternatives, alternatives)
        True where the row dominates the column.

    Raises
    ------
    ValueError
        As `advisor.mcda.additive.checked_values`.

    Examples
    --------
    >>> dominance(np.array([[1.0, 0.5], [0.5, 0.5]]))
    array([[False,  True],
           [False, False]])
    """
    table = checked_values(values)
    difference = table[:, None, :] - table[None, :, :]
    worse = np.any(difference < -TIE, axis=2)
    found: NDArray[np.bool_] = np.asarray(np.any(difference > TIE, axis=2) & ~worse, dtype=np.bool_)
    return found


@dataclass(frozen=True, eq=False)
class BestCase:
    """The weights that suit each alternative best.

    Attributes
    ----------
    margins : Array, shape (alternatives,)
        Largest possible lead over the strongest other alternative, in score.
        Negative where no weights put it first.
    weights : Array, shape (alternatives, criteria)
        Weights that give that lead.
    """

    margins: Array
    weights: Array

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Whether some weights make the alternative first, alone or tied; (alternatives,)."""
        potentially_optimal: NDArray[np.bool_] = self.margins >= -TIE
        return potentially_optimal


def best_case(values: Array) -> BestCase:
    """Potential optimality, exactly: one linear programme per alternative.

    Efficient is not enough: an alternative that nobody dominates may still lose to
    a different rival under every weighting (Hazen 1986).

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
    """
    table = checked_values(values)
    alternatives, criteria = table.shape
    if alternatives == 1:
        return BestCase(np.zeros(1), np.full((1, criteria), 1 / criteria))
    cases = [maximin(row - np.delete(table, at, axis=0)) for at, row in enumerate(table)]
    return BestCase(np.array([c[0] for c in cases]), np.array([c[1] for c in cases]))


def simplex_shares(values: Array, draws: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Share of all possible weights under which each alternative is first, and standard errors.

    Returns
    -------
    shares, errors : Array, shape (alternatives,)
    """
    first = smaa(values, simplex(values.shape[1]), draws, rng).first
    return first, standard_error(first, draws)


def maximin(margins: Array) -> tuple[float, Array]:
    """Largest smallest margin over all normalised weights, and weights that reach it.

    Parameters
    ----------
    margins : Array, shape (margins, criteria)
        One row of coefficients per margin; finite.

    Returns
    -------
    value : float
        The maximum over the weight simplex of ``min(margins @ weights)``.
    weights : Array, shape (criteria,)
        Weights that reach it: none negative, sum 1.

    Raises
    ------
    ValueError
        If the table is empty or holds a number that is not finite.

    Notes
    -----
    This is the value of a matrix game, solved as the usual linear programme by
    the simplex method (von Neumann 1928; Dantzig 1951). With all coefficients
    made positive, ``maximise sum(y) subject to margins.T @ y <= 1, y >= 0`` starts
    from ``y = 0`` and is bounded; its dual prices are the weights over the value.
    `scipy.optimize.linprog` (HiGHS), the oracle of the tests, takes 12 times as long for 3
    alternatives × 18 criteria and 5 times for 50 × 50 (``make bench``, 2026-11-26), and would
    cost every kernel 51 MB and a third of a second of import.

    Examples
    --------
    >>> value, weights = maximin(np.array([[1.0, -1.0], [-1.0, 1.0]]))
    >>> value, weights
    (0.0, array([0.5, 0.5]))
    """
    if margins.size == 0 or not np.all(np.isfinite(margins)):
        raise ValueError("margins must be a table of finite numbers with at least one row")
    rows, criteria = margins.shape
    least, span = float(margins.min()), float(np.ptp(margins)) or 1.0
    table = np.zeros((criteria + 1, rows + criteria + 1))
    table[:-1, :rows] = ((margins - least) / span + 1).T
    table[:-1, rows:-1] = np.eye(criteria)
    table[:-1, -1] = 1
    table[-1, :rows] = -1
    basis = np.arange(rows, rows + criteria)
    pivots = 0
    while (entering := _entering(table[-1, :-1], pivots)) is not None:
        column, right = table[:-1, entering], table[:-1, -1]
        ratios = np.divide(right, column, out=np.full(criteria, np.inf), where=column > ZERO)
        tied = np.flatnonzero(ratios <= ratios.min() + ZERO)
        leaving = tied[np.argmin(basis[tied])]
        table[leaving] /= table[leaving, entering]
        factors = table[:, entering].copy()
        factors[leaving] = 0
        table -= np.outer(factors, table[leaving])
        basis[leaving] = entering
        pivots += 1
    total = table[-1, -1]
    prices = np.maximum(table[-1, rows:-1], 0.0)
    return float((1 / total - 1) * span + least), prices / prices.sum()


def _entering(reduced: Array, pivots: int) -> int | None:
    if pivots < STEEP_PIVOTS:
        steepest = int(np.argmin(reduced))
        return steepest if reduced[steepest] < -ZERO else None
    falling = np.flatnonzero(reduced < -ZERO)
    return int(falling[0]) if falling.size else None
