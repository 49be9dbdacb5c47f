"""Charts that follow the ranking, each with a table of the same figures."""

from __future__ import annotations

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.live import Observable, folded, live_html, live_plot
from advisor.report import charts
from advisor.report.tables import ranking as tables
from advisor.session.decision import Decision


def ranking_bars(decision: Decision, while_open: Observable | None = None) -> w.Widget:
    """Scores as bars, split by what each group adds, and the same as a table."""
    label = "Ranking bars; “Ranking as a table” shows the same"
    told = while_open or decision
    plot = live_plot(lambda: charts.bars(decision.ranking), label, told, "ranking")
    return w.VBox(
        [
            w.HTML(html.bar_legend(decision.problem)),
            plot,
            folded("Ranking as a table", lambda: _scores(decision), told, "ranking"),
        ]
    )


def radar(decision: Decision) -> w.Widget:
    """Radar by group or by the criteria of one group, and the same as a table."""
    problem = decision.problem
    sizes = [len(problem.criteria_in(group.id)) for group in problem.groups]
    groups = charts.radar_groups(problem.groups, sizes)
    fewest, most = charts.RADAR_AXES
    kind, count = ("groups", len(problem.groups))
    if count < fewest:
        kind, count = "criteria", len(problem.criteria)
    all_axes = f"All {kind}" if count <= most else f"The {most} weightiest {kind}"
    picker = w.Dropdown(
        options=[(all_axes, ""), *((group.name, group.id) for group in groups)],
        description="Axes",
        layout=w.Layout(width="auto"),
    )
    w.link((decision, "radar_group"), (picker, "value"))
    both = "ranking", "radar_group"
    return w.VBox(
        [
            w.HTML("<h2>Trade-offs</h2>"),
            picker.add_class("pick-axes"),
            live_html(lambda: _nothing_drawn(decision), decision, *both),
            live_plot(
                lambda: charts.radar(decision.ranking, decision.radar_group),
                "Radar of the trade-offs; “Trade-offs as a table” shows the same",
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


def _nothing_drawn(decision: Decision) -> str:
    problem = decision.problem
    if not decision.ranking.order:
        return html.paragraphs(f"No {problem.alternative_noun} is left to show.")
    if not charts.radar(decision.ranking, decision.radar_group)["data"]:
        return html.paragraphs("A radar needs at least three criteria. The rows show the same.")
    return ""


def _scores(decision: Decision) -> str:
    return html.marked(decision.ranking, tables.scores(decision.ranking)).to_html()


def _trade_offs(decision: Decision) -> str:
    table = tables.trade_offs(decision.ranking, decision.radar_group)
    return html.side_by_side(decision.ranking, table, "Axis")
