"""Ranks under other methods, as a figure."""

from __future__ import annotations

import numpy as np

from advisor.report.charts.base import Figure, label, wrapped
from advisor.report.charts.heatmap import heatmap
from advisor.robustness.assessment import Assessment


def method_ranks(assessment: Assessment) -> Figure:
    """Rank of each alternative (column) under each method (row); darker cells are better ranks."""
    ranking, found = assessment.ranking, assessment.methods
    order, results = list(ranking.order), found.methods
    places = np.vstack([result.ranks[order] for result in results])
    names = [wrapped(ranking.name(row), 12, lines=2) for row in order]
    hover = [
        [f"{name}: rank {rank} by {r.method.name}" for name, rank in zip(names, row, strict=True)]
        for r, row in zip(results, places.tolist(), strict=True)
    ]
    down = [label(result.method.name) for result in results]
    printed = [[str(rank) for rank in row] for row in places.tolist()]
    return heatmap((len(order) - places) / len(order), printed, hover, names, down, "Rank")
