"""“How sure”: what counts as plausible, how often each is first, and which weights decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import ipywidgets as w

from advisor import charts
from advisor.charts import Figure
from advisor.explain import chances, map_text, potential, stays
from advisor.explain.sure import precision, spread_text
from advisor.page import robustness as tables
from advisor.page.html import paragraphs
from advisor.page.live import folded, live_html, live_plot
from advisor.page.tabs import WhileOpen
from advisor.plausible import LARGEST_SPREAD
from advisor.state import DecisionState
from advisor.winmap import CORNERS, WinMap, candidates, win_map

KINDS = (
    ("in the plausible ranges of the scenario", "ranges"),
    ("around the weights as they are", "around"),
    ("anything at all", "anything"),
)


def sure(state: DecisionState, while_open: WhileOpen) -> w.Widget:
    """The panel: cases to hold the lead against, and five views of how it fares."""

    def section(
        title: str, text: Callable[[], str], views: list[w.Widget], *traits: str
    ) -> w.Widget:
        head = w.HTML(f"<h3>{title}</h3>")
        return w.VBox([head, live_html(text, while_open, *traits), *views])

    def chart(render: Callable[[], Figure], table: str, *traits: str) -> w.Widget:
        label = f"Chart; “{table}” says the same"
        return live_plot(render, label, while_open, *traits)

    def table(name: str, render: Callable[[], str], *traits: str) -> w.Widget:
        return folded(name, render, while_open, *traits)

    def shown_map() -> WinMap | None:
        return win_map(state.ranking, state.map_corners)

    both = "ranking", "map_corners"
    ranks, central, stable = "Ranks as a table", "Weights as a table", "Intervals as a table"
    best, won = "Who can be best, as a table", "Map as a table"
    sections = [
        section(
            "How often each takes each rank",
            lambda: paragraphs(*chances(state.ranking), precision()),
            [
                chart(lambda: charts.rank_heatmap(state.ranking), ranks, "ranking"),
                table(ranks, lambda: tables.acceptability_table(state.ranking), "ranking"),
            ],
            "ranking",
        ),
        section(
            "Weights that put each first",
            lambda: paragraphs("The mean of the draws in which it is first, by group."),
            [
                chart(lambda: charts.central_weights(state.ranking), central, "ranking"),
                table(central, lambda: tables.central_table(state.ranking), "ranking"),
            ],
            "ranking",
        ),
        section(
            "How far each weight can go alone",
            lambda: paragraphs(stays(state.ranking)),
            [
                chart(lambda: charts.stability(state.ranking), stable, "ranking"),
                table(stable, lambda: tables.stability_table(state.ranking), "ranking"),
            ],
            "ranking",
        ),
        section(
            "Who leads where",
            lambda: paragraphs(map_text(state.ranking, shown_map())),
            [
                _corners(state, while_open),
                chart(lambda: charts.win_map(state.ranking, shown_map()), won, *both),
                table(won, lambda: tables.map_table(state.ranking, shown_map()), *both),
            ],
            *both,
        ),
        section(
            "Who can be best at all",
            lambda: paragraphs(potential(state.ranking)),
            [table(best, lambda: tables.prospects_table(state.ranking), "ranking")],
            "ranking",
        ),
    ]
    body = w.Box(sections).add_class("advisor-sections")
    return w.VBox([_cases(state, while_open), body])


def _cases(state: DecisionState, while_open: WhileOpen) -> w.Widget:
    """What the lead is held against."""
    kind = w.Dropdown(options=KINDS, description="Weights", layout=w.Layout(width="auto"))
    spread = w.FloatSlider(
        description="Spread",
        min=0.05,
        max=LARGEST_SPREAD,
        step=0.05,
        readout_format=".0%",
        layout=w.Layout(width="auto"),
    )
    example = w.HTML()
    facts = w.Checkbox(description="Uncertain facts vary too", indent=False)

    def show(_change: object = None) -> None:
        plausible = state.plausible
        kind.value, spread.value, facts.value = plausible.kind, plausible.spread, plausible.facts
        for part in (spread, example):
            part.layout.display = None if plausible.kind == "around" else "none"
        example.value = paragraphs(spread_text(plausible))

    def change(field: str, told: dict[str, Any]) -> None:
        state.plausible = replace(state.plausible, **{field: told["new"]})

    show()
    while_open.observe(show, ["plausible"])
    for field, widget in (("kind", kind), ("spread", spread), ("facts", facts)):
        widget.observe(partial(change, field), "value")
    intro = w.HTML(paragraphs("The verdict holds the lead against many other cases:"))
    row = w.Box([kind.add_class("pick-cases"), facts.add_class("pick-facts")])
    return w.VBox(
        [intro, row.add_class("advisor-row"), spread.add_class("pick-spread"), example]
    ).add_class("advisor-cases")


def _corners(state: DecisionState, while_open: WhileOpen) -> w.Widget:
    """What stands at the corners of the win map."""
    options = [(corner.name, corner.id) for corner in candidates(state.ranking)]
    if len(options) < CORNERS:
        return w.Box()
    pickers = [
        w.Dropdown(options=options, description=name, layout=w.Layout(width="auto"))
        for name in ("Top", "Left", "Right")
    ]

    def show(_change: object = None) -> None:
        for picker, corner in zip(pickers, state.corners, strict=True):
            picker.value = corner

    def choose(place: int, told: dict[str, Any]) -> None:
        if told["new"] != state.corners[place]:  # else it is what is shown already
            state.set_corner(place, told["new"])

    show()
    while_open.observe(show, ["ranking", "map_corners"])
    for place, picker in enumerate(pickers):
        picker.observe(partial(choose, place), "value")
    return w.Box([picker.add_class("pick-corner") for picker in pickers]).add_class("advisor-row")
