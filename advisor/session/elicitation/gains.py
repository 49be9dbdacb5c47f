"""How far up a criterion a hypothetical alternative may be shown, so that one can picture it."""

from __future__ import annotations

import re

import numpy as np

from advisor.mcda.elicitation.tradeoffs import GAINS
from advisor.problem.elements import Criterion

# All criteria of a group at once are pictured at their best or half way, nothing finer.
GROUP_GAINS = (1.0, 0.5)


def gains(criterion: Criterion) -> tuple[float, ...]:
    """Values above the worst anchor that a question may show, the largest first.

    Those of a rubric's levels; else of performances near `GAINS`, round enough to be
    read: whole numbers where the unit counts parts, two digits elsewhere.
    """
    if criterion.value_function == "levels":
        found = {level.value for level in criterion.levels if level.value > 0}
    else:
        counts = re.match(r"of \d", criterion.unit) is not None
        performances = [float(criterion.performance(gain)) for gain in GAINS]
        rounded = [round(p) if counts else float(f"{p:.2g}") for p in performances]
        found = {float(criterion.value(p)) for p in rounded} - {0.0}
    return tuple(sorted(found, reverse=True))


def shown(criterion: Criterion, gain: float) -> float:
    """Performance that a question shows for a value: a level of the rubric where there is one."""
    if criterion.value_function == "levels":
        nearest = min(criterion.levels, key=lambda level: abs(level.value - gain))
        return nearest.level
    return float(np.round(criterion.performance(gain), 6))
