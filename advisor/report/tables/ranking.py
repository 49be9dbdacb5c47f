"""Rankings as tables: scores, trade-offs, weights, and all figures behind the scores."""

from __future__ import annotations

import numpy as np

from advisor.ranking.ranking import Ranking
from advisor.ranking.rounding import apportion, hundredths
from advisor.report.charts.ranking import radar_values
from advisor.report.tables import Table
from advisor.report.wording import weight_text
from advisor.report.wording.numbers import NOT_STATED, points, rounded_text


def scores(ranking: Ranking) -> Table:
    """Rank, score and contributions of the groups; the contributions add up as printed.

    Excluded alternatives are at the bottom, with the reason.
    """
    problem = ranking.problem
    counts = ranking.weights.any()
    head = [noun(ranking), "Rank", "Points", *(group.name for group in problem.groups)]
    rows = [
        [
            ranking.name(row),
            str(ranking.ranks[row]) if counts else "–",
            str(points(ranking.scores[row])),
            *hundredths(ranking.group_contributions[row]),
        ]
        for row in ranking.order
    ]
    rows += [
        [problem.alternative(e.alternative).name, e.reason, *("–" for _ in head[2:])]
        for e in ranking.excluded
    ]
    return Table("Points of 100, and what each group adds to them", head, rows)


def exact(ranking: Ranking) -> Table:
    """Rank, score and contributions of the groups with all digits, for programs."""
    parts = ranking.group_contributions.tolist()
    rows = [
        [int(ranking.ranks[row]), ranking.name(row), float(ranking.scores[row]), *parts[row]]
        for row in ranking.order
    ]
    groups = [group.name for group in ranking.problem.groups]
    head = ["rank", ranking.problem.alternative_noun, "score", *groups]
    return Table("Scores, and what each group adds to them", head, rows)


def trade_offs(ranking: Ranking, group: str = "") -> Table:
    """Figures of the radar for every ranked alternative."""
    labels, values = radar_values(ranking, group)
    rows = [[ranking.name(row), *(points(value) for value in values[row])] for row in ranking.order]
    return Table("Points, from 0 (worst) to 100 (best)", [noun(ranking), *labels], rows)


def positions(ranking: Ranking) -> Table:
    """How each ranked alternative does on each group that has weight, from 0 to 100."""
    low, high = ranking.group_ranges
    groups, percents = ranking.problem.groups, ranking.group_percentages
    order = np.argsort(-ranking.group_weights, kind="stable").tolist()
    weighed = [g for g in order if ranking.group_weights[g] > 0]
    head = [
        noun(ranking),
        *(f"{groups[g].name}, {percents[g]}\u00a0% of the weight" for g in weighed),
    ]
    rows = [
        [
            ranking.name(row),
            *(_place(ranking.group_values[row, g], low[row, g], high[row, g]) for g in weighed),
        ]
        for row in ranking.order
    ]
    return Table("From 0 (worst) to 100 (best); the known range in brackets", head, rows)


def weights(ranking: Ranking) -> Table:
    """Every weight with its range, its reason and its contribution to each score.

    A group with its own weight comes before its criteria; contributions add up as printed.
    """
    problem, scenario, advice = ranking.problem, ranking.scenario, ranking.advice
    added = [_hundredths(ranking, row) for row in ranking.order]
    rows = []
    for place, group in enumerate(problem.groups):
        shared = scenario.group_weights.get(group.id)
        if shared:
            rows.append(
                [
                    f"{group.name}, shared by:",
                    weight_text(ranking.raw_group_weights[group.id]),
                    rounded_text(
                        float(ranking.group_weights[place]), ranking.group_percentages[place]
                    ),
                    *(by_group[place] for by_group, _ in added),
                    _range(*advice.groups[group.id]),
                    shared.reason or NOT_STATED,
                ]
            )
        for j in problem.criteria_in(group.id):
            criterion = problem.criteria[j]
            rows.append(
                [
                    f"– {criterion.name}" if shared else criterion.name,
                    weight_text(ranking.raw_weights[criterion.id]),
                    rounded_text(float(ranking.weights[j]), ranking.percentages[j]),
                    *(by_criterion[j] for _, by_criterion in added),
                    _range(advice.low[criterion.id], advice.high[criterion.id]),
                    scenario.weights[criterion.id].reason or NOT_STATED,
                ]
            )
    names = [ranking.name(row) for row in ranking.order]
    head = ["Criterion", "Weight", "Share", *names, "Range", f"Why, for “{scenario.name}”"]
    shares = map(rounded_text, ranking.group_weights.tolist(), ranking.group_percentages)
    groups = zip(problem.groups, shares, strict=True)
    caption = "; ".join(f"{group.name} {share}" for group, share in groups)
    return Table(caption, head, rows)


def _hundredths(ranking: Ranking, row: int) -> tuple[list[str], list[str]]:
    """Contributions of groups and criteria to a score; those of a group add up as printed."""
    by_group = hundredths(ranking.group_contributions[row])
    by_criterion = [""] * len(ranking.weights)
    for group, total in zip(ranking.problem.groups, by_group, strict=True):
        columns = list(ranking.problem.criteria_in(group.id))
        parts = apportion(ranking.contributions[row, columns] * 100, int(total))
        for column, part in zip(columns, parts, strict=True):
            by_criterion[column] = str(part)
    return by_group, by_criterion


def _place(value: float, low: float, high: float) -> str:
    at, least, most = (round(float(end) * 100) for end in (value, low, high))
    return f"{at} ({least}–{most})" if least < most else str(at)


def _range(low: float, high: float) -> str:
    return f"{weight_text(low)}–{weight_text(high)}"


def contributions(ranking: Ranking) -> Table:
    """One row per alternative and criterion: performance, value, weight and contribution."""
    rows = []
    for row in ranking.order:
        for j, criterion in enumerate(ranking.problem.criteria):
            cell = ranking.problem.performances[ranking.alternatives[row], criterion.id]
            stated = ranking.stated(ranking.alternatives[row], criterion)
            unknown = cell.performance != cell.performance or not stated
            figures = (ranking.values[row, j], ranking.weights[j], ranking.contributions[row, j])
            value, share, contribution = (f"{figure:.6g}" for figure in figures)
            rows.append(
                [
                    ranking.name(row),
                    criterion.id,
                    "" if unknown else f"{cell.performance:g}",
                    criterion.unit,
                    value,
                    f"{ranking.raw_weights[criterion.id]:g}",
                    share,
                    contribution,
                ]
            )
    columns = ("criterion", "performance", "unit", "value", "weight", "share", "contribution")
    return Table("What makes up the scores", [ranking.problem.alternative_noun, *columns], rows)


def noun(ranking: Ranking) -> str:
    """Header of a column of alternatives."""
    return ranking.problem.alternative_noun.capitalize()
