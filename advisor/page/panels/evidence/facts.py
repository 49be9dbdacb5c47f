"""“Facts”: a table with a row for each alternative, shown or not, to scan, sort and search."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
from traitlets import Unicode

from advisor.page import html
from advisor.page.html import markup, noun
from advisor.page.results.rows import address
from advisor.page.sidebar.chips import Chips, chip
from advisor.page.widgets.tabs import WhileOpen
from advisor.problem.elements import Alternative, Criterion
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report.wording import performance_text
from advisor.report.wording.numbers import NOT_STATED
from advisor.session.decision import Decision

fragments = markup("facts")


class FactTable(anywidget.AnyWidget):
    """The table; the browser sorts and searches it without a message.

    Attributes
    ----------
    html : str
    asked : str
        Label of the field in which somebody searches.
    """

    _esm = Path(__file__).with_name("facts.js")

    html = Unicode().tag(sync=True)
    asked = Unicode().tag(sync=True)


def panel(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """The facts of one group, at first the weightiest that has any, or of all."""
    problem = decision.problem
    groups = [chip(group.id, group.name, group.question) for group in problem.groups]
    picker = Chips([chip("", "All facts"), *groups], label="Facts about")
    picker.value = _first(decision.ranking) if len(groups) > 1 else ""
    table = FactTable(asked=f"Find a {problem.alternative_noun} or a fact")

    def refresh(_change: object = None) -> None:
        table.html = facts(decision.ranking, picker.value)

    refresh()
    picker.observe(refresh, "value")
    while_open.observe(refresh, ["reading", "inputs", "included", "excluded", "measurement"])
    about = "Click the name of a column to sort by it, best first. Click again for worst first."
    return w.VBox(
        [
            w.HTML(f"<h2>Facts</h2>{html.paragraphs(about)}"),
            picker.add_class("pick-facts-of"),
            table,
        ]
    )


def facts(ranking: Ranking, group: str = "") -> str:
    """A row for each alternative, those that are compared first, and a column for each fact.

    Parameters
    ----------
    ranking : Ranking
    group : str
        Id of the group whose facts are shown; empty for all.
    """
    problem, left_out = ranking.problem, ranking.choices.excluded
    compared = {one.id for one in problem.alternatives if one.id not in left_out}
    columns = [c for c in problem.criteria if group in ("", c.group)]
    rows = [
        (
            one.name,
            one.id in compared,
            [_cell(ranking, one, criterion) for criterion in columns],
        )
        for one in (*problem.alternatives, *problem.others)
    ]
    rows.sort(key=lambda row: not row[1])
    return str(fragments.table(noun(problem), columns, rows))


def _first(ranking: Ranking) -> str:
    """Id of the weightiest group of which more is known than what somebody enters."""
    known = {criterion.group for criterion in ranking.problem.criteria if criterion.kind == "fact"}
    weights = zip(ranking.problem.groups, ranking.group_weights.tolist(), strict=True)
    found = [(weight, group.id) for group, weight in weights if group.id in known]
    return max(found, key=lambda one: one[0])[1] if found else ""


def _cell(ranking: Ranking, alternative: Alternative, criterion: Criterion) -> tuple[Any, ...]:
    """A fact in words, its value from 0 to 1 (None for one that nobody knows), and its source."""
    problem: Problem = ranking.problem
    cell = problem.performances[alternative.id, criterion.id]
    if not ranking.stated(alternative.id, criterion):
        return criterion, NOT_STATED, None, None, ""
    source = problem.sources.get(cell.source)
    known = not isnan(cell.performance)
    value = round(float(criterion.value(cell.performance)), 4) if known else None
    text = performance_text(criterion, cell.performance)
    return criterion, text, value, source, address(problem, source)
