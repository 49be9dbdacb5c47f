"""Whether the answer to an open question could change the leader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from advisor.mcda.additive import TIE, additive, normalise_weights
from advisor.mcda.values import Array
from advisor.problem.problem import Problem
from advisor.problem.questions import Answer, Question
from advisor.ranking.answers import advise, only
from advisor.ranking.ranking import Ranking


@dataclass(frozen=True)
class OpenQuestion:
    """An open question, an answer that changes the leader, and the alternative that then leads."""

    question: Question
    answer: Answer
    first: int


def open_questions(ranking: Ranking) -> tuple[OpenQuestion, ...]:
    """Open questions with an answer that changes the leader, largest new lead first.

    Weights that the user set stay. Must-haves of an answer are ignored, because they already say
    what they rule out. Answers that need an input, such as existing code, are ignored too.
    """
    problem, given = ranking.problem, ranking.advice.answers
    answers, advised = _answers(problem, ranking.choices.scenario, tuple(sorted(given.items())))
    if not answers:
        return ()
    raw = advised.copy()
    columns = {criterion.id: j for j, criterion in enumerate(problem.criteria)}
    for criterion, weight in ranking.choices.weights.items():
        if criterion in columns:
            raw[:, columns[criterion]] = weight
    scores = additive(ranking.values, normalise_weights(raw))
    leader, found = ranking.order[0], {}
    ahead = scores.max(axis=0) - scores[leader]
    for place in np.argsort(-ahead, kind="stable").tolist():
        question, answer = answers[place]
        if ahead[place] > TIE and question.id not in found:
            first = int(scores[:, place].argmax())
            found[question.id] = OpenQuestion(question, answer, first)
    return tuple(found.values())


@lru_cache(maxsize=32)  # a slider move changes no answer
def _answers(
    problem: Problem, scenario: str, given: tuple[tuple[str, str], ...]
) -> tuple[tuple[tuple[Question, Answer], ...], Array]:
    """Possible answers, and the raw weights with each of them, shape (answers, criteria)."""
    known, start = dict(given), problem.scenario(scenario)
    inputs = {criterion.id for criterion in problem.criteria if criterion.kind == "input"}
    answers, weights = [], []
    for question, answer in _could_be_given(problem, known):
        advice = advise(problem, start, only(start, {**known, question.id: answer.id}))
        if not any(advice.words.get(target) == "decides" for target in inputs):
            answers.append((question, answer))
            weights.append([advice.weights[criterion.id] for criterion in problem.criteria])
    return tuple(answers), np.array(weights)


def _could_be_given(problem: Problem, given: dict[str, str]) -> Iterator[tuple[Question, Answer]]:
    for question in problem.questions:
        if question.id not in given:
            for answer in question.choices:
                yield question, answer
