"""How often the advice agrees with what teams really chose: ``make evaluate``.

``tests/decisions.csv`` holds decisions that were written down in public, described with the
advisor's own questions from what the record says. A choice made is no proof that it was
the best one; agreement is reported, not aimed at, and misses are printed with their margin.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import advisor
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report.wording import reasons
from advisor.robustness.assessment import assess

CASES = Path(__file__).with_name("decisions.csv")


@dataclass(frozen=True)
class Case:
    """A decision that somebody wrote down."""

    id: str
    title: str
    url: str
    date: str
    chosen: str
    answers: dict[str, str]
    inputs: dict[tuple[str, str], float]
    about: str
    miss: str
    """Why the advice differs; empty where it agrees."""

    def ranking(self, problem: Problem) -> Ranking:
        """What the advisor says of the case, without knowing what was chosen."""
        return advisor.rank(problem.with_performances(self.inputs), answers=self.answers)


def cases() -> list[Case]:
    """All of them, in the order of the file."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return [
            Case(**{**row, "answers": _pairs(row["answers"]), "inputs": _inputs(row["inputs"])})
            for row in csv.DictReader(file)
        ]


def place(case: Case, ranking: Ranking) -> int | None:
    """Place of what was chosen, 1 for the leader; None where it was screened out."""
    order = [ranking.alternatives[row] for row in ranking.order]
    return order.index(case.chosen) + 1 if case.chosen in order else None


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split(";") if pair)


def _inputs(text: str) -> dict[tuple[str, str], float]:
    found = {}
    for name, level in _pairs(text).items():
        criterion, alternative = name.split(".")
        found[alternative, criterion] = float(level)
    return found


def main() -> None:
    """Print every case and the hit rates."""
    problem, found = advisor.load(), cases()
    places = []
    for case in found:
        ranking = case.ranking(problem)
        assessment, at = assess(ranking), place(case, ranking)
        places.append(at)
        mark = "hit " if at == 1 else "miss"
        order = ", ".join(f"{ranking.name(r)} {ranking.scores[r]:.2f}" for r in ranking.order)
        print(f"{mark}  {case.title} ({case.date}): chose {case.chosen}, place {at}")
        print(f"      {order}; {assessment.verdict}")
        if at != 1:
            why = "; ".join(reason.sentence for reason in reasons(assessment)[0][:2])
            print(f"      {case.about} The advice rests on {why}.\n      {case.miss}")
    hits = sum(at == 1 for at in places)
    near = sum(at is not None and at <= 2 for at in places)
    print(f"\nleader {hits} of {len(found)}, among the first two {near} of {len(found)}")


if __name__ == "__main__":
    main()
