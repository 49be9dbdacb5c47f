"""Ends of the scales on which users set weights."""

from __future__ import annotations

from advisor.problem.elements import LARGEST_WEIGHT
from advisor.problem.problem import Problem


def weight_end(problem: Problem) -> int:
    """End of a criterion's slider: 1, 10 or 100, depending on the weights in the tables.

    A slider to 100 would show weights of 0.4 and 0.35 both as 0. If answers set weights, the
    scale ends at 100.
    """
    if any(rule.weighs for rule in problem.rules):
        return LARGEST_WEIGHT
    said = (
        weight.weight
        for scenario in problem.scenarios
        for weight in (*scenario.weights.values(), *scenario.group_weights.values())
    )
    largest = max(said, default=0)
    return next((end for end in (1, 10) if 0 < largest <= end), LARGEST_WEIGHT)


def group_end(problem: Problem, group: str) -> int:
    """End of a group's slider.

    A group with its own weight uses the scale of criteria, however many criteria share it. In
    other groups, each criterion can reach the end of the scale.
    """
    shared = group in problem.scenarios[0].group_weights
    return weight_end(problem) * (1 if shared else len(problem.criteria_in(group)))
