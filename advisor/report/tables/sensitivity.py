"""What would change the leader, as tables."""

from __future__ import annotations

from advisor.mcda.sensitivity import NOBODY
from advisor.report.tables import Table
from advisor.report.wording import percent_text, threshold_texts
from advisor.report.wording.numbers import NOT_STATED, fact_text
from advisor.report.wording.sensitivity import (
    flip_text,
    known_text,
    matters,
    slider_text,
)
from advisor.robustness.assessment import Assessment

NEVER = "–"
MOST_FACTS = 20


def intervals(assessment: Assessment) -> Table:
    """Interval of every weight in which the leader stays first, closest flip first."""
    ranking = assessment.ranking
    found, order = assessment.weight_stability

    def end(column: int, share: float, taker: int, side: str) -> str:
        _, text = threshold_texts(float(ranking.weights[column]), share)
        return NEVER if taker == NOBODY else f"{ranking.name(taker)} {side} {text}"

    rows = [
        [
            ranking.problem.criteria[j].name,
            percent_text(float(ranking.weights[j])),
            end(j, float(found.low[j]), int(found.below[j]), "below"),
            end(j, float(found.high[j]), int(found.above[j]), "above"),
        ]
        for j in order
    ]
    caption = "What takes the lead when one weight changes and the others keep their proportions"
    return Table(caption, ["Criterion", "Now", "If less", "If more"], rows)


def weight_flips(assessment: Assessment) -> Table:
    """Every flip of a single weight, closest first, and whether its slider reaches it."""
    ranking = assessment.ranking
    criteria = ranking.problem.criteria
    rows = []
    for flip in assessment.weight_flips:
        now, share = threshold_texts(flip.now, flip.share)
        rows.append(
            [
                criteria[flip.column].name,
                now,
                f"{'above' if flip.rises else 'below'} {share}",
                ranking.name(flip.taker),
                slider_text(flip) if flip.reachable else "out of its reach",
            ]
        )
    head = ["Criterion", "Now", "Changes at", "New leader", "Slider"]
    caption = "One weight at a time; the others keep their proportions"
    return Table(caption, head, rows, "No single weight changes the leader.")


def performance_flips(assessment: Assessment) -> Table:
    """Flips of single facts, those within the bounds of the fact first."""
    ranking, flips = assessment.ranking, assessment.performance_flips
    rows = []
    for flip in flips[:MOST_FACTS]:
        criterion = ranking.problem.criteria[flip.column]
        alternative = ranking.alternatives[flip.row]
        cell = ranking.problem.performances[alternative, criterion.id]
        known = known_text(ranking, flip)
        if not ranking.stated(alternative, criterion):
            known = NOT_STATED
        elif cell.low == cell.high:
            known = "this is exact"
        rows.append(
            [
                f"{criterion.name} for {ranking.name(flip.row)}",
                fact_text(ranking, flip.row, criterion),
                flip_text(ranking, flip),
                ranking.name(flip.taker),
                f"yes, {known}" if flip.within else f"no, {known}",
            ]
        )
    head = ["Fact", "Now", "Changes at", "New leader", "Within known range"]
    rest = len(flips) - len(rows)
    caption = "One fact at a time" + (f"; the nearest {MOST_FACTS} of {len(flips)}" * (rest > 0))
    nothing = "No single fact, whatever its value, would change the leader."
    return Table(caption, head, rows, nothing)


def to_settle(assessment: Assessment) -> Table:
    """Uncertain facts that affect the lead, the most likely to change the leader first."""
    ranking, findings = assessment.ranking, assessment.to_settle
    telling = [finding for finding in findings if matters(finding)]
    none = f"None of the {len(findings)} uncertain facts affects the lead on its own."
    leader = ranking.name(ranking.order[0])
    rows = [
        [
            f"{ranking.problem.criteria[finding.column].name} for {ranking.name(finding.row)}",
            known_text(ranking, finding),
            percent_text(finding.flip),
            ranking.name(finding.taker) if finding.taker != NOBODY else NEVER,
            f"{percent_text(finding.lead_low)} to {percent_text(finding.lead_high)}",
        ]
        for finding in telling
    ]
    head = ["Fact", "Known range", "Chance to change it", "New leader", f"{leader} first in"]
    rest = len(findings) - len(telling)
    others = f" {rest} other uncertain facts hardly matter." if rest > 1 else ""
    caption = (
        f"Last column: how often {leader} ranks first at these weights if the fact is in the worst "
        f"tenth of its range, and if it is in the best tenth, while the other facts vary.{others}"
    )
    return Table(caption, head, rows, none if findings else "")
