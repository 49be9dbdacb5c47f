"""The win map as a figure: a triangle of weights, coloured and labelled by the leader."""

from __future__ import annotations

import numpy as np

from advisor.mcda.values import Array
from advisor.mcda.win_map import middle
from advisor.ranking.ranking import Ranking
from advisor.report.charts.base import GRID, INK, Figure, Part, bare_layout, wrapped
from advisor.report.charts.palette import colour, fade, symbol
from advisor.robustness.win_map import WinMap

# A smaller region has no room for its name; its marker, the sentence and the table name it.
NAMED, MARKED = 0.06, 0.005
# Smallest distance between a label and the mark of the current weights, in shares.
CLEARANCE = 0.3
BELOW = "\u00a0<br>\u00a0<br>"  # two lines, past the figures of the axis
AXES = ("aaxis", "baxis", "caxis")


def win_map(ranking: Ranking, found: WinMap) -> Figure:
    """Leader for every division of the weight of three corners among them.

    Parameters
    ----------
    ranking : Ranking
    found : WinMap
        Win map of that ranking.
    """
    traces = []
    for index, alternative in enumerate(ranking.problem.alternatives):
        ranked = alternative.id in ranking.alternatives
        row = ranking.alternatives.index(alternative.id) if ranked else -1
        traces += _region(ranking, found, row, index)
    a, b, c = (round(float(share) * 100, 3) for share in found.here)
    here = {
        "type": "scatterternary",
        "mode": "markers+text",
        "a": [a],
        "b": [b],
        "c": [c],
        "text": ["<b>now</b>"],
        "textposition": "top center",
        "textfont": {"size": 14, "color": INK},
        "marker": {
            "symbol": "circle-open-dot",
            "size": 16,
            "color": INK,
            "line": {"width": 3, "color": INK},
        },
        "hovertemplate": "now %{a:.0f} : %{b:.0f} : %{c:.0f}<extra></extra>",
        "cliponaxis": False,
    }
    axis = {
        "title": {"text": "\u00a0"},  # otherwise Plotly writes its own title
        "tickvals": [25, 50, 75],
        "ticktext": ["25\u00a0%", "50\u00a0%", "75\u00a0%"],
        "tickfont": {"size": 11},
        "gridcolor": GRID,
        "linecolor": INK,
    }
    return Figure(
        {
            "data": [*traces, _corner_names(found), here],
            "layout": {
                **bare_layout(400),
                "margin": {"l": 36, "r": 36, "t": 44, "b": 76},
                "ternary": {"sum": 100, "bgcolor": "rgba(0,0,0,0)", **dict.fromkeys(AXES, axis)},
            },
        }
    )


def _region(ranking: Ranking, found: WinMap, row: int, index: int) -> list[Part]:
    """Region of an alternative on the map, with its label."""
    region = list(found.regions[row]) if row >= 0 else []
    visible = len(region) > 0
    marked = visible and bool(found.areas[row] >= MARKED)
    outline = [*region, region[0]] if visible else []
    centre = [_label_place(found.regions[row], found.here)] if marked else []
    names = (
        [wrapped(ranking.name(r), 12, lines=2) for r in (row, *found.equals[row])]
        if visible
        else []
    )
    text = " = ".join(names)
    return [
        {
            "type": "scatterternary",
            "mode": "lines",
            "visible": visible,
            **_points(outline),
            "line": {"color": colour(index), "width": 2},
            "fill": "toself",
            "fillcolor": fade(colour(index), 0.25),
            "hoverinfo": "skip",
        },
        {
            "type": "scatterternary",
            "mode": "markers+text",
            "visible": marked,
            **_points(centre),
            "text": [text if found.areas[row] >= NAMED else ""] if marked else [],
            "textposition": "bottom center",
            "textfont": {"size": 14, "color": INK},
            "marker": {"symbol": symbol(index), "size": 12, "color": colour(index)},
            "hoverinfo": "skip",
        },
    ]


def _corner_names(found: WinMap) -> Part:
    """Names of the corners, below the figures of the lower axis and inside its ends."""
    top, left, right = (wrapped(corner.name, 16, lines=2) for corner in found.corners)
    return {
        "type": "scatterternary",
        "mode": "text",
        **_points(list(np.eye(3))),
        "text": [top, BELOW + left, BELOW + right],
        "textposition": ["top center", "bottom right", "bottom left"],
        "textfont": {"size": 13, "color": INK},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _label_place(region: Array, here: Array) -> Array:
    """Middle of a region, or a place next to it if the mark of the current weights is there."""
    centre = middle(region)
    places = [centre, *((centre + vertex) / 2 for vertex in region)]
    clear = [place for place in places if np.abs(place - here).sum() > CLEARANCE]
    return clear[0] if clear else centre


def _points(points: list[Array]) -> Part:
    """Coordinates in percent, for the three axes."""
    shares = [(point * 100).round(3).tolist() for point in points]
    return {name: [point[at] for point in shares] for at, name in enumerate("abc")}
