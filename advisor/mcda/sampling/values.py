"""Uncertain values and draws of them.

Cells are independent: the true value of one fact says nothing about another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from advisor.mcda.additive import TIE, checked_values
from advisor.mcda.values import Array

# An uncertain value takes one of this many equally likely values, the quantiles at the middle of
# each slice. This works for every distribution, and its error in probability is at most 1/4096,
# which is less than the noise of a million draws.
QUANTILES = 2048


@dataclass(frozen=True, eq=False)
class UncertainValues:
    """Values of which some cells are distributions.

    Attributes
    ----------
    stated : Array, shape (alternatives, criteria)
        Stated values in [0, 1]; the middle of the range if none is stated.
    rows, columns : NDArray[np.intp], shape (cells,)
        Places of the uncertain cells.
    quantiles : Array, shape (cells, QUANTILES)
        Equally likely values of each uncertain cell, ascending.
    """

    stated: Array
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    quantiles: Array

    @property
    def deviations(self) -> Array:
        """Standard deviation of every cell, shape (alternatives, criteria); 0 if it is certain."""
        found = np.zeros_like(self.stated)
        found[self.rows, self.columns] = self.quantiles.std(axis=1)
        return found

    def of(self, alternatives: Sequence[int]) -> UncertainValues:
        """Copy with only these alternatives, in this order."""
        place = {row: at for at, row in enumerate(alternatives)}
        kept = [cell for cell, row in enumerate(self.rows.tolist()) if row in place]
        rows = np.array([place[row] for row in self.rows[kept].tolist()], dtype=np.intp)
        stated = self.stated[list(alternatives)]
        return UncertainValues(stated, rows, self.columns[kept], self.quantiles[kept])


def certain(values: Array) -> UncertainValues:
    """Values without uncertainty; errors as in `advisor.mcda.additive.checked_values`."""
    nowhere = np.zeros(0, dtype=np.intp)
    return UncertainValues(checked_values(values), nowhere, nowhere, np.zeros((0, QUANTILES)))


def triangular(low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> UncertainValues:
    """Values with triangular distributions between low and high, with the mode as the peak.

    Parameters
    ----------
    low, mode, high : array_like, shape (alternatives, criteria)
        Values in [0, 1], ``low <= mode <= high``; all three are equal for a certain value.
        A mode of NaN (missing) gives a uniform distribution between low and high.

    Raises
    ------
    ValueError
        If a cell is out of order or outside [0, 1]; the message gives its place.

    Notes
    -----
    With ``c = (mode - low) / (high - low)`` the quantile function is
    ``sqrt(c u)`` up to ``u = c`` and ``1 - sqrt((1 - c)(1 - u))`` from there, times the
    range (Evans, Hastings & Peacock 2000, ch. 40).

    Examples
    --------
    >>> found = triangular([[0.2, 0.5]], [[0.4, 0.5]], [[0.6, 0.5]])
    >>> found.columns, found.quantiles.mean().round(6)
    (array([0]), np.float64(0.4))
    """
    lower, peak, upper = (np.asarray(part, dtype=float) for part in (low, mode, high))
    middle = np.where(np.isnan(peak), (lower + upper) / 2, peak)
    ordered = (lower >= 0) & (lower <= middle + TIE) & (middle <= upper + TIE) & (upper <= 1)
    if not ordered.all():
        row, column = np.argwhere(~ordered)[0]
        raise ValueError(
            f"the value in row {row}, column {column} is {lower[row, column]:g} – "
            f"{peak[row, column]:g} – {upper[row, column]:g}; "
            "allowed: 0 <= low <= mode <= high <= 1"
        )
    rows, columns = np.nonzero(upper - lower > TIE)
    quantiles = np.empty((len(rows), QUANTILES))
    level = (np.arange(QUANTILES) + 0.5) / QUANTILES
    for cell, (row, column) in enumerate(zip(rows, columns, strict=True)):
        bottom, span = lower[row, column], upper[row, column] - lower[row, column]
        if np.isnan(peak[row, column]):
            quantiles[cell] = level
        else:
            turn = min(max((peak[row, column] - bottom) / span, 0.0), 1.0)
            rising = int(np.searchsorted(level, turn))
            quantiles[cell, :rising] = np.sqrt(turn * level[:rising])
            quantiles[cell, rising:] = 1 - np.sqrt((1 - turn) * (1 - level[rising:]))
        quantiles[cell] *= span
        quantiles[cell] += bottom
    return UncertainValues(middle, rows, columns, quantiles)


def with_level(
    uncertain: UncertainValues, row: int, column: int, values: ArrayLike, confidence: float
) -> UncertainValues:
    """Copy in which one cell is an uncertain level of a rubric.

    Parameters
    ----------
    uncertain : UncertainValues
    row, column : int
        Place of the cell; its stated value must be one of the values.
    values : array_like, shape (levels,)
        Values of all possible levels, including the stated one.
    confidence : float
        Probability in [0, 1] of the stated level. The other levels share the rest equally.

    Raises
    ------
    ValueError
        If the stated value is not among the values, or the confidence is outside [0, 1].
    """
    steps = np.asarray(values, dtype=float)
    stated = uncertain.stated[row, column]
    at = int(np.argmin(np.abs(steps - stated)))
    if abs(steps[at] - stated) > TIE:
        raise ValueError(f"{stated:g} is not the value of a level; allowed: {steps.tolist()}")
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence is {confidence}; allowed: 0 to 1")
    chances = np.full(len(steps), (1 - confidence) / max(len(steps) - 1, 1))
    chances[at] = 1 - chances.sum() + chances[at]
    order = np.argsort(steps, kind="stable")
    level = (np.arange(QUANTILES) + 0.5) / QUANTILES
    places = np.searchsorted(np.cumsum(chances[order]), level).clip(max=len(steps) - 1)
    others = ~((uncertain.rows == row) & (uncertain.columns == column))
    return replace(
        uncertain,
        rows=np.append(uncertain.rows[others], row),
        columns=np.append(uncertain.columns[others], column),
        quantiles=np.vstack([uncertain.quantiles[others], steps[order][places]]),
    )


class ValueDraws:
    """Draws of uncertain values in blocks of 2,048: replicated Latin hypercube samples.

    The quantiles of each cell are shuffled once. Every block of draws reads each quantile once,
    starting at a new random place for each cell. Within a block the shuffles are independent, so
    every cell is spread evenly and every combination is equally likely. The resulting shares have
    at most the variance of independent draws (McKay, Beckman & Conover 1979; Owen 1997), at a
    tenth of the cost.

    Parameters
    ----------
    uncertain : UncertainValues
    rng : numpy.random.Generator
        Generator of the shuffles and of the starting places in every draw.
    """

    def __init__(self, uncertain: UncertainValues, rng: np.random.Generator) -> None:
        self._rng = rng
        shuffled = rng.permuted(uncertain.quantiles, axis=1)
        self._twice = np.concatenate([shuffled, shuffled], axis=1)  # any rotation is one slice
        self._fixed = uncertain.stated.copy()
        self._fixed[uncertain.rows, uncertain.columns] = 0.0
        self._cells: list[list[tuple[int, int]]] = [[] for _ in uncertain.stated]
        for cell, (row, column) in enumerate(zip(uncertain.rows, uncertain.columns, strict=True)):
            self._cells[row].append((cell, int(column)))

    @property
    def doubtful(self) -> bool:
        """Whether any value is uncertain."""
        return len(self._twice) > 0

    def scores(self, weights: Array) -> Array:
        """Scores under each weight vector, each with its own draw of the values.

        Parameters
        ----------
        weights : Array, shape (vectors, criteria)

        Returns
        -------
        Array, shape (alternatives, vectors)
            The computation needs no array of alternatives x criteria x vectors.
        """
        scores: Array = self._fixed @ weights.T
        if len(self._twice) == 0:
            return scores
        space = np.empty((weights.shape[1], QUANTILES))
        for start in range(0, len(weights), QUANTILES):
            block = np.ascontiguousarray(weights[start : start + QUANTILES].T)
            vectors, turns = block.shape[1], self._turns()
            for row, cells in enumerate(self._cells):
                drawn = space[: len(cells), :vectors]
                for at, (cell, _) in enumerate(cells):
                    drawn[at] = self._twice[cell, turns[cell] : turns[cell] + vectors]
                columns = [column for _, column in cells]
                mine = block if len(columns) == len(block) else block[columns]
                added = np.einsum("cn,cn->n", drawn, mine)
                scores[row, start : start + vectors] += added
        return scores

    def tables(self, count: int) -> Array:
        """Draw whole tables of values, shape (alternatives, criteria, count)."""
        found = np.empty((*self._fixed.shape, count))
        found[:] = self._fixed[:, :, None]
        for start in range(0, count, QUANTILES):
            vectors, turns = min(QUANTILES, count - start), self._turns()
            for row, cells in enumerate(self._cells):
                for cell, column in cells:
                    drawn = self._twice[cell, turns[cell] : turns[cell] + vectors]
                    found[row, column, start : start + vectors] = drawn
        return found

    def _turns(self) -> list[int]:
        places: list[int] = self._rng.integers(QUANTILES, size=len(self._twice)).tolist()
        return places
