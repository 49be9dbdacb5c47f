"""Costs and gains of replacing the incumbent, or of keeping it, in sentences."""

from __future__ import annotations

from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, points, points_text
from advisor.report.wording.verdict.reasons import REASONS, side
from advisor.robustness.assessment import Assessment
from advisor.robustness.incumbent import Incumbent

# The light page fills them in too (advisor.report.light).
SENTENCES = {
    "replaced": "Choosing {leader} over {name} costs {cost} on {sides}.",
    "gains": "It gains {gains}.",
    "kept": "{name} leads because of {sides}. Without that, {otherwise} would lead.",
}


def incumbents(assessment: Assessment) -> list[str]:
    """A text for each input that decides; in a tie none is kept, for none leads."""
    if not assessment.leads:
        return []
    ranking, tie = assessment.ranking, assessment.verdict == "tie"
    said = []
    for found in assessment.incumbents:
        if points(found.cost):
            said.append(_replaced(ranking, found))
        elif found.otherwise is not None and not tie:
            said.append(_kept(ranking, found, found.otherwise))
    return said


def _replaced(ranking: Ranking, found: Incumbent) -> str:
    leader, criteria = ranking.order[0], ranking.problem.criteria
    gains = [
        f"{criteria[column].name} ({points_text(points(gain))})"
        for column, gain in found.gains[:REASONS]
        if points(gain)
    ]
    costs = SENTENCES["replaced"].format(
        leader=ranking.name(leader),
        name=ranking.name(found.row),
        cost=points_text(points(found.cost)).removeprefix("+"),
        sides=_sides(ranking, found, found.row, leader),
    )
    return f"{costs} {SENTENCES['gains'].format(gains=listing(gains))}" if gains else costs


def _kept(ranking: Ranking, found: Incumbent, otherwise: int) -> str:
    return SENTENCES["kept"].format(
        name=ranking.name(found.row),
        sides=_sides(ranking, found, found.row, otherwise),
        otherwise=ranking.name(otherwise),
    )


def _sides(ranking: Ranking, found: Incumbent, one: int, other: int) -> str:
    criterion = ranking.problem.criteria[found.column]
    sides = ", ".join(side(ranking, criterion, row) for row in (one, other))
    return f"{criterion.name} ({sides})"
