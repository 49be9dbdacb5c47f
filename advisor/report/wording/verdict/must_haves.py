"""Effects of the must-haves, in sentences: which alternatives are left or would lead."""

from __future__ import annotations

from advisor.problem.questions import Requirement
from advisor.ranking.ranking import Ranking
from advisor.ranking.requirements import screen
from advisor.report.wording.answers import demand_text
from advisor.report.wording.numbers import listing
from advisor.robustness.assessment import Assessment
from advisor.robustness.requirements import Relaxation


def must_have(requirement: Requirement, demand: str) -> str:
    """A must-have as part of a sentence: ``WebSockets (built in)``."""
    name = f"{requirement.name}: "
    return f"{requirement.name} ({demand_text(requirement, demand).removeprefix(name)})"


def without_each(assessment: Assessment) -> list[str]:
    """Alternatives that would lead without a must-have which alone rules them out."""
    return [
        f"Without the must-have {must_have(relaxed.requirement, relaxed.demand)}, "
        f"{would_lead(assessment.ranking, relaxed)}."
        for relaxed in assessment.relaxations
        if relaxed.changes
    ]


def would_lead(ranking: Ranking, relaxed: Relaxation) -> str:
    """Leader without a must-have: ``Ant would lead``."""
    names = [ranking.problem.alternative(a).name for a in relaxed.leaders]
    return f"{listing(names)} would {'tie for the lead' if len(names) > 1 else 'lead'}"


def only_left(assessment: Assessment) -> tuple[str, list[str]]:
    """Why only one alternative is ranked, its open points, and what would lead otherwise."""
    ranking = assessment.ranking
    problem, name = ranking.problem, ranking.name(0)
    decisive = {r for exclusion in ranking.excluded for r in exclusion.requirements}
    if not decisive:
        return f"Only {name} is left.", []
    standing = [
        found
        for found in screen(problem, ranking.demands)[ranking.alternatives[0]]
        if found.requirement.id in decisive
    ]
    many, by_hand = len(standing) > 1, not all(e.requirements for e in ranking.excluded)
    needs = listing([must_have(found.requirement, found.demand) for found in standing])
    only = f"{name} is the only one{' left' * by_hand} that"
    yours = f"your must-have{'s' * many} {needs}"
    pending = [
        f"{name} is planned to meet {found.requirement.name} by {found.capability.coming_by}."
        if found.outcome == "later"
        else f"It is unknown whether {name} meets {found.requirement.name}."
        for found in standing
        if found.outcome in ("later", "unknown")
    ]
    sentence = f"{only} meets {yours}."
    if pending:
        sentence = f"{only} {yours} {'do' if many else 'does'} not rule out."
    if many:
        return sentence, [*pending, *without_each(assessment)]
    # The previous sentence already names the only alternative.
    relaxed = [
        f"Without it, {would_lead(ranking, relaxed)}."
        for relaxed in assessment.relaxations
        if relaxed.changes
    ]
    return sentence, [*pending, *relaxed]
