"""Words for figures: shares that add up as printed, facts with units, lists of names."""

from __future__ import annotations

import re
from math import floor

import numpy as np
from numpy.typing import ArrayLike

from advisor.problem.elements import Criterion
from advisor.ranking.plausible import Plausible
from advisor.ranking.ranking import Ranking
from advisor.ranking.rounding import CLOSE, apportion

NOT_STATED = "not stated"
CASES = {
    "ranges": ("vary weights and facts within their ranges", "vary weights within their ranges"),
    "anything": ("try all possible weights, and facts within their ranges", "try all weights"),
    "around": (
        "vary weights around yours, and facts within their ranges",
        "vary weights around yours",
    ),
    "answers": (
        "vary weights as far as your answers allow, and facts within their ranges",
        "vary weights as far as your answers allow",
    ),
}


def listing(names: list[str], conjunction: str = "and") -> str:
    """Names as a list: ``A``, ``A and B``, ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def number_word(number: int) -> str:
    """A small number as a word, a larger one in digits."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def performance_text(criterion: Criterion, performance: float) -> str:
    """A performance with its unit, or in the words of its level; ``unknown`` for NaN."""
    if np.isnan(performance):
        return "unknown"
    for level in criterion.levels:
        if level.level == performance:
            return level.meaning.rstrip(".")
    number = number_text(performance)
    return f"{number} {_unit(criterion.unit, number)}".rstrip()


def _unit(unit: str, number: str) -> str:
    """Unit that agrees with its number: ``1 name``, ``2 names``; ``ms`` and ``pages/s`` stay."""
    plural = number == "1" and re.fullmatch(r"[a-z]{2,}[^s]s", unit)
    return unit[:-1] if plural else unit


def fact_text(ranking: Ranking, row: int, criterion: Criterion) -> str:
    """Fact about an alternative; ``not stated`` for an input that the user has not entered."""
    alternative = ranking.alternatives[row]
    if not ranking.stated(alternative, criterion):
        return NOT_STATED
    return performance_text(
        criterion, ranking.problem.performances[alternative, criterion.id].performance
    )


def points(share: float) -> int:
    """Points of 100 of a share, the unit of all gains and losses; half a point is rounded up.

    Each figure is rounded separately, so that it is the same everywhere.
    """
    whole = floor(abs(share) * 100 + 0.5 + CLOSE)
    return -whole if share < 0 else whole


def points_text(whole: int) -> str:
    """Points gained or lost: ``+6 points``, ``−1 point``."""
    return f"{signed(whole)} point{'' if abs(whole) == 1 else 's'}"


def signed(whole: int) -> str:
    """A whole number with its sign, using a real minus sign instead of a hyphen."""
    return f"{whole:+d}".replace("-", "−") if whole else "0"


def number_text(number: float) -> str:
    """A number with three digits, the precision of the facts."""
    return f"{float(f'{number:.3g}'):g}"


def weight_text(weight: float) -> str:
    """A raw weight in tenths, or with two digits below 1, because some weights sum to 1."""
    return f"{weight:.2g}" if weight < 1 else f"{weight:.1f}".removesuffix(".0")


def cases(plausible: Plausible) -> str:
    """What the simulations do, as in “80 of 100 simulations that vary weights”."""
    varied, fixed = CASES[plausible.kind]
    return varied if plausible.facts else f"{fixed} and keep every fact at its best estimate"


def of_100(percent: str) -> str:
    """A share in percent as a count that a person can picture: ``87 %`` as ``87 of 100``."""
    count = percent.replace("less than", "fewer than").removesuffix("\u00a0%")
    return f"{count} of 100"


def percent_text(share: float) -> str:
    """A share in whole percent; 0 % and 100 % only for an exact 0 or 1."""
    if 0 < share < 0.005:
        return "less than 1\u00a0%"
    if 0.995 <= share < 1:
        return "more than 99\u00a0%"
    # Without rounding errors first, so that 2.5 % reads alike on every machine.
    return f"{round(round(share * 100, 9))}\u00a0%"


def rounded_text(share: float, percent: int) -> str:
    """A share rounded together with others; 0 % and 100 % only for an exact 0 or 1."""
    if percent == 0 and share > 0:
        return "less than 1\u00a0%"
    if percent == 100 and share < 1:
        return "more than 99\u00a0%"
    return f"{percent}\u00a0%"


def percent_texts(shares: ArrayLike) -> list[str]:
    """Shares of one whole in the style of `percent_text`, rounded so that they add up."""
    exact = np.asarray(shares, dtype=float)
    rounded = apportion(exact * 100, round(float(exact.sum()) * 100))
    return [
        percent_text(share) if percent in (0, 100) else f"{percent}\u00a0%"
        for share, percent in zip(exact.tolist(), rounded, strict=True)
    ]


def threshold_texts(now: float, share: float) -> tuple[str, str]:
    """Two shares with just enough digits to differ, the second also from 0 % and 100 %."""
    digits, text = 0, ""
    for digits in (0, 1, 2):
        text = f"{share * 100:.{digits}f}"
        if text != f"{now * 100:.{digits}f}" and (float(text) not in (0, 100) or share in (0, 1)):
            break
    alike = abs(now - share) < 0.01
    return f"{now * 100:.{digits if alike else 0}f}\u00a0%", f"{text}\u00a0%"


def range_text(criterion: Criterion, low: float, high: float) -> str:
    """Range of a performance, such as ``5 to 8 m³``; one performance if both ends are equal."""
    if np.isnan(low) or np.isnan(high):
        return "unknown"
    if low == high:
        return performance_text(criterion, low)
    if criterion.levels:
        return f"“{performance_text(criterion, low)}” to “{performance_text(criterion, high)}”"
    return f"{number_text(low)} to {number_text(high)} {criterion.unit}".rstrip()
