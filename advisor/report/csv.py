"""The ranking as CSV: enough to compute every score again in a spreadsheet."""

from __future__ import annotations

import csv
import io

from advisor.ranking.ranking import Ranking


def csv_table(ranking: Ranking) -> str:
    """A row per alternative and criterion: performance, value, weight, contribution."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    noun = ranking.problem.alternative_noun
    write([noun, "criterion", "performance", "unit", "value", "weight", "share", "contribution"])
    for row in ranking.order:
        for j, criterion in enumerate(ranking.problem.criteria):
            cell = ranking.problem.performances[ranking.alternatives[row], criterion.id]
            figures = (ranking.values[row, j], ranking.weights[j], ranking.contributions[row, j])
            value, share, contribution = (f"{figure:.6g}" for figure in figures)
            raw = f"{ranking.raw_weights[criterion.id]:g}"
            unknown = cell.performance != cell.performance
            performance = "" if unknown else f"{cell.performance:g}"
            name = ranking.name(row)
            write(
                [name, criterion.id, performance, criterion.unit, value, raw, share, contribution]
            )
    return text.getvalue()
