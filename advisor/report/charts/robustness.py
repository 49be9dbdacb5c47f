"""Certainty as figures: rank acceptability and central weights."""

from __future__ import annotations

from math import ceil

import numpy as np

from advisor.report.charts.base import (
    GRID,
    INK,
    Figure,
    Part,
    bare_layout,
    label,
    safe,
    wrapped,
)
from advisor.report.charts.heatmap import heatmap
from advisor.report.charts.palette import colour, fade, symbol
from advisor.report.charts.ranking import DRAWN, GAP
from advisor.report.wording.numbers import percent_text
from advisor.report.wording.robustness import rank_columns
from advisor.robustness.assessment import Assessment
from advisor.robustness.win_map import candidates

ROW, AXIS = 36, 34
NOW = {
    "symbol": "line-ns",
    "size": 18,
    "color": INK,
    "line": {"width": 3, "color": INK},
}


def rank_heatmap(assessment: Assessment) -> Figure:
    """Share of the simulations in which each alternative (row) takes each rank (column)."""
    ranking = assessment.ranking
    columns, order = rank_columns(assessment), list(ranking.order)[:DRAWN]
    title = "Rank; % of the simulations"
    if len(order) < len(ranking.order):
        title = f"{title}; the best {DRAWN} of {len(ranking.order)}"
    shares = np.column_stack([column.shares[order] for column in columns])
    names = [label(ranking.name(row)) for row in order]
    hover = [
        [f"{name}: rank {column.name} in {column.texts[row]}" for column in columns]
        for name, row in zip(names, order, strict=True)
    ]
    printed = [[_printed(column.texts[row]) for column in columns] for row in order]
    across = [column.name for column in columns]
    return heatmap(shares, printed, hover, across, names, title)


def central_weights(assessment: Assessment) -> Figure:
    """Mean weights that put each alternative first, next to the current weights.

    There is one row per group, or per criterion if there are fewer than three groups.
    """
    ranking, found = assessment.ranking, assessment.acceptability.central_weights
    rows = candidates(ranking)
    names = [wrapped(row.name, 18, lines=2) + GAP for row in rows]

    def sums(weights: np.ndarray) -> list[float]:
        return [round(float(weights[list(row.columns)].sum()) * 100, 2) for row in rows]

    now = sums(ranking.weights)
    largest = max(now)
    traces = []
    for index, alternative in enumerate(ranking.problem.alternatives):
        ranked = alternative.id in ranking.alternatives
        central = found[ranking.alternatives.index(alternative.id)] if ranked else found[0]
        visible = bool(ranked and np.isfinite(central[0]))
        shown = sums(central) if visible else []
        largest = max([largest, *shown])
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": label(alternative.name),
                "visible": visible,
                "x": shown,
                "y": names if visible else [],
                "marker": {"symbol": symbol(index), "size": 12, "color": fade(colour(index), 0.85)},
                "customdata": [percent_text(x / 100) for x in shown],
                "hovertemplate": "%{y}: %{customdata}<extra>"
                + label(alternative.name)
                + "</extra>",
            }
        )
    yours = {
        "type": "scatter",
        "mode": "markers",
        "name": "now",
        "x": now,
        "y": names,
        "marker": NOW,
        "customdata": [percent_text(x / 100) for x in now],
        "hovertemplate": "%{y}: now %{customdata}<extra></extra>",
    }
    names_shown = [label(ranking.name(row)) for row in ranking.order if np.isfinite(found[row, 0])]
    legend = (
        44 if len(names_shown) < 4 else 22 * sum(1 + name.count("<br>") for name in names_shown)
    )
    return Figure(
        {
            "data": [yours, *traces],
            "layout": {
                **bare_layout(len(rows) * 44 + AXIS + legend),
                "margin": {"l": 10, "r": 24, "t": 4, "b": AXIS + legend},
                "showlegend": True,
                "legend": {
                    "orientation": "h",
                    "x": 0,
                    "y": 0,
                    "yref": "container",
                    "yanchor": "bottom",
                },
                # In steps of 25 %, so that the axis rarely changes.
                "xaxis": percent_axis(25 * max(ceil(largest / 25), 1)),
                "yaxis": {
                    "type": "category",
                    "autorange": "reversed",
                    "automargin": True,
                    "gridcolor": GRID,
                    "fixedrange": True,
                },
            },
        }
    )


def percent_axis(largest: int) -> Part:
    """Axis from 0 % to a multiple of 25 %."""
    step = 25 if largest > 50 else 10 if largest > 25 else 5
    return {
        "range": [0, largest],
        "tickvals": list(range(0, largest + 1, step)),
        "ticktext": [f"{at}\u00a0%" for at in range(0, largest + 1, step)],
        "ticklabeloverflow": "allow",
        "tickangle": 0,
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }


def _printed(text: str) -> str:
    """A share without its unit; a dot means never, which differs from rarely."""
    short = text.removesuffix("\u00a0%").replace("less than ", "<").replace("more than ", ">")
    return "·" if short == "0" else safe(short)
