"""Effects of answers and requirements, in sentences."""

from __future__ import annotations

from advisor.problem.problem import Problem
from advisor.problem.questions import NOT_SURE, Requirement, Rule
from advisor.ranking.answers import Shift
from advisor.ranking.ranking import Ranking
from advisor.ranking.requirements import Outcome, screen
from advisor.report.wording.numbers import listing, percent_text
from advisor.robustness.assessment import Assessment

# Number of weights in the line about an answer; its "why" lists the others.
MOST_NAMED = 2

# The light page fills them in too (advisor.report.light).
SENTENCES = {
    "requires": "requires {demand}",
    "raises": "raises {names}",
    "lowers": "lowers {names}",
    "more": "{count} more",
    "shifted": "{name} {before} → {after}",
    "no effect": "No effect on the weights.",
    "every answer": "Weights stay as they are; the verdict allows for every answer.",
    "or better": "{demand} or better",
    "closest": "Closest: {names}.",
}
LIMITS = {"levels": "", "at least": "at least ", "at most": "at most "}


def answer_effect(assessment: Assessment, question: str) -> str:
    """Effect of the answer to one question, in one line; empty without an answer.

    If many weights change, the line names those that change most.
    """
    ranking = assessment.ranking
    answer = ranking.advice.answers.get(question)
    if answer is None:
        return ""
    moved = _felt(assessment, question)
    said = [
        SENTENCES["requires"].format(demand=demand) for demand, _ in _demanded(ranking, question)
    ]
    for verb, up in (("raises", True), ("lowers", False)):
        shifts = [shift for shift in moved if (shift.after > shift.before) == up]
        named = [_shifted(ranking, shift) for shift in shifts[:MOST_NAMED]]
        if more := len(shifts) - len(named):
            named.append(SENTENCES["more"].format(count=more))
        if named:
            said.append(SENTENCES[verb].format(names=listing(named)))
    if said:
        line = "; ".join(said)
        return f"{line[0].upper()}{line[1:]}."
    if answer == NOT_SURE and _unsure(ranking, question):
        return SENTENCES["every answer"]
    return SENTENCES["no effect"]


def answer_effects(assessment: Assessment, question: str) -> list[str]:
    """Reasons for the effects of the answer to one question."""
    ranking = assessment.ranking
    answer = ranking.advice.answers.get(question)
    if answer == NOT_SURE:
        return _unsure(ranking, question)
    names = _names(ranking.problem)
    demanded = [f"{demand}: {reason}" for demand, reason in _demanded(ranking, question)]
    moved = [
        f"{_shifted(ranking, shift)}: {shift.rule.reason}" for shift in _felt(assessment, question)
    ]
    overruled = [
        f"{names[shift.rule.target]} stays: the scenario or another answer already sets its weight."
        for shift in assessment.answer_shifts
        if shift.rule.question == question and not ranking.advice.acts(shift.rule)
    ]
    return [*demanded, *moved, *overruled]


def because(ranking: Ranking, criterion: str) -> str:
    """Answers that change the weight of a criterion or of its group, in their own words."""
    said = [_answer(ranking, rule) for rule in _rules(ranking, criterion)]
    return listing(list(dict.fromkeys(said)))


def demand_text(requirement: Requirement, demand: str) -> str:
    """A requirement with its demand, such as ``Promised support at least 12 months``."""
    text = LIMITS[requirement.kind] + requirement.text(demand)
    stronger = requirement.kind == "levels" and demand != requirement.choices[-1]
    demanded = f"{requirement.name}: {text}"
    return SENTENCES["or better"].format(demand=demanded) if stronger else demanded


def demand_effects(assessment: Assessment, requirement: str) -> list[str]:
    """Alternatives that a demand rules out, that just meet it, or that would lead without it."""
    ranking = assessment.ranking
    problem = ranking.problem
    if requirement not in ranking.demands:
        return []
    standing = screen(problem, {requirement: ranking.demands[requirement]})
    left_out = {e.alternative for e in ranking.excluded if not e.requirements}
    found = {a: findings[0] for a, findings in standing.items() if a not in left_out}

    def named(outcome: Outcome) -> list[str]:
        return [problem.alternative(a).name for a, f in found.items() if f.outcome == outcome]

    missing = [
        f"{problem.alternative(a).name} ({finding.offered})"
        for a, finding in found.items()
        if finding.outcome == "not met"
    ]
    said = [f"Rules out {listing(missing) or 'nothing'}."]
    if unknown := named("unknown"):
        said.append(f"Unknown for {listing(unknown)}.")
    if just := named("just met"):
        said.append(f"{listing(just)} only just {'meets' if len(just) == 1 else 'meet'} it.")
    said += [
        f"{problem.alternative(a).name} is planned to meet it by {finding.capability.coming_by}."
        for a, finding in found.items()
        if finding.outcome == "later"
    ]
    for relaxed in assessment.relaxations:
        if relaxed.requirement.id == requirement and relaxed.changes:
            leaders = listing([problem.alternative(a).name for a in relaxed.leaders])
            said.append(f"Without it, {leaders} would lead.")
    return said


def nearest(ranking: Ranking) -> str:
    """The one that misses the fewest must-haves; empty where none was ruled out."""
    screened = [e for e in ranking.excluded if e.requirements]
    if not screened:
        return ""
    fewest = min(len(e.requirements) for e in screened)
    lacks = [
        f"{ranking.problem.alternative(e.alternative).name} ({e.reason})"
        for e in screened
        if len(e.requirements) == fewest
    ]
    return SENTENCES["closest"].format(names=listing(lacks))


def _felt(assessment: Assessment, question: str) -> list[Shift]:
    """Shares that the answer to one question changes visibly, largest change first.

    Rules with the same target are one shift.
    """
    acts = assessment.ranking.advice.acts
    found: dict[str, Shift] = {}
    for shift in assessment.answer_shifts:
        seen = percent_text(shift.before) != percent_text(shift.after)
        if shift.rule.question == question and seen and acts(shift.rule):
            found.setdefault(shift.rule.target, shift)
    # Without rounding errors, so that equal changes keep the order of the rules on every machine.
    return sorted(found.values(), key=lambda shift: -round(abs(shift.after - shift.before), 9))


def _shifted(ranking: Ranking, shift: Shift) -> str:
    name = _names(ranking.problem)[shift.rule.target]
    before, after = percent_text(shift.before), percent_text(shift.after)
    return SENTENCES["shifted"].format(name=name, before=before, after=after)


def _demanded(ranking: Ranking, question: str) -> list[tuple[str, str]]:
    """Must-haves of the answer to one question, with the reasons."""
    return [
        (demand_text(ranking.problem.requirement(rule.target), rule.amount), rule.reason)
        for rule in ranking.advice.rules
        if rule.question == question and rule.effect == "require"
    ]


def _unsure(ranking: Ranking, question: str) -> list[str]:
    asked = ranking.problem.project_question(question)
    moved = {r.target for r in ranking.problem.rules if _moves(r, question)}
    targets = moved & ranking.advice.unsure
    names = [name for target, name in _names(ranking.problem).items() if target in targets]
    if not names:
        return []
    ranges = "range" if len(names) == 1 else "ranges"
    covers = "covers" if len(names) == 1 else "cover"
    many = "both answers" if len(asked.choices) == 2 else f"all {len(asked.choices)} answers"
    return [f"Weights stay as they are; the {ranges} of {listing(names)} now {covers} {many}."]


def _moves(rule: Rule, question: str) -> bool:
    return rule.question == question and rule.weighs


def _rules(ranking: Ranking, criterion: str) -> list[Rule]:
    about = (criterion, ranking.problem.criterion(criterion).group)
    return [
        r for r in ranking.advice.rules if r.weighs and r.target in about and ranking.advice.acts(r)
    ]


def _names(problem: Problem) -> dict[str, str]:
    """Names of the possible targets of a rule: criteria, and groups with their own weight."""
    groups = {group.id: group.name for group in problem.groups}
    return {**groups, **{criterion.id: criterion.name for criterion in problem.criteria}}


def _answer(ranking: Ranking, rule: Rule) -> str:
    return f"“{ranking.problem.project_question(rule.question).choice(rule.answer).text}”"
