"""Two alternatives head to head, as a table."""

from __future__ import annotations

from advisor.ranking.ranking import Ranking
from advisor.report.tables import Table
from advisor.report.wording.head_to_head import steps


def differences(ranking: Ranking, first: int, second: int) -> Table:
    """What the waterfall shows, in figures that add up as printed."""
    found = [[step.name, step.text.replace("-", "−")] for step in steps(ranking, first, second)]
    ends = [
        [f"Score of {ranking.name(row)}", f"{ranking.scores[row]:.2f}"] for row in (second, first)
    ]
    caption = f"From the score of {ranking.name(second)} to that of {ranking.name(first)}"
    return Table(caption, ["Step", "Adds"], [ends[0], *found, ends[1]])
