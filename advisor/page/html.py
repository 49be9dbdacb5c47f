"""Results as HTML for the dashboard: the words, and the table twin of each chart.

Functions from results to strings; the markup is in ``fragments``, which
escapes whatever comes from a problem folder.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report import charts
from advisor.report.charts.palette import colour, tint
from advisor.report.wording import (
    because,
    group_percentages,
    headline,
    number_text,
    percentages,
    reasons,
    steps,
)
from advisor.report.wording.numbers import hundredths
from advisor.report.wording.verdict import summary
from advisor.session.decision import Decision

_templates = Environment(loader=PackageLoader("advisor.page", "fragments"), autoescape=True)


def markup(name: str) -> Any:
    """The macros of a file in ``fragments``; whatever they are given is escaped."""
    return _templates.get_template(f"{name}.html").module


fragments = markup("common")

# A shape beside each word: nobody has to tell colours apart.
VERDICTS = {"clear": "● clear", "fragile": "◐ fragile", "tie": "○ tie", None: ""}


def banner(ranking: Ranking) -> str:
    """The verdict in one sentence, and what it rests on."""
    line = headline(ranking)
    return str(fragments.banner(line, VERDICTS[line.verdict]))


def remarks(ranking: Ranking) -> str:
    """What a reader must know before trusting the figures."""
    return str(fragments.paragraphs(ranking.notices))


def paragraphs(*texts: str) -> str:
    """A paragraph for each text that says something."""
    return str(fragments.paragraphs(texts))


def points(sentences: list[str]) -> str:
    """A list with a point for each sentence."""
    return str(fragments.points(sentences))


def in_words(ranking: Ranking) -> str:
    """The summary after the banner’s sentence: why, what against it, what would change it."""
    # How sure that is says the banner already, where it has room.
    return str(fragments.points(summary(ranking)[1:], narrow=headline(ranking).detail))


def ranking_table(ranking: Ranking) -> str:
    """What the bars show, in figures; the parts as printed add up to the score."""
    problem = ranking.problem
    header = [noun(problem), "Rank", "Score", *(group.name for group in problem.groups)]
    counts = ranking.weights.any()
    rows = [
        [
            _marked(ranking, row),
            ranking.ranks[row] if counts else "–",
            f"{ranking.scores[row]:.2f}",
            *hundredths(ranking.group_contributions[row]),
        ]
        for row in ranking.order
    ]
    rows += [
        [problem.alternative(e.alternative).name, e.reason, *("–" for _ in header[2:])]
        for e in ranking.excluded
    ]
    return str(fragments.table("Scores, and what each group adds to them", header, rows))


def radar_table(ranking: Ranking, group: str) -> str:
    """What the radar shows, in figures, for every ranked alternative."""
    labels, values = charts.radar_values(ranking, group)
    rows = [
        [_marked(ranking, row), *(f"{value:.2f}" for value in values[row])] for row in ranking.order
    ]
    header = [noun(ranking.problem), *labels]
    return str(fragments.table("Values, from 0 (worst) to 1 (best)", header, rows))


def bar_legend(problem: Problem) -> str:
    """Groups in the order of the segments, in the greys of their tints."""
    count = len(problem.groups)
    greys = [tint("#4A5560", g, count) for g in range(count)]
    names = [group.name for group in problem.groups]
    return str(fragments.bar_legend(list(zip(names, greys, strict=True))))


def why(ranking: Ranking) -> str:
    """What speaks for the leader against the runner-up, and what against it."""
    speak_for, against = reasons(ranking)
    if not speak_for and not against:
        alone = len(ranking.alternatives) < 2 or not ranking.weights.any()
        equal = "Nothing that counts tells the first two apart."
        return paragraphs("There is nothing to compare." if alone else equal)
    first, second = (ranking.name(row) for row in ranking.order[:2])
    adds, takes = "adds most to its lead:", "takes most from that lead:"
    return str(
        fragments.reasons(f"{first} ahead of {second}", f"What {adds}", "+", speak_for)
        + fragments.reasons(f"{second} ahead of {first}", f"What {takes}", "−", against)
    )


def steps_table(ranking: Ranking, first: int, second: int) -> str:
    """What the waterfall shows, in figures that add up as printed."""
    found = [[step.name, step.text.replace("-", "−")] for step in steps(ranking, first, second)]
    ends = [
        [f"Score of {ranking.name(row)}", f"{ranking.scores[row]:.2f}"] for row in (second, first)
    ]
    caption = f"From the score of {ranking.name(second)} to that of {ranking.name(first)}"
    return str(fragments.table(caption, ["Step", "Adds"], [ends[0], *found, ends[1]]))


def effects(problem: Problem, help_text: str, said: list[str]) -> str:
    """What an answer or a demand does, with its sources; else what the question means."""
    return str(fragments.effects(help_text, [cited(problem, sentence) for sentence in said]))


def weight_label(state: Decision, column: int) -> str:
    """Head of a slider: name, live share, and the swing from worst to best."""
    criterion = state.problem.criteria[column]
    start = state.problem.scenario(state.scenario).weights[criterion.id]
    touched = criterion.id in state.weights
    reason = f"The scenario starts from {number_text(start.weight)}: {start.reason}"
    percent = percentages(state.ranking)[column]
    moved_by = "" if touched else because(state.ranking, criterion.id)
    return str(fragments.weight_label(criterion, percent, touched, reason, moved_by))


def weights_table(ranking: Ranking) -> str:
    """Every weight with its plausible range and reason, and what it adds to each score."""
    problem = ranking.problem
    percents = percentages(ranking)
    scenario = ranking.scenario
    printed = [hundredths(ranking.contributions[row]) for row in ranking.order]
    rows = []
    for j, criterion in enumerate(problem.criteria):
        plausible = scenario.weights[criterion.id]
        rows.append(
            [
                criterion.name,
                number_text(ranking.raw_weights[criterion.id]),
                f"{percents[j]}\u00a0%",
                *(parts[j] for parts in printed),
                f"{number_text(plausible.low)}–{number_text(plausible.high)}",
                cited(problem, plausible.reason),
            ]
        )
    names = [ranking.name(row) for row in ranking.order]
    header = ["Criterion", "Weight", "Share", *names, "Plausible", f"Why, for “{scenario.name}”"]
    groups = zip(problem.groups, group_percentages(ranking), strict=True)
    caption = "; ".join(f"{group.name} {percent}\u00a0%" for group, percent in groups)
    return str(fragments.table(caption, header, rows))


def noun(problem: Problem) -> str:
    """Head of a column of alternatives."""
    return problem.alternative_noun.capitalize()


def cited(problem: Problem, text: str) -> Markup:
    """A reason or note in which ``[id]`` of a source becomes a link to it."""
    pieces = re.split(r"\[([a-z0-9_-]+)\]", text)
    sources = [problem.sources.get(source_id) for source_id in pieces[1::2]]
    found: Markup = fragments.cited(list(zip_longest(pieces[::2], sources)))
    return found


def _marked(ranking: Ranking, row: int) -> Markup:
    mark: Markup = fragments.marked(ranking.name(row), colour(ranking.rows[row]))
    return mark
