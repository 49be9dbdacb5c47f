"""Marks on a strip from 0 to 100, one for each alternative, with names that do not collide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean

from advisor.mcda.values import Array
from advisor.ranking.ranking import Ranking
from advisor.report.charts.base import SOFT
from advisor.report.charts.palette import symbol
from advisor.report.charts.ranking import DRAWN, RADAR_ALTERNATIVES, hue

# Width of a letter of a name in percent of the narrowest strip, and the gap between two names.
LETTER, GAP = 2.6, 2.0
LEVEL = "all the same"
# Of many, those that do not lead keep to the ground.
GREY = SOFT.css


@dataclass(frozen=True)
class Mark:
    """One alternative on a strip; figures are whole numbers from 0 to 100."""

    name: str
    symbol: str
    hue: str
    at: int = 0
    low: int = 0
    high: int = 0
    label: str = ""
    label_at: float = 0


def key(ranking: Ranking, row: int) -> Mark:
    """Name, shape and colour of an alternative; only the first few have a colour of their own."""
    return Mark(ranking.name(row), symbol(ranking.rows[row]), hue(ranking, row).css)


def marks(ranking: Ranking, values: Array, low: Array, high: Array) -> list[Mark]:
    """Marks of the alternatives that charts draw, best-ranked first.

    Parameters
    ----------
    ranking : Ranking
    values, low, high : Array, shape (alternatives,)
        Values in [0, 1]: stated, lowest possible and highest possible.
    """
    named = ranking.order[:RADAR_ALTERNATIVES]
    at = [round(float(values[row]) * 100) for row in named]
    places = dict(zip(named, spread(at, [ranking.name(row) for row in named]), strict=True))
    # Names side by side over a single mark would look like an order.
    level = len({round(float(values[row]) * 100) for row in ranking.order}) == 1 < len(named)

    def placed(row: int) -> Mark:
        shown = key(ranking, row)
        at, least, most = (round(float(end[row]) * 100) for end in (values, low, high))
        label, label_at = (shown.name, places[row]) if row in places else ("", 0.0)
        if level:
            label, label_at = (LEVEL if row == named[0] else ""), float(at)
        return Mark(shown.name, shown.symbol, shown.hue, at, least, most, label, label_at)

    return [placed(row) for row in ranking.order[:DRAWN]]


def spread(at: Sequence[float], names: Sequence[str]) -> list[float]:
    """Middles of names on a line from 0 to 100, in the order of their marks and without overlap.

    The places are as close to the marks as possible: the least-squares solution for that order,
    found by pooling neighbours that overlap.

    Examples
    --------
    >>> spread([50, 90], ["Ant", "Bee"])
    [50.0, 90.0]
    >>> spread([50, 50], ["Ant", "Bee"])
    [45.1, 54.9]
    """
    if not names:
        return []
    order = sorted(range(len(at)), key=lambda place: at[place])
    halves = [len(names[place]) * LETTER / 2 for place in order]
    gaps = [one + GAP + other for one, other in pairwise(halves)]
    offsets = list(accumulate(gaps, initial=0.0))
    pools: list[list[float]] = []
    for place, offset in zip(order, offsets, strict=True):
        pools.append([at[place] - offset])
        while len(pools) > 1 and fmean(pools[-2]) >= fmean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    first, last = halves[0], 100 - halves[-1] - offsets[-1]
    middles = [max(min(fmean(pool), last), first) for pool in pools for _ in pool]
    found = [0.0] * len(order)
    for place, middle, offset in zip(order, middles, offsets, strict=True):
        found[place] = round(middle + offset, 1)
    return found
