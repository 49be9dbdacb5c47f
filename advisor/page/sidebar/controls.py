"""Views that change a state: scenario, weights, the visitor's own inputs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as w

from advisor.page import html
from advisor.page.sidebar.elicitation import weight_ways
from advisor.page.widgets.accessibility import fold_button
from advisor.page.widgets.live import live_html
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.elements import LARGEST_WEIGHT, STATED, Alternative, Criterion
from advisor.report.wording import group_percentages
from advisor.session.decision import Decision


def scenario_picker(state: Decision) -> w.Widget:
    """Kind of project to start the weights from, with its summary."""
    picker = w.Dropdown(
        options=[(scenario.name, scenario.id) for scenario in state.problem.scenarios],
        description="Scenario",
        layout=w.Layout(width="auto"),
    )
    w.link((state, "scenario"), (picker, "value"))
    summary = live_html(
        lambda: html.paragraphs(state.problem.scenario(state.scenario).summary), state, "scenario"
    )
    return w.VBox([picker.add_class("pick-scenario"), summary])


def compared(state: Decision) -> w.Widget:
    """A box to tick for every alternative; those that are off by default are folded."""
    boxes = w.Box([_box(state, alternative) for alternative in state.problem.alternatives])
    parts = [w.HTML("<h3>Compared</h3>"), boxes.add_class("advisor-compared")]
    if state.problem.others:
        others = fold(state, partial(_others, state))
        head = others.children[0]

        def count(_change: object = None) -> None:
            on = f", {len(state.included)} on" if state.included else ""
            head.description = f"Others: {len(state.problem.others)}{on}"

        count()
        state.observe(count, "included")
        parts.append(others.add_class("advisor-fold").add_class("advisor-others"))
    if state.problem.readings:
        parts.append(_reading(state))
    return w.VBox(parts)


def _reading(state: Decision) -> w.Widget:
    """Which of the ways to read the facts counts."""
    names = state.problem.reading_names
    options = [(name, "" if reading == STATED else reading) for reading, name in names.items()]
    picker = w.Dropdown(options=options, description="Facts for", layout=w.Layout(width="auto"))
    w.link((state, "reading"), (picker, "value"))
    return picker.add_class("pick-reading")


def _others(state: Decision, _while_open: WhileOpen) -> w.Widget:
    boxes = w.Box([_box(state, other) for other in state.problem.others])
    return boxes.add_class("advisor-compared")


def _box(state: Decision, alternative: Alternative) -> w.Widget:
    by_default = alternative in state.problem.alternatives
    box = w.Checkbox(description=alternative.name, indent=False)
    box.tooltip = alternative.summary
    if by_default:
        _follow(state, "excluded", box, lambda excluded: alternative.id not in excluded)
    else:
        _follow(state, "included", box, lambda included: alternative.id in included)
    box.observe(lambda change: state.show(alternative.id, change["new"]), "value")
    return box.add_class(f"show-{alternative.id}")


def weight_sliders(state: Decision) -> w.Widget:
    """A slider for every criterion, folded by group; other ways; a button to reset them."""
    reset = w.Button(description="Reset weights", tooltip="Back to the scenario’s weights")
    reset.on_click(lambda _button: state.reset())
    groups = [_group(state, place) for place in range(len(state.problem.groups))]
    ways = weight_ways(state, w.VBox(groups))
    return w.VBox([w.HTML("<h2>What matters</h2>"), ways, reset.add_class("advisor-reset")])


def _group(state: Decision, place: int) -> w.Widget:
    """The sliders of a group under a button that folds them; the first group is open."""
    group = state.problem.groups[place]
    rows = w.VBox([_criterion(state, column) for column in state.problem.criteria_in(group.id)])
    head = fold_button(rows, opened=place == 0).add_class("advisor-group")
    head.tooltip = group.question

    def refresh(_change: object = None) -> None:
        percent = group_percentages(state.ranking)[place]
        head.description = f"{group.name} \u00b7\u00a0{percent}\u00a0%"

    refresh()
    state.observe(refresh, "ranking")
    return w.VBox([head, rows]).add_class(f"group-{group.id}")


def _criterion(state: Decision, column: int) -> w.Widget:
    criterion = state.problem.criteria[column]
    slider = w.FloatSlider(
        min=0, max=LARGEST_WEIGHT, step=1, readout_format=".0f", layout=w.Layout(width="auto")
    )
    _follow(state, "ranking", slider, lambda ranking: ranking.raw_weights[criterion.id])
    slider.observe(lambda change: state.set_weight(criterion.id, change["new"]), "value")
    label = live_html(lambda: html.weight_label(state, column), state, "ranking")
    undo = w.Button(description="↶ undo", tooltip=f"Undo your weight of {criterion.name}")
    undo.on_click(lambda _button: state.undo_weight(criterion.id))

    def offer_undo(_change: object = None) -> None:
        undo.layout.display = None if criterion.id in state.weights else "none"

    offer_undo()
    state.observe(offer_undo, "weights")
    inputs = [_inputs(state, criterion)] if criterion.kind == "input" else []
    head = w.Box([label, undo.add_class("advisor-undo")]).add_class("advisor-labelled")
    return w.VBox([head, slider.add_class(f"weight-{criterion.id}"), *inputs])


def _inputs(state: Decision, criterion: Criterion) -> w.Widget:
    """A field for each alternative compared; one that joins later gets its own then."""
    fields: dict[str, w.Widget] = {}
    box = w.VBox()

    def refresh(_change: object = None) -> None:
        compared = state.problem.including(state.included).alternatives
        for alternative in compared:
            if alternative.id not in fields:
                fields[alternative.id] = _input(state, criterion, alternative)
        box.children = [fields[alternative.id] for alternative in compared]

    refresh()
    state.observe(refresh, "included")
    return box


def _input(state: Decision, criterion: Criterion, alternative: Alternative) -> w.Widget:
    """Field for what only the visitor knows about one alternative."""
    neutral = state.problem.performances[alternative.id, criterion.id].performance
    if criterion.levels:
        field = w.Dropdown(options=[(level.meaning, level.level) for level in criterion.levels])
    else:
        field = w.FloatText()
    field.description = alternative.name
    field.layout.width = "auto"
    _follow(
        state,
        "inputs",
        field,
        lambda inputs: inputs.get(criterion.id, {}).get(alternative.id, neutral),
    )
    enter = partial(state.set_input, criterion.id, alternative.id)
    field.observe(lambda change: enter(change["new"]), "value")
    field.add_class("advisor-input")
    return field.add_class(f"input-{criterion.id}-{alternative.id}")


def _follow(state: Decision, trait: str, widget: w.Widget, value: Callable[[Any], Any]) -> None:
    """Keep a widget's value at what a trait of the state says, from now on."""
    widget.value = value(getattr(state, trait))
    state.observe(lambda change: widget.set_trait("value", value(change["new"])), trait)
