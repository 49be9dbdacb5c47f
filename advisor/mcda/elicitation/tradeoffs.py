"""Adaptive trade-off questions: which one to ask next, and when to stop.

Adaptive questions between pairs follow the idea of PAPRIKA (Hansen & Ombler 2008, Journal of
Multi-Criteria Decision Analysis 15). Here they use samples of the weights that the previous
answers leave possible (`advisor.mcda.elicitation.answers`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from advisor.mcda.additive import additive, normalise_weights
from advisor.mcda.elicitation.answers import TradeOffAnswer, TradeOffQuestion
from advisor.mcda.values import Array

GAINS = (1.0, 0.75, 0.5, 0.25)
EVEN = 0.4  # a question that leaves at most 60 % of the weights is about as good as possible
WORTHWHILE = 0.02  # below this share, the answer is practically known


def trade_off_weights(samples: Array) -> Array:
    """Mean of the remaining weights, shape (criteria,): the weights to rank with."""
    return normalise_weights(samples.mean(axis=0))


def leaders(values: Array, samples: Array) -> NDArray[np.intp]:
    """Row of the alternative with the highest additive value in each draw, shape (draws,)."""
    return np.asarray(np.argmax(additive(values, samples), axis=0))


def settled(values: Array, samples: Array, share: float = 0.95) -> bool:
    """Whether one alternative leads for at least ``share`` of the remaining weights."""
    return bool(np.bincount(leaders(values, samples)).max() >= share * len(samples))


def next_question(
    samples: Array,
    answers: Sequence[TradeOffAnswer] = (),
    *,
    gains: Sequence[Sequence[float]] | None = None,
    leading: NDArray[np.intp] | None = None,
    stop: Callable[[Array], bool] | None = None,
) -> TradeOffQuestion | None:
    """Choose the question whose answer reduces the remaining weights the most.

    If a share p of the weights prefers the first alternative, the expected remainder is
    p² + (1 - p)², which is smallest at p = 1/2. If ``leading`` is given, the function selects,
    among the questions that cut about in half, the one that reveals most about the leader
    (mutual information).

    Parameters
    ----------
    samples : Array, shape (draws, criteria)
        Remaining weights, see `weight_region`; a few thousand.
    answers : sequence of TradeOffAnswer, optional
        Previous answers. The function does not ask again about a pair that was called equal.
    gains : sequence of sequence of float, optional
        Values in (0, 1] that a question may show for each criterion, such as those of its
        rubric; `GAINS` for all criteria by default.
    leading : array of int, shape (draws,), optional
        Row of the leader in each draw, see `leaders`.
    stop : callable, optional
        Function of the samples that returns whether to stop asking, such as `settled`.

    Returns
    -------
    TradeOffQuestion or None
        None if `stop` returns True or no answer would exclude any weights.

    Raises
    ------
    ValueError
        If `gains` or `leading` do not fit the samples.
    """
    draws, criteria = samples.shape
    shown = [GAINS] * criteria if gains is None else [tuple(g) for g in gains]
    if len(shown) != criteria:
        raise ValueError(f"gains has {len(shown)} entries; allowed: {criteria}, one per criterion")
    if leading is not None and leading.shape != (draws,):
        raise ValueError(f"leading has shape {leading.shape}; allowed: ({draws},)")
    if stop is not None and stop(samples):
        return None
    called_equal = {
        frozenset((a.question.first, a.question.second)) for a in answers if a.choice == "equal"
    }
    who = None if leading is None else np.eye(int(leading.max()) + 1)[leading]
    best, best_merit = None, (False, 0.0)
    for pair in combinations(range(criteria), 2):
        if frozenset(pair) in called_equal:
            continue
        questions = _questions(*pair, shown)
        sizes = np.array([[q.first_gain, q.second_gain] for q in questions]).reshape(-1, 2)
        takes_first = (
            samples[:, pair[0], None] * sizes[:, 0] > samples[:, pair[1], None] * sizes[:, 1]
        )
        share = takes_first.mean(axis=0)
        cut = np.minimum(share, 1 - share)
        told = None if who is None else _information(takes_first, share, who)
        for k, question in enumerate(questions):
            even = told is not None and bool(cut[k] >= EVEN)
            merit = (even, float(told[k]) if told is not None and even else float(cut[k]))
            if cut[k] >= WORTHWHILE and merit > best_merit:
                best, best_merit = question, merit
    return best


def _questions(first: int, second: int, shown: Sequence[Sequence[float]]) -> list[TradeOffQuestion]:
    """One question per ratio of gains: the one with the largest gains is easiest to imagine."""
    every = [TradeOffQuestion(first, second, a, b) for a in shown[first] for b in shown[second]]
    every.sort(key=lambda q: q.first_gain + q.second_gain)
    return list({round(q.first_gain / q.second_gain, 9): q for q in every}.values())


def _information(takes_first: NDArray[np.bool_], share: Array, who: Array) -> Array:
    """Mutual information of each question's answer and the leader, in nats."""
    leads = who.mean(axis=0)
    total = np.zeros(len(share))
    for answer, part in ((takes_first, share), (~takes_first, 1 - share)):
        joint = answer.T.astype(float) @ who / len(who)
        apart = part[:, None] * leads
        ratio = np.divide(joint, apart, out=np.ones_like(joint), where=joint > 0)
        total += np.sum(joint * np.log(ratio), axis=1)
    return total
