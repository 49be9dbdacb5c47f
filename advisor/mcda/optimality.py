"""Results for all weights: dominance, potential optimality, and the weights that achieve it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.acceptability import smaa, standard_error
from advisor.mcda.additive import TIE, checked_values
from advisor.mcda.sampling.weights import simplex
from advisor.mcda.values import Array

# Coefficients are scaled to [1, 2] first, so smaller numbers are rounding errors.
ZERO = 1e-11
# Steepest descent is fast but may cycle on degenerate problems; Bland's rule never cycles.
STEEP_PIVOTS = 500


def dominance(values: Array) -> NDArray[np.bool_]:
    """Find which alternatives are never worse and at least once better than which others.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
        Values without NaN; higher is better.

    Returns
    -------
    NDArray[np.bool_], shape (alternatives, alternatives)
        True if the row dominates the column.

    Raises
    ------
    ValueError
        As in `advisor.mcda.additive.checked_values`.

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
    """The most favourable weights of each alternative.

    Attributes
    ----------
    margins : Array, shape (alternatives,)
        Largest possible lead in score over the strongest other alternative; negative if no
        weights put the alternative first.
    weights : Array, shape (alternatives, criteria)
        Normalised weights with that lead.
    """

    margins: Array
    weights: Array

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Whether any weights put the alternative first, alone or tied; shape (alternatives,)."""
        potentially_optimal: NDArray[np.bool_] = self.margins >= -TIE
        return potentially_optimal


def best_case(values: Array) -> BestCase:
    """Compute potential optimality exactly, with one linear programme per alternative.

    An alternative that no other dominates may still lose to some rival under all weights
    (Hazen 1986), so dominance alone does not decide.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
        Values; higher is better.
    """
    table = checked_values(values)
    alternatives, criteria = table.shape
    if alternatives == 1:
        return BestCase(np.zeros(1), np.full((1, criteria), 1 / criteria))
    cases = [maximin(row - np.delete(table, at, axis=0)) for at, row in enumerate(table)]
    return BestCase(np.array([c[0] for c in cases]), np.array([c[1] for c in cases]))


def simplex_shares(values: Array, draws: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Estimate the share of all possible weights under which each alternative ranks first.

    Returns
    -------
    shares, errors : Array, shape (alternatives,)
        Shares in [0, 1] and their standard errors.
    """
    first = smaa(values, simplex(values.shape[1]), draws, rng).first
    return first, standard_error(first, draws)


def maximin(margins: Array) -> tuple[float, Array]:
    """Maximise the smallest margin over all normalised weights.

    Parameters
    ----------
    margins : Array, shape (margins, criteria)
        One row of coefficients per margin; finite.

    Returns
    -------
    value : float
        The maximum over the weight simplex of ``min(margins @ weights)``.
    weights : Array, shape (criteria,)
        Weights that reach the maximum; they are at least 0 and sum to 1.

    Raises
    ------
    ValueError
        If the table is empty or contains a number that is not finite.

    Notes
    -----
    The maximum is the value of a matrix game, which the simplex method finds as a linear
    programme (von Neumann 1928; Dantzig 1951). With positive coefficients,
    ``maximise sum(y) subject to margins.T @ y <= 1, y >= 0`` starts at ``y = 0`` and is bounded;
    its dual prices are the weights divided by the value. `scipy.optimize.linprog` (HiGHS), which
    the tests compare with, takes 12 times as long for 3 alternatives × 18 criteria and 5 times as
    long for 50 × 50 (``make bench``, 2026-11-26). It would also cost every kernel 51 MB and a
    third of a second for its import.

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
