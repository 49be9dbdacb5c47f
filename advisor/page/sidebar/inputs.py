"""Views that ask for knowledge of the users, such as what they have built before."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.sidebar.chips import Chips, chip
from advisor.page.widgets.live import Observable
from advisor.problem.elements import Alternative, Criterion
from advisor.problem.problem import Problem
from advisor.session.decision import Decision


def chosen_by_level(problem: Problem) -> list[Criterion]:
    """Inputs with a choice of levels for each alternative."""
    return [c for c in problem.criteria if c.kind == "input" and c.levels]


def asked_levels(decision: Decision) -> list[Criterion]:
    """Inputs of `chosen_by_level` with weight; answers to the others would have no effect."""
    weights = decision.ranking.raw_weights
    return [c for c in chosen_by_level(decision.problem) if weights[c.id] > 0]


def level_choices(decision: Decision, told: Observable) -> w.Widget:
    """A choice of levels for each alternative, by criterion with weight."""
    made: dict[str, w.Widget] = {}
    box = w.VBox()

    def refresh(_change: object = None) -> None:
        asked = asked_levels(decision)
        for criterion in asked:
            if criterion.id not in made:
                made[criterion.id] = levels_of(decision, told, criterion)
        box.children = [made[criterion.id] for criterion in asked]

    refresh()
    told.observe(refresh, ["ranking"])
    return box.add_class("advisor-asked")


def levels_of(decision: Decision, told: Observable, criterion: Criterion) -> w.Widget:
    """A question about each compared alternative."""
    title = w.HTML(html.question(criterion.name, criterion.question))
    # Sentences need a menu, but a word or two per level fit into a row of buttons.
    brief = all(level.short for level in criterion.levels)
    make = partial(_chips if brief else _menu, decision, told, criterion)
    return w.VBox([title, _rows(decision, told, make)]).add_class(f"people-{criterion.id}")


def figure_fields(decision: Decision, told: Observable, criterion: Criterion) -> w.Widget:
    """A field for each alternative, for a numeric criterion."""
    return _rows(decision, told, partial(_figure, decision, told, criterion))


def _rows(
    decision: Decision, told: Observable, make: Callable[[Alternative], w.Widget]
) -> w.Widget:
    """A row for each compared alternative; later ones get a row when they join."""
    made: dict[str, w.Widget] = {}
    box = w.VBox()

    def refresh(_change: object = None) -> None:
        everybody: Iterable[Alternative] = decision.ranking.problem.alternatives
        compared = [one for one in everybody if one.id not in decision.excluded]
        for alternative in compared:
            if alternative.id not in made:
                made[alternative.id] = make(alternative)
        box.children = [made[alternative.id] for alternative in compared]

    refresh()
    told.observe(refresh, ["ranking"])
    return box


def _chips(
    decision: Decision, told: Observable, criterion: Criterion, alternative: Alternative
) -> w.Widget:
    """A row of levels; until the user chooses one, the neutral performance is used."""
    values = {level.level: f"{level.level:g}" for level in criterion.levels}
    field = Chips(
        [chip(values[level.level], level.short, level.meaning) for level in criterion.levels],
        label=alternative.name,
        heard=f"{criterion.name}: {alternative.name}",
    )

    def shown() -> str:
        entered: Mapping[str, float] = decision.inputs.get(criterion.id, {})
        return values.get(entered.get(alternative.id, math.nan), "")

    def follow(_change: object = None) -> None:
        field.value = shown()

    def enter(change: Mapping[str, str]) -> None:
        # A field that only follows the decision must not enter its value.
        if change["new"] != shown():
            level = float(change["new"]) if change["new"] else None
            decision.set_input(criterion.id, alternative.id, level)

    follow()
    told.observe(follow, ["inputs"])
    field.observe(enter, "value")
    return field.add_class("advisor-levels").add_class(f"input-{criterion.id}-{alternative.id}")


def _menu(
    decision: Decision, told: Observable, criterion: Criterion, alternative: Alternative
) -> w.Widget:
    options = [(level.meaning, level.level) for level in criterion.levels]
    return _asks(decision, told, criterion, alternative, w.Dropdown(options=options))


def _figure(
    decision: Decision, told: Observable, criterion: Criterion, alternative: Alternative
) -> w.Widget:
    return _asks(decision, told, criterion, alternative, w.FloatText())


def _asks(
    decision: Decision,
    told: Observable,
    criterion: Criterion,
    alternative: Alternative,
    field: w.Widget,
) -> w.Widget:
    """A field with the name of the alternative, bound to its entered performance."""
    neutral = decision.problem.performances[alternative.id, criterion.id].performance
    field.description, field.layout.width = alternative.name, "auto"

    def shown() -> float:
        entered: Mapping[str, float] = decision.inputs.get(criterion.id, {})
        return entered.get(alternative.id, neutral)

    def follow(_change: object = None) -> None:
        field.value = shown()

    def enter(change: dict[str, float]) -> None:
        # A field that only follows must not enter its value; an undo would enter the neutral one.
        if change["new"] != shown():
            decision.set_input(criterion.id, alternative.id, change["new"])

    follow()
    told.observe(follow, ["inputs"])
    field.observe(enter, "value")
    return field.add_class("advisor-input").add_class(f"input-{criterion.id}-{alternative.id}")
