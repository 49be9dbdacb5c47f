"""What holds whatever the weights: dominance, who can be best, rank reversal, double counting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from advisor.analysis.acceptability import smaa, standard_error
from advisor.analysis.inputs import checked_values
from advisor.analysis.maximin import maximin
from advisor.analysis.sampling import simplex
from advisor.scoring import TIE
from advisor.values import Array

# With n alternatives, two unrelated criteria correlate beyond 0.9 by chance with probability
# 0.29 (n = 3), 0.04 (5), 0.006 (7), 0.002 (8): among the 105 pairs of 15 criteria, 8 are the
# fewest that give less than one false alarm in four looks.
FEWEST_ALTERNATIVES = 8
STRONG_CORRELATION = 0.9


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
        As `advisor.analysis.inputs.checked_values`.

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


def efficient(values: Array) -> NDArray[np.bool_]:
    """Alternatives that nobody dominates, shape (alternatives,)."""
    dominated = np.asarray(dominance(values).any(axis=0), dtype=np.bool_)
    return np.logical_not(dominated)


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


Score = Callable[[Array], Array]
"""Scores (alternatives,), higher is better, of a table (alternatives, criteria)."""


@dataclass(frozen=True)
class Reversal:
    """Two alternatives whose order turned although nothing about them changed.

    ``test`` says what was done to alternative ``changed``: it was left out, or
    copied; or the ``changed``-th of the irrelevant alternatives was added.
    ``before`` scored above ``after``, and then below.
    """

    test: Literal["leave one out", "clone", "irrelevant alternative"]
    changed: int
    before: int
    after: int


def rank_reversals(
    table: Array, score: Score, irrelevant: Array | None = None
) -> tuple[Reversal, ...]:
    """Every order of two alternatives that turns when a third comes or goes.

    Parameters
    ----------
    table : Array, shape (alternatives, criteria)
        Whatever ``score`` takes: values or raw performances.
    score : callable
        From such a table to scores, higher is better. Additive value between fixed
        anchors never reverses; methods that normalise over the table can.
    irrelevant : Array, shape (additions, criteria), optional
        Alternatives to add one at a time. By default one that is the worst there is
        on every criterion, if more is better in all columns.

    Returns
    -------
    tuple of Reversal
        Empty where the method passes. A tie that opens or closes is no reversal.
    """
    base = score(table)
    everyone = np.arange(len(table))
    additions = table.min(axis=0, keepdims=True) if irrelevant is None else irrelevant
    found: list[Reversal] = []
    for row in everyone:
        kept = np.delete(everyone, row)
        for before, after in _turned(base[kept], score(table[kept])):
            found.append(Reversal("leave one out", int(row), int(kept[before]), int(kept[after])))
    for row in everyone:
        copied = score(np.vstack([table, table[row]]))[:-1]
        found += [Reversal("clone", int(row), *pair) for pair in _turned(base, copied)]
    for at, addition in enumerate(additions):
        joined = score(np.vstack([table, addition]))[:-1]
        found += [Reversal("irrelevant alternative", at, *pair) for pair in _turned(base, joined)]
    return tuple(found)


@dataclass(frozen=True)
class Overlap:
    """Two criteria that order the alternatives alike, or the opposite way round.

    A ``correlation`` near 1 counts one thing twice; near -1 the two weights cancel.
    """

    one: int
    other: int
    correlation: float


def overlaps(values: Array, strong: float = STRONG_CORRELATION) -> tuple[Overlap, ...] | None:
    """Pairs of criteria that rise and fall together across the alternatives, or cancel.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria)
    strong : float
        Smallest absolute Pearson correlation that is named, in (0, 1].

    Returns
    -------
    tuple of Overlap, or None
        The strongest first. None with fewer than `FEWEST_ALTERNATIVES`: whether
        criteria move together cannot be known from so few.

    Raises
    ------
    ValueError
        If ``strong`` is out of range, or as `advisor.analysis.inputs.checked_values`.
    """
    if not 0 < strong <= 1:
        raise ValueError(f"strong is {strong}; allowed: above 0, up to 1")
    table = checked_values(values)
    if len(table) < FEWEST_ALTERNATIVES:
        return None
    varying = np.flatnonzero(np.ptp(table, axis=0) > TIE)
    centred = table[:, varying] - table[:, varying].mean(axis=0)
    centred /= np.linalg.norm(centred, axis=0)
    correlations = np.clip(centred.T @ centred, -1.0, 1.0)
    ones, others = np.triu_indices(len(varying), 1)
    found = [
        Overlap(int(varying[i]), int(varying[j]), float(correlations[i, j]))
        for i, j in zip(ones, others, strict=True)
        if abs(correlations[i, j]) >= strong - TIE
    ]
    return tuple(sorted(found, key=lambda overlap: -abs(overlap.correlation)))


def _turned(before: Array, after: Array) -> Iterator[tuple[int, int]]:
    was_above = before[:, None] > before[None, :] + TIE
    is_below = after[:, None] < after[None, :] - TIE
    for first, second in np.argwhere(was_above & is_below):
        yield int(first), int(second)
