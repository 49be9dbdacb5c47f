"""What changed since a decision was recorded, as sentences a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from advisor.problem.elements import Criterion
from advisor.problem.problem import InputError
from advisor.ranking.ranking import Ranking
from advisor.report.wording import number_text, performance_text
from advisor.report.wording.verdict import summary
from advisor.robustness.assessment import Assessment, assess

# Scores are printed with two digits; what changes less is no change to a reader.
SMALLEST_CHANGE = 0.005


def differences(record: Mapping[str, Any], assessment: Assessment | Ranking) -> list[str]:
    """Compare a record with the same decision made on the data of now.

    Parameters
    ----------
    record : mapping
        From `advisor.read_record`.
    assessment : Assessment or Ranking
        Of what the record chose, on the problem as it is now.

    Returns
    -------
    list of str
        The answer first, then what made it different; one sentence where nothing changed.

    Raises
    ------
    InputError
        If the record is of another problem.
    """
    assessment = assess(assessment)
    ranking = assessment.ranking
    if record.get("problem") != ranking.problem.id:
        made = record.get("problem")
        raise InputError(f"made for problem {made!r}, not {ranking.problem.id!r}")
    found = [*_answer(record, assessment), *_scores(record, ranking)]
    found += [*_weights(record, ranking), *_facts(record, ranking)]
    return found or ["Nothing has changed: the same facts, weights and answer."]


def _answer(record: Mapping[str, Any], assessment: Assessment) -> Iterator[str]:
    ranking, before = assessment.ranking, record["result"].get("verdict") or "open"
    if assessment.verdict != before:
        yield f"The verdict was {before} and is {assessment.verdict}."
    then = [one["alternative"] for one in record["result"].get("ranking", [])]
    order = [ranking.alternatives[row] for row in ranking.order]
    if then[:1] != order[:1]:
        yield f"{_name(ranking, then[0]) if then else 'Nothing'} led then. {summary(assessment)[0]}"
    elif then != order:
        names = ", ".join(_name(ranking, alternative) for alternative in order)
        yield f"The order is now {names}."


def _scores(record: Mapping[str, Any], ranking: Ranking) -> Iterator[str]:
    then = {one["alternative"]: one["score"] for one in record["result"].get("ranking", [])}
    now = dict(zip(ranking.alternatives, ranking.scores.tolist(), strict=True))
    for alternative in {**then, **now}:
        name = _name(ranking, alternative)
        if alternative not in then:
            yield f"{name} was not ranked and is now, with {now[alternative]:.2f}."
        elif alternative not in now:
            yield f"{name} was ranked, with {then[alternative]:.2f}, and is not any more."
        elif abs(now[alternative] - then[alternative]) >= SMALLEST_CHANGE:
            yield f"{name} scored {then[alternative]:.2f} and scores {now[alternative]:.2f}."


def _weights(record: Mapping[str, Any], ranking: Ranking) -> Iterator[str]:
    for criterion in ranking.problem.criteria:
        then, now = record["weights"].get(criterion.id, 0), ranking.raw_weights[criterion.id]
        if then != now:
            was, is_now = number_text(then), number_text(now)
            yield f"The weight of {criterion.name} was {was} and is {is_now}."


def _facts(record: Mapping[str, Any], ranking: Ranking) -> Iterator[str]:
    problem = ranking.problem
    for alternative in problem.alternatives:
        facts = record["facts"].get(alternative.id)
        if facts is None:
            yield f"{alternative.name} was not compared then."
            continue
        for criterion in problem.criteria:
            cell = problem.performances[alternative.id, criterion.id]
            if cell.basis == "input":
                continue
            then = facts.get(criterion.id)
            if then is None:
                yield f"{criterion.name} of {alternative.name} is new."
            elif not _same(then.get("performance"), cell.performance):
                was, now = _text(criterion, then["performance"]), _text(criterion, cell.performance)
                versions = _versions(then.get("version"), cell.version)
                yield f"{criterion.name} of {alternative.name} was {was} and is {now}{versions}."


def _versions(then: str | None, now: str) -> str:
    return f" (version {then}, now {now})" if then and then != now else ""


def _same(then: float | None, now: float) -> bool:
    return bool(np.isnan(now)) if then is None else bool(np.isclose(then, now))


def _text(criterion: Criterion, performance: float | None) -> str:
    text = performance_text(criterion, np.nan if performance is None else performance)
    return f"“{text}”" if criterion.levels else text


def _name(ranking: Ranking, alternative: str) -> str:
    known = (*ranking.problem.alternatives, *ranking.problem.others)
    names = {a.id: a.name for a in known}
    return names.get(alternative, alternative)
