"""“What would change it”: the least that changes the leader, and what to find out next."""

from __future__ import annotations

import ipywidgets as w

from advisor.page.html import points
from advisor.page.panels.section import Section
from advisor.page.widgets.tabs import WhileOpen
from advisor.report.tables import sensitivity as tables
from advisor.report.wording import changes
from advisor.session.decision import Decision

SECTIONS = (
    Section(
        title="Weights that change the leader",
        words=lambda decision: points(changes(decision.assessment)),
        table=lambda decision: tables.weight_flips(decision.assessment),
    ),
    Section(
        title="Facts that change the leader",
        words=lambda _decision: "",
        table=lambda decision: tables.performance_flips(decision.assessment),
    ),
    Section(
        title="What to check next",
        words=lambda _decision: "",
        table=lambda decision: tables.to_settle(decision.assessment),
    ),
)


def panel(decision: Decision, told: WhileOpen) -> w.Widget:
    """Four sentences and the tables behind them."""
    return w.VBox([section.view(decision, told) for section in SECTIONS])
