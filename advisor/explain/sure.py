"""How sure: how often each is first, which weights that would take, and what holds regardless."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from advisor.analysis.acceptability import Acceptability
from advisor.changes import weight_flips
from advisor.explain.words import cases, listing, percent_text, percent_texts, threshold_texts
from advisor.plausible import Plausible
from advisor.prospects import prospects
from advisor.ranking import Ranking
from advisor.robustness import DRAWS, acceptability, find_lead
from advisor.rounding import apportion_table
from advisor.winmap import WinMap

NOTHING = "There is nothing to compare."
# Weights that would be printed alike are no explanation.
SMALLEST_RISE = 0.005
RISES = 2
# Shares nearer to none or all are said in words.
ROUNDS = 0.005
# From this confidence factor on, the facts hardly matter under an alternative's own weights.
SURE_ENOUGH = 0.95


def chances(ranking: Ranking) -> list[str]:
    """A sentence for each alternative, first-ranked first: how often it leads, and when."""
    if find_lead(ranking) is None:
        return [NOTHING]
    found = acceptability(ranking)
    first = rank_texts(ranking, 0)
    leader, *others = ranking.order
    always = found.first[leader] == 1
    often = f"all {found.draws:,} draws" if always else first[leader]
    lead = f"{ranking.name(leader)} is first in {often} of {cases(ranking.plausible)}."
    return [lead, *(_chance(ranking, found, row, first[row]) for row in others)]


def precision(ranking: Ranking) -> str:
    """How far to trust a share, said once for all of them."""
    if find_lead(ranking) is None:
        return ""
    return (
        f"Shares of {DRAWS:,} draws; the standard error of a share is at most half a "
        "percentage point."
    )


def spread_text(plausible: Plausible) -> str:
    """What a spread does to a weight, as an example."""
    share = 0.1
    far = plausible.spread * np.sqrt(share * (1 - share))
    ends = [round(max(share + side * far, 0) * 100) for side in (-1, 1)]
    between = f"between {ends[0]} and {ends[1]}\u00a0%"
    return f"A weight of 10\u00a0% is then {between} two times out of three."


@lru_cache(maxsize=4)  # sentence, chart and table print the same figures
def rank_percentages(ranking: Ranking) -> list[list[int]]:
    """Rank acceptability in whole percent; rows and columns, as in the ranking, add up to 100."""
    order = list(ranking.order)  # the leader's share of rank 1 is rounded down, as in the verdict
    found = apportion_table(acceptability(ranking).ranks[order] * 100)
    return [found[order.index(row)] for row in range(len(order))]


def rank_texts(ranking: Ranking, place: int) -> list[str]:
    """Share of a rank, 0 for the first, as a text for each row of the ranking."""
    shares, percents = acceptability(ranking).ranks[:, place], rank_percentages(ranking)
    return [
        f"{parts[place]}\u00a0%" if ROUNDS <= share < 1 - ROUNDS else percent_text(float(share))
        for share, parts in zip(shares, percents, strict=True)
    ]


def takes(ranking: Ranking) -> str:
    """How to read the central weights."""
    if find_lead(ranking) is None:
        return NOTHING
    return "The mean of the weights drawn with which it is first, beside the weights as they are."


def stays(ranking: Ranking) -> str:
    """Which weights can change the leader on their own, and which cannot."""
    if find_lead(ranking) is None:
        return NOTHING
    leader = ranking.name(ranking.order[0])
    turning = {flip.column for flip in weight_flips(ranking)}
    if not turning:
        return f"No single weight, from nothing to everything, takes the lead from {leader}."
    nearest = weight_flips(ranking)[0]
    criterion = ranking.problem.criteria[nearest.column].name
    side = "above" if nearest.rises else "below"
    idle = len(ranking.weights) - len(turning)
    rest = f" {idle} of the {len(ranking.weights)} weights never change the leader alone."
    now, share = threshold_texts(nearest.now, nearest.share)
    return (
        f"The nearest flip: {criterion} {side} {share} (now {now}) "
        f"puts {ranking.name(nearest.taker)} first.{rest if idle else ''}"
    )


def potential(ranking: Ranking) -> str:
    """Who can be best at all, for the facts as stated and any weights whatever."""
    if len(ranking.alternatives) < 2:
        return NOTHING
    found = prospects(ranking)
    if found.universal is not None:
        name = ranking.name(found.universal)
        return f"{name} is first whatever the weights: nothing compared here beats it anywhere."
    noun = ranking.problem.alternative_noun
    able = [row for row, possible in enumerate(found.possible) if possible]
    most = sorted(able, key=lambda row: -found.shares[row])
    percents = percent_texts(found.shares[most])
    names = [f"{ranking.name(most[0])} leads", *(ranking.name(row) for row in most[1:])]
    parts = [f"{name} in {percent}" for name, percent in zip(names, percents, strict=True)]
    never = [ranking.name(row) for row, possible in enumerate(found.possible) if not possible]
    none = f" No weights put {listing(never, 'or')} first." if never else ""
    return (
        f"No {noun} is best for all weights. Of all possible weights, with the facts as "
        f"stated, {listing(parts)}.{none}"
    )


def map_text(ranking: Ranking, found: WinMap | None) -> str:
    """How to read the win map, and what it shows in a sentence."""
    if found is None:
        return "A map needs two or more to compare, and three groups or criteria with weight."
    corners = listing([corner.name for corner in found.corners])
    rest = 1 - found.share
    others = f" The others keep their {percent_text(rest)}." if rest > SMALLEST_RISE else ""
    winners = [row for row in np.argsort(-found.areas, kind="stable") if found.areas[row] > 0]
    if len(winners) == 1:
        lead = f"{_together(ranking, found, winners[0])} leads all over the map."
    else:
        names = [_together(ranking, found, row) for row in winners]
        percents = percent_texts(found.areas[winners])
        parts = [f"{name} on {percent}" for name, percent in zip(names, percents, strict=True)]
        parts[0] = f"{names[0]} leads on {percents[0]} of the map"
        lead = f"{listing(parts)}."
    return f"The weight of {corners}, divided in every possible way.{others} {lead}"


def _together(ranking: Ranking, found: WinMap, row: int) -> str:
    return " = ".join(ranking.name(r) for r in (row, *found.equals[row]))


def _chance(ranking: Ranking, found: Acceptability, row: int, often: str) -> str:
    """How often one that does not lead is first, and what that would take."""
    name = ranking.name(row)
    if found.first[row] == 0:
        able = prospects(ranking).possible[row]
        return f"{name} is first in none of them{'' if able else '; no weights put it first'}."
    central = found.central_weights[row]
    everybody = found.first @ np.nan_to_num(found.central_weights)
    telling = [
        j
        for j in np.argsort(everybody - central, kind="stable")
        if min(central[j] - ranking.weights[j], central[j] - everybody[j]) >= SMALLEST_RISE
    ]
    criteria = ranking.problem.criteria
    parts = [
        f"{percent_text(float(central[j]))} for {criteria[j].name} "
        f"(now {percent_text(float(ranking.weights[j]))})"
        for j in telling[:RISES]
    ]
    takes = (
        f"; it would take weights like {listing(parts)}" if parts else ", with weights like yours"
    )
    sentence = f"{name} is first in {often}{takes}."
    confidence = float(found.confidence[row])
    if confidence >= SURE_ENOUGH:
        return sentence
    even = (
        f" Even with these it is first in only {percent_text(confidence)} of what the facts may be."
    )
    return sentence + even
