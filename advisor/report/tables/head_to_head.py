"""Comparison of two alternatives, as a table."""

from __future__ import annotations

from advisor.ranking.ranking import Ranking
from advisor.report.tables import Table
from advisor.report.wording.head_to_head import steps
from advisor.report.wording.numbers import points


def differences(ranking: Ranking, first: int, second: int) -> Table:
    """Figures of the waterfall, in points of 100 that add up as printed."""
    found = [[step.name, step.text] for step in steps(ranking, first, second)]
    ends = [
        [f"Score of {ranking.name(row)}", str(points(ranking.scores[row]))]
        for row in (second, first)
    ]
    caption = f"From the score of {ranking.name(second)} to that of {ranking.name(first)}"
    return Table(caption, ["Step", "Points of 100"], [ends[0], *found, ends[1]])
