"""“Methods agree?”: results of the other methods for the same values."""

from __future__ import annotations

import ipywidgets as w

from advisor.page.html import points
from advisor.page.panels.section import Section
from advisor.page.widgets.tabs import WhileOpen
from advisor.report import charts
from advisor.report.tables.methods import methods as table
from advisor.report.wording import methods
from advisor.session.decision import Decision

RANKS = Section(
    title="Ranks under each method",
    words=lambda decision: points(methods(decision.assessment)),
    chart=lambda decision: charts.method_ranks(decision.assessment),
    table_name="Methods as a table",
    table=lambda decision: table(decision.assessment),
)


def panel(decision: Decision, told: WhileOpen) -> w.Widget:
    """Panel with three sentences, the ranks under each method, and their table."""
    return RANKS.view(decision, told)
