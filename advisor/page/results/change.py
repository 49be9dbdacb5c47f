"""What would change the answer: a line with a button to try it, and the fact to check."""

from __future__ import annotations

import ipywidgets as w

from advisor.page import html
from advisor.page.html import markup
from advisor.page.results.rows import address
from advisor.page.widgets.live import live_html
from advisor.report.wording.sensitivity import find_out, unsaid
from advisor.report.wording.verdict.answer import turning, unasked
from advisor.session.decision import Decision

fragments = markup("answer")
TRY, BACK = "Try it", "Back"


class TryIt(w.VBox):
    """The closest weights that change the leader, with buttons to try and to undo them.

    Parameters
    ----------
    decision : Decision
    """

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self._decision = decision
        self._before: dict[str, float] = {}
        self._tried: dict[str, float] | None = None
        self._said = ""
        self._sentence = w.HTML()
        self._button = w.Button(description=TRY).add_class("advisor-try")
        self._button.on_click(self._click)
        self._refresh()
        decision.observe(self._refresh, "ranking")
        line = w.Box([self._sentence, self._button]).add_class("advisor-change-line")
        check = live_html(lambda: _check(decision), decision, "ranking")
        unknown = live_html(lambda: _unknown(decision), decision, "ranking")
        unstated = live_html(lambda: _unsaid(decision), decision, "ranking")
        self._texts = [self._sentence, unstated, check, unknown.add_class("advisor-unknown")]
        self.children = [line, *self._texts[1:]]

    @property
    def html(self) -> str:
        """What it says; empty while it says nothing."""
        return "".join(text.value for text in self._texts)

    def _click(self, _button: object) -> None:
        decision = self._decision
        if self._tried is not None:
            decision.weights = self._before
        elif decision.assessment.leads and (trial := decision.assessment.trial):
            self._before, self._said = dict(decision.weights), turning(decision.assessment)
            self._tried = {}
            decision.set_weights(trial.weights)

    def _refresh(self, _change: object = None) -> None:
        decision = self._decision
        if self._tried == {}:
            self._tried = dict(decision.weights)
        elif self._tried is not None and decision.weights != self._tried:
            self._tried = None  # the user has changed something since
        tried, shown = self._tried is not None, _changes(decision)
        self.layout.display = None if shown else "none"
        self._sentence.value = _line(decision, self._said if tried else "") if shown else ""
        self._button.description = BACK if tried else TRY
        self._button.tooltip = "Set the weights back" if tried else "Set the weights to that point"
        possible = tried or (shown and decision.assessment.trial is not None)
        self._button.layout.display = None if possible else "none"


def _changes(decision: Decision) -> bool:
    return decision.assessment.leads and not unasked(decision.ranking)


def _line(decision: Decision, tried: str) -> str:
    lead_in = "You are trying this:" if tried else "What would change it:"
    return str(fragments.change(lead_in, tried or turning(decision.assessment)))


def _unsaid(decision: Decision) -> str:
    return html.paragraphs(unsaid(decision.ranking) if _changes(decision) else "")


def _check(decision: Decision) -> str:
    """The fact to check first, with its source."""
    if not _changes(decision):
        return ""
    assessment, problem = decision.assessment, decision.ranking.problem
    source = None
    if (found := assessment.to_settle) and found[0].flip > 0:
        first = found[0]
        alternative = decision.ranking.alternatives[first.row]
        cell = problem.performances[alternative, problem.criteria[first.column].id]
        source = problem.sources.get(cell.source)
    return str(fragments.check(find_out(assessment), source, address(problem, source)))


def _unknown(decision: Decision) -> str:
    return html.paragraphs(decision.problem.unknown if _changes(decision) else "")
