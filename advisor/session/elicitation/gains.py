"""Values of a criterion that a question may show, chosen so that people can imagine them."""

from __future__ import annotations

import re

import numpy as np

from advisor.mcda.elicitation.tradeoffs import GAINS
from advisor.problem.elements import Criterion

# A question shows a whole group either at its best or half way, because people cannot imagine more.
GROUP_GAINS = (1.0, 0.5)


def gains(criterion: Criterion) -> tuple[float, ...]:
    """Values above the worst anchor that a question may show, largest first.

    They are the values of the levels of a rubric, or of performances near `GAINS` that are rounded
    for readers: to whole numbers if the unit counts parts, else to two digits.
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
    """Performance that a question shows for a value; a level if the criterion has a rubric."""
    if criterion.value_function == "levels":
        nearest = min(criterion.levels, key=lambda level: abs(level.value - gain))
        return nearest.level
    return float(np.round(criterion.performance(gain), 6))
