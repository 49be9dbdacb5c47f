"""Views that follow a decision: text, charts, and tables that are idle while they are closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as w

from advisor.page.widgets.accessibility import fold_button
from advisor.page.widgets.plot import PlotView
from advisor.report.charts import Figure

Handler = Callable[[Any], object]


class Observable(Protocol):
    """A `Decision`, or a `WhileOpen` that replaces it in a panel."""

    def observe(self, handler: Handler, names: list[str]) -> None:
        """Call the handler when one of the named traits changes."""


def live_html(render: Callable[[], str], decision: Observable, *traits: str) -> w.HTML:
    """HTML that renders again when one of the traits changes.

    An unchanged text sends nothing to the browser.
    """
    view = w.HTML(render())
    decision.observe(lambda _change: view.set_trait("value", render()), list(traits))
    return view


def live_plot(
    render: Callable[[], Figure], label: str, decision: Observable, *traits: str
) -> PlotView:
    """Chart that gets one new figure, in one message, when one of the traits changes."""
    view = PlotView(figure=render(), label=label)
    decision.observe(lambda _change: view.set_trait("figure", render()), list(traits))
    return view


def folded(
    description: str, render: Callable[[], str], decision: Observable, *traits: str
) -> w.Widget:
    """Table below a button that opens it; a closed table does not slow down a slider."""
    table = w.HTML()
    button = fold_button(table, description=description)

    def refresh(_change: object) -> None:
        if button.value:
            table.value = render()

    button.observe(refresh, "value")
    decision.observe(refresh, list(traits))
    return w.VBox([button, table]).add_class("advisor-fold")


def closed(widget: w.Widget) -> None:
    """Close a widget with all that it holds, so that the browser forgets it."""
    for child in getattr(widget, "children", ()):
        closed(child)
    widget.close()
