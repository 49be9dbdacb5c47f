"""Results in sentences; every number in them stands on the page as well.

Templates only. Which words may be used is decided by the verdict of
`advisor.robustness.verdict`, not here.
"""

from advisor.explain.agreed import methods
from advisor.explain.brief import summary
from advisor.explain.change import changes
from advisor.explain.project import answer_effects, because, demand_effects, demand_text, nearest
from advisor.explain.sure import chances, map_text, potential, stays
from advisor.explain.verdict import Headline, Reason, headline, reasons
from advisor.explain.versus import Step, steps, versus
from advisor.explain.words import (
    cases,
    group_percentages,
    listing,
    number_text,
    percent_text,
    percent_texts,
    percentages,
    performance_text,
    threshold_texts,
)

__all__ = [
    "Headline",
    "Reason",
    "Step",
    "answer_effects",
    "because",
    "cases",
    "chances",
    "changes",
    "demand_effects",
    "demand_text",
    "group_percentages",
    "headline",
    "listing",
    "map_text",
    "methods",
    "nearest",
    "number_text",
    "percent_text",
    "percent_texts",
    "percentages",
    "performance_text",
    "potential",
    "reasons",
    "stays",
    "steps",
    "summary",
    "threshold_texts",
    "versus",
]
