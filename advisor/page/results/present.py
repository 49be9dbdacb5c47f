"""The answer for a room: in full screen, one step after another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool, List, Unicode

from advisor.page import html
from advisor.page.results.card import card
from advisor.page.results.change import TryIt
from advisor.page.results.rows import by_weight, reasons, rendered
from advisor.report.tables.robustness import ranks
from advisor.report.wording import chances, potential
from advisor.report.wording.verdict.answer import unasked
from advisor.session.decision import Decision


class Present(anywidget.AnyWidget):
    """A button that presents the answer; nothing is computed while it is closed.

    Parameters
    ----------
    decision : Decision
    change : TryIt
        Says what would change the answer.
    code : callable
        Gives, as HTML, the QR code of the page; empty where there is none.

    Attributes
    ----------
    opened : bool
    answer : str
        As HTML, above every step.
    steps : list of (str, str)
        Title and HTML of each step that has something to say.
    """

    _esm = Path(__file__).with_name("present.js")

    opened = Bool().tag(sync=True)
    answer = Unicode().tag(sync=True)
    steps: List[Any] = List().tag(sync=True)

    def __init__(self, decision: Decision, change: TryIt, code: Callable[[], str]) -> None:
        super().__init__()
        self._decision, self._change, self._code = decision, change, code
        self.observe(self._refresh, "opened")
        decision.observe(self._refresh, "ranking")

    def _refresh(self, _change: object) -> None:
        with self.hold_sync():
            self.answer = card(self._decision.assessment) if self.opened else ""
            self.steps = self._made() if self.opened else []

    def _made(self) -> list[tuple[str, str]]:
        decision, ranking = self._decision, self._decision.ranking
        steps = [
            ("Why", rendered(ranking, [], by_weight(ranking)) + reasons(decision)),
            ("How sure", _how_sure(decision)),
            ("What would change it", self._change.html),
        ]
        return [("Answer", self._code()), *(step for step in steps if step[1])]


def _how_sure(decision: Decision) -> str:
    assessment = decision.assessment
    if not assessment.leads or unasked(decision.ranking):
        return ""
    return html.points([*chances(assessment), potential(assessment)]) + ranks(assessment).to_html()
