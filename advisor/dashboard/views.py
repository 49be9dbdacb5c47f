"""Views that show a state: text, tables and charts that follow the ranking."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from advisor import charts
from advisor.dashboard import html
from advisor.dashboard.plot import PlotView
from advisor.state import DecisionState

FOLLOWED = ("ranking", "radar_group")


def live_html(render: Callable[[], str], state: DecisionState, *traits: str) -> w.HTML:
    """HTML that is rendered again when one of the traits changes.

    An unchanged text sends nothing to the browser.
    """
    view = w.HTML(render())
    state.observe(lambda _change: view.set_trait("value", render()), list(traits or FOLLOWED))
    return view


def live_plot(render: Callable[[], charts.Figure], label: str, state: DecisionState) -> PlotView:
    """Chart that gets one new figure, in one message, when the ranking changes."""
    view = PlotView(figure=render(), label=label)
    state.observe(lambda _change: view.set_trait("figure", render()), list(FOLLOWED))
    return view


def banner(state: DecisionState) -> w.Widget:
    """Who leads, in one sentence."""
    return live_html(lambda: html.banner(state.ranking), state, "ranking")


def ranking_bars(state: DecisionState) -> w.Widget:
    """Bars split by contribution, and the same as a table."""
    return w.VBox(
        [
            _title("Who leads"),
            live_html(lambda: html.remarks(state.ranking), state, "ranking"),
            w.HTML(html.bar_legend(state.problem)),
            live_plot(
                lambda: charts.bars(state.ranking),
                "Ranking bars; the table below says the same",
                state,
            ),
            _folded("The same as a table", lambda: html.ranking_table(state.ranking), state),
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
    picker.add_class("pick-axes")
    w.link((state, "radar_group"), (picker, "value"))
    return w.VBox(
        [
            _title("Trade-offs"),
            picker,
            live_plot(
                lambda: charts.radar(state.ranking, state.radar_group),
                "Radar of the trade-offs; the table below says the same",
                state,
            ),
            _folded(
                "The same as a table",
                lambda: html.radar_table(state.ranking, state.radar_group),
                state,
            ),
        ]
    )


def reasons(state: DecisionState) -> w.Widget:
    """What decides between leader and runner-up, and every contribution as a table."""
    return w.VBox(
        [
            _title("Why"),
            live_html(lambda: html.why(state.ranking), state, "ranking"),
            _folded("All contributions", lambda: html.weights_table(state.ranking), state),
        ]
    )


def evidence(state: DecisionState) -> w.Widget:
    """Where every performance comes from."""
    return w.VBox(
        [
            _title("Where every number comes from"),
            live_html(lambda: html.evidence(state.ranking.problem), state, "inputs"),
        ]
    )


def _title(text: str) -> w.HTML:
    return w.HTML(f"<h2>{text}</h2>")


def _folded(summary: str, render: Callable[[], str], state: DecisionState) -> w.Widget:
    """Table under a button that opens it; a closed one still follows the ranking."""
    button = w.ToggleButton(description=f"▸ {summary}")
    table = live_html(render, state)
    table.layout.display = "none"

    def fold(change: dict[str, bool]) -> None:
        table.layout.display = None if change["new"] else "none"
        button.description = f"{'▾' if change['new'] else '▸'} {summary}"

    button.observe(fold, "value")
    return w.VBox([button, table]).add_class("advisor-fold")
