"""Views that show a decision: text, tables and charts that follow the ranking."""

from __future__ import annotations

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.live import folded, live_html, live_plot
from advisor.report import charts
from advisor.report.tables import ranking as tables
from advisor.session.decision import Decision


def banner(decision: Decision) -> w.Widget:
    """Who leads, in one sentence."""
    return live_html(lambda: html.banner(decision.assessment), decision, "ranking")


def ranking_bars(decision: Decision) -> w.Widget:
    """Bars split by contribution, what they mean in words, and the same as a table."""
    label = "Ranking bars; “Ranking as a table” says the same"
    plot = live_plot(lambda: charts.bars(decision.ranking), label, decision, "ranking")
    return w.VBox(
        [
            w.HTML("<h2>Who leads</h2>"),
            live_html(lambda: html.remarks(decision.ranking), decision, "ranking"),
            w.HTML(html.bar_legend(decision.problem)),
            plot,
            live_html(lambda: html.in_words(decision.assessment), decision, "ranking"),
            folded(
                "Ranking as a table",
                lambda: _scores(decision),
                decision,
                "ranking",
            ),
        ]
    )


def radar(decision: Decision) -> w.Widget:
    """Radar by group or by the criteria of one group, and the same as a table."""
    problem = decision.problem
    sizes = [len(problem.criteria_in(group.id)) for group in problem.groups]
    groups = charts.radar_groups(problem.groups, sizes)
    picker = w.Dropdown(
        options=[("All groups", ""), *((group.name, group.id) for group in groups)],
        description="Axes",
        layout=w.Layout(width="auto"),
    )
    w.link((decision, "radar_group"), (picker, "value"))
    both = "ranking", "radar_group"
    return w.VBox(
        [
            w.HTML("<h2>Trade-offs</h2>"),
            picker.add_class("pick-axes"),
            live_plot(
                lambda: charts.radar(decision.ranking, decision.radar_group),
                "Radar of the trade-offs; “Trade-offs as a table” says the same",
                decision,
                *both,
            ),
            folded(
                "Trade-offs as a table",
                lambda: _trade_offs(decision),
                decision,
                *both,
            ),
        ]
    )


def _scores(decision: Decision) -> str:
    return html.marked(decision.ranking, tables.scores(decision.ranking)).to_html()


def _trade_offs(decision: Decision) -> str:
    table = tables.trade_offs(decision.ranking, decision.radar_group)
    return html.marked(decision.ranking, table).to_html()
