"""From answers about the project to weights, their plausible ranges, and requirements.

An answer says in a word how much a criterion matters. Of several answers the strongest word
counts; ``none`` rules the criterion out, whatever else is said. A word that asks for more never
takes away what the scenario gives, and ``little`` never adds to it. Rules of problems that count
in points add those, and the sum is kept within the scale at the end. So the order of questions
does not matter. "Not sure" picks no middle: the weight stays, and its plausible range covers
whatever any answer would have made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from advisor.mcda.additive import normalise_weights
from advisor.problem.elements import LARGEST_WEIGHT, Scenario, ScenarioWeight
from advisor.problem.problem import Problem
from advisor.problem.questions import HALF_A_WORD, IMPORTANCE, NOT_SURE, Question, Rule


@dataclass(frozen=True, eq=False)
class Advice:
    """Where weights and requirements start from, given a scenario and some answers.

    Attributes
    ----------
    answers : mapping of question id to answer id
    weights, low, high : mapping of criterion id to float
        Raw weight and its plausible range, 0 to 100.
    demands : mapping of requirement id to what is demanded
        The strictest where several answers ask for one.
    rules : tuple of Rule
        Those that the answers set off, in the order of the questions.
    unsure : frozenset of str
        Ids of the criteria whose range somebody not being sure has widened.
    words : mapping of criterion id to a word of `IMPORTANCE`
        Those that count: the strongest of the answers, where it says something else than the
        scenario.
    """

    answers: Mapping[str, str]
    weights: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    demands: Mapping[str, str]
    rules: tuple[Rule, ...]
    unsure: frozenset[str]
    words: Mapping[str, str]

    def acts(self, rule: Rule) -> bool:
        """Whether a rule about a weight acts, or the scenario or another answer overrules it."""
        return rule.effect == "weight" or self.words.get(rule.target) == rule.amount

    def __post_init__(self) -> None:
        for name in ("answers", "weights", "low", "high", "demands", "words"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


@dataclass(frozen=True)
class Shift:
    """What one answer does to the share of one criterion, everything else as answered."""

    rule: Rule
    before: float
    after: float


def advise(problem: Problem, scenario: Scenario, answers: Mapping[str, str]) -> Advice:
    """Weights, ranges and requirements that a scenario and answers lead to.

    Parameters
    ----------
    problem : Problem
    scenario : Scenario
    answers : mapping of question id to answer id, or `NOT_SURE`
        Questions that are left out change nothing.

    Raises
    ------
    LookupError
        If a question or an answer is not in the problem.
    """
    for question, answer in answers.items():
        asked = problem.project_question(question)
        if answer != NOT_SURE:
            asked.choice(answer)
    rules = _set_off(problem, answers)
    added, words = _points(rules), _words(rules)
    unsure_of = [q for q in problem.questions if answers.get(q.id) == NOT_SURE]
    doubt = [_range(problem, question) for question in unsure_of]
    other_words = [
        _words((*rules, *_set_off(problem, {question.id: choice.id})))
        for question in unsure_of
        for choice in question.choices
    ]
    weights, low, high = _weights(scenario, rules), {}, {}
    unsure = {criterion for span in doubt for criterion in span}
    for criterion, start in scenario.weights.items():
        word = words.get(criterion, "")
        if word == "none":
            low[criterion] = high[criterion] = 0.0
            unsure.discard(criterion)
            continue
        points = added.get(criterion, 0.0)
        less = sum(span[criterion][0] for span in doubt if criterion in span)
        more = sum(span[criterion][1] for span in doubt if criterion in span)
        meant = _meant(start, word)
        possible = [meant, *(_meant(start, other.get(criterion, "")) for other in other_words)]
        if any(span != meant for span in possible):
            unsure.add(criterion)
        low[criterion] = _kept(min(span[1] for span in possible) + points + less)
        high[criterion] = _kept(max(span[2] for span in possible) + points + more)
    counting = {c: word for c, word in words.items() if _acts(scenario.weights[c], word)}
    demands = _demands(problem, rules)
    return Advice(answers, weights, low, high, demands, rules, frozenset(unsure), counting)


def shifts(problem: Problem, scenario: Scenario, answers: Mapping[str, str]) -> tuple[Shift, ...]:
    """How far each rule that moves a weight moves its share; see `advise` for errors."""
    criteria = [criterion.id for criterion in problem.criteria]

    def shares(given: Mapping[str, str]) -> dict[str, float]:
        weights = _weights(scenario, _set_off(problem, given))
        normalised = normalise_weights([weights[criterion] for criterion in criteria])
        return dict(zip(criteria, normalised.tolist(), strict=True))

    now, found = shares(answers), []
    for question, answer in answers.items():
        rules = [rule for rule in _set_off(problem, {question: answer}) if rule.weighs]
        if rules:
            without = shares({q: a for q, a in answers.items() if q != question})
            found += [Shift(rule, without[rule.target], now[rule.target]) for rule in rules]
    return tuple(found)


def _points(rules: tuple[Rule, ...]) -> dict[str, float]:
    added: dict[str, float] = {}
    for rule in rules:
        if rule.effect == "weight":
            added[rule.target] = added.get(rule.target, 0.0) + rule.points
    return added


def _set_off(problem: Problem, answers: Mapping[str, str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in problem.rules if answers.get(rule.question) == rule.answer)


def _weights(scenario: Scenario, rules: tuple[Rule, ...]) -> dict[str, float]:
    """Raw weight of each criterion, from the scenario and the rules that are set off."""
    added, words = _points(rules), _words(rules)
    return {
        criterion: 0.0
        if words.get(criterion) == "none"
        else _kept(_meant(start, words.get(criterion, ""))[0] + added.get(criterion, 0.0))
        for criterion, start in scenario.weights.items()
    }


def _words(rules: tuple[Rule, ...]) -> dict[str, str]:
    """Word for each criterion that the rules speak of: none rules out, else the strongest."""
    said: dict[str, list[str]] = {}
    for rule in rules:
        if rule.effect == "importance":
            said.setdefault(rule.target, []).append(rule.amount)
    return {
        criterion: "none" if "none" in words else max(words, key=IMPORTANCE.__getitem__)
        for criterion, words in said.items()
    }


def _acts(start: ScenarioWeight, word: str) -> bool:
    """Whether a word changes the scenario's weight: ``none`` and ``little`` lower, others raise."""
    weight = IMPORTANCE[word]
    return start.weight > weight if word in ("none", "little") else start.weight < weight


def _meant(start: ScenarioWeight, word: str) -> tuple[float, float, float]:
    """Raw weight and its plausible range, from the scenario and the word that counts."""
    if word == "none":
        return 0.0, 0.0, 0.0
    if not word or not _acts(start, word):
        return start.weight, start.low, start.high
    weight = IMPORTANCE[word]
    return weight, _kept(weight - HALF_A_WORD), _kept(weight + HALF_A_WORD)


def _range(problem: Problem, question: Question) -> dict[str, tuple[float, float]]:
    """Least and most that any answer, none too, would add to each criterion's weight."""
    each = [_points(_set_off(problem, {question.id: choice.id})) for choice in question.choices]
    moved = {criterion for points in each for criterion in points}
    return {
        criterion: (
            min(0.0, *(points.get(criterion, 0.0) for points in each)),
            max(0.0, *(points.get(criterion, 0.0) for points in each)),
        )
        for criterion in moved
    }


def _demands(problem: Problem, rules: tuple[Rule, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in rules:
        if rule.effect == "require":
            strength = problem.requirement(rule.target).strength
            known = found.get(rule.target)
            if known is None or strength(rule.amount) > strength(known):
                found[rule.target] = rule.amount
    return found


def _kept(weight: float) -> float:
    return float(np.clip(weight, 0, LARGEST_WEIGHT))
