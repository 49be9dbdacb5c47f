"""Finds by which formula the owner of a matrix came to the totals in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.mcda.values import Array

# Printed totals are rounded, and their owners round the cells before them too.
TOLERANCE, LEAST_TOLERANCE = 0.005, 0.051


@dataclass(frozen=True)
class OwnTotal:
    """A line of totals or ranks of the owner.

    Attributes
    ----------
    label : str
    totals : tuple of float
        One for each alternative; NaN where the sheet has none.
    formula : str
        ``"weighted sum"``, ``"sum"``, ``"weighted mean"`` or ``"mean"`` of the cells as they stand;
        empty if none of them gives these totals.
    computed : tuple of float
        What the formula gives; empty without one.
    is_rank : bool
        Whether 1 is the best.
    """

    label: str
    totals: tuple[float, ...]
    formula: str = ""
    computed: tuple[float, ...] = ()
    is_rank: bool = False


def own_total(
    label: str,
    totals: Sequence[float],
    cells: Sequence[Sequence[float]],
    weights: Sequence[float],
) -> OwnTotal:
    """A line of totals with the formula that gives them from the cells as they stand.

    Parameters
    ----------
    label : str
    totals : sequence of float
    cells : sequence of sequence of float
        Numbers of each criterion, one for each alternative; unknown ones add nothing, as in a
        spreadsheet.
    weights : sequence of float
        Weights as the sheet has them; empty if it has none.
    """
    if not cells:
        return OwnTotal(label, tuple(totals))
    known = np.asarray(cells, dtype=float)
    for formula, computed in _tried(known, np.asarray(weights, dtype=float)):
        stated = [(t, c) for t, c in zip(totals, computed.tolist(), strict=True) if not np.isnan(t)]
        missed = sum(not agrees(total, found) for total, found in stated)
        # One total may be wrong or out of date; the formula is the one that fits the others.
        if missed == 0 or (missed == 1 and len(stated) >= 4):
            return OwnTotal(label, tuple(totals), formula, tuple(computed.tolist()))
    return OwnTotal(label, tuple(totals))


def _tried(known: Array, weights: Array) -> Iterator[tuple[str, Array]]:
    """Formulas in the order in which owners use them, with what each gives."""
    table = np.nan_to_num(known)
    if len(weights) == len(table):
        weighted = np.nan_to_num(weights) @ table
        yield "weighted sum", weighted
        yield "weighted sum", weighted / 100  # weights in per cent
        if (total := float(np.nansum(weights))) > 0:
            yield "weighted mean", weighted / total
    yield "sum", table.sum(axis=0)
    yield "mean", table.sum(axis=0) / np.maximum(np.count_nonzero(~np.isnan(known), axis=0), 1)


def agrees(stated: float, computed: float) -> bool:
    """Whether a printed total, which is rounded, is the computed one."""
    return abs(stated - computed) <= max(TOLERANCE * abs(stated), LEAST_TOLERANCE)
