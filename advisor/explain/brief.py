"""The whole answer in at most six sentences."""

from __future__ import annotations

from advisor.explain.change import find_out, joint
from advisor.explain.verdict import Reason, headline, reasons
from advisor.explain.words import listing
from advisor.ranking.ranking import Ranking
from advisor.robustness.verdict import find_lead

NAMED = 2


def summary(ranking: Ranking) -> list[str]:
    """Who leads, why, what speaks against it, what would change it, how sure, what to find out.

    One sentence where nothing leads; "against" is left out where there is nothing.
    """
    line = headline(ranking)
    said = [" ".join(part for part in (line.sentence, line.scores) if part)]
    if find_lead(ranking) is None:
        return said
    speak_for, against = reasons(ranking)
    first, second = (ranking.name(row) for row in ranking.order[:2])
    if speak_for:
        said.append(f"For {first} over {second} speak most {_named(speak_for)}.")
    if against:
        said.append(f"For {second} speak {_named(against)}.")
    said.append(joint(ranking))
    if line.detail:
        said.append(line.detail)
    said.append(find_out(ranking))
    return said


def _named(found: list[Reason]) -> str:
    return listing([f"{r.criterion.name} ({abs(r.difference):.2f})" for r in found[:NAMED]])
