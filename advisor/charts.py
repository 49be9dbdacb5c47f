"""Rankings as Plotly figures, and the one palette.

A figure is the plain JSON of Plotly, ``{"data": …, "layout": …}``: the dashboard
sends it as it is, ``plotly.graph_objects.Figure(figure)`` makes it an object.
Number and order of traces depend on the problem alone, so that a chart is
patched, not rebuilt, when a weight moves.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from advisor.problem import Group
from advisor.ranking import Ranking

Figure = dict[str, Any]

# Distinguishable under the three common colour-vision deficiencies and at least 3:1 on
# white; tests/test_charts.py computes both.
COLOURS = ("#009E73", "#D55E00", "#0072B2", "#9000F0", "#603000", "#000090", "#900060", "#2B2B2B")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "hexagon", "x")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")

INK, GRID = "#1F2933", "#D9DEE4"
FONT = {
    "family": "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    "size": 14,
    "color": INK,
}
RADAR_ALTERNATIVES = 4
RADAR_AXES = (3, 8)
BAR_HEIGHT, BAR_MARGIN = 46, 34
SMALLEST_LABELLED = 0.005


def colour(index: int) -> str:
    """Colour of the alternative at that place in the problem, hidden ones counted."""
    return COLOURS[index % len(COLOURS)]


def tint(hex_colour: str, group: int, groups: int) -> str:
    """Colour of a group's segment in an alternative's bar: the later, the paler."""
    paleness = 0.75 * group / max(groups - 1, 1)
    parts = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * paleness):02X}" for part in parts)


def bars(ranking: Ranking) -> Figure:
    """Ranking bars, one per alternative, split by what each group contributes.

    Alternatives that were left out stand at the foot, without a bar.
    """
    problem = ranking.problem
    order = list(ranking.order)
    names = [ranking.name(row) for row in order]
    excluded = [problem.alternative(e.alternative).name for e in ranking.excluded]
    base = [colour(ranking.rows[row]) for row in order]
    traces = []
    for g, group in enumerate(problem.groups):
        parts = [float(ranking.group_contributions[row, g]) for row in order]
        fills = [tint(c, g, len(problem.groups)) for c in base]
        traces.append(_segments(group, parts, names, fills, base))
    scores = [float(ranking.scores[row]) for row in order]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [*scores, *(0.0 for _ in excluded)],
            "y": [*names, *excluded],
            "text": [*(f"<b>{score:.2f}</b>" for score in scores), *("left out" for _ in excluded)],
            "textposition": "middle right",
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    return {
        "data": traces,
        "layout": {
            **_layout(len(names + excluded) * BAR_HEIGHT + BAR_MARGIN),
            "barmode": "stack",
            "uniformtext": {"minsize": 11, "mode": "hide"},
            "bargap": 0.3,
            "margin": {"l": 10, "r": 10, "t": 4, "b": BAR_MARGIN - 4},
            "xaxis": {
                "range": [0, 1.1],
                "tickvals": [0, 0.25, 0.5, 0.75, 1],
                "gridcolor": GRID,
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "categoryorder": "array",
                "categoryarray": [*names, *excluded],
                "autorange": "reversed",
                "automargin": True,
                "ticksuffix": "  ",
                "fixedrange": True,
            },
        },
    }


def radar(ranking: Ranking, group: str = "") -> Figure:
    """Radar of the trade-offs: an axis per group, or per criterion of one group.

    Shows the four best-ranked alternatives; each keeps its own trace, so the
    others are there but invisible. The axes always run from 0 to 1.
    """
    problem = ranking.problem
    labels, values = radar_values(ranking, group)
    shown = {ranking.alternatives[row] for row in ranking.order[:RADAR_ALTERNATIVES]}
    closed = ["<br>".join(wrap(label, 13)) for label in [*labels, *labels[:1]]]
    traces = []
    for index, alternative in enumerate(problem.alternatives):
        visible = alternative.id in shown
        row = values[ranking.alternatives.index(alternative.id)] if visible else []
        traces.append(
            {
                "type": "scatterpolar",
                "name": alternative.name,
                "visible": visible,
                "r": [*row, *row[:1]],
                "theta": closed,
                "mode": "lines+markers",
                "line": {
                    "color": colour(index),
                    "width": 2.5,
                    "dash": DASHES[index % len(DASHES)],
                },
                "marker": {"symbol": SYMBOLS[index % len(SYMBOLS)], "size": 8},
                "fill": "toself",
                "fillcolor": _fade(colour(index), 0.07),
                "hovertemplate": "%{theta}: %{r:.2f}<extra>" + alternative.name + "</extra>",
            }
        )
    return {
        "data": traces,
        "layout": {
            **_layout(400),
            "margin": {"l": 64, "r": 64, "t": 40, "b": 60},
            "showlegend": True,
            "legend": {
                "orientation": "h",
                "x": 0.5,
                "xanchor": "center",
                "y": -0.14,
                "yanchor": "top",
            },
            "polar": {
                "bgcolor": "rgba(0,0,0,0)",
                "radialaxis": {
                    "range": [0, 1],
                    "tickvals": [0.25, 0.5, 0.75, 1],
                    "tickfont": {"size": 11, "color": "#52606D"},
                    "angle": 90,
                    "tickangle": 90,
                    "gridcolor": GRID,
                    "showline": False,
                },
                "angularaxis": {
                    "direction": "clockwise",
                    "rotation": 90,
                    "gridcolor": GRID,
                    "linecolor": GRID,
                    "tickfont": {"size": 12},
                },
            },
        },
    }


def radar_values(ranking: Ranking, group: str = "") -> tuple[list[str], list[list[float]]]:
    """Axis labels of the radar, and per ranked alternative its value on each axis."""
    problem = ranking.problem
    if not group:
        return [g.name for g in problem.groups], ranking.group_values.tolist()
    columns = list(problem.criteria_in(group))
    return [problem.criteria[j].name for j in columns], ranking.values[:, columns].tolist()


def radar_groups(groups: tuple[Group, ...], sizes: list[int]) -> list[Group]:
    """Groups with as many criteria as a radar can show as axes."""
    fewest, most = RADAR_AXES
    return [group for group, size in zip(groups, sizes, strict=True) if fewest <= size <= most]


def _segments(
    group: Group, parts: list[float], names: list[str], fills: list[str], lines: list[str]
) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "name": group.name,
        "x": parts,
        "y": names,
        "marker": {"color": fills, "line": {"color": lines, "width": 1}},
        "text": [f"{part:.2f}" if part >= SMALLEST_LABELLED else "" for part in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 12, "color": [readable_on(fill) for fill in fills]},
        "hovertemplate": group.name + ": %{x:.2f}<extra>%{y}</extra>",
    }


def _layout(height: int) -> Figure:
    return {
        "height": height,
        "font": FONT,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": FONT, "bgcolor": "#FFFFFF"},
    }


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(hex_colour: str) -> float:
    channels = []
    for i in (1, 3, 5):
        c = int(hex_colour[i : i + 2], 16) / 255
        channels.append(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(fill: str) -> str:
    """Black or white, whichever has more contrast on that colour."""
    return max(("#FFFFFF", "#000000"), key=lambda ink: contrast(ink, fill))


def _fade(hex_colour: str, opacity: float) -> str:
    red, green, blue = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
