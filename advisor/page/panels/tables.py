"""Table twins of the robustness views: what their charts and sentences say, in figures."""

from __future__ import annotations

import numpy as np

from advisor.mcda.sensitivity import NOBODY
from advisor.page.html import fragments, noun, paragraphs
from advisor.ranking.ranking import Ranking
from advisor.report.wording import (
    listing,
    percent_text,
    percent_texts,
    performance_text,
    threshold_texts,
)
from advisor.report.wording.robustness import rank_columns
from advisor.report.wording.sensitivity import (
    fact_name,
    flip_text,
    known_text,
    matters,
    slider_text,
)
from advisor.robustness.optimality import prospects
from advisor.robustness.sensitivity import (
    performance_flips,
    stability_rows,
    to_settle,
    weight_flips,
)
from advisor.robustness.verdict import acceptability, find_lead
from advisor.robustness.win_map import WinMap

NEVER = "–"
MOST_FACTS = 20


def acceptability_table(ranking: Ranking) -> str:
    """Shares of the ranks, and the confidence factor, of every alternative."""
    if find_lead(ranking) is None:
        return ""
    found = acceptability(ranking)
    columns = rank_columns(ranking)
    rows = [
        [
            ranking.name(row),
            *(column.texts[row] for column in columns),
            percent_text(float(found.confidence[row])) if found.first[row] else NEVER,
        ]
        for row in ranking.order
    ]
    caption = (
        "Share of the draws in which each takes each rank. Confidence: how often it is first, "
        "whatever the facts may be, under the mean of the weights that put it first"
    )
    header = [noun(ranking.problem), *(f"Rank {column.name}" for column in columns), "Confidence"]
    return str(fragments.table(caption, header, rows))


def central_table(ranking: Ranking) -> str:
    """Mean weights that put each alternative first, criterion by criterion."""
    if find_lead(ranking) is None:
        return ""
    found = acceptability(ranking).central_weights
    able = [row for row in ranking.order if np.isfinite(found[row, 0])]
    rows = [
        [
            criterion.name,
            percent_text(float(ranking.weights[j])),
            *(percent_text(float(found[row, j])) for row in able),
        ]
        for j, criterion in enumerate(ranking.problem.criteria)
    ]
    header = ["Criterion", "Now", *(f"{ranking.name(row)} first" for row in able)]
    return str(fragments.table("Mean weights of the draws in which each is first", header, rows))


def stability_table(ranking: Ranking) -> str:
    """Interval of every weight within which the leader stays, the nearest flip first."""
    if find_lead(ranking) is None:
        return ""
    found, order = stability_rows(ranking)

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
    caption = "Who takes over when one weight changes and the others keep their proportions"
    return str(fragments.table(caption, ["Criterion", "Now", "If less", "If more"], rows))


def prospects_table(ranking: Ranking) -> str:
    """Who can be best for some weights, how often, and who is beaten throughout by whom."""
    if len(ranking.alternatives) < 2:
        return ""
    found = prospects(ranking)
    percents = percent_texts(found.shares)
    rows = [
        [
            ranking.name(row),
            "yes" if found.possible[row] else "no",
            percents[row],
            listing([ranking.name(other) for other in found.dominators[row]]) or "nobody",
        ]
        for row in np.argsort(-found.shares, kind="stable").tolist()
    ]
    header = [noun(ranking.problem), "Can be best", "Of all weights", "Nowhere better than"]
    return str(fragments.table("With the facts as stated, for all possible weights", header, rows))


def map_table(ranking: Ranking, found: WinMap | None) -> str:
    """How much of the win map each alternative leads on, and which corners."""
    if found is None:
        return ""
    percents = percent_texts(found.areas)
    corners = np.eye(3)
    rows = []
    for row in np.argsort(-found.areas, kind="stable").tolist():
        region = found.regions[row]
        held = [
            corner.name
            for corner, point in zip(found.corners, corners, strict=True)
            if any(np.allclose(vertex, point) for vertex in region)
        ]
        rows.append([ranking.name(row), percents[row], listing(held) or NEVER])
    header = [noun(ranking.problem), "Share of the map", "Leads with all of it on"]
    now = ", ".join(
        f"{corner.name} {percent}"
        for corner, percent in zip(found.corners, percent_texts(found.here), strict=True)
    )
    return str(fragments.table(f"Now: {now}", header, rows))


def weight_flips_table(ranking: Ranking) -> str:
    """Every flip of a single weight, the nearest first, and whether its slider reaches it."""
    flips = weight_flips(ranking)
    if not flips:
        return paragraphs("No single weight changes the leader.") if find_lead(ranking) else ""
    criteria = ranking.problem.criteria
    rows = []
    for flip in flips:
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
    header = ["Criterion", "Now", "Flips", "Then first", "Slider"]
    caption = "One weight at a time; the others keep their proportions"
    return str(fragments.table(caption, header, rows))


def performance_flips_table(ranking: Ranking) -> str:
    """The flips of single facts, those that may well be so first."""
    flips = performance_flips(ranking)
    if not flips:
        nothing = "No single fact changes the leader, whatever it turned out to be."
        return paragraphs(nothing) if find_lead(ranking) else ""
    rows = []
    for flip in flips[:MOST_FACTS]:
        criterion = ranking.problem.criteria[flip.column]
        cell = ranking.problem.performances[ranking.alternatives[flip.row], criterion.id]
        certain = cell.low == cell.high
        known = "stated as certain" if certain else f"known as {known_text(ranking, flip)}"
        rows.append(
            [
                f"{criterion.name} of {ranking.name(flip.row)}",
                performance_text(criterion, cell.performance),
                flip_text(ranking, flip),
                ranking.name(flip.taker),
                f"yes, {known}" if flip.within else f"no, {known}",
            ]
        )
    header = ["Fact", "Now", "Flips", "Then first", "Within what is known"]
    rest = len(flips) - len(rows)
    caption = "One fact at a time" + (f"; the nearest {MOST_FACTS} of {len(flips)}" * (rest > 0))
    return str(fragments.table(caption, header, rows))


def settle_table(ranking: Ranking) -> str:
    """Uncertain facts that bear on the lead, the most likely to change the leader first."""
    findings = to_settle(ranking)
    telling = [finding for finding in findings if matters(finding)]
    if not telling:
        none = f"None of the {len(findings)} uncertain facts matters to the lead on its own."
        return paragraphs(none) if findings else ""
    leader = ranking.name(ranking.order[0])
    rows = [
        [
            fact_name(ranking, finding),
            known_text(ranking, finding),
            percent_text(finding.flip),
            ranking.name(finding.taker) if finding.taker != NOBODY else NEVER,
            f"{finding.lead_low * 100:.0f} to {finding.lead_high * 100:.0f}\u00a0%",
        ]
        for finding in telling
    ]
    header = ["Fact", "Known as", "Chance to flip", "Then first", f"{leader} first in"]
    rest = len(findings) - len(telling)
    others = f" {rest} other uncertain facts hardly matter." if rest > 1 else ""
    caption = (
        f"The last column: how often {leader} is first, at these weights, with the fact at its "
        f"worst and at its best tenth and the others uncertain.{others}"
    )
    return str(fragments.table(caption, header, rows))
