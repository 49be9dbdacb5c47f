"""Named normalisations of performances, as the literature's worked examples use them.

Each takes the table of performances and returns values for which higher is
better. All of them look at the alternatives at hand, so that adding or leaving
out one changes the values of the others and may reverse their ranks. The
advisor's own answer therefore never uses them: it takes values between fixed
anchors (`advisor.mcda.values`), which need no further normalisation.

Shapes are ``(alternatives, criteria)`` throughout; ``lower_is_better`` is one
bool per criterion and means none where left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from advisor.mcda.values import Array


def vector_normalise(performances: ArrayLike, lower_is_better: ArrayLike | None = None) -> Array:
    """Columns divided by their Euclidean length; ``1 -`` that where lower is better.

    Source: Hwang & Yoon (1981), the normalisation of the original TOPSIS.

    Parameters
    ----------
    performances : array_like, shape (alternatives, criteria)
        Finite, no column all zero.
    lower_is_better : array_like of bool, shape (criteria,), optional

    Raises
    ------
    ValueError
        If a performance is not finite, a column is all zero, or shapes differ.

    Examples
    --------
    >>> vector_normalise([[3, 3], [4, 4]], [False, True])
    array([[0.6, 0.4],
           [0.8, 0.2]])
    """
    table, lower = _checked(performances, lower_is_better)
    share = table / _divisor(np.sqrt(np.sum(table**2, axis=0)), "length")
    return np.where(lower, 1 - share, share)


def minmax_normalise(performances: ArrayLike, lower_is_better: ArrayLike | None = None) -> Array:
    """Worst alternative on a criterion 0, best one 1, straight line between.

    A criterion on which all alternatives are alike gives 1 to each: nobody is
    behind. Parameters and errors as in `vector_normalise`, all-zero columns allowed.

    Examples
    --------
    >>> minmax_normalise([[1, 10], [2, 30], [5, 50]], [True, False])
    array([[1.  , 0.  ],
           [0.75, 0.5 ],
           [0.  , 1.  ]])
    """
    table, lower = _checked(performances, lower_is_better)
    signed = np.where(lower, -table, table)
    worst = signed.min(axis=0)
    spread = signed.max(axis=0) - worst
    ones = np.ones_like(table)
    found: Array = np.divide(signed - worst, spread, out=ones, where=spread > 0)
    return found


def max_normalise(performances: ArrayLike, lower_is_better: ArrayLike | None = None) -> Array:
    """Columns divided by their largest; their smallest divided by them where lower is better.

    Parameters as in `vector_normalise`; performances of 0 or more, above 0 where
    lower is better.

    Raises
    ------
    ValueError
        If a performance is out of that range, or shapes differ.

    Examples
    --------
    >>> max_normalise([[1, 10], [2, 30]], [True, False]).round(3)
    array([[1.   , 0.333],
           [0.5  , 1.   ]])
    """
    table, lower = _checked(performances, lower_is_better)
    _check_ratio_scale(table, lower)
    inverted = table.min(axis=0) / np.where(lower, table, 1)
    return np.where(lower, inverted, table / _divisor(table.max(axis=0), "largest"))


def sum_normalise(performances: ArrayLike, lower_is_better: ArrayLike | None = None) -> Array:
    """Columns divided by their sum; reciprocals divided by theirs where lower is better.

    Parameters as in `max_normalise`. COPRAS wants every column plainly divided by its
    sum, costs too: leave ``lower_is_better`` out for it.

    Raises
    ------
    ValueError
        As `max_normalise`.

    Examples
    --------
    >>> sum_normalise([[1, 10], [4, 30]], [True, False])
    array([[0.8 , 0.25],
           [0.2 , 0.75]])
    """
    table, lower = _checked(performances, lower_is_better)
    _check_ratio_scale(table, lower)
    upward = np.where(lower, 1 / np.where(lower, table, 1), table)
    found: Array = upward / _divisor(upward.sum(axis=0), "sum")
    return found


def _checked(
    performances: ArrayLike, lower_is_better: ArrayLike | None
) -> tuple[Array, NDArray[np.bool_]]:
    table = np.asarray(performances, dtype=float)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError(
            f"performances have shape {table.shape}; allowed: alternatives in rows, "
            "criteria in columns, one or more of each"
        )
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0]
        raise ValueError(
            f"the performance in row {row}, column {column} is {table[row, column]}; "
            "allowed: a finite number"
        )
    if lower_is_better is None:
        return table, np.zeros(table.shape[1], dtype=bool)
    lower = np.asarray(lower_is_better)
    if lower.shape != table.shape[1:] or lower.dtype != bool:
        raise ValueError(
            f"lower_is_better has shape {lower.shape} and type {lower.dtype}; "
            f"allowed: {table.shape[1]} bools, one per criterion"
        )
    return table, lower


def _check_ratio_scale(table: Array, lower: NDArray[np.bool_]) -> None:
    wrong = np.where(lower, table <= 0, table < 0)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        allowed = "above 0, as lower is better" if lower[column] else "0 or more"
        raise ValueError(
            f"the performance in row {row}, column {column} is {table[row, column]:g}; "
            f"allowed: {allowed}"
        )


def _divisor(of_columns: Array, what: str) -> Array:
    if not of_columns.all():
        column = int(np.argmin(of_columns))
        raise ValueError(
            f"column {column} is 0 for every alternative, so its {what} cannot divide it; "
            "allowed: a column with one performance above 0"
        )
    return of_columns
