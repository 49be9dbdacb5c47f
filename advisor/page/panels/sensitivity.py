"""“What would change it”: the smallest changes of the leader, and which fact to check next."""

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
    """Panel with four sentences and their tables."""
    return w.VBox([section.view(decision, told) for section in SECTIONS])
