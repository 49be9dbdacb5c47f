"""“How sure”: the plausible cases, how often each ranks first, and which weights decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import ipywidgets as w

from advisor.page.html import paragraphs, points
from advisor.page.panels.cuts import CUTS
from advisor.page.panels.section import Section
from advisor.page.sidebar.slider import live_slider
from advisor.page.widgets.tabs import WhileOpen
from advisor.ranking.plausible import LARGEST_SPREAD
from advisor.ranking.ranking import Ranking
from advisor.report import charts
from advisor.report.tables import robustness as tables
from advisor.report.tables.sensitivity import intervals
from advisor.report.wording import chances, map_text, potential, stays
from advisor.report.wording.robustness import NO_MAP, PRECISION, TAKES, spread_text
from advisor.robustness.win_map import CORNERS, WinMap, candidates
from advisor.session.decision import Decision

Told = TypeVar("Told")

KINDS = (
    ("within your project’s ranges", "ranges"),
    ("around your weights", "around"),
    ("any weights", "anything"),
)
ANSWERS = ("as my answers allow", "answers")


def panel(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """Cases to test the lead against, and six views of how it fares."""
    columns = [
        w.VBox([section.view(decision, while_open, "map_corners") for section in column])
        for column in COLUMNS
    ]
    body = w.Box([column.add_class("advisor-column") for column in columns])
    return w.VBox([_cases(decision, while_open), body.add_class("advisor-columns")])


def _cases(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """What the lead is tested against."""
    kind = w.Dropdown(options=KINDS, description="Weights", layout=w.Layout(width="auto"))
    # In percent, because a browser reads "10 %" in the field as 10.
    spread = live_slider(
        lambda: 100 * decision.plausible.spread,
        lambda percent: change("spread", percent / 100),
        round(100 * LARGEST_SPREAD),
        while_open,
        "plausible",
        start=1,
    )
    spread.description = "Spread, %"
    example = w.HTML()
    facts = w.Checkbox(description="Uncertain facts vary too", indent=False)

    showing = False

    def show(_change: object = None) -> None:
        nonlocal showing
        plausible, showing = decision.plausible, True
        kinds = KINDS if plausible.left is None else (*KINDS, ANSWERS)
        if kind.options != kinds:  # setting equal options would lose the selection
            kind.options = kinds
        kind.value, facts.value = plausible.kind, plausible.facts
        for part in (spread, example):
            part.layout.display = None if plausible.kind == "around" else "none"
        example.value = paragraphs(spread_text(plausible))
        showing = False

    def change(field: str, value: Any) -> None:
        if not showing:
            decision.plausible = replace(decision.plausible, **{field: value})

    show()
    while_open.observe(show, ["plausible"])
    kind.observe(lambda told: change("kind", told["new"]), "value")
    facts.observe(lambda told: change("facts", told["new"]), "value")
    intro = w.HTML(paragraphs("The simulations that test the lead vary:"))
    row = w.Box([kind.add_class("pick-cases"), facts.add_class("pick-facts")])
    return w.VBox(
        [intro, row.add_class("advisor-row"), spread.add_class("pick-spread"), example]
    ).add_class("advisor-cases")


def _corners(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """Menus for the corners of the win map."""
    options = [(corner.name, corner.id) for corner in candidates(decision.ranking)]
    if len(options) < CORNERS:
        return w.Box()
    pickers = [
        w.Dropdown(options=options, description=name, layout=w.Layout(width="auto"))
        for name in ("Top", "Left", "Right")
    ]

    def show(_change: object = None) -> None:
        for picker, corner in zip(pickers, decision.corners, strict=True):
            picker.value = corner

    def choose(place: int, told: dict[str, Any]) -> None:
        if told["new"] != decision.corners[place]:  # an equal corner is only displayed
            decision.set_corner(place, told["new"])

    show()
    while_open.observe(show, ["ranking", "map_corners"])
    for place, picker in enumerate(pickers):
        picker.observe(partial(choose, place), "value")
    return w.Box([picker.add_class("pick-corner") for picker in pickers]).add_class("advisor-row")


def _map(decision: Decision) -> WinMap | None:
    return decision.assessment.win_map(decision.map_corners)


def _on_map(
    make: Callable[[Ranking, WinMap], Told],
) -> Callable[[Decision], Told]:
    """Turn a function of a ranking and its map into a function of a decision."""

    def of(decision: Decision) -> Told:
        found = _map(decision)
        assert found is not None  # the section applies only if there is a map
        return make(decision.ranking, found)

    return of


# Two columns of about the same height.
COLUMNS = (
    (
        Section(
            title="How often each ranks 1st, 2nd, 3rd",
            words=lambda d: points(chances(d.assessment)) + paragraphs(PRECISION),
            chart=lambda d: charts.rank_heatmap(d.assessment),
            table_name="Ranks as a table",
            table=lambda d: tables.ranks(d.assessment),
        ),
        Section(
            title="What leads where",
            words=_on_map(lambda ranking, found: paragraphs(map_text(ranking, found))),
            chart=_on_map(charts.win_map),
            control=_corners,
            table_name="Map as a table",
            table=_on_map(tables.win_map),
            applies=lambda d: _map(d) is not None,
            otherwise=NO_MAP,
        ),
        Section(
            title="What can rank first at all",
            words=lambda d: paragraphs(potential(d.assessment)),
            table_name="What can rank first, as a table",
            table=lambda d: tables.potential(d.assessment),
            applies=lambda d: len(d.ranking.alternatives) > 1,
        ),
    ),
    (
        Section(
            title="Weights that put each first",
            words=lambda _d: paragraphs(TAKES),
            chart=lambda d: charts.central_weights(d.assessment),
            table_name="Weights as a table",
            table=lambda d: tables.central_weights(d.assessment),
        ),
        Section(
            title="How far each weight can move alone",
            words=lambda d: paragraphs(stays(d.assessment)),
            chart=lambda d: charts.stability(d.assessment),
            table_name="Intervals as a table",
            table=lambda d: intervals(d.assessment),
        ),
        CUTS,
    ),
)
