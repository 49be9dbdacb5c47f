"""Results in sentences; every number in them stands on the page as well.

Templates only. Which words may be used is decided by the verdict of
`advisor.robustness`, not here.
"""

from advisor.explain.verdict import Headline, Reason, headline, reasons
from advisor.explain.words import (
    group_percentages,
    listing,
    number_text,
    percentages,
    performance_text,
)

__all__ = [
    "Headline",
    "Reason",
    "group_percentages",
    "headline",
    "listing",
    "number_text",
    "percentages",
    "performance_text",
    "reasons",
]
