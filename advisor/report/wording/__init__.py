"""Results in sentences; the page also shows every number in them.

The modules contain templates only. The verdict of `advisor.robustness.verdict` decides which words
they may use.
"""

from advisor.report.wording.answers import (
    answer_effect,
    answer_effects,
    because,
    demand_effects,
    demand_text,
    nearest,
)
from advisor.report.wording.head_to_head import Step, steps, versus
from advisor.report.wording.methods import methods
from advisor.report.wording.numbers import (
    cases,
    listing,
    number_text,
    percent_text,
    percent_texts,
    performance_text,
    threshold_texts,
    weight_text,
)
from advisor.report.wording.robustness import chances, map_text, potential, stays
from advisor.report.wording.sensitivity import changes
from advisor.report.wording.verdict import Headline, headline, summary
from advisor.report.wording.verdict.cuts import cuts
from advisor.report.wording.verdict.incumbent import incumbents
from advisor.report.wording.verdict.reasons import Reason, reasons

__all__ = [
    "Headline",
    "Reason",
    "Step",
    "answer_effect",
    "answer_effects",
    "because",
    "cases",
    "chances",
    "changes",
    "cuts",
    "demand_effects",
    "demand_text",
    "headline",
    "incumbents",
    "listing",
    "map_text",
    "methods",
    "nearest",
    "number_text",
    "percent_text",
    "percent_texts",
    "performance_text",
    "potential",
    "reasons",
    "stays",
    "steps",
    "summary",
    "threshold_texts",
    "versus",
    "weight_text",
]
