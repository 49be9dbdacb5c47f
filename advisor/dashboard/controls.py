"""Views that change a state: scenario, weights, the visitor's own inputs."""

from __future__ import annotations

from functools import partial

import ipywidgets as w

from advisor.dashboard import html
from advisor.dashboard.views import live_html
from advisor.data import LARGEST_WEIGHT
from advisor.explain import percentages
from advisor.problem import Criterion, Group
from advisor.state import DecisionState


def scenario_picker(state: DecisionState) -> w.Widget:
    """Kind of project to start the weights from, with its summary."""
    picker = w.Dropdown(
        options=[(scenario.name, scenario.id) for scenario in state.problem.scenarios],
        description="Scenario",
        layout=w.Layout(width="auto"),
    )
    w.link((state, "scenario"), (picker, "value"))
    summary = live_html(
        lambda: html.paragraphs(state.problem.scenario(state.scenario).summary),
        state,
        "scenario",
    )
    return w.VBox([picker.add_class("pick-scenario"), summary])


def shown_alternatives(state: DecisionState) -> w.Widget:
    """A box to tick for every alternative that is compared."""
    boxes = []
    for alternative in state.problem.alternatives:
        box = w.Checkbox(
            alternative.id not in state.hidden, description=alternative.name, indent=False
        )
        box.observe(lambda change, id=alternative.id: state.show(id, change["new"]), "value")
        boxes.append(box.add_class(f"show-{alternative.id}"))
    return w.VBox([w.HTML("<h3>Compared</h3>"), w.Box(boxes).add_class("advisor-shown")])


def weight_sliders(state: DecisionState) -> w.Widget:
    """A slider for every criterion, folded by group, and a button to reset them."""
    reset = w.Button(description="Reset weights", tooltip="Back to the scenario’s weights")
    reset.on_click(lambda _button: state.reset())
    groups = [_group(state, group, opened=i == 0) for i, group in enumerate(state.problem.groups)]
    return w.VBox([w.HTML("<h2>What matters</h2>"), *groups, reset.add_class("advisor-reset")])


def _group(state: DecisionState, group: Group, opened: bool) -> w.Widget:
    columns = state.problem.criteria_in(group.id)
    rows = w.VBox([_criterion(state, j) for j in columns])
    head = w.ToggleButton(opened, tooltip=group.question).add_class("advisor-group")

    def refresh(_change: object = None) -> None:
        percent = sum(percentages(state.ranking.weights)[j] for j in columns)
        head.description = f"{'▾' if head.value else '▸'} {group.name} · {percent} %"
        rows.layout.display = None if head.value else "none"

    refresh()
    head.observe(refresh, "value")
    state.observe(refresh, "ranking")
    return w.VBox([head, rows]).add_class(f"group-{group.id}")


def _criterion(state: DecisionState, column: int) -> w.Widget:
    criterion = state.problem.criteria[column]
    slider = w.FloatSlider(
        state.weights[criterion.id],
        min=0,
        max=LARGEST_WEIGHT,
        step=1,
        readout_format=".0f",
        layout=w.Layout(width="auto"),
    )
    slider.observe(lambda change: state.set_weight(criterion.id, change["new"]), "value")
    state.observe(lambda change: slider.set_trait("value", change["new"][criterion.id]), "weights")
    label = live_html(
        lambda: html.weight_label(
            criterion,
            percentages(state.ranking.weights)[column],
            criterion.id in state.touched,
        ),
        state,
        "ranking",
    )
    inputs = _inputs(state, criterion) if criterion.kind == "input" else []
    return w.VBox([label, slider.add_class(f"weight-{criterion.id}"), *inputs])


def _inputs(state: DecisionState, criterion: Criterion) -> list[w.Widget]:
    """A field per alternative for what only the visitor knows."""
    fields = []
    for alternative in state.problem.alternatives:
        performance = state.problem.performances[alternative.id, criterion.id].performance
        if criterion.levels:
            options = [(level.meaning, level.level) for level in criterion.levels]
            field = w.Dropdown(options=options, value=performance)
        else:
            field = w.FloatText(performance)
        field.description = alternative.name
        field.layout.width = "auto"
        enter = partial(state.set_input, criterion.id, alternative.id)
        field.observe(lambda change, enter=enter: enter(change["new"]), "value")
        fields.append(field.add_class(f"input-{criterion.id}-{alternative.id}"))
    return fields
