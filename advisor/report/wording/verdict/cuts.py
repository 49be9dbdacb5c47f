"""Whether the leader stays first when groups are split or merged, in sentences."""

from __future__ import annotations

from advisor.ranking.ranking import Ranking
from advisor.report.wording.numbers import number_word
from advisor.robustness.assessment import Assessment
from advisor.robustness.cuts import Cut

# The light page fills them in too (advisor.report.light).
SENTENCES = {
    "split": "{name} leads if “{one}” is split into two groups that each get its whole weight",
    "merged": (
        "{name} leads if “{one}” and “{other}” are merged into one group that gets the mean of "
        "their weights"
    ),
}
NAMED = 3
WHY = (
    "People give the same facts more weight when they are listed under more headings (Hämäläinen "
    "and Alaja, “The threat of weighting biases in environmental decision analysis”). A clear lead "
    "should therefore survive other headings."
)


def cuts(assessment: Assessment) -> list[str]:
    """What leads when the facts are grouped another way; what changes most comes first."""
    ranking, found = assessment.ranking, assessment.cuts
    if not found:
        return ["The facts cannot be grouped another way: fewer than two groups have weight."]
    leader, turning = ranking.name(ranking.order[0]), assessment.turning_cuts
    if not turning:
        return [
            f"{leader} leads however the facts are grouped: in all {len(found)} groupings in which "
            "one group is split into two, or two are merged."
        ]
    said = [f"{cut_text(ranking, cut)}." for cut in turning[:NAMED]]
    more, rest = len(turning) - NAMED, len(found) - len(turning)
    if more > 0:
        others = "grouping changes" if more == 1 else "groupings change"
        said.append(f"{number_word(more).capitalize()} more {others} the leader.")
    if rest:
        other = "grouping" if rest == 1 else f"{number_word(rest)} groupings"
        said.append(f"{leader} stays first in the other {other}.")
    return said


def cut_text(ranking: Ranking, cut: Cut) -> str:
    """What leads in a cut: ``Ant leads if “Cost” is split into two groups ...``."""
    one, other = cut.groups[0].name, cut.groups[-1].name
    sentence = SENTENCES["split" if len(cut.groups) == 1 else "merged"]
    return sentence.format(name=ranking.name(cut.first), one=one, other=other)


def cut_name(cut: Cut) -> str:
    """Name of a cut: ``Cost split``, ``Cost and Use merged``."""
    names = " and ".join(group.name for group in cut.groups)
    return f"{names} {'split' if len(cut.groups) == 1 else 'merged'}"
