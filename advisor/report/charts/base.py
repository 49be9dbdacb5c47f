"""What all figures share: font, colours of the ground, names made safe, the bare layout.

A figure is the plain JSON of Plotly, ``{"data": …, "layout": …}``: the dashboard
sends it as it is, ``plotly.graph_objects.Figure(figure)`` makes it an object.
Number and order of traces depend on the problem alone, so that a chart is
patched, not rebuilt, when a weight moves.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import Any

Part = dict[str, Any]
"""A trace, a layout, or a piece of either."""


class Figure(dict[str, Any]):
    """``{"data": …, "layout": …}``; shows itself in a notebook."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        import plotly.graph_objects as go  # only where somebody looks

        return go.Figure(self)._repr_mimebundle_(include, exclude)


INK, SOFT, GRID = "#1F2933", "#52606D", "#D9DEE4"
FONT = {
    "family": "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    "size": 14,
    "color": INK,
}
LABEL_WIDTH, LABEL_LINES = 18, 2


def label(name: str) -> str:
    """Name for a chart: wrapped, cut to two lines, and safe, for Plotly reads tags in it."""
    return wrapped(name, LABEL_WIDTH, LABEL_LINES)


def wrapped(name: str, width: int, lines: int) -> str:
    """Name for a chart in at most so many lines of that many characters; cut where it is longer."""
    parts = wrap(name, width)
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1][: width - 1] + "…"]
    return "<br>".join(escape(part) for part in parts)


def empty() -> Figure:
    """Nothing to show: the sentence beside it says why."""
    return Figure(data=[], layout=bare_layout(10))


def bare_layout(height: int) -> Part:
    """Layout that every figure starts from, ``height`` in pixels."""
    return {
        "height": height,
        "font": FONT,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": FONT, "bgcolor": "#FFFFFF"},
    }
