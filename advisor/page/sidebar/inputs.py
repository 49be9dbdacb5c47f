"""Views that ask what only the people who decide know, such as what they have built before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.live import Observable, live_html
from advisor.problem.elements import Alternative, Criterion
from advisor.problem.problem import Problem
from advisor.report.wording import listing
from advisor.session.decision import Decision


def chosen_by_level(problem: Problem) -> list[Criterion]:
    """Criteria that are asked about with a choice of levels for each alternative."""
    return [c for c in problem.criteria if c.kind == "input" and c.levels]


def level_choices(decision: Decision, told: Observable) -> w.Widget:
    """A choice of levels for each alternative, by criterion; none for what has no weight."""
    asked = chosen_by_level(decision.problem)
    made: dict[str, w.Widget] = {}
    box = w.VBox()

    def counts(criterion: Criterion) -> bool:
        return decision.ranking.raw_weights[criterion.id] > 0

    def refresh(_change: object = None) -> None:
        for criterion in filter(counts, asked):
            if criterion.id not in made:
                made[criterion.id] = _criterion(decision, told, criterion)
        box.children = [made[criterion.id] for criterion in filter(counts, asked)]

    def idle() -> str:
        names = [criterion.name for criterion in asked if not counts(criterion)]
        verb = "has no weight and is" if len(names) == 1 else "have no weight and are"
        return html.paragraphs(f"{listing(names)} {verb} not asked about." if names else "")

    refresh()
    told.observe(refresh, ["ranking"])
    note = live_html(idle, told, "ranking").add_class("swing")
    return w.VBox([box.add_class("advisor-asked"), note])


def figure_fields(decision: Decision, told: Observable, criterion: Criterion) -> w.Widget:
    """A field for each alternative, for a criterion that is a figure."""
    return _rows(decision, told, partial(_figure, decision, told, criterion))


def _criterion(decision: Decision, told: Observable, criterion: Criterion) -> w.Widget:
    title = w.HTML(html.paragraphs(f"{criterion.name}: {criterion.question}"))
    # A sentence for each level fills a menu, a word or two for each fits a row of buttons.
    brief = all(level.short for level in criterion.levels)
    make = partial(_buttons if brief else _menu, decision, told, criterion)
    return w.VBox([title, _rows(decision, told, make)]).add_class(f"people-{criterion.id}")


def _rows(
    decision: Decision, told: Observable, make: Callable[[Alternative], w.Widget]
) -> w.Widget:
    """A row for each alternative compared; one that joins later gets its own then."""
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


def _buttons(
    decision: Decision, told: Observable, criterion: Criterion, alternative: Alternative
) -> w.Widget:
    field = w.ToggleButtons(
        options=[(level.short, level.level) for level in criterion.levels],
        tooltips=[level.meaning for level in criterion.levels],
    )
    return _asks(decision, told, criterion, alternative, field.add_class("advisor-levels"))


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
    """The field, with the name of the alternative, bound to what was entered for it."""
    neutral = decision.problem.performances[alternative.id, criterion.id].performance
    field.description, field.layout.width = alternative.name, "auto"

    def entered() -> Mapping[str, float]:
        found: Mapping[str, float] = decision.inputs.get(criterion.id, {})
        return found

    def shown() -> float:
        return entered().get(alternative.id, neutral)

    def follow(_change: object = None) -> None:
        field.value = shown()
        mark = field.add_class if alternative.id in entered() else field.remove_class
        mark("advisor-entered")  # the neutral level is nobody's answer, and must not look like one

    def enter(change: dict[str, float]) -> None:
        # A field that follows has nothing to say: else an undo would enter the neutral one.
        if change["new"] != shown():
            decision.set_input(criterion.id, alternative.id, change["new"])

    follow()
    told.observe(follow, ["inputs"])
    field.observe(enter, "value")
    return field.add_class("advisor-input").add_class(f"input-{criterion.id}-{alternative.id}")
