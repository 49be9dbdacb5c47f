"""SMAA-2: how often each alternative takes each rank in draws of weights and values.

Source: Lahdelma & Salminen 2001, "SMAA-2: stochastic multicriteria acceptability analysis
for group decision making", Operations Research 49(3). The functions take and return arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.additive import TIE, checked
from advisor.mcda.sampling.values import UncertainValues, ValueDraws, certain
from advisor.mcda.sampling.weights import Sampler
from advisor.mcda.values import Array

# Draws per chunk: a row of scores fits into the cache, and a 50 x 50 chunk takes a few megabytes.
CHUNK = 8192
# Draws for a confidence factor: its standard error is then at most 0.005.
CONFIDENCE_DRAWS = 10_000
# Largest number of values in memory at once for draws of whole tables: 32 MB.
TABLE_CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class Acceptability:
    """Results of `smaa` for every alternative.

    Attributes
    ----------
    draws : int
    first : Array, shape (alternatives,)
        Share of the draws in which each alternative ranks first; ties share a draw equally.
    central_weights : Array, shape (alternatives, criteria)
        Mean of the weights that put the alternative first; NaN if none do.
    """

    draws: int
    first: Array
    central_weights: Array
    _values: ValueDraws
    _scores: tuple[Array, ...]

    @property
    def ranks(self) -> Array:
        """Share of the draws in which the alternative (row) takes the rank (column).

        Tied alternatives share their ranks equally, so rows and columns sum to 1.
        """
        return self._places[0]

    @property
    def wins(self) -> Array:
        """Share of the draws in which the row's alternative scores above the column's.

        A tie counts half, and the diagonal is 0.5.
        """
        return self._places[1]

    @cached_property
    def _places(self) -> tuple[Array, Array]:
        """Ranks and wins, computed on first access, because they take most of the time."""
        return _count(self._scores, self.draws)

    @cached_property
    def confidence(self) -> Array:
        """Confidence factors in [0, 1], shape (alternatives,), drawn on first access.

        A confidence factor is the share of the draws of the values in which the alternative ranks
        first under its central weights. It is NaN if the alternative never ranks first.
        """
        doubtful = self._values.doubtful
        draws = min(self.draws, CONFIDENCE_DRAWS) if doubtful else 1
        return _confidence(self._values, self.central_weights, draws)

    @property
    def errors(self) -> Array:
        """Standard errors of ``ranks``; see `standard_error`."""
        return standard_error(self.ranks, self.draws)


def standard_error(share: Array, draws: int) -> Array:
    """Standard error of a share of independent draws.

    This is the posterior standard deviation under Jeffreys' prior. Unlike
    ``sqrt(p (1 - p) / n)`` it is above 0 for a share of 0 or 1, because an event that 1,000
    draws did not contain can still be possible.

    Examples
    --------
    >>> standard_error(np.array([0.5, 1.0]), 9_999).round(5)
    array([5.e-03, 7.e-05])
    """
    centred = (share * draws + 0.5) / (draws + 1)
    found: Array = np.sqrt(centred * (1 - centred) / (draws + 2))
    return found


def smaa(
    values: Array | UncertainValues,
    weights: Sampler | Array,
    draws: int,
    rng: np.random.Generator,
) -> Acceptability:
    """Compute rank acceptability, pairwise wins, central weights and confidence factors.

    Parameters
    ----------
    values : Array, shape (alternatives, criteria), or UncertainValues
        Values in [0, 1]. Uncertain values are drawn once for every weight vector.
    weights : Sampler, or Array of shape (draws, criteria)
        A sampler of `advisor.mcda.sampling.weights`, or weight vectors drawn before.
    draws : int
        At least 1.
    rng : numpy.random.Generator
        Equal generators give equal results.

    Raises
    ------
    ValueError
        If ``draws`` is below 1, if weights and values have different numbers of criteria, or if
        one of them is not a finite number, see `advisor.mcda.additive.checked`.
    """
    uncertain = values if isinstance(values, UncertainValues) else certain(values)
    alternatives, criteria = uncertain.stated.shape
    if draws < 1:
        raise ValueError(f"draws is {draws}; allowed: at least 1")
    if isinstance(weights, np.ndarray):
        checked(uncertain.stated, weights)
    central, led = np.zeros((alternatives, criteria)), np.zeros(alternatives)
    values_drawn = ValueDraws(uncertain, rng)
    kept = []
    for vectors in _chunks(weights, draws, rng):
        if vectors.shape[1] != criteria:
            found = f"the weights have {vectors.shape[1]} criteria"
            raise ValueError(f"{found}; allowed: {criteria}, as the values have")
        scores = values_drawn.scores(vectors)
        first = _firsts(scores)
        central += first @ vectors
        led += first.sum(axis=1)
        kept.append(scores)
    with np.errstate(invalid="ignore"):
        central /= led[:, None]
    return Acceptability(draws, led / draws, central, values_drawn, tuple(kept))


def _firsts(scores: Array) -> Array:
    """Each alternative's share of the first rank in each draw."""
    first: Array = (scores >= scores.max(axis=0) - TIE).astype(float)
    shared = first.sum(axis=0) > 1
    if shared.any():
        start, size = tie_groups(scores[:, shared])
        first[:, shared] = (start == 0) / size
    return first


def _count(drawn: Sequence[Array], draws: int) -> tuple[Array, Array]:
    """Shares of ranks and of pairs won."""
    alternatives = len(drawn[0])
    ranks, wins = np.zeros((alternatives, alternatives)), np.zeros((alternatives, alternatives))
    for scores in drawn:
        above, pairs = _compare(scores)
        wins += pairs
        shared = _tied(above)
        clean = above[:, ~shared] if shared.any() else above
        for row in range(alternatives):
            ranks[row] += np.bincount(clean[row], minlength=alternatives)
        if shared.any():
            start, size = tie_groups(scores[:, shared])
            for row in range(alternatives):
                ranks[row] += _spread(start[row], size[row], alternatives)
    np.fill_diagonal(wins, draws / 2)
    return ranks / draws, wins / draws


def first_shares(scores: Array) -> Array:
    """Share of the columns in which each row scores highest; tied rows share a column equally.

    Parameters
    ----------
    scores : Array, shape (alternatives, vectors)

    Examples
    --------
    >>> first_shares(np.array([[0.4, 0.7], [0.4, 0.1]]))
    array([0.75, 0.25])
    """
    leading = scores >= scores.max(axis=0) - TIE
    found: Array = (leading / leading.sum(axis=0)).mean(axis=1)
    return found


def tie_groups(scores: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First rank, counted from 0, and size of the tie that each alternative belongs to.

    A chain of nearly equal scores forms one tie; otherwise shares of ranks would not sum to 1.

    Parameters
    ----------
    scores : Array, shape (alternatives, vectors)

    Returns
    -------
    start, size : Array, shape (alternatives, vectors)
        An alternative without a tie has a size of 1.

    Examples
    --------
    >>> start, size = tie_groups(np.array([[0.4], [0.7], [0.4]]))
    >>> start[:, 0].tolist(), size[:, 0].tolist()
    ([1, 0, 1], [2, 1, 2])
    """
    order = np.argsort(-scores, axis=0, kind="stable")
    descending = np.take_along_axis(scores, order, axis=0)
    places = np.arange(len(scores))[:, None]
    edge = np.ones((1, scores.shape[1]), dtype=bool)
    gaps = descending[:-1] - descending[1:] > TIE
    first = np.maximum.accumulate(np.where(np.vstack([edge, gaps]), places, 0), axis=0)
    last = np.where(np.vstack([gaps, edge]), places, len(scores))
    last = np.minimum.accumulate(last[::-1], axis=0)[::-1]
    start, size = np.empty_like(order), np.empty_like(order)
    np.put_along_axis(start, order, first, axis=0)
    np.put_along_axis(size, order, last - first + 1, axis=0)
    return start, size


def _spread(start: NDArray[np.intp], size: NDArray[np.intp], ranks: int) -> Array:
    """Sum of an alternative's shares of each rank; tied alternatives share ranks equally."""
    share = 1 / size
    begins = np.bincount(start, share, ranks + 1)
    ends = np.bincount(start + size, share, ranks + 1)
    found = np.cumsum(begins - ends)[:ranks]
    # No share is smaller than 1 / ranks, so a smaller sum is a rounding error.
    return np.where(found < 0.5 / ranks, 0, found)


def _chunks(weights: Sampler | Array, draws: int, rng: np.random.Generator) -> Iterator[Array]:
    if isinstance(weights, np.ndarray):
        if len(weights) != draws:
            raise ValueError(f"draws is {draws}; allowed: {len(weights)}, one per weight vector")
        for start in range(0, draws, CHUNK):
            yield weights[start : start + CHUNK]
        return
    for start in range(0, draws, CHUNK):
        yield weights(min(CHUNK, draws - start), rng)


def _compare(scores: Array) -> tuple[NDArray[np.uint16], Array]:
    """Number of alternatives that score above each one, and how often each pair is won.

    Up to about 50 alternatives, comparing all pairs is faster than sorting, and the result needs
    the pairs in any case.
    """
    alternatives, vectors = scores.shape
    narrow = np.uint8 if alternatives < 256 else np.uint16
    above = np.zeros(scores.shape, dtype=narrow)
    pairs = np.zeros((alternatives, alternatives))
    higher, beaten = scores + TIE, np.empty(vectors, dtype=bool)
    for one in range(alternatives):
        for other in range(one + 1, alternatives):
            np.greater(scores[other], higher[one], out=beaten)
            above[one] += beaten
            lost = int(np.count_nonzero(beaten))
            np.greater(scores[one], higher[other], out=beaten)
            above[other] += beaten
            won = int(np.count_nonzero(beaten))
            even = (vectors - lost - won) / 2
            pairs[one, other], pairs[other, one] = won + even, lost + even
    return above, pairs


def _tied(above: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Draws with a tie, that is, with a pair of which neither scores above the other."""
    alternatives = len(above)
    decided = above.sum(axis=0, dtype=np.int32)
    tied: NDArray[np.bool_] = decided < alternatives * (alternatives - 1) // 2
    return tied


def _confidence(values: ValueDraws, central: Array, draws: int) -> Array:
    found = np.full(len(central), np.nan)
    own = np.flatnonzero(~np.isnan(central[:, 0]))
    total = np.zeros(len(own))
    chunk = max(1, min(CHUNK // 2, TABLE_CELLS // central.size))
    for start in range(0, draws, chunk):
        tables = values.tables(min(chunk, draws - start))
        scores = central[own] @ tables  # (alternatives, central weights, draws)
        leading = scores >= scores.max(axis=0) - TIE
        total += (leading[own, np.arange(len(own))] / leading.sum(axis=0)).sum(axis=1)
    found[own] = total / draws
    return found
