"""What answers and requirements do, in sentences."""

from __future__ import annotations

from advisor.problem.problem import Problem
from advisor.problem.questions import NOT_SURE, Requirement, Rule
from advisor.ranking.ranking import Ranking
from advisor.ranking.requirements import Screened, screen
from advisor.report.wording.numbers import listing, percent_text
from advisor.robustness.assessment import Assessment

LIMITS = {"levels": "", "at least": "at least ", "at most": "at most "}


def answer_effects(assessment: Assessment, question: str) -> list[str]:
    """What the answer to one question does; empty where it is not answered or does nothing."""
    ranking = assessment.ranking
    problem, answers, names = ranking.problem, ranking.advice.answers, _names(ranking.problem)
    if question not in answers:
        return []
    if answers[question] == NOT_SURE:
        return _unsure(ranking, question)
    moved = [
        f"{names[shift.rule.target]} {percent_text(shift.before)} → "
        f"{percent_text(shift.after)}: {shift.rule.reason}"
        if ranking.advice.acts(shift.rule)
        else f"{names[shift.rule.target]} stays: the scenario or another answer decides."
        for shift in assessment.answer_shifts
        if shift.rule.question == question
    ]
    demanded = [
        f"Must-have, {demand_text(problem.requirement(rule.target), rule.amount)}: {rule.reason}"
        for rule in ranking.advice.rules
        if rule.question == question and rule.effect == "require"
    ]
    return [*demanded, *moved] or ["This changes nothing here."]


def because(ranking: Ranking, criterion: str) -> str:
    """Answers that move the weight of a criterion, or of its group, in their own words."""
    said = [_answer(ranking, rule) for rule in _rules(ranking, criterion)]
    return listing(list(dict.fromkeys(said)))


def demand_text(requirement: Requirement, demand: str) -> str:
    """A requirement and what is demanded of it: ``Promised support at least 12 months``."""
    text = LIMITS[requirement.kind] + requirement.text(demand)
    stronger = requirement.kind == "levels" and demand != requirement.choices[-1]
    return f"{requirement.name}: {text}{' or better' if stronger else ''}"


def demand_effects(assessment: Assessment, requirement: str) -> list[str]:
    """Who does not meet one demand, who passes only just, and who would lead without it."""
    ranking = assessment.ranking
    problem = ranking.problem
    if requirement not in ranking.demands:
        return []
    standing = screen(problem, {requirement: ranking.demands[requirement]})
    left_out = {e.alternative for e in ranking.excluded if not e.requirements}
    found = {a: findings[0] for a, findings in standing.items() if a not in left_out}
    said = [
        f"Screens out {problem.alternative(a).name}, where it is {_offer(finding)}."
        for a, finding in found.items()
        if finding.outcome == "not met"
    ]
    for outcome, sentence in (("unknown", "Nobody knows about {}."), ("just met", "{} only just.")):
        names = [problem.alternative(a).name for a, f in found.items() if f.outcome == outcome]
        if names:
            verb = " meets it" if len(names) == 1 else " meet it"
            said.append(sentence.format(listing(names) + (verb if outcome == "just met" else "")))
    said += [
        f"{problem.alternative(a).name} will meet it by {finding.capability.coming_by}, as planned."
        for a, finding in found.items()
        if finding.outcome == "later"
    ]
    for relaxed in assessment.relaxations:
        if relaxed.requirement.id == requirement and relaxed.changes:
            leaders = listing([problem.alternative(a).name for a in relaxed.leaders])
            said.append(f"Without it, {leaders} would lead.")
    return said or ["Nobody is screened out by this."]


def nearest(ranking: Ranking) -> str:
    """Who of those screened out lacks the fewest must-haves; empty where nobody was."""
    screened = [e for e in ranking.excluded if e.requirements]
    if not screened:
        return ""
    fewest = min(len(e.requirements) for e in screened)
    lacks = [
        f"{ranking.problem.alternative(e.alternative).name} ({e.reason})"
        for e in screened
        if len(e.requirements) == fewest
    ]
    return f"Nearest: {listing(lacks)}."


def _unsure(ranking: Ranking, question: str) -> list[str]:
    asked = ranking.problem.project_question(question)
    moved = {r.target for r in ranking.problem.rules if _moves(r, question)}
    targets = moved & ranking.advice.unsure
    names = [name for target, name in _names(ranking.problem).items() if target in targets]
    if not names:
        return ["Nothing moves: no weight depends on it."]
    many = f"any of the {len(asked.choices)} answers"
    return [f"Nothing moves, but {listing(names)} may count whatever {many} would make of it."]


def _moves(rule: Rule, question: str) -> bool:
    return rule.question == question and rule.weighs


def _rules(ranking: Ranking, criterion: str) -> list[Rule]:
    about = (criterion, ranking.problem.criterion(criterion).group)
    return [
        r for r in ranking.advice.rules if r.weighs and r.target in about and ranking.advice.acts(r)
    ]


def _names(problem: Problem) -> dict[str, str]:
    """Names of what a rule about a weight can be about; a group with a weight has its own id."""
    groups = {group.id: group.name for group in problem.groups}
    return {**groups, **{criterion.id: criterion.name for criterion in problem.criteria}}


def _answer(ranking: Ranking, rule: Rule) -> str:
    return f"“{ranking.problem.project_question(rule.question).choice(rule.answer).text}”"


def _offer(finding: Screened) -> str:
    offered = finding.requirement.text(finding.capability.capability)
    return f"“{offered}”" if finding.requirement.kind == "levels" else offered
