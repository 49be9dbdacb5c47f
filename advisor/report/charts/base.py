"""What all figures share: font, template, names made safe, the bare layout.

A figure is the plain JSON of Plotly, ``{"data": …, "layout": …}``: the dashboard
sends it with colours of its theme, ``plotly.graph_objects.Figure(figure)`` makes it an object.
Number and order of traces depend on the problem alone, so that a chart is
patched, not rebuilt, when a weight moves.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import Any

from advisor.problem.elements import ISOLATES, isolated
from advisor.report.charts.palette import CARD, variable

Part = dict[str, Any]
"""A trace, a layout, or a piece of either."""


class Figure(dict[str, Any]):
    """``{"data": …, "layout": …}``; shows itself in a notebook."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        import plotly.graph_objects as go  # only where somebody looks

        return go.Figure(self)._repr_mimebundle_(include, exclude)


INK, SOFT = variable("ink", "#1F2933"), variable("soft", "#52606D")
GRID = variable("line", "#D9DEE4")
FONT = {
    "family": "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    "size": 14,
    "color": INK,
}
CLEAR = "rgba(0,0,0,0)"
_AXIS = {"gridcolor": GRID, "linecolor": GRID, "tickcolor": GRID}
_TRIANGLE = dict.fromkeys(("aaxis", "baxis", "caxis"), _AXIS)
# Paper and ink of its own: a figure alone can be read in a notebook of any theme.
TEMPLATE = {
    "layout": {
        "font": FONT,
        "paper_bgcolor": CARD,
        "plot_bgcolor": CLEAR,
        "xaxis": {**_AXIS, "zerolinecolor": GRID},
        "yaxis": {**_AXIS, "zerolinecolor": GRID},
        "polar": {"bgcolor": CLEAR, "radialaxis": _AXIS, "angularaxis": _AXIS},
        "ternary": {"bgcolor": CLEAR, **_TRIANGLE},
        "hoverlabel": {"font": FONT, "bgcolor": CARD, "bordercolor": SOFT},
    }
}
LABEL_WIDTH, LABEL_LINES = 18, 2


def label(name: str) -> str:
    """Name for a chart: wrapped, cut to two lines, and `safe`."""
    return wrapped(name, LABEL_WIDTH, LABEL_LINES)


def wrapped(name: str, width: int, lines: int) -> str:
    """Name for a chart in at most so many lines of that many characters; cut where it is longer."""
    parts = wrap(name.strip(ISOLATES), width)
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1][: width - 1] + "…"]
    return "<br>".join(map(safe, parts))


def safe(text: str) -> str:
    """Text in which Plotly finds no tags; quotes stay, for Plotly would show their entities."""
    return isolated(escape(text, quote=False))


def empty() -> Figure:
    """Nothing to show: the sentence beside it says why."""
    return Figure(data=[], layout=bare_layout(10))


def bare_layout(height: int) -> Part:
    """Layout that every figure starts from, ``height`` in pixels."""
    return {
        "height": height,
        "template": TEMPLATE,
        "showlegend": False,
        "dragmode": False,
    }
