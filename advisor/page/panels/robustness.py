"""“How sure”: what counts as plausible, how often each is first, and which weights decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import ipywidgets as w

from advisor.page.html import paragraphs, points
from advisor.page.panels import tables
from advisor.page.widgets.live import folded, live_html, live_plot
from advisor.page.widgets.tabs import WhileOpen
from advisor.ranking.plausible import LARGEST_SPREAD
from advisor.report import charts
from advisor.report.charts import Figure
from advisor.report.wording import chances, map_text, potential, stays
from advisor.report.wording.robustness import precision, spread_text, takes
from advisor.robustness.win_map import CORNERS, WinMap, candidates, win_map
from advisor.session.decision import Decision

KINDS = (
    ("within the scenario’s ranges", "ranges"),
    ("around the weights as they are", "around"),
    ("anything at all", "anything"),
)
ANSWERS = ("what my answers leave", "answers")


@dataclass(frozen=True)
class Section:
    """One view: a sentence, a chart where there is one, and the table that says the same."""

    title: str
    text: Callable[[Decision], str]
    table_name: str
    table: Callable[[Decision], str]
    chart: Callable[[Decision], Figure] | None = None
    control: Callable[[Decision, WhileOpen], w.Widget] | None = None


def panel(state: Decision, while_open: WhileOpen) -> w.Widget:
    """The panel: cases to hold the lead against, and five views of how it fares."""
    columns = [w.VBox([_view(part, state, while_open) for part in column]) for column in COLUMNS]
    body = w.Box([column.add_class("advisor-column") for column in columns])
    return w.VBox([_cases(state, while_open), body.add_class("advisor-columns")])


def _view(section: Section, state: Decision, while_open: WhileOpen) -> w.Widget:
    shows = "ranking", "map_corners"
    parts = [
        w.HTML(f"<h3>{section.title}</h3>"),
        live_html(lambda: section.text(state), while_open, *shows),
    ]
    if section.control:
        parts.append(section.control(state, while_open))
    if section.chart:
        label = f"{section.title}; “{section.table_name}” says the same"
        parts.append(live_plot(partial(section.chart, state), label, while_open, *shows))
    table = folded(section.table_name, lambda: section.table(state), while_open, *shows)
    return w.VBox([*parts, table])


def _cases(state: Decision, while_open: WhileOpen) -> w.Widget:
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

    showing = False

    def show(_change: object = None) -> None:
        nonlocal showing
        plausible, showing = state.plausible, True
        kinds = KINDS if plausible.left is None else (*KINDS, ANSWERS)
        if kind.options != kinds:  # else it would forget what is chosen
            kind.options = kinds
        kind.value, spread.value, facts.value = plausible.kind, plausible.spread, plausible.facts
        for part in (spread, example):
            part.layout.display = None if plausible.kind == "around" else "none"
        example.value = paragraphs(spread_text(plausible))
        showing = False

    def change(field: str, told: dict[str, Any]) -> None:
        if not showing:
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


def _corners(state: Decision, while_open: WhileOpen) -> w.Widget:
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


def _map(state: Decision) -> WinMap | None:
    return win_map(state.ranking, state.map_corners)


# Two columns of about the same height.
COLUMNS = (
    (
        Section(
            "How often each takes each rank",
            lambda state: points(chances(state.ranking)) + paragraphs(precision(state.ranking)),
            "Ranks as a table",
            lambda state: tables.acceptability_table(state.ranking),
            lambda state: charts.rank_heatmap(state.ranking),
        ),
        Section(
            "Who leads where",
            lambda state: paragraphs(map_text(state.ranking, _map(state))),
            "Map as a table",
            lambda state: tables.map_table(state.ranking, _map(state)),
            lambda state: charts.win_map(state.ranking, _map(state)),
            _corners,
        ),
        Section(
            "Who can be best at all",
            lambda state: paragraphs(potential(state.ranking)),
            "Who can be best, as a table",
            lambda state: tables.prospects_table(state.ranking),
        ),
    ),
    (
        Section(
            "Weights that put each first",
            lambda state: paragraphs(takes(state.ranking)),
            "Weights as a table",
            lambda state: tables.central_table(state.ranking),
            lambda state: charts.central_weights(state.ranking),
        ),
        Section(
            "How far each weight can go alone",
            lambda state: paragraphs(stays(state.ranking)),
            "Intervals as a table",
            lambda state: tables.stability_table(state.ranking),
            lambda state: charts.stability(state.ranking),
        ),
    ),
)
