"""Sentences about what has changed since a decision was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from advisor.problem.elements import Criterion
from advisor.problem.problem import InputError, Problem
from advisor.ranking.ranking import Ranking
from advisor.report.record import model_of
from advisor.report.wording import performance_text, weight_text
from advisor.report.wording.numbers import listing, points
from advisor.report.wording.verdict import summary
from advisor.robustness.assessment import Assessment, assess


def differences(record: Mapping[str, Any], assessment: Assessment | Ranking) -> list[str]:
    """Compare a record with the same decision on the current data.

    Parameters
    ----------
    record : mapping
        Result of `advisor.read_record`.
    assessment : Assessment or Ranking
        Ranking with the choices of the record on the current problem.

    Returns
    -------
    list of str
        Changes of the answer first, then their causes: model, weights and facts. One sentence if
        nothing has changed.

    Raises
    ------
    InputError
        If the record belongs to another problem.
    """
    assessment = assess(assessment)
    ranking = assessment.ranking
    if record.get("problem") != ranking.problem.id:
        made = record.get("problem")
        raise InputError(
            f"the record was made for problem {made!r}; allowed: {ranking.problem.id!r}"
        )
    found = [*_answer(record, assessment), *_scores(record, ranking)]
    new = _new_criteria(record, ranking)
    found += [*_criteria(record, ranking, new), *_groups(record, ranking.problem)]
    found += [*_questions(record, ranking.problem)]
    found += [*_weights(record, ranking, new), *_facts(record, ranking, new)]
    return found or ["Nothing has changed: the same facts, weights and answer."]


def _answer(record: Mapping[str, Any], assessment: Assessment) -> Iterator[str]:
    ranking, before = assessment.ranking, record["result"].get("verdict") or "open"
    if assessment.verdict != before:
        yield f"The verdict was {before} and is now {assessment.verdict}."
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
        before, after = (points(scores.get(alternative, 0)) for scores in (then, now))
        if alternative not in then:
            yield f"{name} was not ranked then; it now has {after} points of 100."
        elif alternative not in now:
            yield f"{name} had {before} points of 100 and is no longer ranked."
        elif before != after:
            yield f"{name} had {before} points of 100 and now has {after}."


def _new_criteria(record: Mapping[str, Any], ranking: Ranking) -> list[Criterion]:
    """Criteria that are newer than the record; for inputs, older records do not show that."""
    criteria = ranking.problem.criteria
    if "model" not in record:
        criteria = tuple(c for c in criteria if c.kind == "fact" and any(record["facts"].values()))
    then = _names_then(record)
    return [criterion for criterion in criteria if criterion.id not in then]


def _names_then(record: Mapping[str, Any]) -> dict[str, str]:
    """Names of a record's criteria by id; for an older record, those with a figure."""
    if "model" in record:
        return {c: one["name"] for c, one in record["model"]["criteria"].items()}
    figures = [record["weights"], *record["facts"].values()]
    return {criterion: criterion for criteria in figures for criterion in criteria}


def _criteria(
    record: Mapping[str, Any], ranking: Ranking, new: Sequence[Criterion]
) -> Iterator[str]:
    if new:
        named = [f"{c.name} (weight {weight_text(ranking.raw_weights[c.id])})" for c in new]
        yield f"The model now also weighs {listing(named)}."
    for criterion, name in _names_then(record).items():
        if criterion not in {c.id for c in ranking.problem.criteria}:
            weight = weight_text(record["weights"].get(criterion, 0))
            known = sum(criterion in cells for cells in record["facts"].values())
            facts = f" and {known} {'fact' if known == 1 else 'facts'}" if known else ""
            reason = ranking.problem.retired.get(criterion, "The problem does not say why.")
            yield f"{name} was removed from the model; it had a weight of {weight}{facts}. {reason}"


def _groups(record: Mapping[str, Any], problem: Problem) -> Iterator[str]:
    if "model" not in record:
        return
    then, now = record["model"]["groups"], {group.id: group.name for group in problem.groups}
    group_then = {c: one["group"] for c, one in record["model"]["criteria"].items()}
    yield from (f"The group {now[group]} is new." for group in now if group not in then)
    yield from (f"The group {then[group]} was removed." for group in then if group not in now)
    for group, name in now.items():
        if then.get(group, name) != name:
            yield f"The group {then[group]} is now called {name}."
        columns = problem.criteria_in(group)
        criteria = [problem.criteria[column] for column in columns]
        if moved := [c.name for c in criteria if group_then.get(c.id, group) != group]:
            yield f"{listing(moved)} moved to the group {name}."


def _questions(record: Mapping[str, Any], problem: Problem) -> Iterator[str]:
    if "model" not in record:
        return
    then, now = record["model"]["questions"], model_of(problem)["questions"]
    if new := [one["question"] for question, one in now.items() if question not in then]:
        yield f"The model now asks {_quoted(new)}."
    if gone := [one["question"] for question, one in then.items() if question not in now]:
        yield f"The model no longer asks {_quoted(gone)}."
    for question in now:
        if question not in then:
            continue
        asked, before = now[question]["answers"], then[question]["answers"]
        subject = f"“{now[question]['question']}” can"
        if new := [text for answer, text in asked.items() if answer not in before]:
            yield f"{subject} now be answered with {_quoted(new)}."
        if gone := [text for answer, text in before.items() if answer not in asked]:
            yield f"{subject} no longer be answered with {_quoted(gone)}."


def _quoted(texts: list[str]) -> str:
    return listing([f"“{text}”" for text in texts])


def _weights(
    record: Mapping[str, Any], ranking: Ranking, new: Sequence[Criterion]
) -> Iterator[str]:
    for criterion in ranking.problem.criteria:
        if criterion in new:
            continue
        then, now = record["weights"].get(criterion.id, 0), ranking.raw_weights[criterion.id]
        was, is_now = weight_text(then), weight_text(now)
        if was != is_now:
            yield f"The weight of {criterion.name} was {was} and is now {is_now}."


def _facts(record: Mapping[str, Any], ranking: Ranking, new: Sequence[Criterion]) -> Iterator[str]:
    problem = ranking.problem
    for alternative in problem.alternatives:
        facts = record["facts"].get(alternative.id)
        if facts is None:
            yield f"{alternative.name} was not compared then."
            continue
        for criterion in problem.criteria:
            cell = problem.performances[alternative.id, criterion.id]
            if cell.basis == "input" or criterion in new:
                continue
            then = facts.get(criterion.id)
            if then is None:
                yield f"{criterion.name} for {alternative.name} is new."
            elif not _same(then.get("performance"), cell.performance):
                was, now = _text(criterion, then["performance"]), _text(criterion, cell.performance)
                versions = _versions(then.get("version"), cell.version)
                change = f"was {was} and is now {now}{versions}"
                yield f"{criterion.name} for {alternative.name} {change}."


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
