"""The verdict in sentences: the banner, and a summary of the whole answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE
from advisor.ranking.ranking import Ranking
from advisor.report.wording.answers import nearest
from advisor.report.wording.numbers import cases, listing, of_100, points
from advisor.report.wording.robustness import rank_columns
from advisor.report.wording.sensitivity import find_out, joint
from advisor.report.wording.verdict.cuts import cut_text
from advisor.report.wording.verdict.incumbent import incumbents
from advisor.report.wording.verdict.must_haves import only_left, without_each
from advisor.report.wording.verdict.reasons import REASONS, first_reasons, reasons
from advisor.robustness.assessment import Assessment
from advisor.robustness.verdict import Lead, Verdict

NOTHING = "There is nothing to compare."
# From this ratio of shares on, two alternatives are not a toss-up.
FAR_LIKELIER = 2
# From this share on, the rest rounds to 0 %.
ALWAYS = 0.995


@dataclass(frozen=True)
class Headline:
    """The banner: a sentence, the scores behind it, an explanation and the verdict."""

    sentence: str
    scores: str = ""
    detail: str = ""
    verdict: Verdict = "open"


def headline(assessment: Assessment) -> Headline:
    """The leader, the lead, and its certainty."""
    ranking = assessment.ranking
    if not assessment.leads:
        return _nothing_leads(assessment)
    lead = assessment.lead
    # A tie names the alternative that ranks first most often, whatever its score is.
    if set(lead.likelier) - set(lead.close):
        return _toss_up(assessment)
    if lead.verdict == "tie":
        return _tie(ranking, lead)
    names = [ranking.name(row) for row in ranking.order]
    first, second = (points(ranking.scores[row]) for row in (lead.leader, lead.runner_up))
    scores = f"It scores {first} points of 100, {names[1]} scores {second}."
    if lead.verdict == "fragile":
        stays = _stays(ranking, lead)
        others = listing([ranking.name(row) for row in lead.contenders], "or")
        rest = f", {others} in most of the rest" if others else ""
        detail = f"{stays}{rest}. {_what_decides(ranking, lead)}"
        if lead.judgement.reason == "cut":
            detail = f"{stays}, but {cut_text(ranking, lead.cuts[0])}."
        if lead.judgement.reason == "question":
            open_one = lead.questions[0]
            asked, answer = open_one.question.question, open_one.answer.text
            then = ranking.name(open_one.first)
            detail = f"{stays}, but {then} leads if you answer “{asked}” with “{answer}”."
        if lead.judgement.reason == "unlisted":
            fewer = f"in only {int(lead.beyond * 100 + TIE)}"
            detail = f"{stays}, but {fewer} if something matters that is not listed here."
        return Headline(f"{names[0]} is ahead, but not safely.", scores, detail, "fragile")
    always = lead.unbeaten and lead.share >= ALWAYS
    any_one = "any" if ranking.choices.plausible.kind == "anything" else "any reasonable"
    detail = f"{_stays(ranking, lead)}."
    if always:
        detail = f"{names[0]} stays first for {any_one} set of priorities."
    return Headline(f"{names[0]} leads.", scores, detail, "clear")


def summary(assessment: Assessment) -> list[str]:
    """What leads, why, what is against it, what would change it, how sure, what to find out.

    One sentence if no alternative leads. If an input decides, further sentences say what the
    leader costs or keeps on that input.
    """
    line, ranking = headline(assessment), assessment.ranking
    said = [" ".join(part for part in (line.sentence, line.scores) if part)]
    if not assessment.leads:
        return [*said, *filter(None, [line.detail])]
    speak_for, against = reasons(assessment)
    first, second = (ranking.name(row) for row in ranking.order[:2])
    if speak_for:
        said.append(f"{first} is ahead of {second} mainly on {first_reasons(speak_for)}.")
    if against:
        said.append(f"{first} is behind mainly on {first_reasons(against)}.")
    said += [*incumbents(assessment), *without_each(assessment), joint(assessment)]
    if line.detail:
        said.append(line.detail)
    said.append(find_out(assessment))
    return said


def _nothing_leads(assessment: Assessment) -> Headline:
    ranking = assessment.ranking
    if not ranking.alternatives:
        lacking = nearest(ranking)
        none = f"No {ranking.problem.alternative_noun} meets all your must-haves."
        left = f"No {ranking.problem.alternative_noun} is left to choose from."
        return Headline(none if lacking else left, lacking)
    if len(ranking.alternatives) == 1:
        sentence, more = only_left(assessment)
        return Headline(sentence, "", " ".join(more))
    return Headline("All weights are zero, so nothing can be ranked.")


def _tie(ranking: Ranking, lead: Lead) -> Headline:
    together = (lead.leader, *lead.close)
    names = [ranking.name(row) for row in together]
    if lead.margin <= TIE:
        equal = names[: int(np.sum(ranking.ranks == 1))]
        score = f"{points(ranking.scores[lead.leader])} points of 100"
        return Headline(f"{listing(equal)} tie.", f"{_all(equal)} have {score}.", "", "tie")
    return Headline(
        f"{listing(names)} are too close to call.",
        _scores(ranking, together),
        "The gap is smaller than our uncertainty about the facts.",
        "tie",
    )


def _stays(ranking: Ranking, lead: Lead) -> str:
    often = f"{int(lead.share * 100 + TIE)}" if lead.share < ALWAYS else "more than 99"
    varied = cases(ranking.choices.plausible)
    return f"{ranking.name(lead.leader)} ranks first in {often} of 100 simulations that {varied}"


def _what_decides(ranking: Ranking, lead: Lead) -> str:
    if lead.judgement.reason == "facts":
        return "It depends on facts that we are not sure of."
    if lead.judgement.reason == "weights":
        return "The weights decide."
    names = [ranking.problem.weighed(target) for target in lead.turning]
    return f"Changing the weight of {listing(names[:REASONS], 'or')} is enough to reverse that."


def _toss_up(assessment: Assessment) -> Headline:
    """One scores highest and others rank first more often, so none of them is named the leader."""
    ranking, lead = assessment.ranking, assessment.lead
    together = (lead.leader, *lead.likelier)
    names = [ranking.name(row) for row in together]
    shares = rank_columns(assessment)[0].texts
    likeliest, *rest = (
        (ranking.name(row), of_100(shares[row])) for row in (*lead.likelier, lead.leader)
    )
    sentence = f"{listing(names)} are a toss-up."
    if lead.rival >= FAR_LIKELIER * lead.share:
        sentence = f"{names[0]} scores highest, but {names[1]} ranks first far more often."
    varied = f"simulations that {cases(ranking.choices.plausible)}"
    others = listing([f"{name} in {often.removesuffix(' of 100')}" for name, often in rest])
    detail = f"{likeliest[0]} ranks first in {likeliest[1]} {varied}, {others}."
    return Headline(sentence, _scores(ranking, together), detail, "tie")


def _scores(ranking: Ranking, rows: tuple[int, ...]) -> str:
    first, *others = (f"{ranking.name(row)} {points(ranking.scores[row])}" for row in rows)
    return f"{', '.join([f'{first} points of 100', *others])}."


def _all(names: list[str]) -> str:
    return "Both" if len(names) == 2 else f"All {len(names)}"
