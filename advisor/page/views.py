"""Views that show a state: text, tables and charts that follow the ranking."""

from __future__ import annotations

from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.evidence import appendix, evidence
from advisor.page.live import folded, live_html, live_plot
from advisor.page.measured import can_be_measured, own_measurement
from advisor.page.tabs import WhileOpen, fold
from advisor.page.versus import head_to_head
from advisor.problem.elements import Group
from advisor.report import charts
from advisor.report.wording.evidence import bases
from advisor.session.state import DecisionState


def banner(state: DecisionState) -> w.Widget:
    """Who leads, in one sentence."""
    return live_html(lambda: html.banner(state.ranking), state, "ranking")


def ranking_bars(state: DecisionState) -> w.Widget:
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


def radar(state: DecisionState) -> w.Widget:
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


def reasons(state: DecisionState, while_open: WhileOpen) -> w.Widget:
    """What decides between leader and runner-up, and between any two."""
    why = live_html(lambda: html.why(state.ranking), while_open, "ranking")
    both = fold(while_open, partial(head_to_head, state), "Head to head, any two")
    return w.VBox([why, both.add_class("advisor-fold").add_class("advisor-versus")])


def sources(state: DecisionState, while_open: WhileOpen) -> w.Widget:
    """Where every number comes from: the weights with their reasons, the facts, the texts."""
    facts = "reading", "inputs", "included", "measurement"

    def group_evidence(group: Group) -> w.HTML:
        return live_html(lambda: evidence(state.ranking.problem, group), while_open, *facts)

    own = []
    if can_be_measured(state):
        title = "Measured on your machine"
        own = [fold(while_open, partial(own_measurement, state), title).add_class("advisor-fold")]
    return w.VBox(
        [
            w.HTML("<h2>Where every number comes from</h2>"),
            live_html(lambda: html.paragraphs(bases(state.ranking.problem)), while_open, *facts),
            *own,
            folded(
                "Weights, contributions and reasons",
                lambda: html.weights_table(state.ranking),
                while_open,
                "ranking",
            ),
            *(group_evidence(group) for group in state.problem.groups),
            live_html(lambda: appendix(state.ranking.problem), while_open, "measurement"),
        ]
    )
