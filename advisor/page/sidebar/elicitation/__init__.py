"""The ways of setting weights, beside the sliders; each is made when it is first chosen."""

from __future__ import annotations

from importlib import import_module

import ipywidgets as w

from advisor.session.decision import Decision

# Value of the picker: its label, and the module and function that make the panel.
WAYS = {
    "sliders": ("Sliders", ""),
    "swing": ("Swings: rank, then rate", "ranked.swing"),
    "order": ("Order alone", "ranked.order"),
    "pairs": ("Pairs: which matters more", "pairwise.pairs"),
    "trade_offs": ("Questions: which would you take", "questions.trade_offs"),
}


def weight_ways(decision: Decision, sliders: w.Widget) -> w.Widget:
    """Picker of a way to set the weights, with the sliders as the way that is there from the start.

    Parameters
    ----------
    decision : Decision
    sliders : Widget
    """
    picker = w.Dropdown(
        options=[(label, way) for way, (label, _) in WAYS.items()],
        description="Set weights by",
        layout=w.Layout(width="auto"),
    )
    ways = w.VBox([sliders])
    made: dict[str, w.Widget] = {}

    def choose(_change: object) -> None:
        way = picker.value
        if way != "sliders" and not made:
            made["counts"] = import_module(f"{__name__}.scope").WhatCounts(decision)
            ways.children = (*ways.children, made["counts"])
        if way != "sliders" and way not in made:
            module, function = WAYS[way][1].split(".")
            make = getattr(import_module(f"{__name__}.{module}"), function)
            made[way] = make(decision, made["counts"].scope).add_class(f"way-{way}")
            ways.children = (*ways.children, made[way])
        sliders.layout.display = None if way == "sliders" else "none"
        for name, panel in made.items():
            panel.show(name == way or (name == "counts" and way != "sliders"))

    picker.observe(choose, "value")
    return w.VBox([picker.add_class("pick-way"), ways])
