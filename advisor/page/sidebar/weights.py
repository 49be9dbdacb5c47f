"""Views that set weights: a slider for each group, and folded below it one per criterion."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.sidebar.elicitation import weight_ways
from advisor.page.sidebar.inputs import figure_fields
from advisor.page.sidebar.slider import live_slider
from advisor.page.widgets.accessibility import TURNS
from advisor.page.widgets.live import Observable, live_html
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.ranking.scale import group_end, weight_end
from advisor.session.decision import Decision


def weight_sliders(decision: Decision, title: str) -> w.Widget:
    """Sliders for groups and criteria, a button to reset them, and other ways to set weights.

    They are open if the page has room and folded on a phone; the heading opens and folds them.
    """
    reset = w.Button(description="Reset weights", tooltip="Undo all your changes to the weights")
    reset.on_click(lambda _button: decision.reset())
    sliders = w.VBox([group_sliders(decision), reset.add_class("advisor-reset")])
    body = w.VBox([sliders, weight_ways(decision, sliders)])
    head = w.ToggleButton(description=title).add_class(TURNS)
    part = w.VBox([w.Box([head]).add_class("advisor-heading"), body])

    def turn(change: Mapping[str, bool]) -> None:
        (part.add_class if change["new"] else part.remove_class)("advisor-turned")

    head.observe(turn, "value")
    return part.add_class("advisor-tune")


def group_sliders(decision: Decision) -> w.Widget:
    """A slider for every group, and under it one for each criterion, made when it is opened."""
    groups = [_group(decision, place) for place in range(len(decision.problem.groups))]
    return w.VBox(groups).add_class("advisor-sliders")


def _group(decision: Decision, place: int) -> w.Widget:
    """Label and slider of a group above the folded sliders of its criteria."""
    problem, group = decision.problem, decision.problem.groups[place]
    columns = problem.criteria_in(group.id)

    def criteria(told: WhileOpen) -> w.Widget:
        return w.VBox([_criterion(decision, told, column) for column in columns])

    title, rows = fold(decision, criteria).children

    def refresh(_change: object = None) -> None:
        title.description = html.group_title(decision.ranking, place)
        title.tooltip = html.group_meaning(decision.ranking, place)

    refresh()
    decision.observe(refresh, "ranking")
    undo = _undo(
        decision,
        decision,
        group.name,
        {problem.criteria[column].id for column in columns},
        partial(decision.undo_group_weight, group.id),
    )
    slider = live_slider(
        lambda: decision.ranking.raw_group_weights[group.id],
        partial(decision.set_group_weight, group.id),
        group_end(problem, group.id),
        decision,
        "ranking",
        step=weight_end(problem) / 100,
    ).add_class(f"group-weight-{group.id}")
    top = w.Box([title.add_class("advisor-group"), undo]).add_class("advisor-labelled")
    head = w.VBox([top, slider]).add_class("advisor-group-head").add_class("advisor-weight")
    return w.VBox([head, rows.add_class("advisor-criteria")]).add_class(f"group-{group.id}")


def _criterion(decision: Decision, told: Observable, column: int) -> w.Widget:
    criterion = decision.problem.criteria[column]
    slider = live_slider(
        lambda: decision.ranking.raw_weights[criterion.id],
        partial(decision.set_weight, criterion.id),
        weight_end(decision.problem),
        told,
        "ranking",
        step=weight_end(decision.problem) / 100,
    )
    label = live_html(lambda: html.weight_label(decision, column), told, "ranking")
    undo = _undo(
        decision, told, criterion.name, {criterion.id}, partial(decision.undo_weight, criterion.id)
    )
    head = w.Box([label, undo]).add_class("advisor-labelled")
    # Inputs with levels are among the questions about the project.
    asked = criterion.kind == "input" and not criterion.levels
    fields = [figure_fields(decision, told, criterion)] if asked else []
    slider.add_class(f"weight-{criterion.id}")
    return w.VBox([w.VBox([head, slider]).add_class("advisor-weight"), *fields])


def _undo(
    decision: Decision,
    told: Observable,
    name: str,
    criteria: Collection[str],
    act: Callable[[], None],
) -> w.Widget:
    """Button that is there while one of the weights is somebody's own; its place is kept free.

    Else the slider under it would run from the hand that moves it.
    """
    undo = w.Button(description="↶", tooltip=f"Undo your weight of {name}")
    undo.on_click(lambda _button: act())

    def offer(_change: object = None) -> None:
        undo.layout.visibility = None if decision.weights.keys() & criteria else "hidden"

    offer()
    told.observe(offer, ["weights"])
    return undo.add_class("advisor-undo")
