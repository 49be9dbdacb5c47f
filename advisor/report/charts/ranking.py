"""Rankings as figures: bars split by contribution, and the radar of the trade-offs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.problem.elements import Group
from advisor.problem.problem import InputError
from advisor.problem.tables import allowed
from advisor.ranking.ranking import Ranking
from advisor.ranking.rounding import hundredths
from advisor.report.charts.base import (
    GRID,
    SOFT,
    Figure,
    Part,
    bare_layout,
    empty,
    label,
    safe,
    wrapped,
)
from advisor.report.charts.palette import Colour, colour, dash, fade, readable_on, symbol, tint
from advisor.report.wording.numbers import points

RADAR_ALTERNATIVES = 4
RADAR_AXES = (3, 8)
RADAR_HEIGHT = 560
BAR_HEIGHT, BAR_MARGIN = 46, 34
DRAWN = 20  # lower-ranked alternatives are only in the table, because a chart would be unreadable
MORE = ""  # no alternative has an empty id
GAP = "\u00a0\u00a0"  # between a name and its bar


def bars(ranking: Ranking) -> Figure:
    """Ranking bars, one per alternative, split by the contribution of each group.

    Excluded alternatives are at the bottom, without a bar. Of more than twenty alternatives the
    chart shows the best, and its last row counts the others.
    """
    problem = ranking.problem
    order = list(ranking.order)[:DRAWN]
    excluded = ranking.excluded[: DRAWN - len(order)]
    ids = [ranking.alternatives[row] for row in order]
    left_out = [exclusion.alternative for exclusion in excluded]
    missing = len(ranking.order) + len(ranking.excluded) - len(ids + left_out)
    rows = ids + left_out + ([MORE] if missing else [])
    names = [label(problem.alternative(a).name) for a in ids + left_out]
    printed = [hundredths(ranking.group_contributions[row]) for row in order]
    base = [hue(ranking, row) for row in order]
    scores = [float(ranking.scores[row]) for row in order]
    segments = [
        _segment(
            group,
            ids,
            [float(ranking.group_contributions[row, g]) for row in order],
            [parts[g] for parts in printed],
            [tint(hue, g, len(problem.groups)) for hue in base],
            base,
        )
        for g, group in enumerate(problem.groups)
    ]
    totals = {
        "type": "scatter",
        "mode": "text",
        "x": scores + [0.0] * (len(rows) - len(ids)),
        "y": rows,
        "text": [f"<b>\u00a0{points(score)}</b>" for score in scores]
        + ["\u00a0ruled out" if e.requirements else "\u00a0left out" for e in excluded]
        + ["\u00a0in the table"] * bool(missing),
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return Figure(
        {
            "data": [*segments, totals],
            "layout": {
                **bare_layout(len(rows) * BAR_HEIGHT + BAR_MARGIN),
                "barmode": "stack",
                "uniformtext": {"minsize": 11, "mode": "hide"},
                "bargap": 0.3,
                "margin": {"l": 10, "r": 10, "t": 4, "b": BAR_MARGIN - 4},
                "xaxis": {
                    "range": [0, 1.1],
                    "tickvals": [0, 0.25, 0.5, 0.75, 1],
                    "ticktext": ["0", "25", "50", "75", "100"],
                    "tickangle": 0,
                    "gridcolor": GRID,
                    "zeroline": False,
                    "fixedrange": True,
                },
                "yaxis": {
                    "categoryorder": "array",
                    "categoryarray": rows,
                    "tickvals": rows,
                    "ticktext": [
                        name + GAP for name in names + [f"{missing} more"] * bool(missing)
                    ],
                    "autorange": "reversed",
                    "automargin": True,
                    "fixedrange": True,
                },
            },
        }
    )


def radar(ranking: Ranking, group: str = "") -> Figure:
    """Radar of the trade-offs, with an axis per group or per criterion of one group.

    If there are too many groups, the radar shows those with the most weight; if there are fewer
    than three, it shows criteria; with fewer than three axes it would be a line, so it is empty.
    It shows the four best-ranked alternatives; the traces of the others are invisible. The axes
    always run from 0 to 1.
    """
    problem = ranking.problem
    if not ranking.alternatives:
        return empty()
    labels, values = radar_values(ranking, group)
    if len(labels) < RADAR_AXES[0]:
        return empty()
    shown = {ranking.alternatives[row] for row in ranking.order[:RADAR_ALTERNATIVES]}
    closed = [wrapped(name, 11, lines=3) for name in [*labels, *labels[:1]]]
    traces = []
    for index, alternative in enumerate(problem.alternatives):
        visible = alternative.id in shown
        row = values[ranking.alternatives.index(alternative.id)] if visible else []
        traces.append(
            {
                "type": "scatterpolar",
                "name": label(alternative.name),
                "visible": visible,
                "r": [*row, *row[:1]],
                "theta": closed,
                "customdata": [points(value) for value in [*row, *row[:1]]],
                "mode": "lines+markers",
                "line": {
                    "color": colour(index),
                    "width": 2.5,
                    "dash": dash(index),
                },
                "marker": {"symbol": symbol(index), "size": 8},
                "fill": "toself",
                "fillcolor": fade(colour(index), 0.07),
                "hovertemplate": "%{theta}: %{customdata}<extra>"
                + label(alternative.name)
                + "</extra>",
            }
        )
    return Figure(
        {
            "data": traces,
            "layout": {
                **bare_layout(RADAR_HEIGHT),
                "margin": {"l": 88, "r": 88, "t": 56, "b": 136},
                "showlegend": True,
                "legend": {
                    "orientation": "h",
                    "x": 0.5,
                    "xanchor": "center",
                    "y": 0,
                    "yref": "container",
                    "yanchor": "bottom",
                    # The compared alternatives are chosen elsewhere, for the whole page.
                    "itemclick": False,
                    "itemdoubleclick": False,
                },
                "polar": {
                    "bgcolor": "rgba(0,0,0,0)",
                    "radialaxis": {
                        "range": [0, 1],
                        "tickvals": [0.25, 0.5, 0.75, 1],
                        "ticktext": ["25", "50", "75", "100"],
                        "tickfont": {"size": 12, "color": SOFT},
                        # Between two axes, so that no line hides the figures.
                        "angle": 90 - 180 / max(len(labels), 1),
                        "tickangle": 90 - 180 / max(len(labels), 1),
                        "gridcolor": GRID,
                        "showline": False,
                    },
                    "angularaxis": {
                        "direction": "clockwise",
                        "rotation": 90 + (180 / len(labels) if len(labels) % 4 == 0 else 0),
                        "categoryarray": closed[:-1],
                        "gridcolor": GRID,
                        "linecolor": GRID,
                        "tickfont": {"size": 14},
                    },
                },
            },
        }
    )


def hue(ranking: Ranking, row: int) -> Colour:
    """Colour of one of the best few; of many, the others keep to grey, with their names beside."""
    near = row in ranking.order[:RADAR_ALTERNATIVES]
    return colour(ranking.rows[row]) if near else SOFT


def radar_values(ranking: Ranking, group: str = "") -> tuple[list[str], list[list[float]]]:
    """Axis labels of the radar, and the values of each ranked alternative on the axes."""
    problem = ranking.problem
    if not group:
        # A radar with two axes would be a line, and with one axis a point.
        grouped = len(problem.groups) >= RADAR_AXES[0]
        names = [part.name for part in (problem.groups if grouped else problem.criteria)]
        weights = ranking.group_weights if grouped else ranking.weights
        values = ranking.group_values if grouped else ranking.values
        # Rounded, so that equal weights keep their axes whatever their last digits are.
        heaviest = np.argsort(-weights.round(9), kind="stable")
        kept = sorted(heaviest[: RADAR_AXES[1]].tolist())
        return [names[j] for j in kept], values[:, kept].tolist()
    if group not in (ids := [g.id for g in problem.groups]):
        raise InputError(f"there is no group {group!r}; {allowed(group, ids)}")
    columns = list(problem.criteria_in(group))
    return [problem.criteria[j].name for j in columns], ranking.values[:, columns].tolist()


def radar_groups(groups: tuple[Group, ...], sizes: list[int]) -> list[Group]:
    """Groups whose number of criteria fits the axes of a radar."""
    fewest, most = RADAR_AXES
    return [group for group, size in zip(groups, sizes, strict=True) if fewest <= size <= most]


def _segment(
    group: Group,
    ids: list[str],
    parts: list[float],
    printed: list[str],
    fills: Sequence[str],
    outlines: Sequence[str],
) -> Part:
    """Segments of one group in all bars."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": safe(group.name),
        "x": parts,
        "y": ids,
        "marker": {"color": fills, "line": {"color": outlines, "width": 1}},
        "text": [text if text != "0" else "" for text in printed],
        "customdata": printed,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 12, "color": [readable_on(fill) for fill in fills]},
        "hovertemplate": safe(group.name) + ": %{customdata}<extra></extra>",
    }
