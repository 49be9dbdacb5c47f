"""The page: views placed on a grid, one column on a phone, three on a desk."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path

import ipywidgets as w

from advisor.page import results
from advisor.page.panels import evidence, methods, robustness, save, sensitivity, why
from advisor.page.sidebar import controls
from advisor.page.sidebar.answers import project
from advisor.page.widgets.accessibility import AccessibleNames
from advisor.page.widgets.address import follow_address
from advisor.page.widgets.tabs import Panel, Tabs
from advisor.page.widgets.undo import undo_buttons
from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.problem import Problem
from advisor.session.decision import Decision

# In the order in which they may overrule each other.
STYLES = (
    "base",
    "controls",
    "save",
    "answers",
    "elicitation",
    "results",
    "tabs",
    "robustness",
    "layout",
)
# In the order in which a visitor asks.
PANELS = (
    Panel("why", "Why", why.panel),
    Panel("sure", "How sure", robustness.panel),
    Panel("change", "What would change it", sensitivity.panel),
    Panel("methods", "Methods agree?", methods.panel),
    Panel("evidence", "Evidence", evidence.panel),
)


class Dashboard(w.VBox):
    """All views of one decision.

    Parameters
    ----------
    problem : Problem

    Attributes
    ----------
    state : Decision
        What the visitor set, and the ranking; change it and the page follows.
    tabs : Tabs
        ``tabs.selected`` says which panel is open.
    """

    def __init__(self, problem: Problem) -> None:
        self.state = state = Decision(problem)
        # Views are told of a change in the order they are made: charts before sentences, whose
        # verdict takes longest, so that the eye has its answer first.
        radar, bars, banner = (
            results.radar(state),
            results.ranking_bars(state),
            results.banner(state),
        )
        address, notice = follow_address(state)
        kept = Panel("keep", "Keep it", partial(save.panel, link=lambda: address.link))
        self.tabs = Tabs(state, [*PANELS, kept])
        names = {**_names(problem), **self.tabs.accessible_names()}
        parts = {
            "style": w.HTML(f"<style>{_style()}</style>"),
            "names": AccessibleNames(attributes=names),
            "head": _head(problem, [undo_buttons(state), address], notice),
            "scenario": controls.scenario_picker(state),
            "banner": banner,
            "bars": bars,
            "left": _left(state),
            "radar": radar,
            "tabs": self.tabs,
        }
        grid = w.VBox([part.add_class(f"advisor-{name}") for name, part in parts.items()])
        super().__init__([grid.add_class("advisor-grid")])
        self.add_class("advisor")


def _head(problem: Problem, tools: list[w.Widget], notice: w.Widget) -> w.Widget:
    title = w.HTML(f"<h1>{escape(problem.title)}</h1><p>{escape(problem.question)}</p>")
    top = w.Box([title, w.Box(tools).add_class("advisor-tools")]).add_class("advisor-top")
    return w.VBox([top, notice.add_class("advisor-notice")])


def _left(state: Decision) -> w.Widget:
    """What is said of the project and what matters: two cards, one column on a desk."""
    asked = project(state)
    weights = w.VBox([controls.weight_sliders(state), controls.compared(state)])
    cards = [asked.add_class("advisor-project")] if asked.children else []
    return w.VBox([*cards, weights.add_class("advisor-weights")])


def _style() -> str:
    folder = Path(__file__).with_name("style")
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)


def _names(problem: Problem) -> dict[str, dict[str, str]]:
    """Attributes by selector: what is heard when a verdict changes, a slider or field is met."""
    names = {
        ".advisor-banner": {"role": "status"},
        ".advisor-notice": {"role": "status"},
        ".advisor-back": {"aria-label": "Undo"},
        ".advisor-forth": {"aria-label": "Redo"},
        ".pick-spread [role=slider]": {"aria-label": "Spread"},
        ".pick-spread .widget-readout": {"role": "textbox", "aria-label": "Spread, 5 % to 50 %"},
    }
    everybody = (*problem.alternatives, *problem.others)
    for criterion in problem.criteria:
        weight = f"Weight of {criterion.name}"
        names[f".weight-{criterion.id} [role=slider]"] = {"aria-label": weight}
        names[f".weight-{criterion.id} .widget-readout"] = {
            "role": "textbox",
            "inputmode": "numeric",
            "aria-label": f"{weight}, 0 to {LARGEST_WEIGHT}",
            "title": f"0 to {LARGEST_WEIGHT}",
        }
        for alternative in everybody if criterion.kind == "input" else ():
            field = f".input-{criterion.id}-{alternative.id} :is(select, input)"
            names[field] = {"aria-label": f"{criterion.name}: {alternative.name}"}
    return names
