"""Who leads, and why: the banner, and the whole answer in a few sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE
from advisor.ranking.ranking import Ranking
from advisor.report.wording.answers import nearest
from advisor.report.wording.numbers import cases, listing, points
from advisor.report.wording.robustness import rank_columns
from advisor.report.wording.sensitivity import find_out, joint
from advisor.report.wording.verdict.cuts import cut_text
from advisor.report.wording.verdict.incumbent import incumbents
from advisor.report.wording.verdict.must_haves import only_left, without_each
from advisor.report.wording.verdict.reasons import REASONS, first_reasons, reasons
from advisor.robustness.assessment import Assessment
from advisor.robustness.verdict import Lead, Verdict

NOTHING = "There is nothing to compare."
# From this ratio of shares on, two are no toss-up any more.
FAR_LIKELIER = 2
# From this share on, what remains rounds to 0 %.
ALWAYS = 0.995


@dataclass(frozen=True)
class Headline:
    """The banner: a sentence, the scores behind it, what to make of them, and the verdict."""

    sentence: str
    scores: str = ""
    detail: str = ""
    verdict: Verdict = "open"


def headline(assessment: Assessment) -> Headline:
    """Who leads, by how much, and how far to trust it."""
    ranking = assessment.ranking
    if not assessment.leads:
        return _nothing_leads(assessment)
    lead = assessment.lead
    # A tie names the one that is first most often, however far its score is behind.
    if set(lead.likelier) - set(lead.close):
        return _toss_up(assessment)
    if lead.verdict == "tie":
        return _tie(ranking, lead)
    names = [ranking.name(row) for row in ranking.order]
    first, second = (points(ranking.scores[row]) for row in (lead.leader, lead.runner_up))
    scores = f"{first} points of 100 against {second} for {names[1]}."
    if lead.verdict == "fragile":
        stays = _stays(ranking, lead)
        others = listing([ranking.name(row) for row in lead.contenders], "or")
        decides = _what_decides(ranking, lead)
        detail = f"{stays}, else {others or 'another'}: {decides}."
        if lead.judgement.reason == "cut":
            detail = f"{stays}, but {cut_text(ranking, lead.cuts[0])}."
        if lead.judgement.reason == "question":
            open_one = lead.questions[0]
            asked, answer = open_one.question.question, open_one.answer.text
            then = ranking.name(open_one.first)
            detail = f"{stays}, but {then} leads if you answer “{asked}” with “{answer}”."
        if lead.judgement.reason == "unlisted":
            fewer = f"in {int(lead.beyond * 100 + TIE)}\u00a0%"
            detail = f"{stays}, but only {fewer} if something counts that is not listed here."
        return Headline(f"{names[0]} leads, but it depends.", scores, detail, "fragile")
    always = lead.unbeaten and lead.share >= ALWAYS
    plausible = "" if ranking.choices.plausible.kind == "anything" else "plausible "
    none = f"No {plausible}weights change that."
    detail = none if always else f"{_stays(ranking, lead)}."
    return Headline(f"{names[0]} leads.", scores, detail, "clear")


def summary(assessment: Assessment) -> list[str]:
    """Who leads, why, what speaks against it, what would change it, how sure, what to find out.

    One sentence where nothing leads; "against" is left out where there is nothing. Where an
    input decides, what it costs or keeps is said after that.
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
        return Headline(none if lacking else "Nothing is left to choose from.", lacking)
    if len(ranking.alternatives) == 1:
        sentence, more = only_left(assessment)
        return Headline(sentence, "", " ".join(more))
    return Headline("No criterion counts.")


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
        "The distance is within what is uncertain in the facts.",
        "tie",
    )


def _stays(ranking: Ranking, lead: Lead) -> str:
    percent = f"{int(lead.share * 100 + TIE)} %" if lead.share < ALWAYS else "more than 99 %"
    return f"It stays first in {percent} of {cases(ranking.choices.plausible)}"


def _what_decides(ranking: Ranking, lead: Lead) -> str:
    if lead.judgement.reason == "facts":
        return "what is uncertain in the facts decides"
    if lead.judgement.reason == "weights":
        return "the weights decide"
    names = [ranking.problem.weighed(target) for target in lead.turning]
    return f"the weight of {listing(names[:REASONS], 'or')} alone can turn it"


def _toss_up(assessment: Assessment) -> Headline:
    """One scores most and others are first more often, so none of them is named the leader."""
    ranking, lead = assessment.ranking, assessment.lead
    together = (lead.leader, *lead.likelier)
    names = [ranking.name(row) for row in together]
    shares = rank_columns(assessment)[0].texts
    often = [
        f"{ranking.name(row)} is first in {shares[row]}" for row in (*lead.likelier, lead.leader)
    ]
    sentence = f"{listing(names)} are a toss-up."
    if lead.rival >= FAR_LIKELIER * lead.share:
        sentence = f"{names[0]} scores most, but {names[1]} is first far more often."
    detail = f"Of {cases(ranking.choices.plausible)}, {listing(often)}."
    return Headline(sentence, _scores(ranking, together), detail, "tie")


def _scores(ranking: Ranking, rows: tuple[int, ...]) -> str:
    first, *others = (f"{ranking.name(row)} {points(ranking.scores[row])}" for row in rows)
    return f"{', '.join([f'{first} points of 100', *others])}."


def _all(names: list[str]) -> str:
    return "Both" if len(names) == 2 else f"All {len(names)}"
