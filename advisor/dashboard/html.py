"""Results as HTML for the dashboard: the table twin of each chart, and the words.

Pure functions from results to strings. Everything that comes from a problem
folder is escaped: it may be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from advisor import charts
from advisor.explain import Headline, Reason, headline, performance_text, percentages, reasons
from advisor.problem import Criterion, Performance, Problem
from advisor.ranking import Ranking

# A shape beside the colour: nobody has to tell colours apart.
VERDICTS = {"clear": "● clear", "fragile": "◐ fragile", "tie": "○ tie"}
BASIS_MEANING = {
    "measured": "taken with a tool that others can run",
    "documented": "read in the project’s own documents",
    "survey": "counted by asking people",
    "judgement": "our reading against a rubric",
    "input": "entered by you",
}


def banner(ranking: Ranking) -> str:
    """The verdict in one sentence, the figures under it, and the notices."""
    line: Headline = headline(ranking)
    badge = f'<span class="verdict {line.verdict}">{VERDICTS[line.verdict]}</span>' if line.verdict else ""
    notices = "" if line.verdict is None else _notices(ranking.notices)
    return (
        f'<div class="banner" role="status"><p class="sentence">{escape(line.sentence)}{badge}</p>'
        f"<p>{escape(line.detail)}</p>{notices}</div>"
    )


def ranking_table(ranking: Ranking) -> str:
    """What the bars show, in figures."""
    groups = [group.name for group in ranking.problem.groups]
    rows = [
        [
            str(int(ranking.ranks[row])),
            _marked(ranking, row),
            f"{ranking.scores[row]:.2f}",
            *(f"{part:.2f}" for part in ranking.group_contributions[row]),
        ]
        for row in ranking.order
    ]
    for exclusion in ranking.excluded:
        name = escape(ranking.problem.alternative(exclusion.alternative).name)
        rows.append(["–", name, escape(exclusion.reason), *("" for _ in groups)])
    noun = ranking.problem.alternative_noun.capitalize()
    return _table(["Rank", noun, "Score", *groups], rows, "Scores, and what each group adds to them")


def radar_table(ranking: Ranking, group: str) -> str:
    """What the radar shows, in figures, for every ranked alternative."""
    labels, values = charts.radar_values(ranking, group)
    rows = [
        [_marked(ranking, row), *(f"{value:.2f}" for value in values[row])] for row in ranking.order
    ]
    noun = ranking.problem.alternative_noun.capitalize()
    return _table([noun, *labels], rows, "Value on each axis, 0 is worst and 1 is best")


def bar_legend(problem: Problem) -> str:
    """Groups in the order of the segments, in the greys of their tints."""
    count = len(problem.groups)
    chips = "".join(
        f'<li><span class="chip" style="background:{charts.tint("#4A5560", g, count)}"></span>'
        f"{escape(group.name)}</li>"
        for g, group in enumerate(problem.groups)
    )
    return f'<ul class="legend" aria-label="Segments of a bar, from left to right">{chips}</ul>'


def why(ranking: Ranking) -> str:
    """What speaks for the leader against the runner-up, and what against it."""
    speak_for, against = reasons(ranking)
    if not speak_for and not against:
        return "<p>There is nothing to compare yet.</p>"
    first, second = (escape(ranking.name(row)) for row in ranking.order[:2])
    return (
        f"<h3>For {first}, against {second}</h3>{_reasons(speak_for)}"
        f"<h3>For {second}, against {first}</h3>{_reasons(against)}"
    )


def weight_label(criterion: Criterion, percent: int, touched: bool) -> str:
    """Head of a slider: name, live share, and the swing from worst to best."""
    mark = ' <span class="touched" title="Changed by you">changed</span>' if touched else ""
    return (
        f'<div class="weight-label" title="{escape(criterion.question)}">'
        f'<span class="name">{escape(criterion.name)}{mark}</span><span class="share">{percent} %</span>'
        f'<span class="swing">{escape(criterion.worst_text)} → {escape(criterion.best_text)}</span></div>'
    )


def weights_table(ranking: Ranking) -> str:
    """Contribution of every criterion, with its weight."""
    percents = percentages(ranking.weights)
    rows = [
        [
            escape(criterion.name),
            f"{ranking.raw_weights[criterion.id]:g}",
            f"{percents[j]} %",
            *(f"{ranking.contributions[row, j]:.2f}" for row in ranking.order),
        ]
        for j, criterion in enumerate(ranking.problem.criteria)
    ]
    names = [ranking.name(row) for row in ranking.order]
    header = ["Criterion", "Weight", "Share", *names]
    return _table(header, rows, "What each criterion adds to each score")


def evidence(problem: Problem) -> str:
    """Every performance with its value, basis, version, date and source."""
    parts = []
    for group in problem.groups:
        parts.append(f"<h3>{escape(group.name)}</h3>")
        parts += [_evidence(problem, problem.criteria[j]) for j in problem.criteria_in(group.id)]
    return "".join(parts)


def _evidence(problem: Problem, criterion: Criterion) -> str:
    cells = [problem.performances[a.id, criterion.id] for a in problem.alternatives]
    rows = [_evidence_row(problem, criterion, cell) for cell in cells]
    noun = problem.alternative_noun.capitalize()
    header = [noun, "Performance", "Value", "Basis", "Version", "As of", "Source", "Note"]
    scale = f"{criterion.worst_text} (value 0) → {criterion.best_text} (value 1)"
    note = f"<p>{escape(criterion.note)}</p>" if criterion.note else ""
    return (
        f'<details class="evidence"><summary>{escape(criterion.name)}</summary>'
        f"<p>{escape(criterion.question)} {escape(scale)}, {criterion.value_function} scale.</p>"
        f"{note}{_table(header, rows, escape(criterion.name))}</details>"
    )


def _evidence_row(problem: Problem, criterion: Criterion, cell: Performance) -> list[str]:
    performance = performance_text(criterion, cell.performance)
    if cell.low != cell.high:
        performance += f" ({cell.low:,.4g} to {cell.high:,.4g})"
    row = [a.id for a in problem.alternatives].index(cell.alternative)
    column = problem.criteria.index(criterion)
    basis = f'<abbr title="{escape(BASIS_MEANING[cell.basis])}">{cell.basis}</abbr>'
    return [
        escape(problem.alternative(cell.alternative).name),
        escape(performance),
        f"{problem.values[row, column]:.2f}",
        basis,
        escape(cell.version),
        escape(cell.as_of),
        _source(problem, cell.source),
        escape(cell.note),
    ]


def _source(problem: Problem, source_id: str) -> str:
    source = problem.sources.get(source_id)
    if source is None:
        return ""
    title = f"{escape(source.title)} ({escape(source.publisher)}, seen {escape(source.seen)})"
    if source.url in problem.texts:
        text = escape(problem.texts[source.url])
        return f"<details><summary>{title}</summary><pre>{text}</pre></details>"
    return f'<a href="{escape(source.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'


def _reasons(found: Iterable[Reason]) -> str:
    items = "".join(
        f'<li><span class="difference">{abs(reason.difference):.2f}</span>{escape(reason.sentence)}</li>'
        for reason in found
    )
    return f'<ul class="reasons">{items}</ul>' if items else "<p>Nothing of weight.</p>"


def _notices(notices: Sequence[str]) -> str:
    return "".join(f'<p class="notice">{escape(notice)}</p>' for notice in notices)


def _marked(ranking: Ranking, row: int) -> str:
    mark = charts.colour(ranking.rows[row])
    return f'<span class="dot" style="background:{mark}"></span>{escape(ranking.name(row))}'


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Table of cells that are HTML already; each cell names its column for narrow screens."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in header)
    body = "".join(
        "<tr>"
        + "".join(f'<td data-column="{escape(t)}">{cell}</td>' for t, cell in zip(header, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
