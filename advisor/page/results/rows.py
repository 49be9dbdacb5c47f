"""Why: a row for each group, with each alternative's place from worst to best, and a lever."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
import numpy as np
from markupsafe import Markup
from traitlets import Dict, Int, List, Unicode

from advisor.page import html
from advisor.page.html import markup
from advisor.page.results.marks import key, marks
from advisor.page.sidebar.slider import nearest
from advisor.page.widgets.live import folded, live_html
from advisor.problem.elements import Criterion, Source
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.ranking.scale import group_end, weight_end
from advisor.report.charts.ranking import DRAWN
from advisor.report.tables import ranking as tables
from advisor.report.wording.numbers import fact_text, listing, range_text
from advisor.report.wording.verdict.answer import SENTENCES, advantages, unasked
from advisor.session.decision import Decision

fragments = markup("answer")


class Rows(anywidget.AnyWidget):
    """Rows that open; the content of a row is rendered only while it is open.

    Attributes
    ----------
    html : str
    opened : list of str
        Ids of the rows that are open.
    moved : dict
        The last move of a lever: ``group``, ``weight``, and a ``count`` of the moves.
    heard : int
        Count of the last move that ``html`` tells; a lever keeps to the hand until then.
    """

    _esm = Path(__file__).with_name("rows.js")

    html = Unicode().tag(sync=True)
    opened = List(Unicode()).tag(sync=True)
    moved = Dict().tag(sync=True)
    heard = Int().tag(sync=True)


def why(decision: Decision, show_text: Callable[[], None] = lambda: None) -> w.Widget:
    """The reasons in two sentences, and a row with a lever for each group.

    The weightiest stands first. While somebody moves levers the rows stay where they are.

    Parameters
    ----------
    decision : Decision
    show_text : callable
        Called when the user follows a link to a text of the problem folder.
    """
    rows, order, moving = Rows(), by_weight(decision.ranking), False

    def refresh(_change: object = None) -> None:
        with rows.hold_sync():  # one message
            rows.html = rendered(decision.ranking, rows.opened, order)
            rows.heard = rows.moved.get("count", 0)

    def sort(_change: object) -> None:
        nonlocal order
        if not moving:
            order = by_weight(decision.ranking)
        refresh()

    def move(change: Mapping[str, Any]) -> None:
        nonlocal moving
        moving = True
        try:
            decision.set_group_weight(change["new"]["group"], change["new"]["weight"])
        finally:
            moving = False
        rows.heard = change["new"]["count"]  # also where the weight could not be moved

    refresh()
    decision.observe(sort, "ranking")
    rows.observe(refresh, "opened")
    rows.observe(move, "moved")
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
                lambda: _positions(decision.ranking),
                decision,
                "ranking",
            ),
        ]
    )


def _positions(ranking: Ranking) -> str:
    return html.side_by_side(ranking, tables.positions(ranking), "Group")


def by_weight(ranking: Ranking) -> list[int]:
    """Places of the groups, the weightiest first."""
    order: list[int] = np.argsort(-ranking.group_weights, kind="stable").tolist()
    return order


def rendered(ranking: Ranking, opened: Sequence[str], order: Sequence[int]) -> str:
    """A row for each group, in that order; nothing to compare has none."""
    names = [ranking.problem.alternative(e.alternative).name for e in ranking.excluded]
    reasons = [exclusion.reason for exclusion in ranking.excluded]
    out = listing([f"{name} ({reason})" for name, reason in zip(names, reasons, strict=True)])
    if not ranking.alternatives:
        return str(fragments.rows([], out))
    problem, (low, high) = ranking.problem, ranking.group_ranges
    rows = [
        fragments.row(
            problem.groups[g],
            ranking.group_percentages[g],
            marks(ranking, ranking.group_values[:, g], low[:, g], high[:, g]),
            _lever(ranking, problem.groups[g].id),
            _facts(ranking, g) if problem.groups[g].id in opened else "",
        )
        for g in order
    ]
    return str(fragments.rows(rows, out)) + html.paragraphs(_not_drawn(ranking))


def _not_drawn(ranking: Ranking) -> str:
    """How many alternatives are only in the tables."""
    compared = len(ranking.order)
    if compared <= DRAWN:
        return ""
    nouns = ranking.problem.alternative_noun_plural
    return f"The rows show the best {DRAWN} of {compared} {nouns}; the tables have all of them."


def _lever(ranking: Ranking, group: str) -> dict[str, float]:
    """Where the lever of a group stands, how far it goes and in which steps."""
    problem, weight = ranking.problem, ranking.raw_group_weights[group]
    step = weight_end(problem) / 100
    at = nearest(weight, step)
    return {"step": step, "end": max(group_end(problem, group), at), "at": at}


def address(problem: Problem, source: Source | None) -> str:
    """Place on the page of a text in the problem folder; empty for other sources."""
    local = source is not None and source.url in problem.texts
    return f"#{problem.id}-{source.id}" if source is not None and local else ""


def reasons(decision: Decision) -> str:
    """What decides between the first two, as HTML."""
    if decision.assessment.leads and unasked(decision.ranking):
        return html.paragraphs(SENTENCES["nothing said"])
    return html.paragraphs(*advantages(decision.assessment))


def _facts(ranking: Ranking, group: int) -> Markup:
    """The criteria of a group that have weight, with every fact in words and its source.

    All of them where none has weight.
    """
    columns = ranking.problem.criteria_in(ranking.problem.groups[group].id)
    weighed = [j for j in columns if ranking.weights[j] > 0] or list(columns)
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
