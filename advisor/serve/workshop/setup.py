"""What the participants' page needs to know of a problem and of the room's choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.problem.problem import Problem
from advisor.ranking.answers import advise
from advisor.ranking.choices import Choices
from advisor.ranking.ranking import rank


def setup(problem: Problem, choices: Choices) -> dict[str, Any]:
    """Plain data for the participants' page: sliders, questions, and values for a score.

    The score of an alternative is the sum of weight times value over all criteria, divided by the
    sum of the weights. A page that can show this and send a ballot can be a participants' page.
    """
    ranking = rank(problem, choices)
    facts = ranking.problem
    places = {a.id: n for n, a in enumerate((*problem.alternatives, *problem.others), 1)}
    return {
        "problem": problem.id,
        "title": problem.title,
        "question": problem.question,
        "alternatives": [
            {"id": a, "name": facts.alternative(a).name, "place": places[a]}
            for a in ranking.alternatives
        ],
        "excluded": [
            {"name": facts.alternative(e.alternative).name, "reason": e.reason}
            for e in ranking.excluded
        ],
        "groups": [
            {
                "id": group.id,
                "name": group.name,
                "question": group.question,
                "criteria": [facts.criteria[c].id for c in facts.criteria_in(group.id)],
            }
            for group in facts.groups
        ],
        "criteria": {
            c.id: {
                "name": c.name,
                "worst": c.worst_text,
                "best": c.best_text,
                "values": ranking.values[:, column].tolist(),
            }
            for column, c in enumerate(facts.criteria)
        },
        "weights": {c.id: ranking.raw_weights[c.id] for c in facts.criteria},
        "questions": _questions(problem, choices),
    }


def advised(problem: Problem, choices: Choices, answers: Mapping[str, str]) -> dict[str, float]:
    """Weights that follow from a participant's answers and those of the room.

    Raises
    ------
    ChoiceError
        If the problem does not allow an answer.
    """
    both = Choices(scenario=choices.scenario, answers={**choices.answers, **answers}).check(problem)
    return dict(advise(problem, problem.scenario(both.scenario), both.answers).weights)


def _questions(problem: Problem, choices: Choices) -> list[dict[str, Any]]:
    """Questions that move a weight and that the facilitator has left to the participants."""
    given = advise(problem, problem.scenario(choices.scenario), choices.answers).answers
    weighing = {rule.question for rule in problem.rules if rule.weighs}
    return [
        {
            "id": q.id,
            "question": q.question,
            "answers": [{"id": a.id, "text": a.text} for a in q.choices],
        }
        for q in problem.questions
        if q.id in weighing and not given.get(q.id)
    ]
