"""Words for figures: shares that add up as printed, facts with their unit, names in a row."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from advisor.problem.elements import Criterion
from advisor.ranking.plausible import Plausible
from advisor.ranking.ranking import Ranking

# Keeps a part such as 3 - 1e-16 from losing a whole unit to rounding of the arithmetic.
CLOSE = 1e-9
# A cell of a table this near to a whole number is one.
WHOLE = 1e-6

CASES = {
    "ranges": ("the plausible weights and facts", "the plausible weights"),
    "anything": ("all possible weights and plausible facts", "all possible weights"),
    "around": ("the weights around yours and the plausible facts", "the weights around yours"),
    "answers": (
        "the weights your answers leave and the plausible facts",
        "the weights your answers leave",
    ),
}


def listing(names: list[str], conjunction: str = "and") -> str:
    """Names as a person writes them: ``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def number_word(number: int) -> str:
    """A small number as a word, a larger one in figures."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


@lru_cache(maxsize=4)  # every slider asks about the same ranking
def group_percentages(ranking: Ranking) -> tuple[int, ...]:
    """Share of each group in the weights as whole percent; they add up to 100, or are all 0."""
    return tuple(apportion(ranking.group_weights * 100, 100 if ranking.weights.any() else 0))


@lru_cache(maxsize=4)
def percentages(ranking: Ranking) -> tuple[int, ...]:
    """Share of each criterion as whole percent; those of a group add up to the group's."""
    found = [0] * len(ranking.weights)
    for group, total in zip(ranking.problem.groups, group_percentages(ranking), strict=True):
        columns = ranking.problem.criteria_in(group.id)
        parts = apportion(ranking.weights[list(columns)] * 100, total)
        for column, percent in zip(columns, parts, strict=True):
            found[column] = percent
    return tuple(found)


def performance_text(criterion: Criterion, performance: float) -> str:
    """A performance with its unit, or in the words of its level; ``unknown`` for NaN."""
    if np.isnan(performance):
        return "unknown"
    for level in criterion.levels:
        if level.level == performance:
            return level.meaning.rstrip(".")
    return f"{number_text(performance)} {criterion.unit}"


def number_text(number: float) -> str:
    """A number with three digits, as many as any fact here can bear."""
    return f"{float(f'{number:.3g}'):g}"


def cases(plausible: Plausible) -> str:
    """What a share is a share of, as in “first in 80 % of the plausible weights and facts”."""
    varied, fixed = CASES[plausible.kind]
    return varied if plausible.facts else f"{fixed}, with the facts as stated"


def percent_text(share: float) -> str:
    """A share in whole percent; neither 0 nor 100 % unless it is exactly that."""
    if 0 < share < 0.005:
        return "less than 1\u00a0%"
    if 0.995 <= share < 1:
        return "more than 99\u00a0%"
    return f"{round(share * 100)}\u00a0%"


def percent_texts(shares: ArrayLike) -> list[str]:
    """Shares of one whole as `percent_text` writes them, rounded so that they add up to it."""
    exact = np.asarray(shares, dtype=float)
    rounded = apportion(exact * 100, round(float(exact.sum()) * 100))
    return [
        percent_text(share) if percent in (0, 100) else f"{percent}\u00a0%"
        for share, percent in zip(exact.tolist(), rounded, strict=True)
    ]


def threshold_texts(now: float, share: float) -> tuple[str, str]:
    """Two shares in as few digits as tell them apart, and the second from 0 and 100 %."""
    digits, text = 0, ""
    for digits in (0, 1, 2):
        text = f"{share * 100:.{digits}f}"
        if text != f"{now * 100:.{digits}f}" and (float(text) not in (0, 100) or share in (0, 1)):
            break
    alike = abs(now - share) < 0.01
    return f"{now * 100:.{digits if alike else 0}f}\u00a0%", f"{text}\u00a0%"


def range_text(criterion: Criterion, low: float, high: float) -> str:
    """What is known of a performance: ``5 to 8 m³``, or the one thing it is."""
    if np.isnan(low) or np.isnan(high):
        return "unknown"
    if low == high:
        return performance_text(criterion, low)
    if criterion.levels:
        return f"{performance_text(criterion, low)} to {performance_text(criterion, high)}"
    return f"{number_text(low)} to {number_text(high)} {criterion.unit}"


def apportion(parts: ArrayLike, total: int) -> list[int]:
    """Whole numbers near the parts that add up to the total, by largest remainder.

    Parameters
    ----------
    parts : array_like
        Of 0 or more; they sum to within 1 of ``total``.
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
    """Parts with two digits that add up to their sum with two digits.

    Examples
    --------
    >>> hundredths([0.124, 0.124, 0.124])  # 0.372
    ['0.13', '0.12', '0.12']
    """
    exact = np.asarray(parts, dtype=float) * 100
    return [f"{part / 100:.2f}" for part in apportion(exact, round(float(exact.sum())))]


def apportion_table(parts: ArrayLike) -> list[list[int]]:
    """Whole numbers next to the parts of a table whose rows and columns keep their sums.

    The earlier a cell, row by row, the sooner it is rounded down: the first always is.

    Parameters
    ----------
    parts : array_like, shape (rows, columns)
        Rows and columns each sum to a whole number.

    Notes
    -----
    Controlled rounding (Cox 1987): around a cycle of cells that are not whole, what is
    taken from one is given to the next until one of them is whole; sums never change.

    Examples
    --------
    >>> apportion_table([[33.6, 66.4], [66.4, 33.6]])
    [[33, 67], [67, 33]]
    """
    cells = np.asarray(parts, dtype=float).copy()
    while (cycle := _cycle(np.abs(cells - np.rint(cells)) > WHOLE)) is not None:
        rows, columns = np.array(cycle).T
        falls = np.arange(len(cycle)) % 2 == 0
        along = cells[rows, columns]
        room = np.where(falls, along - np.floor(along), np.ceil(along) - along).min()
        cells[rows, columns] += np.where(falls, -room, room)
    return [[int(cell) for cell in row] for row in np.rint(cells)]


def _cycle(loose: NDArray[np.bool_]) -> list[tuple[int, int]] | None:
    """A circle through the first marked cell, along rows and columns in turn; None without any.

    There is one: a row or column with a cell that is not whole has another one.
    """
    if not loose.any():
        return None
    rows = len(loose)
    first_row, first_column = (int(at) for at in np.argwhere(loose)[0])
    # Breadth first from the cell's row to its column by other cells; columns are numbered on.
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
    ring = [start, *path]  # to the goal by the cell itself, and back
    return [(min(pair), max(pair) - rows) for pair in pairwise(ring)]
