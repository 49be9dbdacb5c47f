"""How certain the lead is when performances, weights and the division into groups vary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from advisor.mcda.acceptability import Acceptability, first_shares, smaa
from advisor.mcda.additive import TIE, additive, normalise_weights
from advisor.mcda.sampling.values import ValueDraws
from advisor.mcda.sampling.weights import least_sum
from advisor.mcda.values import Array
from advisor.ranking.ranking import Ranking
from advisor.robustness.cuts import Cut
from advisor.robustness.open_questions import OpenQuestion, open_questions
from advisor.robustness.uncertainty import (
    plausible_groups,
    plausible_values,
    plausible_weights,
    raw_weights,
    uncertain_values,
    weighed_alone,
    weight_sampler,
)

Verdict = Literal["clear", "fragile", "tie", "open"]
Cause = Literal[
    "equal", "facts", "rival", "weights", "one weight", "cut", "question", "unlisted", "nothing"
]

# "Extremely likely" in the calibrated language of the IPCC (Mastrandrea et al. 2010): a lead is
# clear although one plausible weighting in twenty changes the leader.
CLEAR = 0.95
# Rivals that rank first less often are not named; one draw in a hundred is noise to a reader.
CONTENDER = 0.01
# The standard error of a share is at most 0.005; with a fixed seed, bars change only with weights.
DRAWS, SEED = 10_000, 20_010_401
# The standard error is at most 0.011, enough to see which of two causes is stronger.
CAUSE_DRAWS = 2_000
# A weight that is this many times all others together is practically the only one.
FAR = 1e6


@dataclass(frozen=True)
class Judgement:
    """A verdict and its main reason.

    ``reason`` says what can change the leader: the scores are ``"equal"``; the ``"facts"`` are too
    uncertain; a ``"rival"`` ranks first more often; other plausible ``"weights"`` change the
    leader, or already ``"one weight"`` does; another ``"cut"`` of the groups does; the answer to
    an open ``"question"`` does; an ``"unlisted"`` criterion may; or ``"nothing"`` does.
    """

    verdict: Verdict
    reason: Cause


def judge(
    margin: float,
    close: bool,
    rival: float,
    share: float,
    by_weights: float,
    by_facts: float,
    alone: bool,
    recut: bool,
    asked: bool,
    beyond: float,
) -> Judgement:
    """Decide whether a lead is clear, fragile or a tie.

    Parameters
    ----------
    margin : float
        Score of the leader minus the score of the runner-up.
    close : bool
        Whether another alternative trails the leader by at most the standard deviation of that
        difference, which comes from uncertain performances.
    rival, share : float
        Share of the simulations in which the most frequent rival and the leader rank first.
    by_weights, by_facts : float
        The latter if only the weights vary, and if only the performances vary.
    alone : bool
        Whether one weight alone, within its range, changes the leader.
    recut : bool
        Whether splitting or merging groups does, see `advisor.robustness.cuts.cuts`.
    asked : bool
        Whether an answer to an open question does, see `advisor.robustness.open_questions`.
    beyond : float
        Share of the simulations with an unlisted criterion in which the leader ranks first.

    Notes
    -----
    Tie: a difference in score is within its standard uncertainty (JCGM 100:2008), so that the
    order of the two is right in fewer than about five of six cases with the current weights; or
    another alternative ranks first in more simulations. Clear: the leader ranks first in at least
    `CLEAR` of all simulations, after every split and merge of groups, after every answer to an
    open question, and in at least `CLEAR` of the simulations with an unlisted criterion, because
    no data is complete. All other leads are fragile. Their reason is the stronger of weights and
    facts; it is the cut, the question or the unlisted criterion if the simulations alone would
    make the lead clear.
    """
    if margin <= TIE:
        return Judgement("tie", "equal")
    if close:
        return Judgement("tie", "facts")
    if rival > share:
        return Judgement("tie", "rival")
    if share >= CLEAR and recut:
        return Judgement("fragile", "cut")
    if share >= CLEAR and asked:
        return Judgement("fragile", "question")
    if share >= CLEAR:
        known = beyond >= CLEAR
        return Judgement("clear", "nothing") if known else Judgement("fragile", "unlisted")
    if by_facts < by_weights:
        return Judgement("fragile", "facts")
    return Judgement("fragile", "one weight" if alone else "weights")


@dataclass(frozen=True)
class Lead:
    """The lead of the first-ranked alternative and its certainty; rows are rows of the ranking.

    Attributes
    ----------
    leader, runner_up : int
    margin : float
        Difference of their scores.
    doubt : float
        Standard deviation of the margin because of uncertain performances: the square root of
        the sum of the variances of independent cells.
    share : float
        Share of the `DRAWS` simulations in which the leader ranks first.
    by_weights, by_facts : float
        The same share if only the weights, or only the performances, vary; from `CAUSE_DRAWS`
        simulations.
    rival : float
        Share of the simulations in which the most frequent rival ranks first.
    likelier : tuple of int
        Rivals that rank first in more simulations than the leader, most frequent first.
    contenders : tuple of int
        Rivals that rank first in some simulations, most frequent first.
    close : tuple of int
        Rivals whose difference in score is within its standard deviation, including ties,
        best-ranked first.
    turning : tuple of str
        Ids of the criteria, and of the groups with their own weight, whose weight alone changes
        the leader within its range.
    unbeaten : bool
        Whether no plausible weights put a rival first, with the stated performances; this is
        exact.
    cuts : tuple of Cut
        Splits and merges of groups that change the leader, largest new lead first.
    questions : tuple of OpenQuestion
        Open questions with an answer that changes the leader, largest new lead first.
    beyond : float
        Share of `CAUSE_DRAWS` simulations in which the leader ranks first if an unlisted
        criterion is added, with the weight of a listed one and with random values.
    """

    leader: int
    runner_up: int
    margin: float
    doubt: float
    share: float
    by_weights: float
    by_facts: float
    rival: float
    likelier: tuple[int, ...]
    contenders: tuple[int, ...]
    close: tuple[int, ...]
    turning: tuple[str, ...]
    unbeaten: bool
    cuts: tuple[Cut, ...]
    questions: tuple[OpenQuestion, ...]
    beyond: float

    @property
    def judgement(self) -> Judgement:
        """The verdict with its reason, see `judge`."""
        return judge(
            self.margin,
            bool(self.close),
            self.rival,
            self.share,
            self.by_weights,
            self.by_facts,
            bool(self.turning),
            bool(self.cuts),
            bool(self.questions),
            self.beyond,
        )

    @property
    def verdict(self) -> Verdict:
        """``"clear"``, ``"fragile"`` or ``"tie"``."""
        return self.judgement.verdict


def find_lead(ranking: Ranking, together: Acceptability, turning: tuple[Cut, ...]) -> Lead:
    """Compute the lead of the first-ranked alternative.

    Parameters
    ----------
    ranking : Ranking
        Ranking with at least two alternatives and a weight above 0.
    together : Acceptability
        Result of `acceptability` for that ranking.
    turning : tuple of Cut
        Splits and merges that change the leader, largest new lead first.
    """
    leader, runner_up = ranking.order[:2]
    rng = np.random.default_rng(SEED)
    weights, values = weight_sampler(ranking)(CAUSE_DRAWS, rng), plausible_values(ranking)
    by_weights = first_shares(additive(ranking.values, weights))
    own, drawn = np.broadcast_to(ranking.weights, weights.shape), ValueDraws(values, rng)
    by_facts = first_shares(drawn.scores(own))
    beyond = first_shares(_with_unlisted(ranking, drawn.scores(weights), rng))
    margins = ranking.scores[leader] - ranking.scores
    # A margin within its standard deviation is a tie, even if the facts do not vary in the draws.
    variances = uncertain_values(ranking).deviations ** 2 @ ranking.weights**2
    doubts = np.sqrt(variances[leader] + variances)
    rivals = np.argsort(-together.first, kind="stable").tolist()
    return Lead(
        leader=leader,
        runner_up=runner_up,
        margin=float(margins[runner_up]),
        doubt=float(doubts[runner_up]),
        share=float(together.first[leader]),
        by_weights=float(by_weights[leader]),
        by_facts=float(by_facts[leader]),
        rival=float(max(together.first[r] for r in rivals if r != leader)),
        likelier=tuple(r for r in rivals if together.first[r] > together.first[leader]),
        contenders=tuple(r for r in rivals if r != leader and together.first[r] >= CONTENDER),
        close=tuple(r for r in ranking.order[1:] if margins[r] <= doubts[r] + TIE),
        turning=_turning(ranking, leader),
        unbeaten=_unbeaten(ranking, leader),
        cuts=turning,
        questions=open_questions(ranking),
        beyond=float(beyond[leader]),
    )


def acceptability(ranking: Ranking, draws: int = DRAWS, seed: int = SEED) -> Acceptability:
    """Run SMAA-2 over the plausible weights and performances of a ranking.

    Raises
    ------
    ValueError
        If no alternative is left, or if no criterion can have a weight above 0.
    """
    rng = np.random.default_rng(seed)
    return smaa(plausible_values(ranking), weight_sampler(ranking), draws, rng)


def _with_unlisted(ranking: Ranking, listed: Array, rng: np.random.Generator) -> Array:
    """Scores of simulations with an unlisted criterion, shape (alternatives, simulations)."""
    # It has the weight of a random group or criterion with its own weight.
    alone = rng.choice(weighed_alone(ranking), listed.shape[1])
    share = alone / (1 + alone)
    unlisted: Array = (1 - share) * listed + share * rng.random(listed.shape)
    return unlisted


def _unbeaten(ranking: Ranking, leader: int) -> bool:
    region = ranking.choices.plausible.support(
        raw_weights(ranking), *plausible_weights(ranking), plausible_groups(ranking)
    )
    ahead = ranking.values[leader] - ranking.values
    return all(least_sum(gains, *region) >= -TIE for gains in ahead)


def _turning(ranking: Ranking, leader: int) -> tuple[str, ...]:
    """Ids whose weight alone changes the leader; it is enough to test the ends of each range."""
    raw = raw_weights(ranking)
    low, high = ranking.choices.plausible.alone(raw, *plausible_weights(ranking))
    shared = plausible_groups(ranking) if ranking.choices.plausible.kind == "ranges" else ()
    within = {j: list(one.columns) for one in shared for j in one.columns}
    moved: dict[str, list[Array]] = {}
    for j, criterion in enumerate(ranking.problem.criteria):
        for end in (low[j], high[j]):
            changed = raw.copy()
            changed[j] = min(end, FAR * raw.sum())
            if j in within:  # the other parts of the group lose what one part gains
                total, parts = raw[within[j]].sum(), changed[within[j]]
                changed[within[j]] = parts * (total / parts.sum() if parts.any() else 0.0)
            moved.setdefault(criterion.id, []).append(changed)
    for group, one in zip(ranking.advice.groups, shared, strict=False):
        columns, total = list(one.columns), raw[list(one.columns)].sum()
        for end in (one.low, one.high) if total else ():
            changed = raw.copy()
            changed[columns] *= end / total
            moved.setdefault(group, []).append(changed)
    found = []
    for target, ends in moved.items():
        scores = additive(ranking.values, normalise_weights(np.array(ends)))
        if np.any(scores.max(axis=0) > scores[leader] + TIE):
            found.append(target)
    return tuple(found)
