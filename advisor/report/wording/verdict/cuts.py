"""Whether the lead bears another cut of the list, as sentences."""

from __future__ import annotations

from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import number_word
from advisor.robustness.assessment import Assessment
from advisor.robustness.cuts import Cut

NAMED = 3
WHY = (
    "Facts tend to get more weight in all when they stand under more headings (Hämäläinen and "
    "Alaja, “The threat of weighting biases in environmental decision analysis”). So a clear "
    "lead must bear other headings."
)


def cuts(assessment: Assessment) -> list[str]:
    """Who leads when the list is cut another way; the cuts that change most come first."""
    ranking, found = assessment.ranking, assessment.cuts
    if not found:
        return ["The list has no other cut: fewer than two groups have weight."]
    leader, turning = ranking.name(ranking.order[0]), assessment.turning_cuts
    if not turning:
        return [
            f"{leader} leads in all {len(found)} other cuts of the list: each group split into "
            "two, each pair merged."
        ]
    said = [f"{cut_text(ranking, cut)}." for cut in turning[:NAMED]]
    more, rest = len(turning) - NAMED, len(found) - len(turning)
    if more > 0:
        said.append(f"{_cuts(more).capitalize()} more would change the leader.")
    if rest:
        said.append(f"{leader} stays first in the other {_cuts(rest, known=True)}.")
    return said


def cut_text(ranking: Ranking, cut: Cut) -> str:
    """Who leads in a cut: ``Ant leads if “Cost” is split into two groups ...``."""
    return f"{ranking.name(cut.first)} leads if {_done(cut)}"


def cut_name(cut: Cut) -> str:
    """What a cut does, as the name of a row: ``Cost split``, ``Cost and Use merged``."""
    names = " and ".join(group.name for group in cut.groups)
    return f"{names} {'split' if len(cut.groups) == 1 else 'merged'}"


def _done(cut: Cut) -> str:
    names = " and ".join(f"“{group.name}”" for group in cut.groups)
    if len(cut.groups) == 1:
        return f"{names} is split into two groups that each get its whole weight"
    return f"{names} are merged into one group with the mean of their weights"


def _cuts(count: int, *, known: bool = False) -> str:
    """A number of cuts; one that is known already needs no number."""
    if count == 1:
        return "cut" if known else "one cut"
    return f"{number_word(count)} cuts"
