"""Effects of the must-haves, in sentences: which alternatives are left or would lead."""

from __future__ import annotations

from advisor.problem.questions import Requirement
from advisor.ranking.ranking import Ranking
from advisor.ranking.requirements import screen
from advisor.report.wording.answers import demand_text
from advisor.report.wording.numbers import listing
from advisor.robustness.assessment import Assessment
from advisor.robustness.requirements import Relaxation

# The light page fills them in too (advisor.report.light).
SENTENCES = {
    "without must-have": "Without the must-have {need}, {leads}.",
    "without it": "Without it, {leads}.",
    "would lead": "{names} would lead",
    "would tie": "{names} would tie for the lead",
    "only left": "Only {name} is left.",
    "only one": "{name} is the only one that meets your {needs}.",
    "only one left": "{name} is the only one left that meets your {needs}.",
    "not ruled out": "{name} is the only one that your {needs} {do} not rule out.",
    "left, not ruled out": "{name} is the only one left that your {needs} {do} not rule out.",
    "planned": "{name} is planned to meet {need} by {day}.",
    "not known": "It is unknown whether {name} meets {need}.",
}


def must_have(requirement: Requirement, demand: str) -> str:
    """A must-have as part of a sentence: ``WebSockets (built in)``."""
    name = f"{requirement.name}: "
    return f"{requirement.name} ({demand_text(requirement, demand).removeprefix(name)})"


def without_each(assessment: Assessment) -> list[str]:
    """Alternatives that would lead without a must-have which alone rules them out."""
    return [
        SENTENCES["without must-have"].format(
            need=must_have(relaxed.requirement, relaxed.demand),
            leads=would_lead(assessment.ranking, relaxed),
        )
        for relaxed in assessment.relaxations
        if relaxed.changes
    ]


def would_lead(ranking: Ranking, relaxed: Relaxation) -> str:
    """Leader without a must-have: ``Ant would lead``."""
    names = [ranking.problem.alternative(a).name for a in relaxed.leaders]
    return SENTENCES["would tie" if len(names) > 1 else "would lead"].format(names=listing(names))


def only_left(assessment: Assessment) -> tuple[str, list[str]]:
    """Why only one alternative is ranked, its open points, and what would lead otherwise."""
    ranking = assessment.ranking
    problem, name = ranking.problem, ranking.name(0)
    decisive = {r for exclusion in ranking.excluded for r in exclusion.requirements}
    if not decisive:
        return SENTENCES["only left"].format(name=name), []
    standing = [
        found
        for found in screen(problem, ranking.demands)[ranking.alternatives[0]]
        if found.requirement.id in decisive
    ]
    many, by_hand = len(standing) > 1, not all(e.requirements for e in ranking.excluded)
    needs = listing([must_have(found.requirement, found.demand) for found in standing])
    pending = [
        SENTENCES["planned" if found.outcome == "later" else "not known"].format(
            name=name, need=found.requirement.name, day=found.capability.coming_by
        )
        for found in standing
        if found.outcome in ("later", "unknown")
    ]
    sentence = SENTENCES["only one left" if by_hand else "only one"]
    if pending:
        sentence = SENTENCES["left, not ruled out" if by_hand else "not ruled out"]
    sentence = sentence.format(
        name=name, needs=f"must-have{'s' * many} {needs}", do="do" if many else "does"
    )
    if many:
        return sentence, [*pending, *without_each(assessment)]
    # The previous sentence already names the only alternative.
    relaxed = [
        SENTENCES["without it"].format(leads=would_lead(ranking, relaxed))
        for relaxed in assessment.relaxations
        if relaxed.changes
    ]
    return sentence, [*pending, *relaxed]
