"""Why: a row for each group that has weight, with each alternative's place from worst to best."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
import numpy as np
from markupsafe import Markup
from traitlets import List, Unicode

from advisor.page import html
from advisor.page.html import markup
from advisor.page.results.marks import key, marks
from advisor.page.widgets.live import folded, live_html
from advisor.problem.elements import Criterion, Source
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report.tables import ranking as tables
from advisor.report.wording.numbers import fact_text, listing, range_text
from advisor.report.wording.verdict.answer import advantages, unasked
from advisor.session.decision import Decision

fragments = markup("answer")


class Rows(anywidget.AnyWidget):
    """Rows that open; what is inside one is rendered while it is open.

    Attributes
    ----------
    html : str
    opened : list of str
        Ids of the rows that are open.
    """

    _esm = Path(__file__).with_name("rows.js")

    html = Unicode().tag(sync=True)
    opened = List(Unicode()).tag(sync=True)


def why(decision: Decision, show_text: Callable[[], None] = lambda: None) -> w.Widget:
    """The reasons in two sentences, and a row for each group that has weight.

    Parameters
    ----------
    decision : Decision
    show_text : callable
        Is told when somebody follows a link to a text of the problem folder.
    """
    rows = Rows()

    def refresh(_change: object = None) -> None:
        rows.html = rendered(decision.ranking, rows.opened)

    refresh()
    decision.observe(refresh, "ranking")
    rows.observe(refresh, "opened")
    rows.on_msg(lambda _rows, _content, _buffers: show_text())
    return w.VBox(
        [
            w.HTML("<h2>Why</h2>"),
            live_html(lambda: reasons(decision), decision, "ranking").add_class("advisor-reasons"),
            rows,
            live_html(lambda: html.remarks(decision.ranking), decision, "ranking").add_class(
                "advisor-remarks"
            ),
            folded(
                "Why as a table",
                lambda: html.marked(decision.ranking, tables.positions(decision.ranking)).to_html(),
                decision,
                "ranking",
            ),
        ]
    )


def rendered(ranking: Ranking, opened: list[str]) -> str:
    """A row for each group that has weight, the weightiest first."""
    names = [ranking.problem.alternative(e.alternative).name for e in ranking.excluded]
    reasons = [exclusion.reason for exclusion in ranking.excluded]
    out = listing([f"{name} ({reason})" for name, reason in zip(names, reasons, strict=True)])
    if not ranking.alternatives:
        return str(fragments.rows([], "", out))
    problem, (low, high) = ranking.problem, ranking.group_ranges
    order: list[int] = np.argsort(-ranking.group_weights, kind="stable").tolist()
    weighed = [g for g in order if ranking.group_weights[g] > 0]
    largest = max((float(ranking.group_weights[g]) for g in weighed), default=1.0)
    rows = [
        fragments.row(
            problem.groups[g],
            ranking.group_percentages[g],
            round(float(ranking.group_weights[g]) / largest * 100),
            marks(ranking, ranking.group_values[:, g], low[:, g], high[:, g]),
            _facts(ranking, g) if problem.groups[g].id in opened else None,
        )
        for g in weighed
    ]
    idle = [problem.groups[g].name for g in order if g not in weighed]
    return str(fragments.rows(rows, listing(idle), out))


def address(problem: Problem, source: Source | None) -> str:
    """Where on the page a text of the problem folder stands; empty for what is elsewhere."""
    local = source is not None and source.url in problem.texts
    return f"#{problem.id}-{source.id}" if source is not None and local else ""


def reasons(decision: Decision) -> str:
    """What decides between the first two, as HTML."""
    if decision.assessment.leads and unasked(decision.ranking):
        return html.paragraphs("Before any answer, this is where each stands.")
    return html.paragraphs(*advantages(decision.assessment))


def _facts(ranking: Ranking, group: int) -> Markup:
    """The criteria of a group that have weight, with every fact in words and its source."""
    columns = ranking.problem.criteria_in(ranking.problem.groups[group].id)
    weighed = [j for j in columns if ranking.weights[j] > 0]
    weighed.sort(key=lambda j: -float(ranking.weights[j]))
    return Markup().join(_fact(ranking, column) for column in weighed)


def _fact(ranking: Ranking, column: int) -> Markup:
    problem, rows = ranking.problem, ranking.rows
    criterion = problem.criteria[column]
    placed = marks(
        ranking,
        ranking.values[:, column],
        problem.values_low[rows, column],
        problem.values_high[rows, column],
    )
    cells = [(key(ranking, row), *_cell(problem, criterion, ranking, row)) for row in ranking.order]
    found: Markup = fragments.fact(criterion, ranking.percentages[column], placed, cells)
    return found


def _cell(problem: Problem, criterion: Criterion, ranking: Ranking, row: int) -> tuple[Any, ...]:
    cell = problem.performances[ranking.alternatives[row], criterion.id]
    source = problem.sources.get(cell.source)
    text = fact_text(ranking, row, criterion)
    known = range_text(criterion, cell.low, cell.high)
    if criterion.kind == "fact" and known not in (text, "unknown"):
        text = f"{text} (we know {known})"
    return text, source, address(problem, source)
