"""Parts that all figures share: font, template, safe names and the basic layout.

A figure is the plain JSON of Plotly, ``{"data": …, "layout": …}``. The dashboard sends it with the
colours of its theme, and ``plotly.graph_objects.Figure(figure)`` makes an object of it. Number and
order of the traces depend only on the problem, so that a moved weight patches the chart instead of
rebuilding it.
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
    """A figure ``{"data": …, "layout": …}``, which a notebook displays."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        import plotly.graph_objects as go  # only needed for display

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
# With its own paper and ink, a figure is readable in a notebook of any theme.
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
    """Name for a chart, wrapped to at most two lines and made `safe`."""
    return wrapped(name, LABEL_WIDTH, LABEL_LINES)


def wrapped(name: str, width: int, lines: int) -> str:
    """Name for a chart in at most ``lines`` lines of ``width`` characters; the rest is cut off."""
    parts = wrap(name.strip(ISOLATES), width)
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1][: width - 1] + "…"]
    return "<br>".join(map(safe, parts))


def safe(text: str) -> str:
    """Text for Plotly without tags, formulas and placeholders of its templates.

    Quotes stay, because Plotly would show their entities.
    """
    plain = escape(text, quote=False).replace("$", "&#36;").replace("%{", "%&#123;")
    return isolated(plain)


def empty() -> Figure:
    """An empty figure; the sentence next to it gives the reason."""
    return Figure(data=[], layout=bare_layout(10))


def bare_layout(height: int) -> Part:
    """Basic layout of every figure, with ``height`` in pixels."""
    return {
        "height": height,
        "template": TEMPLATE,
        "showlegend": False,
        "dragmode": False,
    }
