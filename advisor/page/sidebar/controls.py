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
from advisor.session.decision import Decision


def scenario_picker(decision: Decision) -> w.Widget:
    """Kind of project to start the weights from, with its summary."""
    picker = w.Dropdown(
        options=[(scenario.name, scenario.id) for scenario in decision.problem.scenarios],
        description="Scenario",
        layout=w.Layout(width="auto"),
    )
    w.link((decision, "scenario"), (picker, "value"))
    summary = live_html(
        lambda: html.paragraphs(decision.problem.scenario(decision.scenario).summary),
        decision,
        "scenario",
    )
    return w.VBox([picker.add_class("pick-scenario"), summary])


def compared(decision: Decision) -> w.Widget:
    """A box to tick for every alternative; those that are off by default are folded."""
    boxes = w.Box([_box(decision, alternative) for alternative in decision.problem.alternatives])
    parts = [w.HTML("<h3>Compared</h3>"), boxes.add_class("advisor-compared")]
    if decision.problem.others:
        others = fold(decision, partial(_others, decision))
        head = others.children[0]

        def count(_change: object = None) -> None:
            on = f", {len(decision.included)} on" if decision.included else ""
            head.description = f"Others: {len(decision.problem.others)}{on}"

        count()
        decision.observe(count, "included")
        parts.append(others.add_class("advisor-fold").add_class("advisor-others"))
    if decision.problem.readings:
        parts.append(_reading(decision))
    return w.VBox(parts)


def _reading(decision: Decision) -> w.Widget:
    """Which of the ways to read the facts counts."""
    names = decision.problem.reading_names
    options = [(name, "" if reading == STATED else reading) for reading, name in names.items()]
    picker = w.Dropdown(options=options, description="Facts for", layout=w.Layout(width="auto"))
    w.link((decision, "reading"), (picker, "value"))
    return picker.add_class("pick-reading")


def _others(decision: Decision, _while_open: WhileOpen) -> w.Widget:
    boxes = w.Box([_box(decision, other) for other in decision.problem.others])
    return boxes.add_class("advisor-compared")


def _box(decision: Decision, alternative: Alternative) -> w.Widget:
    by_default = alternative in decision.problem.alternatives
    box = w.Checkbox(description=alternative.name, indent=False)
    box.tooltip = alternative.summary
    if by_default:
        _follow(decision, "excluded", box, lambda excluded: alternative.id not in excluded)
    else:
        _follow(decision, "included", box, lambda included: alternative.id in included)
    box.observe(lambda change: decision.show(alternative.id, change["new"]), "value")
    return box.add_class(f"show-{alternative.id}")


def weight_sliders(decision: Decision) -> w.Widget:
    """A slider for every criterion, folded by group; other ways; a button to reset them."""
    reset = w.Button(description="Reset weights", tooltip="Back to the scenario’s weights")
    reset.on_click(lambda _button: decision.reset())
    ways = weight_ways(decision, group_sliders(decision))
    return w.VBox([w.HTML("<h2>What matters</h2>"), ways, reset.add_class("advisor-reset")])


def group_sliders(decision: Decision) -> w.Widget:
    """A slider for every criterion, folded by group."""
    return w.VBox([_group(decision, place) for place in range(len(decision.problem.groups))])


def _group(decision: Decision, place: int) -> w.Widget:
    """The sliders of a group under a button that folds them; the first group is open."""
    group = decision.problem.groups[place]
    rows = w.VBox(
        [_criterion(decision, column) for column in decision.problem.criteria_in(group.id)]
    )
    head = fold_button(rows, opened=place == 0).add_class("advisor-group")
    head.tooltip = group.question

    def refresh(_change: object = None) -> None:
        percent = decision.ranking.group_percentages[place]
        head.description = f"{group.name} \u00b7\u00a0{percent}\u00a0%"

    refresh()
    decision.observe(refresh, "ranking")
    return w.VBox([head, rows]).add_class(f"group-{group.id}")


def _criterion(decision: Decision, column: int) -> w.Widget:
    criterion = decision.problem.criteria[column]
    slider = w.FloatSlider(
        min=0, max=LARGEST_WEIGHT, step=1, readout_format=".0f", layout=w.Layout(width="auto")
    )
    _follow(decision, "ranking", slider, lambda ranking: ranking.raw_weights[criterion.id])
    slider.observe(lambda change: decision.set_weight(criterion.id, change["new"]), "value")
    label = live_html(lambda: html.weight_label(decision, column), decision, "ranking")
    undo = w.Button(description="↶ undo", tooltip=f"Undo your weight of {criterion.name}")
    undo.on_click(lambda _button: decision.undo_weight(criterion.id))

    def offer_undo(_change: object = None) -> None:
        undo.layout.display = None if criterion.id in decision.weights else "none"

    offer_undo()
    decision.observe(offer_undo, "weights")
    inputs = [_inputs(decision, criterion)] if criterion.kind == "input" else []
    head = w.Box([label, undo.add_class("advisor-undo")]).add_class("advisor-labelled")
    return w.VBox([head, slider.add_class(f"weight-{criterion.id}"), *inputs])


def _inputs(decision: Decision, criterion: Criterion) -> w.Widget:
    """A field for each alternative compared; one that joins later gets its own then."""
    fields: dict[str, w.Widget] = {}
    box = w.VBox()

    def refresh(_change: object = None) -> None:
        compared = decision.problem.including(decision.included).alternatives
        for alternative in compared:
            if alternative.id not in fields:
                fields[alternative.id] = _input(decision, criterion, alternative)
        box.children = [fields[alternative.id] for alternative in compared]

    refresh()
    decision.observe(refresh, "included")
    return box


def _input(decision: Decision, criterion: Criterion, alternative: Alternative) -> w.Widget:
    """Field for what only the visitor knows about one alternative."""
    neutral = decision.problem.performances[alternative.id, criterion.id].performance
    if criterion.levels:
        field = w.Dropdown(options=[(level.meaning, level.level) for level in criterion.levels])
    else:
        field = w.FloatText()
    field.description = alternative.name
    field.layout.width = "auto"
    _follow(
        decision,
        "inputs",
        field,
        lambda inputs: inputs.get(criterion.id, {}).get(alternative.id, neutral),
    )
    enter = partial(decision.set_input, criterion.id, alternative.id)
    field.observe(lambda change: enter(change["new"]), "value")
    field.add_class("advisor-input")
    return field.add_class(f"input-{criterion.id}-{alternative.id}")


def _follow(decision: Decision, trait: str, widget: w.Widget, value: Callable[[Any], Any]) -> None:
    """Keep a widget's value at what a trait of the decision says, from now on."""
    widget.value = value(getattr(decision, trait))
    decision.observe(lambda change: widget.set_trait("value", value(change["new"])), trait)
