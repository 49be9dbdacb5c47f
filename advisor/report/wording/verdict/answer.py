"""The answer at the top of the page: a name or a question, a sentence, and its certainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.mcda.additive import TIE
from advisor.ranking.ranking import Ranking
from advisor.report.wording.answers import nearest
from advisor.report.wording.numbers import cases, listing, points, threshold_texts
from advisor.report.wording.sensitivity import joint
from advisor.report.wording.verdict.cuts import cut_text
from advisor.report.wording.verdict.incumbent import incumbents
from advisor.report.wording.verdict.must_haves import only_left, without_each
from advisor.report.wording.verdict.reasons import REASONS_NAMED, Reason, reasons
from advisor.robustness.assessment import Assessment
from advisor.robustness.verdict import Lead, Verdict

# Sentences of the answer, which the light page fills in too (advisor.report.light).
SENTENCES = {
    "unasked": "Tell us about your project",
    "two answers": "Two answers are enough for a first result.",
    "nothing said": (
        "This is where each stands before you answer. Answer a question, or move a slider to say "
        "how much something matters."
    ),
    "simulated": "In how many of 100 simulations each ranks first. The simulations {varied}.",
    "clear": "A clear choice: it ranks first in {often} of 100 simulations.",
    "always": "It stays first for any reasonable set of priorities.",
    "fragile": "Ahead, but not safely: it ranks first in {often} of 100 simulations.",
    "fragile, rest": (
        "Ahead, but not safely: it ranks first in {often} of 100 simulations, {rest}."
    ),
    "often": "{name} in {often}",
    "facts": "It depends on facts that we are not sure of.",
    "weights": "It depends on your priorities: other reasonable weights reverse it.",
    "one weight": "Another {noun} would lead if you changed just the weight of {names}.",
    "few weights": "Another {noun} would lead if you changed just one of these weights: {names}.",
    "many weights": (
        "Another {noun} would lead if you changed just one of these weights: {names}, and others."
    ),
    "question": "{name} leads if you answer “{asked}” with “{answer}”.",
    "unlisted": "That drops to {often} of 100 if something matters that is not listed here.",
    "equal": "{names} tie",
    "same score": "They score the same.",
    "toss-up": "Toss-up: {shares}",
    "no clear answer": "No clear answer: {shares}",
    "and more": "{shares} and {count} more",
    "close": "The gap is smaller than our uncertainty about the facts.",
    "rival": (
        "{first} scores highest with your weights, but {second} ranks first in more of the "
        "simulations."
    ),
    "none meets": "No {noun} meets all your must-haves",
    "none left": "No {noun} is left to choose from",
    "all left out": "You left out every {noun}.",
    "all zero": "All weights are zero",
    "no ranking": "Without weights nothing can be ranked.",
    "one left": "Only {name} is left",
    "others left out": "You left out every other {noun}.",
    "advantage": "Biggest advantage of {first} over {second}: {points}.",
    "advantages": "Biggest advantages of {first} over {second}: {points}.",
    "in favour": "In favour of {second}: {points}.",
    "no difference": "The top two score the same on everything that has weight.",
}
# From this ratio of shares on, two alternatives are not a toss-up.
FAR_LIKELIER = 2
# From this share on, the rest is less than one simulation in a hundred.
ALWAYS = 0.995
# More names than this make a heading too long to read.
NAMED = 3


@dataclass(frozen=True)
class Conclusion:
    """The largest text of the page.

    Attributes
    ----------
    title : str
        Name of the winner, or another heading if there is none.
    sentence, detail : str
        An explanation, and what the result depends on.
    verdict : Verdict
    crowned : bool
        Whether the title names the alternative to choose.
    """

    title: str
    sentence: str = ""
    detail: str = ""
    verdict: Verdict = "open"
    crowned: bool = False


def answer(assessment: Assessment) -> Conclusion:
    """Name the winner, if there is one, and say how certain that is."""
    ranking = assessment.ranking
    if not assessment.leads:
        return _nothing_leads(assessment)
    if unasked(ranking):
        return Conclusion(
            SENTENCES["unasked"],
            SENTENCES["two answers"],
        )
    return _undecided(assessment) if assessment.verdict == "tie" else _crowned(assessment)


def unasked(ranking: Ranking) -> bool:
    """Whether nothing is known about the project yet, although the problem asks about it.

    If the first scenario has answers, as in a decision that was made from a spreadsheet, they
    describe the project.
    """
    choices, problem = ranking.choices, ranking.problem
    said = choices.answers, choices.inputs, choices.weights, choices.requirements
    first = choices.scenario == problem.scenarios[0].id and not problem.scenarios[0].answers
    return bool(problem.questions) and first and not any(said)


def often_first(assessment: Assessment) -> list[tuple[int, str]]:
    """Rows sorted by how often each ranks first, with that share in whole percent as text."""
    percents, shares = assessment.first_percents, assessment.acceptability.first
    order = np.argsort(-shares, kind="stable").tolist()
    return [(row, _of_100(float(shares[row]), int(percents[row]))) for row in order]


def simulated(assessment: Assessment) -> str:
    """What the shares of `often_first` are shares of."""
    varied = cases(assessment.ranking.choices.plausible)
    return SENTENCES["simulated"].format(varied=varied)


def advantages(assessment: Assessment) -> list[str]:
    """Differences between the first two in points of 100, and the cost of an incumbent."""
    if not assessment.leads:
        return []
    ranking = assessment.ranking
    first, second = (ranking.name(row) for row in ranking.order[:2])
    speak_for, against = reasons(assessment)
    said = []
    if speak_for:
        many = SENTENCES["advantages" if len(speak_for) > 1 else "advantage"]
        said.append(many.format(first=first, second=second, points=_points(speak_for)))
    if against:
        said.append(SENTENCES["in favour"].format(second=second, points=_points(against)))
    if not said:
        said.append(SENTENCES["no difference"])
    return [*said, *incumbents(assessment)]


def turning(assessment: Assessment) -> str:
    """Closest change of the weights that puts another alternative first."""
    ranking, trial = assessment.ranking, assessment.trial
    if trial is None or trial.flip is None:
        return joint(assessment)
    problem = ranking.problem
    parts = problem.groups if trial.of_group else problem.criteria
    now, share = threshold_texts(trial.flip.now, trial.flip.share)
    than = f"{'more' if trial.flip.rises else 'less'} than {share}"
    name = parts[trial.flip.column].name
    taker = ranking.name(trial.taker)
    return f"{taker} would rank first if “{name}” had {than} of the weight (now {now})."


def _crowned(assessment: Assessment) -> Conclusion:
    ranking, lead = assessment.ranking, assessment.lead
    often = dict(often_first(assessment))
    detail, reason = "", lead.judgement.reason
    if lead.verdict == "clear":
        sentence = SENTENCES["clear"].format(often=often[lead.leader])
        if lead.unbeaten and lead.share >= ALWAYS:
            detail = SENTENCES["always"]
    else:
        rest = listing(
            [
                SENTENCES["often"].format(name=ranking.name(row), often=often[row])
                for row in lead.contenders[:NAMED]
            ]
        )
        ahead = SENTENCES["fragile, rest" if rest else "fragile"]
        sentence = ahead.format(often=often[lead.leader], rest=rest)
        detail = {
            "facts": SENTENCES["facts"],
            "weights": SENTENCES["weights"],
            "one weight": _one_weight(assessment),
            "cut": f"{cut_text(ranking, lead.cuts[0])}." if lead.cuts else "",
            "question": _open_question(ranking, lead),
            "unlisted": SENTENCES["unlisted"].format(often=int(lead.beyond * 100 + TIE)),
        }[reason]
    said = " ".join(filter(None, (detail, _must_haves(assessment))))
    return Conclusion(ranking.name(lead.leader), sentence, said, lead.verdict, crowned=True)


def _undecided(assessment: Assessment) -> Conclusion:
    """Conclusion without a winner, because two or more alternatives are too close."""
    ranking, lead = assessment.ranking, assessment.lead
    reason = lead.judgement.reason
    if reason == "equal":
        names = listing([ranking.name(row) for row in ranking.order if ranking.ranks[row] == 1])
        title, sentence = SENTENCES["equal"].format(names=names), SENTENCES["same score"]
        return Conclusion(title, sentence, _must_haves(assessment), "tie")
    close = {lead.leader, *lead.likelier, *(lead.close if reason == "facts" else ())}
    often = [(row, share) for row, share in often_first(assessment) if row in close]
    shares = ", ".join(f"{ranking.name(row)} {share}" for row, share in often[:NAMED])
    if len(often) > NAMED:
        shares = SENTENCES["and more"].format(shares=shares, count=len(often) - NAMED)
    title, sentence = SENTENCES["toss-up"], SENTENCES["close"]
    if reason != "facts":
        if lead.rival >= FAR_LIKELIER * lead.share:
            title = SENTENCES["no clear answer"]
        first, second = ranking.name(lead.leader), ranking.name(often[0][0])
        sentence = SENTENCES["rival"].format(first=first, second=second)
    return Conclusion(title.format(shares=shares), sentence, _must_haves(assessment), "tie")


def _nothing_leads(assessment: Assessment) -> Conclusion:
    ranking = assessment.ranking
    noun = ranking.problem.alternative_noun
    if not ranking.alternatives:
        lacking = nearest(ranking)
        if lacking:
            return Conclusion(SENTENCES["none meets"].format(noun=noun), lacking)
        title, sentence = SENTENCES["none left"], SENTENCES["all left out"]
        return Conclusion(title.format(noun=noun), sentence.format(noun=noun))
    if len(ranking.alternatives) > 1:
        return Conclusion(SENTENCES["all zero"], SENTENCES["no ranking"])
    name = ranking.name(0)
    if not any(exclusion.requirements for exclusion in ranking.excluded):
        title, sentence = SENTENCES["one left"], SENTENCES["others left out"]
        return Conclusion(title.format(name=name), sentence.format(noun=noun))
    sentence, rest = only_left(assessment)
    return Conclusion(name, sentence, " ".join(rest), crowned=True)


def _must_haves(assessment: Assessment) -> str:
    """Must-have that alone keeps another alternative from leading."""
    return " ".join(without_each(assessment)) if assessment.ranking.excluded else ""


def _open_question(ranking: Ranking, lead: Lead) -> str:
    """Open question with an answer that would put another alternative first."""
    if not lead.questions:
        return ""
    found = lead.questions[0]
    return SENTENCES["question"].format(
        name=ranking.name(found.first),
        asked=found.question.question,
        answer=found.answer.text,
    )


def _one_weight(assessment: Assessment) -> str:
    turning, problem = assessment.lead.turning, assessment.ranking.problem
    named = ", ".join(f"“{problem.weighed(target)}”" for target in turning[:NAMED])
    several = "few weights" if len(turning) <= NAMED else "many weights"
    sentence = SENTENCES["one weight" if len(turning) == 1 else several]
    return sentence.format(noun=problem.alternative_noun, names=named)


def _points(found: list[Reason]) -> str:
    """Reasons with their points; only the first has the unit."""
    told = [points(abs(reason.difference)) for reason in found[:REASONS_NAMED]]
    names = [reason.criterion.name for reason in found[:REASONS_NAMED]]
    unit = ["\u00a0points", ""] if told[0] != 1 else ["\u00a0point", ""]
    parts = zip(names, told, unit, strict=False)
    return ", ".join(f"{name} (+{point}{word})" for name, point, word in parts)


def _of_100(share: float, percent: int) -> str:
    if percent == 0 and share > 0:
        return "<1"
    return ">99" if percent == 100 and share < 1 else str(percent)
