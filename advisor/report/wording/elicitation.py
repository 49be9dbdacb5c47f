"""Words for the ways to set weights: questions, and the resulting weights."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.mcda.additive import TIE
from advisor.problem.elements import Criterion
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import listing, performance_text
from advisor.session.elicitation.gains import shown
from advisor.session.elicitation.stages import GROUPS, Scope, Stage

# Saaty (1980); the even values lie between two of these.
JUDGEMENTS = {1: "equally", 3: "moderately", 5: "strongly", 7: "very strongly", 9: "extremely"}
# A longer list of names is replaced by a number.
MOST_NAMES = 3


@dataclass(frozen=True)
class Side:
    """One property of a hypothetical alternative."""

    name: str
    how: str
    detail: str = ""


def item_name(problem: Problem, stage: Stage, item: str) -> str:
    """Name of an item: a group or a criterion."""
    if stage.group == GROUPS:
        return next(group.name for group in problem.groups if group.id == item)
    return problem.criterion(item).name


def stage_name(problem: Problem, stage: Stage) -> str:
    """Name of a stage, as in “next: within Runtime”."""
    named = {group.id: f"within {group.name}" for group in problem.groups}
    return named.get(stage.group, "the groups")


def swing_text(scope: Scope, stage: Stage, item: str) -> str:
    """Swing of an item from worst to best; for a group, the swings of all its criteria."""
    if stage.group != GROUPS:
        criterion = scope.problem.criterion(item)
        return f"{criterion.worst_text} → {criterion.best_text}"
    names = [scope.problem.criterion(c).name for c in scope.criteria(item)]
    return f"from worst to best: {', '.join(names)}"


def judgement_text(judgement: float, first: str, second: str) -> str:
    """Judgement on Saaty's scale in words; the number comes first, because names may be long."""
    if judgement == 1:
        return "Both equally"
    times, winner = round(max(judgement, 1 / judgement)), first if judgement > 1 else second
    below, above = (JUDGEMENTS.get(times - 1, ""), JUDGEMENTS.get(times + 1, ""))
    return f"{times} × {winner} ({JUDGEMENTS.get(times) or f'{below} to {above}'})"


def sides(
    scope: Scope, stage: Stage, gained: tuple[str, float], other: str, *, gained_first: bool
) -> tuple[Side, Side]:
    """Properties of an alternative that gains on one item and is at the worst on the other."""
    high, low = _side(scope, stage, *gained), _side(scope, stage, other, 0.0)
    return (high, low) if gained_first else (low, high)


def understood(ranking: Ranking) -> str:
    """Summary of the weights in one sentence."""
    problem = ranking.problem
    groups = _most(
        "groups",
        [group.name for group in problem.groups],
        ranking.group_weights.tolist(),
        ranking.group_percentages,
    )
    single = _most(
        "facts",
        [criterion.name for criterion in problem.criteria],
        ranking.weights.tolist(),
        ranking.percentages,
    )
    return f"{groups}. Of the single facts, {single}."


def _most(what: str, names: list[str], shares: list[float], percents: tuple[int, ...]) -> str:
    top = max(shares)
    first = [name for name, share in zip(names, shares, strict=True) if share > top - TIE]
    if len(first) == 1:
        return f"{first[0]} matters most ({percents[names.index(first[0])]}\u00a0%)"
    if len(first) > MOST_NAMES:
        return f"{len(first)} {what} matter most, all equally"
    return f"{listing(first)} matter most, equally"


def _side(scope: Scope, stage: Stage, item: str, gain: float) -> Side:
    name = item_name(scope.problem, stage, item)
    if stage.group != GROUPS:
        criterion = scope.problem.criterion(item)
        return Side(name, performance_text(criterion, _performance(criterion, gain)))
    criteria = [scope.problem.criterion(c) for c in scope.criteria(item)]
    if gain == 1:
        return Side(name, "at its best", "; ".join(c.best_text for c in criteria))
    if gain == 0:
        return Side(name, "at its worst", "; ".join(c.worst_text for c in criteria))
    detail = f"halfway from worst to best: {', '.join(c.name for c in criteria)}"
    return Side(name, "halfway up", detail)


def _performance(criterion: Criterion, gain: float) -> float:
    at_worst = gain == 0 and criterion.value_function != "levels"
    return criterion.worst if at_worst else shown(criterion, gain)
