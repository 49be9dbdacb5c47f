"""“Scores”: the weighted sums, split by the contribution of each group."""

from __future__ import annotations

import ipywidgets as w

from advisor.page.results import ranking_bars
from advisor.page.widgets.tabs import WhileOpen
from advisor.session.decision import Decision


def panel(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """Panel with the bars and their table."""
    return ranking_bars(decision, while_open).add_class("advisor-bars")
