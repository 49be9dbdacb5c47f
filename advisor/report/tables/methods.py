"""Results of the other methods, as a table."""

from __future__ import annotations

from advisor.report.tables import Table
from advisor.report.wording.methods import leaders_text
from advisor.robustness.assessment import Assessment


def methods(assessment: Assessment) -> Table:
    """Description, ranks, scores and agreement of each method."""
    ranking, found = assessment.ranking, assessment.methods
    rows = [
        [
            result.method.name,
            leaders_text(ranking, result),
            "–" if result.tau != result.tau else f"{result.tau:.2f}",
            *(f"{result.ranks[row]} ({result.scores[row]:.2f})" for row in ranking.order),
            result.method.idea,
        ]
        for result in found.methods
    ]
    names = [ranking.name(row) for row in ranking.order]
    head = ["Method", "First", "Agreement", *names, "What it does"]
    caption = (
        "Rank, with the score on the method’s own scale. All methods start from the same values "
        "between fixed anchors. Agreement: how alike the order is to that of additive value, from "
        "−1 to 1 (Kendall’s tau-b)"
    )
    return Table(caption, head, rows)
