"""The page: views placed on a grid, one column on a phone, two on a desk."""

from __future__ import annotations

from html import escape
from pathlib import Path

import ipywidgets as w

from advisor.dashboard import controls, views
from advisor.dashboard.names import AccessibleNames
from advisor.problem import Problem
from advisor.state import DecisionState

STYLE = Path(__file__).with_name("style.css")


class Dashboard(w.VBox):
    """All views of one decision.

    Parameters
    ----------
    problem : Problem

    Attributes
    ----------
    state : DecisionState
        What the visitor set, and the ranking; change it and the page follows.
    """

    def __init__(self, problem: Problem) -> None:
        self.state = state = DecisionState(problem)
        parts = {
            "style": w.HTML(f"<style>{STYLE.read_text(encoding='utf-8')}</style>"),
            "names": AccessibleNames(
                names={f"weight-{c.id}": f"Weight of {c.name}" for c in problem.criteria}
            ),
            "head": w.HTML(f"<h1>{escape(problem.title)}</h1><p>{escape(problem.question)}</p>"),
            "scenario": controls.scenario_picker(state),
            "banner": views.banner(state),
            "bars": views.ranking_bars(state),
            "weights": w.VBox([controls.weight_sliders(state), controls.shown_alternatives(state)]),
            "radar": views.radar(state),
            "reasons": views.reasons(state),
            "evidence": views.evidence(state),
        }
        grid = w.VBox([part.add_class(f"advisor-{name}") for name, part in parts.items()])
        super().__init__([grid.add_class("advisor-grid")])
        self.add_class("advisor")
