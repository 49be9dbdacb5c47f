"""Adaptive trade-off questions: which one to ask next, and when to stop.

Questions between pairs that adapt to the answers follow the idea of PAPRIKA (Hansen &
Ombler 2008, Journal of Multi-Criteria Decision Analysis 15), here on samples of the
weights that the answers so far leave possible (`advisor.mcda.elicitation.answers`).
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
EVEN = 0.4  # a question that leaves at most 60 % cuts about as well as one can
WORTHWHILE = 0.02  # below that, an answer is known beforehand


def trade_off_weights(samples: Array) -> Array:
    """The centre of what is left of the weights, shape (criteria,): the weights to work with."""
    return normalise_weights(samples.mean(axis=0))


def leaders(values: Array, samples: Array) -> NDArray[np.intp]:
    """Row of the alternative that leads by additive value for each draw, shape (draws,)."""
    return np.asarray(np.argmax(additive(values, samples), axis=0))


def settled(values: Array, samples: Array, share: float = 0.95) -> bool:
    """Whether one alternative leads for at least that share of the weights left."""
    return bool(np.bincount(leaders(values, samples)).max() >= share * len(samples))


def next_question(
    samples: Array,
    answers: Sequence[TradeOffAnswer] = (),
    *,
    gains: Sequence[Sequence[float]] | None = None,
    leading: NDArray[np.intp] | None = None,
    stop: Callable[[Array], bool] | None = None,
) -> TradeOffQuestion | None:
    """The question whose answer cuts the weights that are left the most.

    If a share p of them would take the first alternative, the expected remainder is
    p² + (1 - p)², least at one half. Where it is known who leads for which weights, the
    question that tells most about the leader (mutual information) is taken from those
    that cut about in half.

    Parameters
    ----------
    samples : Array, shape (draws, criteria)
        Weights left, see `weight_region`; some thousands.
    answers : sequence of TradeOffAnswer, optional
        Pairs once called equal are not asked about again.
    gains : sequence of sequence of float, optional
        Values in (0, 1] that may be shown for each criterion, such as those of its
        rubric; `GAINS` for all where left out.
    leading : array of int, shape (draws,), optional
        Who leads for each draw, see `leaders`.
    stop : callable, optional
        Takes the samples and says whether to stop asking, such as `settled`.

    Returns
    -------
    TradeOffQuestion or None
        None when `stop` says so or no answer would tell anything.

    Raises
    ------
    ValueError
        If `gains` or `leading` do not fit the samples.
    """
    draws, criteria = samples.shape
    shown = [GAINS] * criteria if gains is None else [tuple(g) for g in gains]
    if len(shown) != criteria:
        raise ValueError(f"gains for {len(shown)} criteria; allowed: for all {criteria}")
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
    """One question per ratio of gains, the one with the largest gains: easiest to imagine."""
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
