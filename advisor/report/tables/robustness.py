"""Certainty, as tables."""

from __future__ import annotations

import numpy as np

from advisor.ranking.ranking import Ranking
from advisor.report.tables import Table
from advisor.report.tables.ranking import noun
from advisor.report.wording import listing, percent_text, percent_texts
from advisor.report.wording.robustness import rank_columns
from advisor.robustness.assessment import Assessment
from advisor.robustness.win_map import WinMap

NEVER = "–"


def ranks(assessment: Assessment) -> Table:
    """Shares of the ranks and the confidence factor of every alternative."""
    ranking, found = assessment.ranking, assessment.acceptability
    columns = rank_columns(assessment)
    rows = [
        [
            ranking.name(row),
            *(column.texts[row] for column in columns),
            percent_text(float(found.confidence[row])) if found.first[row] else NEVER,
        ]
        for row in ranking.order
    ]
    caption = (
        "Share of the simulations in which each takes each rank. Confidence: how often it ranks "
        "first with its average winning weights, if only the facts vary"
    )
    head = [noun(ranking), *(f"Rank {column.name}" for column in columns), "Confidence"]
    return Table(caption, head, rows)


def central_weights(assessment: Assessment) -> Table:
    """Mean weights that put each alternative first, by criterion."""
    ranking, found = assessment.ranking, assessment.acceptability.central_weights
    able = [row for row in ranking.order if np.isfinite(found[row, 0])]
    rows = [
        [
            criterion.name,
            percent_text(float(ranking.weights[j])),
            *(percent_text(float(found[row, j])) for row in able),
        ]
        for j, criterion in enumerate(ranking.problem.criteria)
    ]
    head = ["Criterion", "Now", *(f"{ranking.name(row)} first" for row in able)]
    return Table("Average weights of the simulations in which each ranks first", head, rows)


def potential(assessment: Assessment) -> Table:
    """What can rank first for some weights, how often, and what beats it throughout."""
    ranking, found = assessment.ranking, assessment.prospects
    percents = percent_texts(found.shares)
    rows = [
        [
            ranking.name(row),
            "yes" if found.possible[row] else "no",
            percents[row],
            listing([ranking.name(other) for other in found.dominators[row]]) or NEVER,
        ]
        for row in np.argsort(-found.shares, kind="stable").tolist()
    ]
    head = [noun(ranking), "Can rank first", "Of all weights", "Never better than"]
    caption = "For all possible weights, with every fact at its best estimate"
    return Table(caption, head, rows)


def win_map(ranking: Ranking, found: WinMap) -> Table:
    """Share of the win map on which each alternative leads, and its corners."""
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
    head = [noun(ranking), "Share of the map", "Leads when all weight is on"]
    now = ", ".join(
        f"{corner.name} {percent}"
        for corner, percent in zip(found.corners, percent_texts(found.here), strict=True)
    )
    return Table(f"Now: {now}", head, rows)
