"""Results in sentences; every number in them stands on the page as well.

Templates only. Which words may be used is decided by the verdict of
`advisor.robustness`, not here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.problem import Criterion
from advisor.ranking import Ranking
from advisor.robustness import Lead, Verdict, find_lead
from advisor.scoring import TIE

# Contributions that would be shown as 0.00 are no reason for anything.
SMALLEST_REASON = 0.005
REASONS = 3


@dataclass(frozen=True)
class Headline:
    """The banner: a sentence, the figures behind it, and the verdict where there is one."""

    sentence: str
    detail: str
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Reason:
    """What one criterion adds to the leader's margin; negative where it speaks against."""

    criterion: Criterion
    difference: float
    sentence: str


def headline(ranking: Ranking) -> Headline:
    """Who leads, by how much, and how far to trust it."""
    lead = find_lead(ranking)
    if lead is None:
        return _nothing_leads(ranking)
    names = [ranking.name(row) for row in ranking.order]
    equal = int(np.sum(ranking.ranks == 1))
    scores = f"{ranking.scores[lead.leader]:.2f} against {ranking.scores[lead.runner_up]:.2f}"
    if lead.verdict == "tie" and lead.margin <= TIE:
        return Headline(f"{listing(names[:equal])} tie.", f"{_each(equal)} at {scores[:4]}.", "tie")
    if lead.verdict == "tie":
        return Headline(
            f"{names[0]} and {names[1]} are too close to call.",
            f"{scores}: the margin of {lead.margin:.2f} is within what is uncertain in the facts "
            f"({lead.doubt:.2f}).",
            "tie",
        )
    detail = f"{scores} for {names[1]}. "
    if lead.verdict == "fragile":
        contenders = listing([ranking.name(row) for row in lead.contenders], "or")
        detail += f"Other weights that fit this kind of project put {contenders} first."
        return Headline(f"{names[0]} leads, but it depends on the weights.", detail, "fragile")
    detail += "No weighting within this kind of project’s range changes that."
    return Headline(f"{names[0]} leads.", detail, "clear")


def reasons(ranking: Ranking) -> tuple[list[Reason], list[Reason]]:
    """What decides between leader and runner-up: for the leader, and against it.

    Returns
    -------
    tuple of two lists of Reason
        At most `REASONS` each, the weightiest first.
    """
    lead = find_lead(ranking)
    if lead is None:
        return [], []
    ahead = ranking.contributions[lead.leader] - ranking.contributions[lead.runner_up]
    found = [
        _reason(ranking, lead, column, float(ahead[column]))
        for column in np.argsort(-np.abs(ahead), kind="stable")
        if abs(ahead[column]) >= SMALLEST_REASON
    ]
    speak_for = [reason for reason in found if reason.difference > 0]
    against = [reason for reason in found if reason.difference < 0]
    return speak_for[:REASONS], against[:REASONS]


def listing(names: list[str], conjunction: str = "and") -> str:
    """Names as a person writes them: ``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def percentages(shares: np.ndarray) -> list[int]:
    """Shares as whole percent that add up to 100, by largest remainder.

    Shares that sum to 0 stay 0.
    """
    exact = np.asarray(shares, dtype=float) * 100
    whole = np.floor(exact + TIE).astype(int)
    short = round(float(exact.sum())) - int(whole.sum())
    for index in np.argsort(whole - exact, kind="stable")[:short]:
        whole[index] += 1
    return [int(percent) for percent in whole]


def performance_text(criterion: Criterion, performance: float) -> str:
    """A performance with its unit, or in the words of its level; ``unknown`` for NaN."""
    if np.isnan(performance):
        return "unknown"
    for level in criterion.levels:
        if level.level == performance:
            return level.meaning
    return f"{performance:,.4g} {criterion.unit}" if performance < 10_000 else f"{performance:,.0f}"


def _nothing_leads(ranking: Ranking) -> Headline:
    if not ranking.alternatives:
        return Headline("Nothing is left to choose from.", " ".join(ranking.notices))
    if len(ranking.alternatives) == 1:
        return Headline(f"Only {ranking.name(0)} is left.", " ".join(ranking.notices))
    return Headline("Nothing counts yet.", " ".join(ranking.notices))


def _each(count: int) -> str:
    return "Both" if count == 2 else f"All {count}"


def _reason(ranking: Ranking, lead: Lead, column: int, difference: float) -> Reason:
    criterion = ranking.problem.criteria[column]
    leader, runner_up = (
        performance_text(
            criterion,
            ranking.problem.performances[ranking.alternatives[row], criterion.id].performance,
        )
        for row in (lead.leader, lead.runner_up)
    )
    return Reason(
        criterion,
        difference,
        f"{criterion.name}: {leader} for {ranking.name(lead.leader)}, "
        f"{runner_up} for {ranking.name(lead.runner_up)}",
    )
