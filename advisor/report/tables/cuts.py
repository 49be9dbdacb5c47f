"""What leads when the facts are grouped another way, as a table."""

from __future__ import annotations

from advisor.report.tables import Table
from advisor.report.wording.numbers import points
from advisor.report.wording.verdict.cuts import cut_name
from advisor.robustness.assessment import Assessment


def cuts(assessment: Assessment) -> Table:
    """Every other grouping, what leads then, and by how much."""
    ranking = assessment.ranking
    rows = [
        [cut_name(cut), ranking.name(cut.first), str(points(cut.ahead))] for cut in assessment.cuts
    ]
    caption = (
        "One group split into two that each get its whole weight, or two merged into one with the "
        "mean of their weights"
    )
    return Table(caption, ["Grouping", "Then first", "Points ahead"], rows)
