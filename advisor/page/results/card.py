"""The answer card: the leader and its certainty, or a button if no alternative can lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from advisor.page import html
from advisor.page.html import markup
from advisor.page.results.marks import GREY, key
from advisor.page.widgets.live import live_html
from advisor.report.wording.verdict.answer import (
    Conclusion,
    often_first,
    simulated,
    unasked,
)
from advisor.report.wording.verdict.answer import answer as answered
from advisor.report.wording.verdict.must_haves import must_have
from advisor.robustness.assessment import Assessment
from advisor.session.decision import Decision

fragments = markup("answer")

# Each word has a shape, so that nobody needs to distinguish colours.
VERDICTS = {"clear": "● clear", "fragile": "◐ fragile", "tie": "○ tie", "open": ""}
HEARD = {"clear": "a clear choice", "fragile": "ahead, but not safely", "tie": "", "open": ""}
# Further alternatives are summed up, because the list would not fit below the bar.
LISTED = 4


def answer(decision: Decision) -> w.Widget:
    """Name, sentence, verdict and how often each ranks first; what has changed is heard briefly."""
    shown = live_html(lambda: card(decision.assessment), decision, "ranking")
    heard = live_html(lambda: _heard(answered(decision.assessment)), decision, "ranking")
    return w.VBox([shown, _way_out(decision), heard.add_class("advisor-heard")])


def page_title(assessment: Assessment) -> str:
    """Title of the window and of bookmarks: the verdict, then the question."""
    found, question = answered(assessment), assessment.ranking.problem.title
    if HEARD[found.verdict]:
        return f"{found.title}, {HEARD[found.verdict]} · {question}"
    said_nothing = assessment.leads and found.verdict == "open"
    return question if said_nothing else f"{found.title} · {question}"


def card(assessment: Assessment) -> str:
    """The answer as HTML: name, verdict, sentence, and how often each ranks first."""
    found = answered(assessment)
    bar, caption = _bar(assessment)
    return str(fragments.card(found, VERDICTS[found.verdict], bar, caption))


def _heard(found: Conclusion) -> str:
    """Text for screen readers without figures, which would interrupt while a slider moves."""
    title = found.title.split(":")[0]
    return html.paragraphs(", ".join(filter(None, (title, HEARD[found.verdict]))) + ".")


def _bar(assessment: Assessment) -> tuple[list[dict[str, Any]], str]:
    """Parts of the bar, and its caption; the bar waits, empty, until the project is known."""
    if not assessment.leads:
        return [], ""
    if not unasked(assessment.ranking):
        return _shares(assessment), simulated(assessment)
    # Without answers the shares describe no project, and the largest would look like a leader.
    count = len(assessment.ranking.alternatives)
    names = [vars(key(assessment.ranking, row)) for row in range(min(count, LISTED))]
    return names, "Once you answer, this bar shows how often each ranks first."


def _shares(assessment: Assessment) -> list[dict[str, Any]]:
    ranking, first = assessment.ranking, assessment.acceptability.first
    often = often_first(assessment)
    shown = [
        {
            **vars(key(ranking, row)),
            "share": round(float(first[row]) * 100, 2),
            "text": text,
        }
        for row, text in often[:LISTED]
    ]
    if rest := often[LISTED:]:
        share = round(sum(float(first[row]) for row, _ in rest) * 100, 2)
        text = f"{share:.0f}" if share >= 0.5 or not share else "<1"
        more = {"name": f"{len(rest)} more", "symbol": "circle", "hue": GREY}
        shown.append({**more, "share": share, "text": text})
    return shown


def _way_out(decision: Decision) -> w.Widget:
    """Button that appears if no alternative can lead, and removes the cause."""
    button = w.Button().add_class("advisor-way-out")
    act: list[Callable[[], None]] = []

    def offer(_change: object = None) -> None:
        label, *act[:] = _way(decision)
        button.description = label
        button.layout.display = None if label else "none"

    offer()
    button.on_click(lambda _button: act[0]())
    decision.observe(offer, "ranking")
    return button


def _way(decision: Decision) -> tuple[str, Callable[[], None]]:
    assessment, ranking = decision.assessment, decision.ranking
    if len(ranking.alternatives) > 1:
        return ("" if assessment.leads else "Reset weights"), decision.reset
    if any(not exclusion.requirements for exclusion in ranking.excluded):
        return "Compare all again", lambda: decision.set_trait("excluded", ())
    relaxed = assessment.relaxations
    if relaxed:
        first = max(relaxed, key=lambda one: len(one.returning))
        needed = must_have(first.requirement, first.demand)
        return f"Drop {needed}", lambda: decision.demand(first.requirement.id, "")
    demanded = list(ranking.demands)
    if demanded:
        return "Drop all must-haves", lambda: decision.set_trait(
            "requirements", dict.fromkeys(demanded, "")
        )
    return "", decision.reset
