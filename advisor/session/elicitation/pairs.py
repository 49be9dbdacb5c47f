"""Weights from pairwise comparison on Saaty's scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from advisor.mcda.elicitation.pairwise import (
    RANDOM_INDEX,
    Comparison,
    compare_pairs,
    judgement_matrix,
)
from advisor.mcda.values import Array
from advisor.session.elicitation.stages import Stage, Weighing

MOST_ITEMS = max(RANDOM_INDEX)
SCALE = (*(float(k) for k in range(9, 0, -1)), *(1 / k for k in range(2, 10)))
"""How many times as important the first is as the second, from 9 to 1/9 (Saaty 1980)."""


@dataclass(frozen=True)
class Misfit:
    """The judgement that contradicts the others most, and the value of the scale that would fit.

    Attributes
    ----------
    first, second : str
        Ids of the pair.
    given, fitting : float
        Judgements of the first over the second, both on `SCALE`.
    ratio, ratio_after : float
        Consistency ratio now, and with the fitting value.
    """

    first: str
    second: str
    given: float
    fitting: float
    ratio: float
    ratio_after: float


class Pairs(Weighing):
    """Judgements of every pair of each stage's items.

    ``said`` holds, by pair of ids in the problem's order, how many times as important the first
    is as the second. A stage has shares once all its pairs are judged.
    """

    def pairs(self, stage: Stage) -> tuple[tuple[str, str], ...]:
        """Pairs to judge; empty if there are more items than the random index of AHP covers."""
        return tuple(combinations(stage.items, 2)) if len(stage.items) <= MOST_ITEMS else ()

    def judgement(self, stage: Stage, pair: tuple[str, str]) -> float | None:
        """Judgement of a pair; None if there is none."""
        found: float | None = self.said.get(stage.group, {}).get(pair)
        return found

    def judge(self, stage: Stage, pair: tuple[str, str], judgement: float | None) -> None:
        """Set the judgement of a pair to a value of `SCALE`, or remove it with None.

        Raises
        ------
        ValueError
            If the value is not on the scale.
        """
        if judgement is not None and judgement not in SCALE:
            allowed = "1/9, 1/8, … 1/2, 1, 2, … 9"
            raise ValueError(f"{judgement:g} is not on the scale; allowed: {allowed}")
        judged = {**self.said.get(stage.group, {}), pair: judgement}
        kept = {pair: value for pair, value in judged.items() if value is not None}
        self.said = {**self.said, stage.group: kept}

    def judged(self, stage: Stage) -> int:
        """Number of judged pairs of a stage."""
        return sum(self.judgement(stage, pair) is not None for pair in self.pairs(stage))

    def comparison(self, stage: Stage) -> Comparison | None:
        """Weights and consistency of a stage's judgements; None until all pairs are judged."""
        pairs = self.pairs(stage)
        judgements = [self.judgement(stage, pair) for pair in pairs]
        known = [judgement for judgement in judgements if judgement is not None]
        if not pairs or len(known) < len(pairs):
            return None
        return compare_pairs(judgement_matrix(known, len(stage.items)))

    def heard(self, stage: Stage) -> Array | None:
        """Principal eigenvector of the judgements."""
        found = self.comparison(stage)
        return None if found is None else found.weights

    def misfit(self, stage: Stage) -> Misfit | None:
        """The most inconsistent judgement if the consistency ratio is above 0.10, else None."""
        found = self.comparison(stage)
        if found is None or found.warning is None:
            return None
        warning = found.warning
        pair = stage.items[warning.first], stage.items[warning.second]
        # On a scale of ratios, the quotient measures the distance.
        fitting = min(SCALE, key=lambda v: max(v / warning.consistent, warning.consistent / v))
        judgements = {p: self.judgement(stage, p) or 1.0 for p in self.pairs(stage)}
        mended = [*{**judgements, pair: fitting}.values()]
        after = compare_pairs(judgement_matrix(mended, len(stage.items)))
        return Misfit(*pair, warning.given, fitting, warning.ratio, after.consistency_ratio)
