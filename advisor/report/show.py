"""Results as text for a terminal, as HTML for a notebook, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from advisor.problem.new.matrix import DecisionMatrix
from advisor.problem.problem import InputError
from advisor.problem.tables import allowed
from advisor.ranking.ranking import Ranking
from advisor.report.tables import Table
from advisor.report.tables.matrix import differences_explained
from advisor.report.tables.ranking import scores
from advisor.report.wording import (
    chances,
    changes,
    cuts,
    incumbents,
    map_text,
    methods,
    potential,
    reasons,
    stays,
)
from advisor.report.wording.group import dissent
from advisor.report.wording.measurements import differing
from advisor.report.wording.robustness import NO_MAP
from advisor.report.wording.verdict import NOTHING, headline
from advisor.robustness.assessment import Assessment, assess


@dataclass(frozen=True)
class Explanation:
    """Sentences by topic, which print as text and display in a notebook."""

    topics: Mapping[str, list[str]]

    def __str__(self) -> str:
        if len(self.topics) == 1:
            return "\n".join(next(iter(self.topics.values())))
        parts = ("\n".join([topic.capitalize(), *said]) for topic, said in self.topics.items())
        return "\n\n".join(parts)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return "".join(
            f"<p><b>{escape(topic.capitalize())}</b></p>"
            f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in said)}</ul>"
            for topic, said in self.topics.items()
        )


def explain(assessment: Assessment | Ranking, topic: str = "") -> Explanation:
    """Explain a ranking in sentences.

    Parameters
    ----------
    assessment : Assessment or Ranking
    topic : str
        One of `TOPICS`; all topics if it is empty.

    Raises
    ------
    InputError
        If the topic is unknown; the message lists the topics.
    """
    if topic and topic not in TOPICS:
        raise InputError(f"there is no topic {topic!r}; {allowed(str(topic), list(TOPICS))}")
    assessment = assess(assessment)
    chosen = [topic] if topic else list(TOPICS)
    if not assessment.leads:
        if topic not in ("", *WITHOUT_LEAD):
            return Explanation({topic: [*_verdict(assessment), NOTHING]})
        chosen = [name for name in chosen if name in WITHOUT_LEAD]
    said = {name: TOPICS[name](assessment) for name in chosen}
    return Explanation({name: lines for name, lines in said.items() if lines or name == topic})


def compare(
    before: Assessment | Ranking | DecisionMatrix, after: Assessment | Ranking
) -> Explanation:
    """Explain how other facts change a ranking, or how it differs from the owner's own order.

    Parameters
    ----------
    before : Assessment, Ranking or DecisionMatrix
        A ranking of the same alternatives and criteria, such as with shipped instead of measured
        figures; or the matrix that the ranking comes from, with totals or ranks of its owner.
    after : Assessment or Ranking

    Raises
    ------
    InputError
        If problem, alternatives or criteria differ.
    """
    if isinstance(before, DecisionMatrix):
        return Explanation({"your own order": differences_explained(before, assess(after).ranking)})
    return Explanation({"what changes": differing(assess(before).ranking, assess(after).ranking)})


def as_text(assessment: Assessment | Ranking) -> str:
    """Verdict, scores and notices as plain text."""
    assessment = assess(assessment)
    table = _ranked(assessment.ranking)
    return "\n".join([*_verdict(assessment), "", str(table), *_remarks(assessment)])


def as_html(assessment: Assessment | Ranking) -> str:
    """Verdict, scores and notices as HTML for a notebook."""
    assessment = assess(assessment)
    first, *rest = (escape(line) for line in _verdict(assessment))
    remarks = (escape(line) for line in _remarks(assessment))
    table = _ranked(assessment.ranking).to_html()
    above, below = ("".join(f"<p>{line}</p>" for line in lines) for lines in (rest, remarks))
    return f"<p><b>{first}</b></p>{above}{table}{below}"


def as_dict(assessment: Assessment) -> dict[str, Any]:
    """Verdict, scores, notices, weights and contributions as plain data for JSON."""
    lead = assessment.lead if assessment.leads else None
    verdict = {
        "verdict": assessment.verdict,
        "sentence": " ".join(_verdict(assessment)),
        "share": lead.share if lead else None,
        "by_weights": lead.by_weights if lead else None,
        "by_facts": lead.by_facts if lead else None,
    }
    return {"verdict": verdict, **assessment.ranking.to_dict()}


def _verdict(assessment: Assessment) -> list[str]:
    line = headline(assessment)
    word = f" ({line.verdict})" if assessment.leads else ""
    parts = [part for part in (line.scores, line.detail) if part]
    return [f"{line.sentence}{word}", *parts, *incumbents(assessment)]


def _ranked(ranking: Ranking) -> Table:
    """Scores of the ranked alternatives; the remarks name the others.

    The table has a row per group if there are fewer alternatives than groups, because names of
    groups are long and a terminal is narrow.
    """
    table = scores(ranking)
    table = replace(table, rows=table.rows[: len(ranking.order)])
    return table.turned() if table.rows and len(table.head) > len(table.rows) else table


def _remarks(assessment: Assessment) -> list[str]:
    ranking = assessment.ranking
    return [
        *(
            f"Not ranked: {ranking.problem.alternative(e.alternative).name} ({e.reason})"
            for e in ranking.excluded
        ),
        *ranking.notices,
    ]


def _why(assessment: Assessment) -> list[str]:
    speak_for, against = reasons(assessment)
    return [f"{reason.points}  {reason.sentence}" for reason in (*speak_for, *against)]


def _where(assessment: Assessment) -> list[str]:
    found = assessment.win_map()
    return [map_text(assessment.ranking, found)] if found else [NO_MAP]


def _unknown(assessment: Assessment) -> list[str]:
    return list(filter(None, [assessment.ranking.problem.unknown]))


def _best(assessment: Assessment) -> list[str]:
    return [potential(assessment)] if len(assessment.ranking.alternatives) > 1 else []


# The topics, in the order in which a reader needs them.
TOPICS: dict[str, Callable[[Assessment], list[str]]] = {
    "verdict": _verdict,
    "why": _why,
    "how sure": chances,
    "best at all": _best,
    "where": _where,
    "one weight": lambda assessment: [stays(assessment)],
    "another cut": cuts,
    "what no data can tell": _unknown,
    "what would change it": changes,
    "methods": methods,
    "room": lambda assessment: dissent(assessment.ranking),
}
# Topics that need no leader.
WITHOUT_LEAD = ("verdict", "best at all", "room")
