"""Views that show a state: text, tables and charts that follow the ranking."""

from __future__ import annotations

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.live import folded, live_html, live_plot
from advisor.report import charts
from advisor.session.decision import Decision


def banner(state: Decision) -> w.Widget:
    """Who leads, in one sentence."""
    return live_html(lambda: html.banner(state.ranking), state, "ranking")


def ranking_bars(state: Decision) -> w.Widget:
    """Bars split by contribution, what they mean in words, and the same as a table."""
    label = "Ranking bars; “Ranking as a table” says the same"
    plot = live_plot(lambda: charts.bars(state.ranking), label, state, "ranking")
    return w.VBox(
        [
            w.HTML("<h2>Who leads</h2>"),
            live_html(lambda: html.remarks(state.ranking), state, "ranking"),
            w.HTML(html.bar_legend(state.problem)),
            plot,
            live_html(lambda: html.in_words(state.ranking), state, "ranking"),
            folded(
                "Ranking as a table", lambda: html.ranking_table(state.ranking), state, "ranking"
            ),
        ]
    )


def radar(state: Decision) -> w.Widget:
    """Radar by group or by the criteria of one group, and the same as a table."""
    problem = state.problem
    sizes = [len(problem.criteria_in(group.id)) for group in problem.groups]
    groups = charts.radar_groups(problem.groups, sizes)
    picker = w.Dropdown(
        options=[("All groups", ""), *((group.name, group.id) for group in groups)],
        description="Axes",
        layout=w.Layout(width="auto"),
    )
    w.link((state, "radar_group"), (picker, "value"))
    both = "ranking", "radar_group"
    return w.VBox(
        [
            w.HTML("<h2>Trade-offs</h2>"),
            picker.add_class("pick-axes"),
            live_plot(
                lambda: charts.radar(state.ranking, state.radar_group),
                "Radar of the trade-offs; “Trade-offs as a table” says the same",
                state,
                *both,
            ),
            folded(
                "Trade-offs as a table",
                lambda: html.radar_table(state.ranking, state.radar_group),
                state,
                *both,
            ),
        ]
    )
