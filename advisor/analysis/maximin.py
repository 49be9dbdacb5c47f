"""The weights that make the worst of several linear margins as good as it can be.

One small linear programme answers three questions of the analysis: can this
alternative be best for some weights, is a set of weight constraints empty, and
which point lies well inside it. Pure NumPy.
"""

from __future__ import annotations

import numpy as np

from advisor.values import Array

# Coefficients are scaled to [1, 2] first, so this is rounding, not data.
ZERO = 1e-11
# Steepest descent is fast but may cycle on degenerate problems; Bland's rule never does.
STEEP_PIVOTS = 500


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
