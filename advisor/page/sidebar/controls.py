"""Views that select the compared alternatives and the reading of the facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets as w

from advisor.page.sidebar.chips import Chips, chip
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.elements import STATED, Alternative
from advisor.problem.problem import Problem
from advisor.session.decision import Decision


def compared(decision: Decision) -> w.Widget:
    """A checkbox for every alternative; those that are off by default are folded."""
    boxes = w.Box([_box(decision, alternative) for alternative in decision.problem.alternatives])
    parts = [w.HTML("<h2>Compared</h2>"), boxes.add_class("advisor-compared")]
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
