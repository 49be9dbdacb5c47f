"""“Methods agree?”: what other ways of adding up make of the same values."""

from __future__ import annotations

import ipywidgets as w

from advisor.page.html import fragments, points
from advisor.page.widgets.live import folded, live_html, live_plot
from advisor.page.widgets.tabs import WhileOpen
from advisor.ranking.ranking import Ranking
from advisor.report.charts import method_ranks
from advisor.report.wording import methods
from advisor.report.wording.methods import leaders_text
from advisor.robustness.methods import agreement
from advisor.session.decision import Decision


def panel(state: Decision, while_open: WhileOpen) -> w.Widget:
    """The panel: three sentences, the ranks under each method, and the table behind them."""
    return w.VBox(
        [
            live_html(lambda: points(methods(state.ranking)), while_open, "ranking"),
            w.HTML("<h3>Ranks under each method</h3>"),
            live_plot(
                lambda: method_ranks(state.ranking),
                "Ranks under each method; “Methods as a table” says the same",
                while_open,
                "ranking",
            ),
            folded(
                "Methods as a table", lambda: methods_table(state.ranking), while_open, "ranking"
            ),
        ]
    )


def methods_table(ranking: Ranking) -> str:
    """What each method does differently, its ranks and scores, and how far its order agrees."""
    found = agreement(ranking)
    if found is None:
        return ""
    rows = [
        [
            result.method.name,
            leaders_text(ranking, result),
            "–" if result.tau != result.tau else f"{result.tau:.2f}",
            *(f"{result.ranks[row]} ({result.scores[row]:.2f})" for row in ranking.order),
            result.method.idea,
        ]
        for result in found.methods
    ]
    names = [ranking.name(row) for row in ranking.order]
    header = ["Method", "First", "Agreement", *names, "What it does"]
    caption = (
        "Rank, and score on the method’s own scale. All see the same values between fixed anchors. "
        "Agreement: Kendall’s tau-b with the order of additive value, from −1 to 1"
    )
    return str(fragments.table(caption, header, rows))
