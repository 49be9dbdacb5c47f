"""The advice, and the consequences of choosing an alternative, for a record."""

from __future__ import annotations

from advisor.ranking.ranking import Ranking
from advisor.ranking.requirements import Screened, screen
from advisor.report.wording.numbers import listing
from advisor.report.wording.verdict.must_haves import must_have
from advisor.report.wording.verdict.reasons import Reason, reasons_between
from advisor.robustness.assessment import Assessment


def advised(assessment: Assessment) -> str:
    """Id of the leader, or of the only alternative that is left; empty if there is none."""
    ranking = assessment.ranking
    alone = len(ranking.alternatives) == 1 and any(e.requirements for e in ranking.excluded)
    if alone or assessment.verdict in ("clear", "fragile"):
        return ranking.alternatives[ranking.order[0]]
    return ""


def consequences(assessment: Assessment, chosen: str) -> list[str]:
    """Advantages and disadvantages of an alternative, compared with the best other one."""
    ranking = assessment.ranking
    if chosen not in ranking.alternatives:
        return [_not_ranked(ranking, chosen)]
    row = ranking.alternatives.index(chosen)
    said = [_must_have(found) for found in screen(ranking.problem, ranking.demands)[chosen]]
    if assessment.leads:
        rival = next(other for other in ranking.order if other != row)
        speak_for, against = reasons_between(ranking, row, rival)
        said += [f"Good, because it is ahead on {_side(r)}" for r in speak_for]
        said += [f"Bad, because it is behind on {_side(r)}" for r in against]
    for relaxed in assessment.relaxations:
        if relaxed.changes and chosen not in relaxed.leaders:
            names = [ranking.problem.alternative(a).name for a in relaxed.leaders]
            lead = "lead" if len(names) == 1 else "tie for the lead"
            need = must_have(relaxed.requirement, relaxed.demand)
            ruled_out = f"the must-have {need} rules out {listing(names)}"
            said.append(f"Bad, because {ruled_out}, which would {lead} without it")
    return sorted(said, key=lambda sentence: not sentence.startswith("Good"))


def _side(reason: Reason) -> str:
    return f"{reason.criterion.name} ({reason.points}): {reason.sides}"


def _not_ranked(ranking: Ranking, chosen: str) -> str:
    (found,) = (e for e in ranking.excluded if e.alternative == chosen)
    if found.requirements:
        return f"Bad, because it misses a must-have. {found.reason}"
    return "It was left out of the comparison, so it has no score."


def _must_have(found: Screened) -> str:
    need = f"the must-have {must_have(found.requirement, found.demand)}"
    if found.outcome == "later":
        today, then = map(
            found.requirement.text, (found.capability.capability, found.capability.coming)
        )
        plan = f"{today} today, {then} planned by {found.capability.coming_by}"
        return f"Bad, because it does not meet {need} yet: {plan}"
    if found.outcome == "unknown":
        return f"Bad, because it is unknown whether it meets {need}"
    return f"Good, because it meets {need}"
