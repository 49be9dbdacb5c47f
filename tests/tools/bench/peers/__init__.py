"""The same page with what somebody might take instead, scored by this package."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

import advisor
from advisor.problem.problem import Problem
from advisor.report import charts
from advisor.report.show import as_text


def start() -> tuple[Problem, dict[str, list[tuple[str, str, float]]]]:
    """The problem, and of each group the id, name and first weight of its criteria."""
    problem = advisor.load()
    weights = advisor.rank(problem).raw_weights
    groups = {
        group.name: [
            (criterion.id, criterion.name, weights[criterion.id])
            for criterion in problem.criteria
            if criterion.group == group.id
        ]
        for group in problem.groups
    }
    return problem, groups


def shown(problem: Problem, weights: dict[str, float]) -> tuple[Any, Any, str, list[list[str]]]:
    """Bars, radar, the verdict from 10,000 draws in sentences, and the table of the ranking."""
    ranking = advisor.rank(problem, weights)
    rows = [
        [ranking.name(row), f"{100 * ranking.scores[row]:.0f}", str(ranking.ranks[row])]
        for row in ranking.order
    ]
    bars, radar = go.Figure(charts.bars(ranking)), go.Figure(charts.radar(ranking))
    return bars, radar, as_text(advisor.assess(ranking)), rows
