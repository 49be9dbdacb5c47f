"""Ranks under other methods, as a figure."""

from __future__ import annotations

import numpy as np

from advisor.agreement import agreement
from advisor.charts.base import Figure, label, wrapped
from advisor.charts.heatmap import heatmap
from advisor.charts.robustness import empty
from advisor.ranking import Ranking


def method_ranks(ranking: Ranking) -> Figure:
    """Rank of each alternative (row) under each method (column); the darker the nearer to first."""
    found = agreement(ranking)
    if found is None:
        return empty()
    order, results = list(ranking.order), found.methods
    places = np.column_stack([result.ranks[order] for result in results])
    names = [label(ranking.name(row)) for row in order]
    hover = [
        [f"{name}: rank {rank} by {r.method.name}" for rank, r in zip(row, results, strict=True)]
        for name, row in zip(names, places.tolist(), strict=True)
    ]
    across = [wrapped(result.method.name, 10, lines=2) for result in results]
    printed = [[str(rank) for rank in row] for row in places.tolist()]
    return heatmap((len(order) - places) / len(order), printed, hover, across, names, "Rank by")
