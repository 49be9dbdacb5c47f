"""Checkboxes for the criteria to ask about."""

from __future__ import annotations

from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.accessibility import fold_button
from advisor.session.decision import Decision
from advisor.session.elicitation.stages import Scope


class WhatCounts(w.VBox):
    """Criteria that every way asks about: at first those with weight.

    Attributes
    ----------
    scope : Scope
        Scope that follows the current weights and the checkboxes.
    """

    def __init__(self, decision: Decision) -> None:
        self.scope = scope = Scope(decision.problem, dict(decision.ranking.raw_weights))
        self._boxes: dict[str, w.Checkbox] = {}
        parts: list[w.Widget] = [
            w.HTML(html.paragraphs("Unticked facts get weight 0 and are not asked about."))
        ]
        for group in decision.problem.groups:
            parts.append(w.HTML(html.paragraphs(group.name)))
            for column in decision.problem.criteria_in(group.id):
                criterion = decision.problem.criteria[column]
                box = w.Checkbox(description=criterion.name, indent=False)
                self._boxes[criterion.id] = box.add_class(f"counts-{criterion.id}")
                parts.append(box)
        body = w.VBox(parts)
        self._fold = fold_button(body)
        self._render()
        for criterion_id, box in self._boxes.items():
            box.observe(partial(self._tick, criterion_id), "value")
        super().__init__([self._fold, body])
        self.add_class("advisor-fold").add_class("advisor-counts")
        scope.observe(self._render)

        def follow(_change: object) -> None:
            scope.present = dict(decision.ranking.raw_weights)

        decision.observe(follow, "ranking")

    def show(self, shown: bool) -> None:
        """Show or hide the checkboxes."""
        self.layout.display = None if shown else "none"

    def _tick(self, criterion: str, change: dict[str, bool]) -> None:
        if change["new"] != self.scope.counts(criterion):
            self.scope.tick(criterion, change["new"])

    def _render(self, _change: object = None) -> None:
        counting = {criterion for criterion in self._boxes if self.scope.counts(criterion)}
        self._fold.description = f"Include ({len(counting)} of {len(self._boxes)})"
        for criterion, box in self._boxes.items():
            box.value = criterion in counting
            box.disabled = counting == {criterion}
