"""Which alternatives can rank first under any weights, with the stated performances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from advisor.mcda.optimality import best_case, dominance, simplex_shares
from advisor.mcda.values import Array
from advisor.ranking.ranking import Ranking
from advisor.robustness.verdict import DRAWS, SEED


@dataclass(frozen=True, eq=False)
class Prospects:
    """Results for all possible weights; rows are rows of the ranking.

    Attributes
    ----------
    shares : Array, shape (alternatives,)
        Share of all possible weights that put each alternative first, estimated from `DRAWS`
        draws.
    possible : tuple of bool
        Whether any weights put the alternative first, alone or tied; this is exact.
    dominators : tuple of tuple of int
        Rows that are never worse and at least once better than the alternative.
    """

    shares: Array
    possible: tuple[bool, ...]
    dominators: tuple[tuple[int, ...], ...]

    @property
    def universal(self) -> int | None:
        """Row that ranks first under all weights, or None; this is exact."""
        only = [row for row, possible in enumerate(self.possible) if possible]
        return only[0] if len(only) == 1 else None


def prospects(ranking: Ranking) -> Prospects:
    """Compute which alternatives can rank first; the result does not depend on the weights.

    Raises
    ------
    ValueError
        If no alternative is left.
    """
    return _prospects(ranking.values.tobytes(), ranking.values.shape)


@lru_cache(maxsize=8)  # a slider move changes no value
def _prospects(table: bytes, shape: tuple[int, ...]) -> Prospects:
    values = np.frombuffer(table).reshape(shape)
    shares, _ = simplex_shares(values, DRAWS, np.random.default_rng(SEED))
    dominators = dominance(values).T
    return Prospects(
        shares=shares,
        possible=tuple(best_case(values).possible.tolist()),
        dominators=tuple(tuple(np.flatnonzero(row).tolist()) for row in dominators),
    )
