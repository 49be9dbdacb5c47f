"""One view of a subject: its sentences, its chart, and the table that shows the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as w

from advisor.page.html import paragraphs
from advisor.page.widgets.live import folded, live_html, live_plot
from advisor.page.widgets.tabs import WhileOpen
from advisor.report.charts import Figure, empty
from advisor.report.tables import Table
from advisor.report.wording.verdict import NOTHING
from advisor.session.decision import Decision


@dataclass(frozen=True)
class Section:
    """Content of a panel about one subject; the functions are called only if it ``applies``.

    Attributes
    ----------
    words : callable
        Function that returns sentences as HTML.
    table : callable
        Function that returns the table of the chart, folded under ``table_name``; without a name
        the table is open.
    chart, control : callable, optional
        Functions that return a figure, and a widget above it.
    title : str
        Heading; empty for none.
    applies : callable
        Whether there is anything to show; by default, whether an alternative leads.
    otherwise : str
        Text that replaces the content otherwise.
    """

    words: Callable[[Decision], str]
    table: Callable[[Decision], Table]
    table_name: str = ""
    chart: Callable[[Decision], Figure] | None = None
    control: Callable[[Decision, WhileOpen], w.Widget] | None = None
    title: str = ""
    applies: Callable[[Decision], bool] = lambda decision: decision.assessment.leads
    otherwise: str = NOTHING

    def view(self, decision: Decision, told: WhileOpen, *more: str) -> w.Widget:
        """Widget that follows the ranking, and further traits by name."""
        traits = ("ranking", *more)

        def words() -> str:
            return self.words(decision) if self.applies(decision) else paragraphs(self.otherwise)

        def table() -> str:
            return self.table(decision).to_html() if self.applies(decision) else ""

        parts = [w.HTML(f"<h3>{self.title}</h3>")] if self.title else []
        parts.append(live_html(words, told, *traits))
        if self.control:
            parts.append(self.control(decision, told))
        if make := self.chart:
            label = f"{self.title}; “{self.table_name}” shows the same"
            parts.append(
                live_plot(
                    lambda: make(decision) if self.applies(decision) else empty(),
                    label,
                    told,
                    *traits,
                )
            )
        if self.table_name:
            parts.append(folded(self.table_name, table, told, *traits))
        else:
            parts.append(live_html(table, told, *traits))
        return w.VBox(parts)
