"""Two alternatives head to head: what leads from one score to the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.ranking.ranking import Ranking
from advisor.ranking.rounding import apportion
from advisor.report.wording.numbers import listing

MOST_STEPS = 7
NAMED = 2
# What would be printed as 0.00 is no step.
SMALLEST_STEP = 0.005


@dataclass(frozen=True)
class Step:
    """What one criterion, or all others together, adds on the way; ``text`` adds up as printed."""

    name: str
    difference: float
    text: str


def steps(ranking: Ranking, first: int, second: int) -> list[Step]:
    """Differences from the second's score to the first's, the largest first, the rest as one."""
    ahead = ranking.contributions[first] - ranking.contributions[second]
    order = [int(j) for j in np.argsort(-np.abs(ahead), kind="stable")]
    named = [j for j in order[:MOST_STEPS] if abs(ahead[j]) >= SMALLEST_STEP]
    differences = [float(ahead[j]) for j in named]
    names = [ranking.problem.criteria[j].name for j in named]
    rest = [j for j in order if j not in named and abs(ahead[j]) > 0]
    if rest:
        differences.append(float(ahead[rest].sum()))
        names.append(
            f"{len(rest)} others" if len(rest) > 1 else ranking.problem.criteria[rest[0]].name
        )
    ends = [round(float(f"{ranking.scores[row]:.2f}") * 100) for row in (first, second)]
    whole = apportion(np.array(differences) * 100, ends[0] - ends[1]) if differences else []
    return [
        Step(name, difference, f"{part / 100:.2f}")
        for name, difference, part in zip(names, differences, whole, strict=True)
    ]


def versus(ranking: Ranking, first: int, second: int) -> str:
    """In a sentence or two: who is ahead of whom, by what, and in spite of what."""
    if ranking.scores[first] < ranking.scores[second]:
        first, second = second, first
    one, other = ranking.name(first), ranking.name(second)
    margin = ranking.scores[first] - ranking.scores[second]
    if margin < SMALLEST_STEP:
        lead = f"{one} and {other} are level at {ranking.scores[first]:.2f}."
    else:
        lead = f"{one} is {margin:.2f} ahead of {other}."
    ahead = ranking.contributions[first] - ranking.contributions[second]

    def largest(sign: int) -> list[str]:
        order = np.argsort(-ahead * sign, kind="stable")[:NAMED]
        return [
            f"{ranking.problem.criteria[j].name} ({abs(ahead[j]):.2f})"
            for j in order
            if ahead[j] * sign >= SMALLEST_STEP
        ]

    gains, losses = largest(1), largest(-1)
    said = [lead]
    if gains:
        said.append(f"Most of what speaks for {one} is {listing(gains)}.")
    if losses:
        said.append(f"For {other} speaks most {listing(losses)}.")
    return " ".join(said)
