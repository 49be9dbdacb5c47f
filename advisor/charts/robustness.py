"""How sure, as figures: rank acceptability, central weights, stability, who can be best."""

from __future__ import annotations

from html import escape
from math import ceil

import numpy as np

from advisor.analysis.stability import NOBODY, WeightStability
from advisor.changes import stability_rows
from advisor.charts.base import GRID, INK, SOFT, Figure, bare_layout, label, wrapped
from advisor.charts.ranking import GAP
from advisor.explain import threshold_texts
from advisor.explain.sure import rank_texts
from advisor.palette import colour, fade, readable_on, shade, symbol
from advisor.ranking import Ranking
from advisor.robustness import acceptability, find_lead
from advisor.winmap import candidates

ROW, STABILITY_ROW, AXIS = 36, 46, 34
NOW = {
    "symbol": "line-ns",
    "size": 18,
    "color": INK,
    "line": {"width": 3, "color": INK},
}


def empty() -> Figure:
    """Nothing to show: the sentence beside it says why."""
    return {"data": [], "layout": bare_layout(10)}


def rank_heatmap(ranking: Ranking) -> Figure:
    """Share of the draws in which each alternative (row) takes each rank (column)."""
    if find_lead(ranking) is None:
        return empty()
    found = acceptability(ranking)
    order = list(ranking.order)
    shares = found.ranks[order]
    places = list(range(len(order)))
    texts = [rank_texts(ranking, place) for place in places]
    names = [label(ranking.name(row)) for row in order]
    return {
        "data": [
            {
                "type": "heatmap",
                "z": shares.tolist(),
                "x": places,
                "y": places,
                "zmin": 0,
                "zmax": 1,
                "colorscale": [[0, shade(0)], [1, shade(1)]],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "text": [
                    [f"{name}: rank {place + 1} in {texts[place][row]}" for place in places]
                    for name, row in zip(names, order, strict=True)
                ],
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": {
            **bare_layout(len(order) * ROW + AXIS + 20),
            "margin": {"l": 10, "r": 10, "t": AXIS + 14, "b": 4},
            "annotations": [
                {
                    "x": place,
                    "y": row,
                    "text": _printed(texts[place][order[row]]),
                    "showarrow": False,
                    "font": {"size": 13, "color": readable_on(shade(float(shares[row, place])))},
                }
                for row in places
                for place in places
            ],
            "xaxis": {
                "side": "top",
                "tickvals": places,
                "ticktext": [str(place + 1) for place in places],
                "title": {"text": "Rank; share of the draws in %", "font": {"size": 13}},
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "tickvals": places,
                "ticktext": [name + GAP for name in names],
                "autorange": "reversed",
                "automargin": True,
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
        },
    }


def central_weights(ranking: Ranking) -> Figure:
    """Mean weights that put each alternative first, beside the weights as they are.

    A row for each group, or for each criterion where there are fewer than three groups.
    """
    if find_lead(ranking) is None:
        return empty()
    rows = candidates(ranking)
    found = acceptability(ranking).central_weights
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
                "hovertemplate": "%{y}: %{x:.0f} %<extra>" + label(alternative.name) + "</extra>",
            }
        )
    yours = {
        "type": "scatter",
        "mode": "markers",
        "name": "now",
        "x": now,
        "y": names,
        "marker": NOW,
        "hovertemplate": "%{y}: now %{x:.0f} %<extra></extra>",
    }
    return {
        "data": [yours, *traces],
        "layout": {
            **bare_layout(len(rows) * 44 + AXIS + 44),
            "margin": {"l": 10, "r": 24, "t": 4, "b": AXIS + 40},
            "showlegend": True,
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 0,
                "yref": "container",
                "yanchor": "bottom",
            },
            # In steps of a quarter, so that it seldom moves.
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


def stability(ranking: Ranking) -> Figure:
    """Interval of every weight within which the leader stays, the nearest flip first.

    Each row has the whole range from 0 to 100 %, in it the interval in the leader's
    colour, the weight as it is as a line, and at each end the marker of who takes over.
    """
    if find_lead(ranking) is None:
        return empty()
    found, order = stability_rows(ranking)
    criteria, hue = ranking.problem.criteria, colour(ranking.rows[ranking.order[0]])
    low, high = found.low[order] * 100, found.high[order] * 100
    now = (ranking.weights[order] * 100).round(3).tolist()
    bars_at = [place + 0.2 for place in range(len(order))]
    texts_at = [place - 0.22 for place in range(len(order))]
    ends = [
        (at, found_at, int(taker))
        for at, column in zip(bars_at, order, strict=True)
        for found_at, taker in (
            (found.low[column], found.below[column]),
            (found.high[column], found.above[column]),
        )
        if taker != NOBODY
    ]
    takers = [ranking.rows[taker] for _, _, taker in ends]
    bar = {"type": "bar", "orientation": "h", "y": bars_at, "width": 0.3, "hoverinfo": "skip"}
    text = {"type": "scatter", "mode": "text", "y": texts_at, "hoverinfo": "skip"}
    return {
        "data": [
            {**bar, "x": [100] * len(order), "marker": {"color": "#E9ECF0"}},
            {
                **bar,
                "x": (high - low).round(3).tolist(),
                "base": low.round(3).tolist(),
                "marker": {"color": fade(hue, 0.45), "line": {"color": hue, "width": 1}},
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": now,
                "y": bars_at,
                "marker": NOW,
                "hovertemplate": "now %{x:.0f} %<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": [round(float(at) * 100, 3) for _, at, _ in ends],
                "y": [row for row, _, _ in ends],
                "marker": {
                    "symbol": [symbol(taker) for taker in takers],
                    "color": [colour(taker) for taker in takers],
                    "size": 12,
                    "line": {"color": "#FFFFFF", "width": 1},
                },
                "customdata": [label(ranking.name(taker)) for _, _, taker in ends],
                "hovertemplate": "%{customdata} from %{x:.0f} %<extra></extra>",
                "cliponaxis": False,
            },
            {
                **text,
                "x": [0] * len(order),
                "text": [_cut(criteria[column].name, 26) for column in order],
                "textposition": "middle right",
                "textfont": {"size": 13},
                "cliponaxis": False,
            },
            {
                **text,
                "x": [100] * len(order),
                "text": [_takers(ranking, found, column) for column in order],
                "textposition": "middle left",
                "textfont": {"size": 12, "color": SOFT},
                "cliponaxis": False,
            },
        ],
        "layout": {
            **bare_layout(len(order) * STABILITY_ROW + AXIS),
            "barmode": "overlay",
            "margin": {"l": 12, "r": 22, "t": 0, "b": AXIS - 4},
            "xaxis": percent_axis(100),
            "yaxis": {
                "range": [len(order) - 0.5, -0.6],
                "visible": False,
                "fixedrange": True,
            },
        },
    }


def percent_axis(largest: int) -> Figure:
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


def _takers(ranking: Ranking, found: WeightStability, column: int) -> str:
    """Who takes over at either end, short enough for a phone."""
    below, above = found.below[column], found.above[column]
    now, parts = float(ranking.weights[column]), []
    if below != NOBODY:
        parts.append(
            f"{_cut(ranking.name(below), 12)} &lt; {threshold_texts(now, found.low[column])[1]}"
        )
    if above != NOBODY:
        parts.append(
            f"{_cut(ranking.name(above), 12)} &gt; {threshold_texts(now, found.high[column])[1]}"
        )
    return "\u00a0· ".join(parts) or "no flip"


def _printed(text: str) -> str:
    """A share without its unit; a dot for never, which is not the same as seldom."""
    short = text.removesuffix("\u00a0%").replace("less than ", "<").replace("more than ", ">")
    return "·" if short == "0" else escape(short)


def _cut(name: str, width: int) -> str:
    return escape(name if len(name) <= width else name[: width - 1] + "…")
