"""What a state may hold: each check returns what it was given, or says what is allowed.

All raise `TraitError`, as an assignment to a trait does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import Any

from traitlets import TraitError

from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.measurements import READINGS, Record, RecordError, estimates
from advisor.problem.problem import Problem
from advisor.problem.questions import NOT_SURE
from advisor.robustness.win_map import CORNERS


def known(name: str, names: Iterable[str]) -> str:
    """A name that is one of the names."""
    listed = list(names)
    if name not in listed:
        raise TraitError(f"{name!r} is not known; allowed: {', '.join(listed) or 'none'}")
    return name


def scenario(problem: Problem, given: str) -> str:
    """Id of a scenario."""
    return known(given, (scenario.id for scenario in problem.scenarios))


def weights(problem: Problem, given: Mapping[str, float]) -> dict[str, float]:
    """Raw weight by criterion id."""
    criteria = [criterion.id for criterion in problem.criteria]
    for criterion, weight in given.items():
        known(criterion, criteria)
        if not (isinstance(weight, int | float) and 0 <= weight <= LARGEST_WEIGHT):
            raise TraitError(
                f"weight of {criterion!r} is {weight!r}; allowed: 0 to {LARGEST_WEIGHT}"
            )
    return dict(given)


def answers(problem: Problem, given: Mapping[str, str]) -> dict[str, str]:
    """Answer id, or `NOT_SURE`, by question id."""
    for question, answer in given.items():
        known(question, (q.id for q in problem.questions))
        choices = problem.project_question(question).choices
        known(answer, [*(choice.id for choice in choices), NOT_SURE])
    return dict(given)


def requirements(problem: Problem, given: Mapping[str, str]) -> dict[str, str]:
    """What is demanded, or an empty text, by requirement id."""
    for requirement, demand in given.items():
        known(requirement, (r.id for r in problem.requirements))
        known(demand, [*problem.requirement(requirement).demands, ""])
    return dict(given)


def ballots(
    problem: Problem, given: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Raw weight by criterion id of each participant, by name."""
    return {str(name): weights(problem, of_one) for name, of_one in given.items()}


def reading(problem: Problem, given: str) -> str:
    """Id of a reading of the facts, or an empty text for the stated one."""
    return known(given, ["", *problem.readings])


def inputs(
    problem: Problem, given: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Performance by id of an input criterion, then alternative id."""
    criteria = [c.id for c in problem.criteria if c.kind == "input"]
    for criterion, row in given.items():
        known(criterion, criteria)
        alternatives(problem, dict(row))
        for alternative, performance in row.items():
            if not (isinstance(performance, int | float) and isfinite(performance)):
                raise TraitError(f"{criterion!r} of {alternative!r} is {performance!r}")
    return {criterion: dict(row) for criterion, row in given.items()}


def alternatives(problem: Problem, given: Iterable[str]) -> tuple[str, ...]:
    """Ids of alternatives, compared by default or not."""
    names = [alternative.id for alternative in (*problem.alternatives, *problem.others)]
    return tuple(known(alternative, names) for alternative in given)


def others(problem: Problem, given: Iterable[str]) -> tuple[str, ...]:
    """Ids of alternatives that are not compared by default."""
    names = [other.id for other in problem.others]
    return tuple(known(alternative, names) for alternative in given)


def measurement(given: Record) -> Record:
    """A record that may be scored."""
    try:
        estimates(given, READINGS[0])
    except RecordError as error:
        raise TraitError(str(error)) from error
    return given


def corners(groups: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    """Ids of three different groups for the corners of a map, or none at all."""
    names = list(groups)
    chosen = tuple(known(corner, names) for corner in given)
    if len(set(chosen)) != len(chosen) or len(chosen) not in (0, CORNERS):
        raise TraitError(f"a map needs three different corners, not {', '.join(chosen)}")
    return chosen


# The check of each trait that a problem bounds.
CHECKS: dict[str, Callable[[Problem, Any], Any]] = {
    "scenario": scenario,
    "answers": answers,
    "requirements": requirements,
    "own": weights,
    "reading": reading,
    "inputs": inputs,
    "included": others,
    "excluded": alternatives,
    "ballots": ballots,
}
