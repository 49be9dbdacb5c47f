"""Effects of the user's own measurement, in sentences."""

from __future__ import annotations

from advisor.problem.problem import Problem
from advisor.ranking.measurements import Move, Remeasured, compare
from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import performance_text, points

NAMED = 3
# Values are printed with two digits, so a smaller change is invisible.
SMALLEST_CHANGE = 0.005


def measured(before: Ranking, after: Ranking) -> list[str]:
    """Effects of a measurement; one sentence if the decision uses none of its figures.

    Parameters
    ----------
    before, after : Ranking
        Rankings of the same decision with shipped and with measured figures.
    """
    if not compare(before, after).moves:
        return ["The file has no measurement in a unit that this decision uses."]
    return differing(before, after)


def differing(before: Ranking, after: Ranking) -> list[str]:
    """Leaders, number of figures that differ by more than noise, and the largest moves.

    Parameters
    ----------
    before, after : Ranking
        Rankings of the same alternatives and criteria.

    Raises
    ------
    InputError
        If problem, alternatives or criteria differ.
    """
    found = compare(before, after)
    moved = [move for move in found.moves if not move.noise and _matters(move)]
    count = len(found.moves)
    some = f"{len(moved)} of them" if moved else "none of them"
    verb = "change" if len(moved) > 1 else "changes"
    differ = (
        f"{count} {'figure differs' if count == 1 else 'figures differ'}; {some} {verb} a value "
        "by more than the noise of measuring."
        if count
        else "No figure differs."
    )
    return [_leader(after.problem, found), differ, *(_moved(after, m) for m in moved[:NAMED])]


def _leader(problem: Problem, found: Remeasured) -> str:
    names = {a.id: a.name for a in problem.alternatives}
    now = names.get(found.leader_after or "", f"No {problem.alternative_noun}")
    if not found.leader_changes:
        return f"{now} still leads." if found.leader_after else f"{now} leads."
    former = names.get(found.leader_before or "", f"no {problem.alternative_noun}")
    return f"{now} leads instead of {former}."


def _matters(move: Move) -> bool:
    return abs(move.value_after - move.value_before) >= SMALLEST_CHANGE


def _moved(ranking: Ranking, move: Move) -> str:
    criterion = ranking.problem.criterion(move.criterion)
    was, now = (performance_text(criterion, m.performance) for m in (move.before, move.after))
    name = ranking.problem.alternative(move.alternative).name
    worth = f"it goes from {points(move.value_before)} to {points(move.value_after)} points of 100"
    return f"{criterion.name} for {name}: {was} before, {now} now; {worth}."
