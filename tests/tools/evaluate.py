"""How often the advice agrees with what teams really chose: ``make evaluate``.

``decisions.csv`` beside this file holds decisions that were written down in public, described with
the advisor's own questions from what the record says: ``answers`` and ``inputs`` before this model
was made, ``since`` what the same record says and only questions of this model can hold. A choice
made is no proof that it was the best one; agreement is reported, not aimed at, and misses are
printed with their margin.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np

import advisor
from advisor.problem.problem import Problem
from advisor.report.wording import reasons
from advisor.robustness.assessment import Assessment, assess

CASES = Path(__file__).with_name("decisions.csv")
FRAMEWORKS = ("django", "flask", "fastapi")
# Combinations of answers that are drawn for the share of the answer space in which each leads.
DRAWN, SEED = 3_000, 20_261_126
UNANSWERED = 0.3
Z = 1.96  # of a 95 % interval


@dataclass(frozen=True)
class Case:
    """A decision that somebody wrote down; ``url`` is empty where none was stated."""

    id: str
    title: str
    url: str
    date: str
    chosen: str
    answers: dict[str, str]
    inputs: dict[str, dict[str, float]]
    about: str
    earlier: dict[str, str]
    """The answers without those to questions that are new in this model."""
    miss: str
    """Why the advice differs; empty where it agrees."""

    def assessed(self, problem: Problem) -> Assessment:
        """What the advisor says of the case, without knowing what was chosen."""
        return assess(advisor.rank(problem, answers=self.answers, inputs=self.inputs))

    def before(self, problem: Problem) -> Assessment:
        """The same, described as it was before this model was made."""
        inputs = {c: row for c, row in self.inputs.items() if c in ("team_skill", "switching")}
        return assess(advisor.rank(problem, answers=self.earlier, inputs=inputs))

    @property
    def by_one_sentence(self) -> str:
        """What one sentence says: keep what exists, else FastAPI for an API, else Django."""
        written = self.inputs.get("switching", {})
        kept = [a for a, level in written.items() if level == max(written.values())]
        if self.earlier.get("existing") == "application" and len(kept) == 1:
            return kept[0]
        return "fastapi" if self.answers.get("shape") == "api" else "django"


def cases() -> list[Case]:
    """All of them, in the order of the file."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return [_described(row) for row in csv.DictReader(file)]


def _described(row: dict[str, str]) -> Case:
    earlier, since = _pairs(row["answers"]), _pairs(row.pop("since"))
    said = {name: said for name, said in since.items() if "." not in name}
    entered = ";".join(f"{name}={said}" for name, said in since.items() if "." in name)
    inputs = _inputs(f"{row['inputs']};{entered}")
    return Case(**{**row, "earlier": earlier, "answers": {**earlier, **said}, "inputs": inputs})


def place(case: Case, assessment: Assessment) -> int | None:
    """Place of what was chosen, 1 for the leader; None where it was screened out."""
    ranking = assessment.ranking
    order = [ranking.alternatives[row] for row in ranking.order]
    return order.index(case.chosen) + 1 if case.chosen in order else None


def wilson(hits: int, of_all: int) -> tuple[float, float]:
    """Interval of a share with 95 % confidence (Wilson 1927), which bears small numbers.

    Examples
    --------
    >>> [round(end, 2) for end in wilson(7, 9)]
    [0.45, 0.94]
    """
    if not of_all:
        return 0.0, 1.0
    share, square = hits / of_all, Z**2 / of_all
    middle = (share + square / 2) / (1 + square)
    half = Z * sqrt(share * (1 - share) / of_all + square / (4 * of_all)) / (1 + square)
    return middle - half, middle + half


def answer_space(problem: Problem, skill: str = "") -> dict[str, float]:
    """Share of drawn combinations of answers in which each of the three leads.

    Each question stays open in three of ten draws. ``skill`` names the one that everybody
    knows and nobody anything else; with none all are known alike.
    """
    rng = np.random.default_rng(SEED)
    known = {a.id: (4.0 if a.id == skill else 0.0) for a in problem.alternatives}
    inputs = {"team_skill": known} if skill else {}
    led = dict.fromkeys(FRAMEWORKS, 0)
    for _ in range(DRAWN):
        answers = {
            question.id: question.choices[rng.integers(len(question.choices))].id
            for question in problem.questions
            if rng.random() > UNANSWERED
        }
        ranking = advisor.rank(problem, answers=answers, inputs=inputs)
        if ranking.order:
            led[ranking.alternatives[ranking.order[0]]] += 1
    return {name: count / DRAWN for name, count in led.items()}


def main() -> None:
    """Print every case, the rates, and the shares of the answer space."""
    problem, found = advisor.load(), cases()
    told = [(case, case.assessed(problem)) for case in found]
    for case, assessment in told:
        print("\n".join(_case(case, assessment)))
    print("\n" + "\n".join(_rates(told)))
    print("\nShare of random answers for which each framework leads")
    for skill in ("", *FRAMEWORKS):
        shares = answer_space(problem, skill)
        who = f"the team knows {skill} only" if skill else "the team knows all equally well"
        print(f"  {who:40}" + ", ".join(f"{n} {s * 100:.1f} %" for n, s in shares.items()))


def _case(case: Case, assessment: Assessment) -> Iterator[str]:
    ranking, at = assessment.ranking, place(case, assessment)
    mark = "hit " if at == 1 else "miss"
    rank = f"rank {at}" if at else "ruled out"
    yield f"{mark}  {case.title} ({case.date}): the team chose {case.chosen} ({rank})"
    order = ", ".join(f"{ranking.name(r)} {ranking.scores[r]:.2f}" for r in ranking.order)
    yield f"      {order}; {assessment.verdict}"
    if at != 1:
        why = "; ".join(reason.sentence for reason in reasons(assessment)[0][:2])
        yield f"      {case.about} The main reasons of the advice are {why}."
        if case.miss:
            yield f"      {case.miss}"


def _rates(told: list[tuple[Case, Assessment]]) -> Iterator[str]:
    problem = advisor.load()
    before = [place(case, case.before(problem)) == 1 for case, _ in told]
    right = {case.id: place(case, assessment) == 1 for case, assessment in told}
    near = sum(place(case, assessment) in (1, 2) for case, assessment in told)
    yield _rate("leader", right.values())
    yield _rate("earlier descriptions", before)
    yield f"{'among the first two':24}{near} of {len(told)}"
    yield _rate("one-sentence rule", [case.by_one_sentence == case.chosen for case, _ in told])
    for framework in FRAMEWORKS:
        chose = [right[case.id] for case, _ in told if case.chosen == framework]
        yield _rate(f"chose {framework}", chose)
    for verdict in ("clear", "fragile", "tie"):
        said = [right[case.id] for case, assessment in told if assessment.verdict == verdict]
        yield _rate(f"verdict {verdict}", said)
    turned = sum(any(cut.turns for cut in assessment.cuts) for _, assessment in told)
    yield f"{'another cut reverses':24}{turned} of {len(told)}"


def _rate(name: str, hits: Iterable[bool]) -> str:
    found = list(hits)
    low, high = wilson(sum(found), len(found))
    interval = f"95 % interval {low * 100:.0f} to {high * 100:.0f} %"
    return f"{name:24}{sum(found)} of {len(found)}, {interval}"


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split(";") if pair)


def _inputs(text: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name, level in _pairs(text).items():
        criterion, alternative = name.split(".")
        found.setdefault(criterion, {})[alternative] = float(level)
    return found


if __name__ == "__main__":
    main()
