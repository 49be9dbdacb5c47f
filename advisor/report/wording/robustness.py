"""Certainty in sentences: how often each alternative ranks first, and with which weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.acceptability import Acceptability
from advisor.mcda.values import Array
from advisor.ranking.plausible import Plausible
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import (
    cases,
    listing,
    of_100,
    percent_text,
    percent_texts,
    rounded_text,
    threshold_texts,
)
from advisor.robustness.assessment import Assessment
from advisor.robustness.verdict import DRAWS
from advisor.robustness.win_map import WinMap

# Weights with a smaller difference look equal and explain nothing.
SMALLEST_RISE = 0.005

# More names than this are counted.
NAMED = 3
# With more alternatives than fit the width of a phone, the last column combines the later ranks.
MOST_RANKS, FEW_RANKS = 8, 5
# Shares closer than this to 0 or 1 are written in words.
ROUNDS = 0.005
# From this confidence factor on, the facts hardly matter under the alternative's own weights.
SURE_ENOUGH = 0.95


def chances(assessment: Assessment) -> list[str]:
    """One sentence per alternative, best rank first: how often it leads, and when."""
    ranking, found = assessment.ranking, assessment.acceptability
    first = rank_columns(assessment)[0].texts
    leader, *others = ranking.order
    always = found.first[leader] == 1
    often = f"all {found.draws:,}" if always else of_100(first[leader])
    varied = f"simulations that {cases(ranking.choices.plausible)}"
    lead = f"{ranking.name(leader)} ranks first in {often} {varied}."
    sometimes = [row for row in others if found.first[row] > 0]
    never = [row for row in others if found.first[row] == 0]
    seldom = [_chance(ranking, found, row, of_100(first[row])) for row in sometimes]
    return [lead, *seldom, *_never(assessment, never)]


PRECISION = (
    f"Based on {DRAWS:,} simulations; the standard error of a share is at most half a percentage "
    "point."
)


def spread_text(plausible: Plausible) -> str:
    """Effect of a spread on a weight, as an example."""
    share = 0.1
    far = plausible.spread * np.sqrt(share * (1 - share))
    ends = [round(max(share + side * far, 0) * 100) for side in (-1, 1)]
    between = f"between {ends[0]} and {ends[1]}\u00a0%"
    return f"A weight of 10\u00a0% then stays {between} in two of three simulations."


@dataclass(frozen=True, eq=False)
class RankColumn:
    """Rank acceptability of one rank, or of all later ranks if there are many.

    Attributes
    ----------
    name : str
    shares : Array, shape (alternatives,)
        Rows as in the ranking.
    texts : tuple of str
        The same in whole percent.
    """

    name: str
    shares: Array
    texts: tuple[str, ...]


def rank_columns(assessment: Assessment) -> tuple[RankColumn, ...]:
    """Rank acceptability for printing: figures add up to 100 in rows and in columns."""
    shares, percents = assessment.acceptability.ranks, assessment.rank_percents
    ranks = len(assessment.ranking.order)
    names = [str(place + 1) for place in range(ranks)]
    if ranks > MOST_RANKS:
        names = [*names[:FEW_RANKS], f"{FEW_RANKS + 1}–{ranks}"]
        shares, percents = (
            np.column_stack([table[:, :FEW_RANKS], table[:, FEW_RANKS:].sum(axis=1).round(9)])
            for table in (shares, percents)
        )
    return tuple(
        RankColumn(name, share, tuple(map(_rank_text, share.tolist(), percent.tolist())))
        for name, share, percent in zip(names, shares.T, percents.T, strict=True)
    )


def _rank_text(share: float, percent: int) -> str:
    within = ROUNDS <= share < 1 - ROUNDS
    return rounded_text(share, percent) if within else percent_text(share)


NO_MAP = "The map needs two or more to compare, and three groups or criteria that have weight."
TAKES = "The average weights of the simulations in which each ranks first. The line is your weight."


def stays(assessment: Assessment) -> str:
    """Weights that can change the leader on their own, and weights that cannot."""
    ranking, flips = assessment.ranking, assessment.weight_flips
    leader = ranking.name(ranking.order[0])
    turning = {flip.column for flip in flips}
    if not turning:
        return f"No single weight, from 0 to 100\u00a0%, takes the lead from {leader}."
    nearest = flips[0]
    criterion = ranking.problem.criteria[nearest.column].name
    side = "more" if nearest.rises else "less"
    idle = len(ranking.weights) - len(turning)
    never = "changes the leader on its own" if idle == 1 else "change the leader on their own"
    rest = f" {idle} of the {len(ranking.weights)} weights never {never}."
    now, share = threshold_texts(nearest.now, nearest.share)
    return (
        f"The nearest flip: {ranking.name(nearest.taker)} ranks first if “{criterion}” has {side} "
        f"than {share} of the weight (now {now}).{rest if idle else ''}"
    )


def potential(assessment: Assessment) -> str:
    """What can be best at all, for the facts at their best estimate and any weights whatever."""
    ranking, found = assessment.ranking, assessment.prospects
    noun = ranking.problem.alternative_noun
    if found.universal is not None:
        name = ranking.name(found.universal)
        return (
            f"{name} ranks first whatever the weights: no other {noun} beats it on any criterion."
        )
    most = [int(row) for row in np.argsort(-found.shares) if found.shares[row] >= ROUNDS]
    percents = percent_texts(found.shares[most])
    names = [f"{ranking.name(most[0])} ranks first", *(ranking.name(row) for row in most[1:])]
    parts = [f"{name} for {percent}" for name, percent in zip(names, percents, strict=True)]
    parts[0] += " of all possible weights"
    never = [ranking.name(row) for row, possible in enumerate(found.possible) if not possible]
    count = len(ranking.alternatives) - len(most) - len(never)
    rare = "1 other" if count == 1 else f"{count} others"
    seldom = f" {rare} can rank first, but rarely." if count else ""
    who = listing(never, "or") if len(never) <= NAMED else f"the {len(never)} others"
    none = f" No weights put {who} first." if never else ""
    return (
        f"No {noun} ranks first whatever the weights. With every fact at its best estimate, "
        f"{listing(parts)}.{seldom}{none}"
    )


def map_text(ranking: Ranking, found: WinMap) -> str:
    """How to read the win map, and what it shows in a sentence."""
    corners = listing([f"“{corner.name}”" for corner in found.corners])
    rest = 1 - found.share
    shared, others = "the weight", ""
    if rest > SMALLEST_RISE:
        shared = f"{percent_text(found.share)} of the weight"
        others = f" The other weights stay at {percent_text(rest)} together."
    winners = [row for row in np.argsort(-found.areas, kind="stable") if found.areas[row] > 0]
    if len(winners) == 1:
        lead = f"{_together(ranking, found, winners[0])} leads everywhere on the map."
    else:
        names = [_together(ranking, found, row) for row in winners]
        percents = percent_texts(found.areas[winners])
        parts = [f"{name} on {percent}" for name, percent in zip(names, percents, strict=True)]
        parts[0] = f"{names[0]} leads on {percents[0]} of the map"
        lead = f"{listing(parts)}."
    return f"The map shows every way to share {shared} among {corners}.{others} {lead}"


def _together(ranking: Ranking, found: WinMap, row: int) -> str:
    return " = ".join(ranking.name(r) for r in (row, *found.equals[row]))


def _never(assessment: Assessment, rows: list[int]) -> list[str]:
    """Those that no simulation ranks first, told from those that no weights at all put first."""
    ranking, able = assessment.ranking, assessment.prospects.possible
    found = []
    for possible, rest in ((True, "in these simulations"), (False, "and no weights put {} first")):
        names = [ranking.name(row) for row in rows if able[row] == possible]
        if names:
            several = len(names) > 1
            who = listing(names) if len(names) <= NAMED else f"{len(names)} others"
            end = rest.format("them" if several else "it")
            found.append(f"{who} never {'rank' if several else 'ranks'} first {end}.")
    return found


def _chance(ranking: Ranking, found: Acceptability, row: int, often: str) -> str:
    """How often an alternative other than the leader ranks first, and with which weights."""
    name = ranking.name(row)
    central = found.central_weights[row]
    everybody = found.first @ np.nan_to_num(found.central_weights)
    telling = [
        j
        for j in np.argsort(everybody - central, kind="stable")
        if min(central[j] - ranking.weights[j], central[j] - everybody[j]) >= SMALLEST_RISE
    ]
    criteria = ranking.problem.criteria
    parts = [
        f"{percent_text(float(central[j]))}{unit} on {criteria[j].name} "
        f"(now {percent_text(float(ranking.weights[j]))})"
        for j, unit in zip(telling, (" of the weight", ""), strict=False)
    ]
    takes = f"typically with {listing(parts)}" if parts else "with weights like yours"
    sentence = f"{name} ranks first in {often}, {takes}."
    confidence = float(found.confidence[row])
    if confidence >= SURE_ENOUGH:
        return sentence
    sure = of_100(percent_text(confidence))
    return f"{sentence} Even then it ranks first in {sure} simulations of the facts."
