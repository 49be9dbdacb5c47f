"""Results as HTML for the dashboard: sentences, and the table of each chart.

The functions turn results into strings. The markup is in ``fragments``, which escapes all texts of
a problem folder.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from advisor.problem.elements import isolated, isolated_runs
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report.charts.base import SOFT
from advisor.report.charts.palette import colour, tint
from advisor.report.markdown import sources
from advisor.report.tables import Table
from advisor.report.tables.ranking import scores, weights
from advisor.report.tables.robustness import ranks
from advisor.report.wording import (
    because,
    chances,
    headline,
    potential,
    reasons,
    weight_text,
)
from advisor.report.wording.numbers import NOT_STATED
from advisor.report.wording.robustness import rank_columns
from advisor.report.wording.verdict import summary
from advisor.robustness.assessment import Assessment
from advisor.session.decision import Decision

# With so many alternatives as columns a table has room in a card of the page.
FEW = 3


def _in_order(value: object) -> object:
    """Value of a template, in which names from right to left leave the words in order."""
    written = isinstance(value, str) and not isinstance(value, Markup) and "://" not in value
    return isolated_runs(str(value)) if written else value


_templates = Environment(
    loader=PackageLoader("advisor.page", "fragments"), autoescape=True, finalize=_in_order
)


def markup(name: str) -> Any:
    """Macros of a file in ``fragments``, which escape their arguments."""
    return _templates.get_template(f"{name}.html").module


fragments = markup("common")


def remarks(ranking: Ranking) -> str:
    """Notices that a reader needs before trusting the figures."""
    return str(fragments.paragraphs(ranking.notices))


def paragraphs(*texts: str) -> str:
    """A paragraph for each text that is not empty."""
    return str(fragments.paragraphs(texts))


def points(sentences: list[str]) -> str:
    """A list with a bullet for each sentence."""
    return str(fragments.points(sentences))


def in_words(assessment: Assessment) -> str:
    """Summary without the sentence of the banner, and what no data can show."""
    unknown = [assessment.ranking.problem.unknown] if assessment.leads else []
    said = [*summary(assessment)[1:], *filter(None, unknown)]
    # If it has room, the banner already says how certain the result is.
    return str(fragments.points(said, narrow=headline(assessment).detail))


def bar_legend(problem: Problem) -> str:
    """Groups in the order of the segments, in the greys of their tints."""
    count = len(problem.groups)
    greys = [tint(SOFT, g, count).css for g in range(count)]
    names = [group.name for group in problem.groups]
    return str(fragments.bar_legend(list(zip(names, greys, strict=True))))


def why(assessment: Assessment) -> str:
    """What is in the leader's favour against the runner-up, and what in the runner-up's.

    If no alternative leads, the text gives the reason.
    """
    ranking = assessment.ranking
    if not assessment.leads:
        return paragraphs(*summary(assessment))
    speak_for, against = reasons(assessment)
    if not speak_for and not against:
        return paragraphs("The top two score the same on everything that has weight.")
    first, second = (ranking.name(row) for row in ranking.order[:2])
    return str(
        fragments.reasons(f"Where {first} is ahead", "Adds most to its lead:", speak_for)
        + fragments.reasons(f"Where {second} is ahead", "Takes most from that lead:", against)
    )


def part(title: str, count: str = "") -> str:
    """Heading of a part of the page, with its progress."""
    return str(fragments.part(title, count))


def code(image: Markup, modules: int) -> str:
    """A QR code with a name, as large as its modules need."""
    return str(fragments.code(image, modules))


def question(name: str, text: str) -> str:
    """A question above several rows of answers."""
    return str(fragments.question(name, text))


def effect(problem: Problem, line: str, why: list[str]) -> str:
    """Effect of an answer in one line, above its reasons and their sources."""
    return str(fragments.effect(line, [cited(problem, sentence) for sentence in why]))


def demanded(help_text: str, left: str, said: list[str]) -> str:
    """Number of alternatives that a demand leaves, and what it rules out; else its help text."""
    return str(fragments.demanded(help_text, left, said))


def sheet(assessment: Assessment, made: date, link: str = "") -> str:
    """Sheet for printing: verdict, reasons, certainty, weights and sources."""
    ranking = assessment.ranking
    bars: list[tuple[str, str, float]] = []
    how_sure: list[tuple[str, Markup]] = []
    if assessment.leads:
        first = assessment.acceptability.first
        texts = rank_columns(assessment)[0].texts
        bars = [(ranking.name(r), texts[r], float(first[r])) for r in np.argsort(-first)]
        sentences = points([*chances(assessment), potential(assessment)])
        how_sure = [("How sure", Markup(sentences + ranks(assessment).to_html()))]
    rows = [(s.title, s.publisher, s.url, s.seen) for s in sources(ranking)]
    listed = Table("", ("Source", "Publisher", "Address", "Seen"), rows)
    parts = [
        ("Ranking", Markup(scores(ranking).to_html())),
        ("Why", Markup(in_words(assessment) + why(assessment))),
        *how_sure,
        ("Weights", Markup(weights(ranking).to_html())),
        ("Sources", Markup(listed.to_html())),
    ]
    line = headline(assessment)
    return str(markup("print").sheet(ranking.problem, line, made.isoformat(), link, bars, parts))


def weight_label(decision: Decision, column: int) -> str:
    """Head of a slider: name, live share, and the swing from worst to best.

    As high before a move as after it, or the slider would run from the hand.
    """
    criterion = decision.problem.criteria[column]
    start = decision.problem.scenario(decision.scenario).weights[criterion.id]
    touched = criterion.id in decision.weights
    ranking, within = decision.ranking, ""
    why = start.reason or NOT_STATED
    reason = f"The scenario starts from {weight_text(start.weight)}: {why}"
    if criterion.group in ranking.advice.groups:
        reason = f"The scenario gives it {weight_text(start.weight)} in its group: {why}"
        counts = ranking.raw_group_weights[criterion.group] > 0
        within = f"{ranking.percentages_within[column]}\u00a0% of the group" if counts else "\u00a0"
    percent = ranking.percentages[column]
    moved_by = because(ranking, criterion.id)
    return str(fragments.weight_label(criterion, percent, within, touched, reason, moved_by))


def group_title(ranking: Ranking, place: int) -> str:
    """Name of a group and its current share, as plain text for a button."""
    name, percent = isolated(ranking.problem.groups[place].name), ranking.group_percentages[place]
    return f"{name} \u00b7\u00a0{percent}\u00a0%"


def group_meaning(ranking: Ranking, place: int) -> str:
    """Question of a group, and the start of its weight if it has its own weight."""
    group = ranking.problem.groups[place]
    start = ranking.scenario.group_weights.get(group.id)
    if start is None:
        return group.question
    starts = f"The scenario starts from {weight_text(start.weight)}: {start.reason or NOT_STATED}"
    return f"{group.question} {starts}"


def marked(ranking: Ranking, table: Table) -> Table:
    """Table with the colour of each alternative before its name; ranked ones come first."""
    colours = [colour(ranking.rows[row]).css for row in ranking.order]
    rows = [
        (fragments.marked(row[0], hue), *row[1:])
        for row, hue in zip(table.rows, colours, strict=False)
    ]
    return replace(table, rows=(*rows, *table.rows[len(rows) :]))


def side_by_side(ranking: Ranking, table: Table, first: str) -> str:
    """Figures of the ranked alternatives: a few as columns, which a narrow card has room for.

    Parameters
    ----------
    ranking : Ranking
    table : Table
        A row for each alternative.
    first : str
        What the rows are where the alternatives are columns.
    """
    if len(ranking.order) > FEW:
        return marked(ranking, table).to_html()
    turned = table.turned()
    few = replace(turned, head=(first, *turned.head[1:]))
    return f'<div class="figures">{few.to_html()}</div>'


def linked(problem: Problem, table: Table) -> Table:
    """Table in which the sources of the last column are links."""
    rows = ((*row[:-1], cited(problem, row[-1])) for row in table.rows)
    return replace(table, rows=tuple(rows))


def noun(problem: Problem) -> str:
    """Header of a column of alternatives."""
    return problem.alternative_noun.capitalize()


def cited(problem: Problem, text: str) -> Markup:
    """A reason or note in which the ``[id]`` of a source becomes a link."""
    pieces = re.split(r"\[([a-z0-9_-]+)\]", text)
    sources = [problem.sources.get(source_id) for source_id in pieces[1::2]]
    found: Markup = fragments.cited(list(zip_longest(pieces[::2], sources)))
    return found
