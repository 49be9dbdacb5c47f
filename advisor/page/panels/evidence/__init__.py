"""The evidence as HTML: a table for each criterion, and the texts of sources at the bottom."""

from __future__ import annotations

from functools import partial
from math import isnan

import ipywidgets as w
from markupsafe import Markup

from advisor.page import html
from advisor.page.html import cited, fragments, noun
from advisor.page.panels.measurements import can_be_measured, own_measurement
from advisor.page.widgets.live import folded, live_html
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.elements import STATED, UNSTATED, Group, Performance, Source
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report.html import prose
from advisor.report.tables import Table
from advisor.report.tables.ranking import weights
from advisor.report.wording import number_text, performance_text
from advisor.report.wording.evidence import bases, unstated
from advisor.report.wording.numbers import NOT_STATED, points
from advisor.session.decision import Decision

BASIS_MEANING = {
    "measured": "measured with a tool that others can run",
    "documented": "read in the project’s own documents",
    "survey": "the answers of many people",
    "judgement": "our judgement against a rubric",
    UNSTATED: "the owner of this decision has not said how it is known",
    "input": "entered by you",
}
SCALES = {
    "linear": "in equal steps",
    "log": "each doubling is worth the same",
    "levels": "by a rubric",
}


def evidence(ranking: Ranking, group: Group) -> str:
    """Every performance on the criteria of a group with value, basis, version, date and source."""
    problem = ranking.problem
    parts = fragments.heading(group.name)
    for column in problem.criteria_in(group.id):
        parts += _criterion(ranking, column)
    return str(parts)


def appendix(problem: Problem) -> str:
    """Texts of the problem folder that sources point to."""
    sources = [source for source in problem.sources.values() if source.url in problem.texts]
    return str(
        Markup().join(
            fragments.appendix(
                source.title,
                _anchor(problem, source),
                Markup(prose(problem.texts[source.url])),
            )
            for source in sources
        )
    )


def _criterion(ranking: Ranking, column: int) -> Markup:
    problem, criterion = ranking.problem, ranking.problem.criteria[column]
    values = problem.values[:, column]
    names = [alternative.name for alternative in problem.alternatives]
    summary = " · ".join(f"{n}\u00a0{points(v)}" for n, v in zip(names, values, strict=True))
    scale = f"0 points: {criterion.worst_text}. 100 points: {criterion.best_text}"
    header = [noun(problem), "Performance", "Points", "How it is known", "Source", "Note"]
    read_otherwise = any(key[1] == criterion.id for key in problem.readings.get(STATED, ()))
    if read_otherwise:
        header.insert(2, "Otherwise")
    rows = []
    for name, alternative, value in zip(names, problem.alternatives, values, strict=True):
        cell = problem.performances[alternative.id, criterion.id]
        stated = ranking.stated(alternative.id, criterion)
        known = performance_text(criterion, cell.performance) + _doubt(cell)
        rows.append(
            [
                name,
                known if stated else NOT_STATED,
                *([_otherwise(problem, cell)] if read_otherwise else []),
                points(value),
                _basis(cell, known=stated and not isnan(cell.performance)),
                _source(problem, cell),
                cited(problem, cell.note),
            ]
        )
    table = Markup(Table(criterion.name, header, rows).to_html())
    scale = f"{scale}; {SCALES[criterion.value_function]}."
    found: Markup = fragments.evidence(criterion, summary, scale, table)
    return found


def _source(problem: Problem, cell: Performance) -> Markup | str:
    """Link to the source of a cell; a decision of your own says if it names none."""
    source = problem.sources.get(cell.source)
    if source is None:
        open_there = problem.own and cell.basis != "input" and not isnan(cell.performance)
        return NOT_STATED if open_there else ""
    found: Markup = fragments.source(source, _address(problem, source))
    return found


def _basis(cell: Performance, *, known: bool) -> Markup:
    """What backs a cell, of which version and when."""
    word, meaning = (cell.basis, BASIS_MEANING[cell.basis]) if known else ("–", "not known")
    found: Markup = fragments.basis(word, meaning, cell.version, cell.as_of)
    return found


def _doubt(cell: Performance) -> str:
    if cell.confidence < 1:
        return f" ({cell.confidence * 100:.0f}\u00a0% sure)"
    ends = f" ({number_text(cell.low)} to {number_text(cell.high)})"
    return ends if cell.low < cell.high else ""


def _otherwise(problem: Problem, cell: Performance) -> str:
    """Performance of a cell in the other readings."""
    criterion = problem.criterion(cell.criterion)
    return "; ".join(
        f"{problem.reading_names[reading]}: {performance_text(criterion, found.performance)}"
        for reading, cells in problem.readings.items()
        if reading != problem.reading and (found := cells.get((cell.alternative, cell.criterion)))
    )


def _anchor(problem: Problem, source: Source) -> str:
    return f"{problem.id}-{source.id}"


def _address(problem: Problem, source: Source) -> str | None:
    """Place on the page of a text in the problem folder; None for a web address."""
    return f"#{_anchor(problem, source)}" if source.url in problem.texts else None


def _in_general(problem: Problem) -> str:
    """How the facts are known, and how much a decision of your own leaves open."""
    return html.paragraphs(bases(problem), unstated(problem))


def panel(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """Panel with the evidence: weights with their reasons, facts, and texts of sources."""
    facts = "reading", "inputs", "included", "measurement"

    def group_evidence(group: Group) -> w.HTML:
        return live_html(lambda: evidence(decision.ranking, group), while_open, *facts)

    own = []
    if can_be_measured(decision):
        title = "Measured on your machine"
        own = [
            fold(while_open, partial(own_measurement, decision), title).add_class("advisor-fold")
        ]
    return w.VBox(
        [
            w.HTML("<h2>Where every number comes from</h2>"),
            live_html(lambda: _in_general(decision.ranking.problem), while_open, *facts),
            *own,
            folded(
                "Weights, contributions and reasons",
                lambda: html.linked(decision.ranking.problem, weights(decision.ranking)).to_html(),
                while_open,
                "ranking",
            ),
            *(group_evidence(group) for group in decision.problem.groups),
            live_html(lambda: appendix(decision.ranking.problem), while_open, "measurement"),
        ]
    )
