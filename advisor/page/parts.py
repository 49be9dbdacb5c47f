"""Pieces of the page for notebook cells; all pieces of one decision stay in step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import ipywidgets as w

from advisor.page import results
from advisor.page.life.saved import Saved, Told, figures, sentences, whole
from advisor.page.sidebar.inputs import chosen_by_level, level_choices
from advisor.page.sidebar.weights import group_sliders
from advisor.page.widgets.accessibility import AccessibleNames
from advisor.problem.problem import Problem, expect
from advisor.ranking.scale import group_end, weight_end
from advisor.report.tables import ranking as tables
from advisor.session.decision import Decision


class Done(Protocol):
    """Number of completed and planned runs; as text, the current run and the time left."""

    done: int
    total: int


# Later style sheets override earlier ones.
STYLES = (
    "theme",
    "base",
    "controls",
    "head",
    "answers",
    "elicitation",
    "answer",
    "why",
    "results",
    "robustness",
    "layout",
    "media",
)


def sliders(decision: Decision) -> w.Widget:
    """Sliders for groups and criteria, and choices for performances that only you know."""
    return _alone(decision, _sliders, "weights", lambda d: figures(tables.weights(d.ranking)))


def radar(decision: Decision) -> w.Widget:
    """Radar of the four best-ranked alternatives, by group or by criterion."""
    return _alone(
        decision,
        results.radar,
        "radar",
        lambda d: figures(tables.trade_offs(d.ranking, d.radar_group)),
    )


def bars(decision: Decision) -> w.Widget:
    """Scores as bars, split by the contribution of each group."""
    return _alone(decision, results.ranking_bars, "bars", lambda d: whole(d.assessment))


def verdict(decision: Decision) -> w.Widget:
    """The leader and the certainty of the lead, in a sentence."""
    return _alone(decision, results.answer, "banner", lambda d: sentences(d.assessment))


class ProgressBar(w.IntProgress):
    """Progress bar of a measurement; `advisor.measure` calls it with each step."""

    def __init__(self) -> None:
        super().__init__(layout=w.Layout(width="100%"))

    def __call__(self, step: Done) -> None:
        """Move to a step."""
        self.max, self.value = step.total, step.done
        self.description, self.tooltip = f"{step.done} of {step.total}", str(step)


def style() -> w.Widget:
    """Styles of all pieces."""
    folder = Path(__file__).with_name("style")
    text = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    return w.HTML(f"<style>{text}</style>").add_class("advisor-style")


def names(problem: Problem) -> dict[str, dict[str, str]]:
    """Attributes for screen readers, by CSS selector: for verdicts, sliders and fields."""
    found = {
        ".advisor-heard": {"role": "status"},
        ".advisor-notice": {"role": "status"},
        ".advisor-heading": {"role": "heading", "aria-level": "2"},
        ".advisor-shared": {"role": "region", "aria-label": "Save & share"},
        ".record-saved": {"role": "status"},
        ".advisor-loaded": {"role": "status"},
        ".advisor-links textarea": {"aria-label": "A group’s links, one on each line"},
        ".advisor-find input": {"aria-label": f"Find a {problem.alternative_noun}"},
        ".advisor-back": {"aria-label": "Undo"},
        ".advisor-undo": {"aria-label": "Undo this weight"},
        ".advisor-forth": {"aria-label": "Redo"},
        ".pick-spread [role=slider]": {"aria-label": "Spread"},
        ".pick-spread .widget-readout": {"role": "textbox", "aria-label": "Spread, 1 % to 50 %"},
    }
    for group in problem.groups:
        slider, end = f".group-weight-{group.id}", group_end(problem, group.id)
        found |= _slider_names(slider, f"Weight of the group {group.name}", end)
    everybody = (*problem.alternatives, *problem.others)
    for criterion in problem.criteria:
        slider = f".weight-{criterion.id}"
        found |= _slider_names(slider, f"Weight of {criterion.name}", weight_end(problem))
        for alternative in everybody if criterion.kind == "input" else ():
            field, name = f".input-{criterion.id}-{alternative.id}", criterion.name
            found[f"{field} :is(select, input)"] = {"aria-label": f"{name}: {alternative.name}"}
    return found


def _slider_names(slider: str, name: str, end: int) -> dict[str, dict[str, str]]:
    return {
        f"{slider} [role=slider]": {"aria-label": name},
        f"{slider} .widget-readout": {
            "role": "textbox",
            "inputmode": "decimal",
            "aria-label": f"{name}, 0 to {end}",
            "title": f"0 to {end}",
        },
    }


def _sliders(decision: Decision) -> w.Widget:
    asked = chosen_by_level(decision.problem)
    people = [level_choices(decision, decision)] if asked else []
    return w.VBox([group_sliders(decision), *people])


def _alone(
    decision: Decision,
    make: Callable[[Decision], w.Widget],
    name: str,
    tell: Callable[[Decision], Told],
) -> w.Widget:
    """A piece outside the page, with the styles and the screen-reader texts of the page."""
    expect(decision, Decision, "one from advisor.Decision(problem)")
    heard = AccessibleNames(attributes=names(decision.problem)).add_class("advisor-names")
    piece = make(decision).add_class(f"advisor-{name}")
    return Saved([style(), heard, piece], decision, lambda: tell(decision))
