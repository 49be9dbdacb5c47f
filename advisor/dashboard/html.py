"""Results as HTML for the dashboard: the table twin of each chart, and the words.

Functions from results to strings; the markup is in ``fragments.html``, which
escapes whatever comes from a problem folder.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from advisor import charts
from advisor.explain import headline, percentages, performance_text, reasons
from advisor.problem import Criterion, Performance, Problem
from advisor.ranking import Ranking

_templates = Environment(loader=PackageLoader("advisor.dashboard", ""), autoescape=True)
_fragments: Any = _templates.get_template("fragments.html").module

# A shape beside each word: nobody has to tell colours apart.
VERDICTS = {"clear": "● clear", "fragile": "◐ fragile", "tie": "○ tie", None: ""}
BASIS_MEANING = {
    "measured": "taken with a tool that others can run",
    "documented": "read in the project’s own documents",
    "survey": "counted by asking people",
    "judgement": "our reading against a rubric",
    "input": "entered by you",
}


def banner(ranking: Ranking) -> str:
    """The verdict in one sentence and the scores behind it."""
    line = headline(ranking)
    return str(_fragments.banner(line, VERDICTS[line.verdict]))


def remarks(ranking: Ranking) -> str:
    """What to make of the verdict, and what to know before trusting it."""
    return paragraphs(headline(ranking).detail, *ranking.notices)


def paragraphs(*texts: str) -> str:
    """A paragraph for each text that says something."""
    return str(_fragments.paragraphs(texts))


def ranking_table(ranking: Ranking) -> str:
    """What the bars show, in figures."""
    problem = ranking.problem
    header = ["Rank", _noun(problem), "Score", *(group.name for group in problem.groups)]
    rows = [
        [
            ranking.ranks[row],
            _marked(ranking, row),
            *_two_digits([ranking.scores[row], *ranking.group_contributions[row]]),
        ]
        for row in ranking.order
    ]
    rows += [
        ["–", problem.alternative(e.alternative).name, e.reason, *("" for _ in problem.groups)]
        for e in ranking.excluded
    ]
    return str(_fragments.table("Scores, and what each group adds to them", header, rows))


def radar_table(ranking: Ranking, group: str) -> str:
    """What the radar shows, in figures, for every ranked alternative."""
    labels, values = charts.radar_values(ranking, group)
    rows = [[_marked(ranking, row), *_two_digits(values[row])] for row in ranking.order]
    header = [_noun(ranking.problem), *labels]
    return str(_fragments.table("Values, from 0 (worst) to 1 (best)", header, rows))


def weights_table(ranking: Ranking) -> str:
    """What every criterion adds to each score, with its weight."""
    percents = percentages(ranking.weights)
    rows = [
        [
            criterion.name,
            f"{ranking.raw_weights[criterion.id]:g}",
            f"{percents[j]}\u00a0%",
            *_two_digits([ranking.contributions[row, j] for row in ranking.order]),
        ]
        for j, criterion in enumerate(ranking.problem.criteria)
    ]
    names = [ranking.name(row) for row in ranking.order]
    header = ["Criterion", "Weight", "Share", *names]
    return str(_fragments.table("What each criterion adds to each score", header, rows))


def bar_legend(problem: Problem) -> str:
    """Groups in the order of the segments, in the greys of their tints."""
    count = len(problem.groups)
    greys = [charts.tint("#4A5560", g, count) for g in range(count)]
    names = [group.name for group in problem.groups]
    return str(_fragments.bar_legend(list(zip(names, greys, strict=True))))


def why(ranking: Ranking) -> str:
    """What speaks for the leader against the runner-up, and what against it."""
    speak_for, against = reasons(ranking)
    if not speak_for and not against:
        return paragraphs("There is nothing to compare yet.")
    first, second = (ranking.name(row) for row in ranking.order[:2])
    return str(
        _fragments.reasons(f"For {first}, against {second}", speak_for)
        + _fragments.reasons(f"For {second}, against {first}", against)
    )


def weight_label(criterion: Criterion, percent: int, touched: bool) -> str:
    """Head of a slider: name, live share, and the swing from worst to best."""
    return str(_fragments.weight_label(criterion, percent, touched))


def evidence(problem: Problem) -> str:
    """Every performance with its value, basis, version, date and source."""
    parts = Markup()
    for group in problem.groups:
        parts += _fragments.heading(group.name)
        for column in problem.criteria_in(group.id):
            parts += _evidence(problem, column)
    return str(parts)


def _evidence(problem: Problem, column: int) -> Markup:
    criterion = problem.criteria[column]
    values = problem.values[:, column]
    names = [alternative.name for alternative in problem.alternatives]
    summary = " · ".join(f"{n}\u00a0{v:.2f}" for n, v in zip(names, values, strict=True))
    header = [_noun(problem), "Performance", "Value", "Basis", "Version", "As of", "Source", "Note"]
    rows = []
    for alternative, value in zip(problem.alternatives, values, strict=True):
        cell = problem.performances[alternative.id, criterion.id]
        source = problem.sources.get(cell.source)
        rows.append(
            [
                alternative.name,
                _with_range(criterion, cell),
                f"{value:.2f}",
                _fragments.basis(cell.basis, BASIS_MEANING[cell.basis]),
                cell.version,
                cell.as_of,
                _fragments.source(source, problem.texts.get(source.url)) if source else "",
                cell.note,
            ]
        )
    table = _fragments.table(criterion.name, header, rows)
    found: Markup = _fragments.evidence(criterion, summary, table)
    return found


def _with_range(criterion: Criterion, cell: Performance) -> str:
    text = performance_text(criterion, cell.performance)
    uncertain = cell.low < cell.high
    return f"{text} ({cell.low:,.4g} to {cell.high:,.4g})" if uncertain else text


def _marked(ranking: Ranking, row: int) -> Markup:
    mark: Markup = _fragments.marked(ranking.name(row), charts.colour(ranking.rows[row]))
    return mark


def _two_digits(numbers: Any) -> list[str]:
    return [f"{number:.2f}" for number in numbers]


def _noun(problem: Problem) -> str:
    return problem.alternative_noun.capitalize()
