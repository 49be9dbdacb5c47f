"""A thin Plotly view of plain figure JSON, with one ``Plotly.react`` per change."""

from pathlib import Path
from typing import Any

import anywidget
from ipywidgets import Layout
from traitlets import Dict, Unicode, default

from advisor.report.charts.palette import Colour
from advisor.report.charts.plotly_js import full_plotly_js


def on_page(part: Any, _view: Any = None) -> Any:
    """A figure with the colours of the page instead of those for paper."""
    if isinstance(part, Colour):
        return part.css
    if isinstance(part, dict):
        return {key: on_page(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [on_page(value) for value in part]
    return part


class PlotView(anywidget.AnyWidget):
    """One chart, as wide as its container.

    The page loads plotly.js once for all its charts: the small bundle that the package installs
    next to Jupyter's front-end extensions or, if that is missing, the full plotly.js of the
    installed plotly package, which the front end requests from the kernel. When the theme
    changes, the chart changes its colours without a message to the kernel.

    Parameters
    ----------
    figure : dict
        ``{"data": [...], "layout": {...}}`` in plain JSON, without NumPy arrays and NaN. Reassign
        it, because an in-place change goes unnoticed. ``layout["height"]`` is in pixels.
    label : str
        Description of the chart for assistive technology.
    """

    _esm = Path(__file__).with_name("plot.js")

    figure = Dict().tag(sync=True, to_json=on_page)
    label = Unicode().tag(sync=True)

    @default("layout")
    def _default_layout(self) -> Layout:
        return Layout(width="100%")

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._answer)

    def _answer(self, _view: "PlotView", content: Any, _buffers: Any) -> None:
        if content == {"ask": "plotly.js"}:
            script = full_plotly_js()
            self.send({"answer": "plotly.js"}, [script.read_bytes()] if script else [])
