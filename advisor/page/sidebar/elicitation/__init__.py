"""Ways to set weights without sliders; each panel is created when it is first chosen."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import ipywidgets as w

from advisor.page.sidebar.chips import Chips, chip
from advisor.page.widgets.tabs import fold
from advisor.session.decision import Decision

# By value of the menu: its label, and the module and function that create the panel.
WAYS = {
    "": ("Sliders", ""),
    "swing": ("Rank, then rate", "ranked.swing"),
    "order": ("Rank only", "ranked.order"),
    "pairs": ("Compare in pairs", "pairwise.pairs"),
    "trade_offs": ("Would you rather …?", "questions.trade_offs"),
}


def weight_ways(decision: Decision, sliders: w.Widget) -> w.Widget:
    """Ways to set weights without sliders, folded; a chosen one hides the sliders.

    Parameters
    ----------
    decision : Decision
    sliders : Widget
    """
    part = fold(decision, lambda _told: _ways(decision, sliders), "Another way to set them")
    head, body = part.children

    def leave(change: Mapping[str, bool]) -> None:
        if not change["new"]:
            body.children[0].children[0].value = ""

    head.observe(leave, "value")
    return part.add_class("advisor-ways")


def _ways(decision: Decision, sliders: w.Widget) -> w.Widget:
    picker = Chips(
        [chip(way, label, quiet=not way) for way, (label, _) in WAYS.items()],
        heard="Way to set the weights",
    )
    ways = w.VBox()
    made: dict[str, w.Widget] = {}

    def choose(_change: object) -> None:
        way = picker.value
        if way and not made:
            made["counts"] = import_module(f"{__name__}.scope").WhatCounts(decision)
            ways.children = (*ways.children, made["counts"])
        if way and way not in made:
            module, function = WAYS[way][1].split(".")
            make = getattr(import_module(f"{__name__}.{module}"), function)
            made[way] = make(decision, made["counts"].scope).add_class(f"way-{way}")
            ways.children = (*ways.children, made[way])
        sliders.layout.display = "none" if way else None
        for name, panel in made.items():
            panel.show(name == way or (name == "counts" and bool(way)))

    picker.observe(choose, "value")
    return w.VBox([picker.add_class("pick-way"), ways])
