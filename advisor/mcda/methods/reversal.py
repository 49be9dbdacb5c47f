"""Rank reversal: adding or removing a third alternative reverses the order of two others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from advisor.mcda.additive import TIE
from advisor.mcda.values import Array

Score = Callable[[Array], Array]
"""Function from a table (alternatives, criteria) to scores (alternatives,); higher is better."""


@dataclass(frozen=True)
class Reversal:
    """Two alternatives whose order reversed although their own performances did not change.

    ``test`` says what happened to alternative ``changed``: it was left out or copied, or the
    irrelevant alternative with that number was added. ``before`` scored above ``after`` before
    the test and below it afterwards.
    """

    test: Literal["leave one out", "clone", "irrelevant alternative"]
    changed: int
    before: int
    after: int


def rank_reversals(
    table: Array, score: Score, irrelevant: Array | None = None
) -> tuple[Reversal, ...]:
    """Find every pair of alternatives whose order another alternative reverses.

    Parameters
    ----------
    table : Array, shape (alternatives, criteria)
        Argument of ``score``: values or raw performances.
    score : callable
        Function from such a table to scores; higher is better. Additive value between fixed
        anchors never reverses an order; methods that normalise over the table can.
    irrelevant : Array, shape (additions, criteria), optional
        Alternatives that are added one at a time. By default one alternative with the lowest
        number of each column, which is irrelevant if higher is better in all columns.

    Returns
    -------
    tuple of Reversal
        Empty if the method passes. A tie that appears or disappears is not a reversal.
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


def _turned(before: Array, after: Array) -> Iterator[tuple[int, int]]:
    was_above = before[:, None] > before[None, :] + TIE
    is_below = after[:, None] < after[None, :] - TIE
    for first, second in np.argwhere(was_above & is_below):
        yield int(first), int(second)
