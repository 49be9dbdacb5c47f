"""The frame of every way to set weights: a summary, the shares, and a button to use them."""

from __future__ import annotations

import ipywidgets as w
import numpy as np

from advisor.page import html
from advisor.page.widgets.accessibility import fold_button
from advisor.ranking.ranking import Ranking, rank
from advisor.report.wording.elicitation import understood
from advisor.session.decision import Decision
from advisor.session.elicitation.stages import Weighing

fragments = html.markup("elicitation")


class WayPanel(w.VBox):
    """Panel of one way to set weights; while it is visible, it follows the user's statements.

    Parameters
    ----------
    decision : Decision
        Decision that gets the weights when the user applies them.
    weighing : Weighing
        The user's statements, which stay when the panel is hidden.
    intro : str
        Instruction in a sentence or two.
    body : list of Widget
        Controls for the statements.
    """

    def __init__(
        self, decision: Decision, weighing: Weighing, intro: str, body: list[w.Widget]
    ) -> None:
        self.decision, self.weighing = decision, weighing
        self._understood, self._groups, self._criteria = w.HTML(), w.HTML(), w.HTML()
        fold = fold_button(self._criteria, description="Share of every fact")
        self._use = w.Button().add_class("advisor-use")
        self._use.on_click(lambda _button: decision.set_weights(weighing.weights))
        every = w.VBox([fold, self._criteria]).add_class("advisor-fold")
        self._outcome = w.VBox([self._understood, self._groups, every, self._use])
        super().__init__([w.HTML(html.paragraphs(intro)), *body, self._outcome])
        self.add_class("advisor-way")
        for said in (weighing, weighing.scope):
            said.observe(self.refresh)

    @property
    def anything_said(self) -> bool:
        """Whether the user has made a statement."""
        return bool(self.weighing.heard_stages)

    def show(self, shown: bool) -> None:
        """Show the panel in its current state, or hide it."""
        self.layout.display = None if shown else "none"
        self.refresh()

    def refresh(self, _change: object = None) -> None:
        """Render again if the panel is visible."""
        if self.layout.display != "none":
            self.render()

    def render(self) -> None:
        """Update every text and control; subclasses add their own."""
        self._outcome.layout.display = None if self.anything_said else "none"
        if not self.anything_said:
            return
        decision, weights = self.decision, self.weighing.weights
        then = rank(decision.ranking.problem, weights, scenario=decision.scenario)
        self._understood.value = html.paragraphs(f"So far: {understood(then)}")
        self._groups.value = _group_shares(decision.ranking, then)
        self._criteria.value = _criterion_shares(decision.ranking, then)
        self._use.disabled = bool(np.allclose(then.weights, decision.ranking.weights))
        used = "These weights are in use", "Use these weights"
        self._use.description = used[0] if self._use.disabled else used[1]


def _group_shares(now: Ranking, then: Ranking) -> str:
    names = [group.name for group in now.problem.groups]
    return _shares("Shares of the groups", names, now.group_percentages, then.group_percentages)


def _criterion_shares(now: Ranking, then: Ranking) -> str:
    names = [criterion.name for criterion in now.problem.criteria]
    return _shares("Shares of the facts", names, now.percentages, then.percentages)


def _shares(caption: str, names: list[str], now: tuple[int, ...], then: tuple[int, ...]) -> str:
    rows = [
        (name, f"{before}\u00a0%", f"{after}\u00a0%")
        for name, before, after in zip(names, now, then, strict=True)
    ]
    return str(fragments.figures(caption, ["", "Now", "These"], rows))
