"""How sure the lead is: against uncertain performances, other plausible weights, other cuts."""

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

# "Extremely likely" in the calibrated language of the IPCC (Mastrandrea et al. 2010): a
# leader that one plausible weighting in twenty turns is still called clear, a worst case is not.
CLEAR = 0.95
# Rivals first less often than this are not named; one draw in a hundred is noise to a reader.
CONTENDER = 0.01
# Standard error of a share at most 0.005; the seed is fixed, so bars move with the weights alone.
DRAWS, SEED = 10_000, 20_010_401
# Enough to tell which of two causes weighs more: standard error at most 0.011.
CAUSE_DRAWS = 2_000
# So many times all the others, a weight is as good as the only one.
FAR = 1e6


@dataclass(frozen=True)
class Judgement:
    """A verdict and the one reason that decides it.

    ``reason`` says what speaks against the lead: the scores are ``"equal"``; the
    ``"facts"`` are too uncertain; a ``"rival"`` is first more often; other plausible
    ``"weights"`` turn it, or already ``"one weight"`` does; another ``"cut"`` of the list
    does; the answer to an open ``"question"`` may; something ``"unlisted"`` may; or
    ``"nothing"`` does.
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
    """Clear, fragile or tie.

    Parameters
    ----------
    margin : float
        Score of the leader less that of the runner-up.
    close : bool
        Whether somebody's distance to the leader is within its standard deviation,
        which comes from uncertain performances.
    rival, share : float
        Share of plausible weights and performances for which the likeliest other one is
        first, and for which the leader is.
    by_weights, by_facts : float
        The latter with the performances as stated, and with the weights as they are.
    alone : bool
        Whether one weight alone, within its plausible range, changes the leader.
    recut : bool
        Whether another cut of the list does, see `advisor.robustness.cuts.cuts`.
    asked : bool
        Whether one answer that is still open does, see `advisor.robustness.open_questions`.
    beyond : float
        The share of the leader if something that is not listed counts too.

    Notes
    -----
    Tie: a distance is within its standard uncertainty (JCGM 100:2008), so that the
    two cannot be told apart: at these very weights the order is right in fewer than
    about five of six cases. Or another is first in more of the plausible cases. Clear:
    first in at least `CLEAR` of all plausible cases, in every other cut of the list,
    whichever one question more is answered and how, and in as many cases in which a
    criterion counts that nobody has listed: no data is whole. Fragile is in between, and the
    reason is the larger of the two losses; the cut, the question or what is not listed where
    the plausible cases alone would be clear.
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
    """How far the leader is ahead and what could end that; rows are rows of the ranking.

    Attributes
    ----------
    leader, runner_up : int
    margin : float
        Difference of their scores.
    doubt : float
        Standard deviation of the margin, because performances are uncertain: the
        root of the sum of squares over independent cells.
    share : float
        Share of the plausible weights and performances for which the leader is
        first, of `DRAWS` draws.
    by_weights, by_facts : float
        That share if only the weights, or only the performances, are in doubt, of
        `CAUSE_DRAWS` draws.
    rival : float
        The same for the one that is first most often of the others.
    likelier : tuple of int
        The others that are first in more of the draws than the leader, most frequent first.
    contenders : tuple of int
        The others that are first in some of the draws, the most frequent first.
    close : tuple of int
        The others that cannot be told from the leader: their distance in score is
        within its own standard deviation. Best-ranked first; tied scores included.
    turning : tuple of str
        Ids of criteria and of groups that share a weight, whose weight alone, within its
        plausible range, changes the leader.
    unbeaten : bool
        Whether, with the performances as stated, no plausible weights at all put
        anybody else first: exact, not drawn.
    cuts : tuple of Cut
        Other cuts of the list in which another one leads, the widest lead first.
    questions : tuple of OpenQuestion
        Those of which one answer changes the leader, the widest new lead first.
    beyond : float
        Share of the plausible cases, of `CAUSE_DRAWS`, in which the leader is first if one
        thing more counts: as much as one of those that are listed, with any values.
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
        """Clear, fragile or tie."""
        return self.judgement.verdict


def find_lead(ranking: Ranking, together: Acceptability, turning: tuple[Cut, ...]) -> Lead:
    """Lead of the first-ranked alternative.

    Parameters
    ----------
    ranking : Ranking
        With two alternatives or more, and a weight.
    together : Acceptability
        Of that ranking, see `acceptability`.
    turning : tuple of Cut
        Cuts of its list that change the leader, the widest lead first.
    """
    leader, runner_up = ranking.order[:2]
    rng = np.random.default_rng(SEED)
    weights, values = weight_sampler(ranking)(CAUSE_DRAWS, rng), plausible_values(ranking)
    by_weights = first_shares(additive(ranking.values, weights))
    own, drawn = np.broadcast_to(ranking.weights, weights.shape), ValueDraws(values, rng)
    by_facts = first_shares(drawn.scores(own))
    beyond = first_shares(_with_unlisted(ranking, drawn.scores(weights), rng))
    margins = ranking.scores[leader] - ranking.scores
    # A margin within its doubt is a tie, whether or not the facts vary in the draws.
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
    """SMAA-2 over the plausible weights and performances of a ranking.

    Raises
    ------
    ValueError
        If no alternative is left or no criterion can have a weight.
    """
    rng = np.random.default_rng(seed)
    return smaa(plausible_values(ranking), weight_sampler(ranking), draws, rng)


def _with_unlisted(ranking: Ranking, listed: Array, rng: np.random.Generator) -> Array:
    """Scores of plausible cases, shape (alternatives, cases), with something that is not listed."""
    # It weighs as much as one of those that are listed and weighed on their own.
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
    """Ids of what turns the lead alone: along one weight a lead is lost at an end, if at all."""
    raw = raw_weights(ranking)
    low, high = ranking.choices.plausible.alone(raw, *plausible_weights(ranking))
    shared = plausible_groups(ranking) if ranking.choices.plausible.kind == "ranges" else ()
    within = {j: list(one.columns) for one in shared for j in one.columns}
    moved: dict[str, list[Array]] = {}
    for j, criterion in enumerate(ranking.problem.criteria):
        for end in (low[j], high[j]):
            changed = raw.copy()
            changed[j] = min(end, FAR * raw.sum())
            if j in within:  # what one part gains the others of its group lose
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
