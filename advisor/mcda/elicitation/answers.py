"""Answers to trade-off questions, and the weights that remain possible.

A question shows two hypothetical alternatives that differ on two criteria only. On each of these,
one alternative is at the worst anchor and the other above it. An answer bounds the ratio of the two
weights, that is, the difference of their logarithms. Contradictions are therefore cycles of
answers, which can be found exactly and without a solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal, NamedTuple

import numpy as np

from advisor.mcda.additive import normalise_weights
from advisor.mcda.elicitation.region import narrow, sample_region
from advisor.mcda.values import Array

Preference = Literal["first", "second", "equal"]

EQUAL = 1.2  # alternatives that people call equally good may differ by a fifth
STRICT = 1e-9  # the alternative that a person chooses is strictly better


@dataclass(frozen=True)
class TradeOffQuestion:
    """The first alternative gains on criterion ``first``, the second on ``second``.

    Attributes
    ----------
    first, second : int
        Two different criteria.
    first_gain, second_gain : float
        Values in (0, 1] above the worst anchor.
    """

    first: int
    second: int
    first_gain: float = 1.0
    second_gain: float = 1.0

    def __post_init__(self) -> None:
        if self.first == self.second or min(self.first, self.second) < 0:
            raise ValueError(
                f"the question is about criteria {self.first} and {self.second}; "
                "allowed: two different criteria, counted from 0"
            )
        if not (0 < self.first_gain <= 1 and 0 < self.second_gain <= 1):
            raise ValueError(
                f"the gains are {self.first_gain:g} and {self.second_gain:g}; "
                "allowed: above 0, up to 1"
            )

    def alternatives(self, criteria: int, rest: float = 0.5) -> Array:
        """Values of the two alternatives, shape (2, criteria); ``rest`` on all other criteria."""
        values = np.full((2, criteria), rest)
        values[0, [self.first, self.second]] = self.first_gain, 0.0
        values[1, [self.first, self.second]] = 0.0, self.second_gain
        return values


@dataclass(frozen=True)
class TradeOffAnswer:
    """The chosen alternative of a question, or that both are equally good."""

    question: TradeOffQuestion
    choice: Preference

    def __post_init__(self) -> None:
        if self.choice not in ("first", "second", "equal"):
            raise ValueError(f"the choice is {self.choice!r}; allowed: 'first', 'second', 'equal'")


class _Bound(NamedTuple):
    """Bound that an answer sets: ``log(weight of upper) - log(weight of lower) > least``."""

    upper: int
    lower: int
    least: float
    answer: int


def constraints(answers: Sequence[TradeOffAnswer], criteria: int) -> Array:
    """Linear constraints of the answers: rows c with ``c @ weights >= 0``.

    A choice gives one constraint. "equal" gives two, which allow a ratio of up to `EQUAL` in
    either direction. The result has the shape (constraints, criteria).

    Raises
    ------
    ValueError
        If an answer is about an unknown criterion; the message gives the number of the answer.

    Examples
    --------
    >>> constraints([TradeOffAnswer(TradeOffQuestion(0, 2, 0.5, 1.0), "first")], 3)
    array([[ 1.,  0., -2.]])
    """
    bounds = _bounds(answers, criteria)
    rows = np.zeros((len(bounds), criteria))
    for row, bound in zip(rows, bounds, strict=True):
        row[bound.upper], row[bound.lower] = 1.0, -exp(bound.least)
    return rows


def contradiction(answers: Sequence[TradeOffAnswer], criteria: int) -> tuple[int, ...]:
    """Numbers of a minimal set of answers that contradict each other; empty if none do.

    The answers form a cycle, such as A over B, B over C, C over A. There may be further cycles.

    Raises
    ------
    ValueError
        As in `constraints`.
    """
    bounds = _bounds(answers, criteria)
    cycle = _solve(bounds, criteria, STRICT)[1]
    for answer in cycle:
        rest = [b for b in bounds if b.answer in cycle and b.answer != answer]
        if _solve(rest, criteria, STRICT)[1]:
            cycle = tuple(number for number in cycle if number != answer)
    return cycle


def withdrawal(answers: Sequence[TradeOffAnswer], criteria: int) -> tuple[int, ...]:
    """Numbers of the smallest set of answers whose removal leaves no contradiction.

    If there are several such sets, the result prefers late answers, which the person remembers
    best. Every contradiction must lose one of its answers, so the search branches over the answers
    of one contradiction at a time and stops at the smallest depth without a contradiction.

    Raises
    ------
    ValueError
        As in `constraints`.

    Examples
    --------
    >>> said = [(0, 1, "first"), (1, 2, "first"), (0, 2, "second"), (0, 3, "equal")]
    >>> answers = [TradeOffAnswer(TradeOffQuestion(i, j), choice) for i, j, choice in said]
    >>> contradiction(answers, 4), withdrawal(answers, 4)
    ((0, 1, 2), (2,))
    """
    bounds = _bounds(answers, criteria)

    def search(removed: frozenset[int], depth: int) -> frozenset[int] | None:
        left = [bound for bound in bounds if bound.answer not in removed]
        cycle = _solve(left, criteria, STRICT)[1]
        if not cycle:
            return removed
        if depth:
            for answer in reversed(cycle):
                found = search(removed | {answer}, depth - 1)
                if found is not None:
                    return found
        return None

    for depth in range(len(answers) + 1):
        found = search(frozenset(), depth)
        if found is not None:
            return tuple(sorted(found))
    raise AssertionError("an empty set of answers has no contradiction")


def weight_region(
    answers: Sequence[TradeOffAnswer],
    criteria: int,
    draws: int,
    rng: np.random.Generator,
    earlier: Array | None = None,
) -> Array:
    """Draw weights uniformly from the region that the answers leave possible.

    Parameters
    ----------
    answers : sequence of TradeOffAnswer
    criteria, draws : int
    rng : numpy.random.Generator
    earlier : Array, shape (draws, criteria), optional
        Result for all answers but the last, so that only the last one must be applied.

    Returns
    -------
    Array, shape (draws, criteria)

    Raises
    ------
    ValueError
        If answers contradict each other, with their numbers; or as in `constraints`.
    """
    cycle = contradiction(answers, criteria)
    if cycle:
        raise ValueError(
            f"answers {', '.join(map(str, cycle))} contradict each other; "
            "allowed: answers without a contradiction, see withdrawal()"
        )
    rows, start = constraints(answers, criteria), _inside(_bounds(answers, criteria), criteria)
    if earlier is not None:
        if earlier.shape != (draws, criteria):
            raise ValueError(
                f"earlier draws have shape {earlier.shape}; allowed: {(draws, criteria)}"
            )
        return narrow(earlier, rows, rng, start)
    return sample_region(rows, draws, rng, start)


def _bounds(answers: Sequence[TradeOffAnswer], criteria: int) -> list[_Bound]:
    found = []
    for number, answer in enumerate(answers):
        q = answer.question
        if max(q.first, q.second) >= criteria:
            raise ValueError(
                f"answer {number} is about criterion {max(q.first, q.second)}; "
                f"allowed: 0 to {criteria - 1}"
            )
        even = log(q.second_gain / q.first_gain)
        if answer.choice != "second":
            least = even - (log(EQUAL) if answer.choice == "equal" else 0)
            found.append(_Bound(q.first, q.second, least, number))
        if answer.choice != "first":
            least = -even - (log(EQUAL) if answer.choice == "equal" else 0)
            found.append(_Bound(q.second, q.first, least, number))
    return found


def _solve(
    bounds: Sequence[_Bound], criteria: int, slack: float
) -> tuple[list[float], tuple[int, ...]]:
    """Logarithms of weights that meet every bound with the slack, or the answers of a cycle.

    This is the Bellman–Ford algorithm for longest paths: the bounds around a cycle add up to more
    than 0 exactly if no weights satisfy them.
    """
    height, said_by = [0.0] * criteria, dict[int, _Bound]()
    raised = None
    for _ in range(criteria + 1):
        raised = None
        for bound in bounds:
            needed = height[bound.lower] + bound.least + slack
            if needed > height[bound.upper] + STRICT / 1000:
                height[bound.upper], said_by[bound.upper] = needed, bound
                raised = bound.upper
        if raised is None:
            return height, ()
    assert raised is not None
    for _ in range(criteria):  # back into the cycle
        raised = said_by[raised].lower
    cycle, node = set[int](), raised
    while True:
        cycle.add(said_by[node].answer)
        node = said_by[node].lower
        if node == raised:
            return height, tuple(sorted(cycle))


def _inside(bounds: Sequence[_Bound], criteria: int) -> Array:
    """Weights well inside consistent bounds; the slack is halved until weights exist."""
    slack = log(2)
    while True:
        logarithms, cycle = _solve(bounds, criteria, slack)
        if not cycle:
            return normalise_weights(np.exp(np.array(logarithms) - max(logarithms)))
        slack = max(slack / 2, STRICT)
