"""Views that select the compared alternatives and the reading of the facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import ipywidgets as w

from advisor.page.sidebar.chips import Chips, chip
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.elements import STATED, Alternative
from advisor.problem.problem import Problem
from advisor.session.decision import Decision

# With more alternatives than this, the boxes are folded and searched.
MOST_BOXES = 20


def compared(decision: Decision) -> w.Widget:
    """A checkbox for every alternative; many of them, and those off by default, are folded."""
    alternatives = decision.problem.alternatives
    parts = [w.HTML("<h2>Compared</h2>")]
    if len(alternatives) > MOST_BOXES:
        parts.append(_searched(decision))
    else:
        boxes = w.Box([_box(decision, alternative) for alternative in alternatives])
        parts.append(boxes.add_class("advisor-compared"))
    if decision.problem.others:
        others = fold(decision, partial(_others, decision))
        head = others.children[0]

        def count(_change: object = None) -> None:
            shown = f" ({len(decision.included)} shown)" if decision.included else ""
            head.description = f"{_more(decision.problem)}{shown}"

        count()
        decision.observe(count, "included")
        parts.append(others.add_class("advisor-fold").add_class("advisor-others"))
    if decision.problem.readings:
        parts.append(_reading(decision))
    return w.VBox(parts)


def _searched(decision: Decision) -> w.Widget:
    """Boxes of many alternatives below a button that counts them, with a field to search them."""
    problem = decision.problem
    made: dict[str, w.Widget] = {}

    def make(_while_open: WhileOpen) -> w.Widget:
        field = w.Text(placeholder=f"Find a {problem.alternative_noun}", continuous_update=True)
        field.add_class("advisor-find")
        boxes, rest = w.Box().add_class("advisor-compared"), w.HTML()

        def find(_change: object = None) -> None:
            wanted = field.value.casefold().split()
            found = [
                one
                for one in problem.alternatives
                if all(word in f"{one.name} {one.summary}".casefold() for word in wanted)
            ]
            for one in found[:MOST_BOXES]:
                made[one.id] = made.get(one.id) or _box(decision, one)
            boxes.children = [made[one.id] for one in found[:MOST_BOXES]]
            left, nouns = len(found) - MOST_BOXES, problem.alternative_noun_plural
            rest.value = f"<p>{left} more {escape(nouns)} match; type more.</p>" if left > 0 else ""
            if not found:
                rest.value = f"<p>No {escape(problem.alternative_noun)} matches.</p>"

        find()
        field.observe(find, "value")
        return w.VBox([field, boxes, rest])

    folding = fold(decision, make)
    head = folding.children[0]

    def count(_change: object = None) -> None:
        out = len(decision.excluded)
        shown = f" ({out} left out)" if out else ""
        head.description = f"{len(problem.alternatives)} {problem.alternative_noun_plural}{shown}"

    count()
    decision.observe(count, "excluded")
    return folding.add_class("advisor-fold").add_class("advisor-many")


def _more(problem: Problem) -> str:
    number, noun = len(problem.others), problem.alternative_noun
    return f"{number} more {noun if number == 1 else problem.alternative_noun_plural}"


def _reading(decision: Decision) -> w.Widget:
    """Menu for the reading of the facts."""
    names = decision.problem.reading_names
    options = [chip("" if reading == STATED else reading, name) for reading, name in names.items()]
    picker = Chips(options, label="Measured with")
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


def _follow(decision: Decision, trait: str, widget: w.Widget, value: Callable[[Any], Any]) -> None:
    """Make a widget's value follow a trait of the decision."""
    widget.value = value(getattr(decision, trait))
    decision.observe(lambda change: widget.set_trait("value", value(change["new"])), trait)
