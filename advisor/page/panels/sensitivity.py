"""“What would change it”: the least that changes the leader, and what to find out next."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from advisor.page.html import points
from advisor.page.panels import tables
from advisor.page.widgets.live import live_html
from advisor.page.widgets.tabs import WhileOpen
from advisor.ranking.ranking import Ranking
from advisor.report.wording import changes
from advisor.session.decision import Decision


def panel(state: Decision, while_open: WhileOpen) -> w.Widget:
    """The panel: four sentences and the tables behind them."""

    def live(render: Callable[[Ranking], str]) -> w.Widget:
        return live_html(lambda: render(state.ranking), while_open, "ranking")

    return w.VBox(
        [
            live(lambda ranking: points(changes(ranking))),
            w.HTML("<h3>Weights that change the leader</h3>"),
            live(tables.weight_flips_table),
            w.HTML("<h3>Facts that change the leader</h3>"),
            live(tables.performance_flips_table),
            w.HTML("<h3>What to find out next</h3>"),
            live(tables.settle_table),
        ]
    )
