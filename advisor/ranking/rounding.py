"""Rounds the printed parts of a whole so that they still add up."""

from __future__ import annotations

from itertools import pairwise
from math import floor

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Prevents a part such as 3 - 1e-16 from losing a whole unit because of a rounding error.
CLOSE = 1e-9
# A cell of a table that is this close to a whole number is treated as whole.
WHOLE = 1e-6


def apportion(parts: ArrayLike, total: int) -> list[int]:
    """Round parts to whole numbers that add up to the total (largest remainder method).

    Parameters
    ----------
    parts : array_like
        Numbers of at least 0, whose sum differs from ``total`` by less than 1.
    total : int

    Examples
    --------
    >>> apportion([33.4, 33.3, 33.3], 100)
    [34, 33, 33]
    """
    exact = np.asarray(parts, dtype=float)
    whole = np.floor(exact + CLOSE).astype(int)
    for index in np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]:
        whole[index] += 1
    return [int(part) for part in whole]


def hundredths(parts: ArrayLike) -> list[str]:
    """Round parts to whole hundredths that add up to the rounded sum.

    Examples
    --------
    >>> hundredths([0.124, 0.124, 0.124])  # 0.372
    ['13', '12', '12']
    """
    exact = np.asarray(parts, dtype=float) * 100
    return [str(part) for part in apportion(exact, floor(float(exact.sum()) + 0.5 + CLOSE))]


def apportion_table(parts: ArrayLike) -> list[list[int]]:
    """Round the cells of a table up or down so that all rows and columns keep their sums.

    Row by row, earlier cells are rounded down before later ones; the first cell always is.

    Parameters
    ----------
    parts : array_like, shape (rows, columns)
        Numbers whose sum is whole in every row and every column.

    Notes
    -----
    Controlled rounding (Cox 1987): along a cycle of fractional cells, the method alternately
    subtracts and adds the same amount until one of the cells is whole. The sums never change.

    Examples
    --------
    >>> apportion_table([[33.6, 66.4], [66.4, 33.6]])
    [[33, 67], [67, 33]]
    """
    cells = np.asarray(parts, dtype=float).copy()
    loose = _loose(cells)
    while (cycle := _cycle(loose)) is not None:
        rows, columns = np.array(cycle).T
        falls = np.arange(len(cycle)) % 2 == 0
        along = cells[rows, columns]
        room = np.where(falls, along - np.floor(along), np.ceil(along) - along).min()
        cells[rows, columns] += np.where(falls, -room, room)
        loose[rows, columns] = _loose(cells[rows, columns])
    return [[int(cell) for cell in row] for row in np.rint(cells)]


def _loose(cells: NDArray[np.float64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.abs(cells - np.rint(cells)) > WHOLE
    return found


def _cycle(loose: NDArray[np.bool_]) -> list[tuple[int, int]] | None:
    """Cycle through the first marked cell, alternating rows and columns; None if none is marked.

    A cycle always exists, because a row or column with a fractional cell has another one.
    """
    first_row, first_column = divmod(int(loose.argmax()), loose.shape[1])
    if not loose[first_row, first_column]:
        return None
    if square := _square(loose, first_row, first_column):
        return square
    rows = len(loose)
    # Breadth-first search from the cell's row to its column; columns are numbered after the rows.
    start, goal = first_row, rows + first_column
    came_from, ahead = {start: start}, [start]
    for line in ahead:
        in_row = line < rows
        crossing = np.flatnonzero(loose[line] if in_row else loose[:, line - rows])
        for step in (crossing + (rows if in_row else 0)).tolist():
            if step not in came_from and (line, step) != (start, goal):
                came_from[step] = line
                ahead.append(step)
    path = [goal]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    ring = [start, *path]  # to the goal through the cell itself, and back
    return [(min(pair), max(pair) - rows) for pair in pairwise(ring)]


def _square(loose: NDArray[np.bool_], first_row: int, first_column: int) -> list[tuple[int, int]]:
    """The shortest cycle, with one other row and column, which nearly always exists."""
    rows, columns = np.flatnonzero(loose[:, first_column]), np.flatnonzero(loose[first_row])
    rows, columns = rows[rows != first_row], columns[columns != first_column]
    corners = loose[np.ix_(rows, columns)].T
    if not corners.any():
        return []
    at_column, at_row = divmod(int(corners.argmax()), len(rows))
    row, column = int(rows[at_row]), int(columns[at_column])
    return [(first_row, first_column), (row, first_column), (row, column), (first_row, column)]
