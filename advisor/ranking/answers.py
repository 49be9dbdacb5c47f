"""Computes weights, their ranges, and requirements from answers about the project.

An answer says in one word how much a criterion, or a group with its own weight, matters. If several
answers concern the same target, the strongest word applies; ``none`` overrides all others. A word
that raises a weight never lowers that of the scenario, and ``little`` never raises it. Problems
with rules in points add the points, and the sum is limited to the scale at the end. The order of
questions therefore does not matter. "Not sure" does not select a middle answer: the weight stays,
and its range covers the effects of all answers.

Finally, the weight of a group is divided among its criteria in proportion to their weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from advisor.mcda.additive import normalise_weights
from advisor.problem.elements import LARGEST_WEIGHT, Scenario, ScenarioWeight
from advisor.problem.problem import Problem
from advisor.problem.questions import HALF_A_WORD, IMPORTANCE, NOT_SURE, Question, Rule

# A weight with the lower and upper end of its range.
Range = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Advice:
    """Starting weights and requirements of a scenario with some answers.

    Attributes
    ----------
    answers : mapping of question id to answer id
        Preset answers of the scenario and given answers.
    weights, low, high : mapping of criterion id to float
        Raw weight and its range, 0 to 100. If a criterion shares the weight of its group, the
        range holds for a constant weight of the group.
    groups : mapping of group id to a pair of float
        Range of the weight of each group with its own weight, which is the sum of the raw
        weights of its criteria.
    parts : mapping of criterion id to three float
        For criteria that share the weight of a group: the part by which it is divided, and the
        range of that part, on a scale of the group.
    demands : mapping of requirement id to the demanded level
        The strictest demand if several answers set one.
    rules : tuple of Rule
        Rules that the answers apply, in the order of the questions.
    unsure : frozenset of str
        Ids of the criteria whose range a "not sure" answer has widened.
    words : mapping of criterion or group id to a word of `IMPORTANCE`
        The strongest word of the answers, for each target whose weight it changes.
    """

    answers: Mapping[str, str]
    weights: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    groups: Mapping[str, tuple[float, float]]
    parts: Mapping[str, Range]
    demands: Mapping[str, str]
    rules: tuple[Rule, ...]
    unsure: frozenset[str]
    words: Mapping[str, str]

    def acts(self, rule: Rule) -> bool:
        """Whether a rule changes a weight, that is, no scenario or other answer overrides it."""
        return rule.effect == "weight" or self.words.get(rule.target) == rule.amount

    def __post_init__(self) -> None:
        for name in ("answers", "weights", "low", "high", "groups", "parts", "demands", "words"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


@dataclass(frozen=True)
class Shift:
    """Effect of one answer on the share of a criterion or group, with all other answers fixed."""

    rule: Rule
    before: float
    after: float


def advise(problem: Problem, scenario: Scenario, answers: Mapping[str, str]) -> Advice:
    """Compute weights, ranges and requirements from a scenario and answers.

    Parameters
    ----------
    problem : Problem
    scenario : Scenario
    answers : mapping of question id to answer id, `NOT_SURE`, or an empty text
        They override the preset answers of the scenario; an empty text removes a preset answer.
        Questions without an answer change nothing.

    Raises
    ------
    LookupError
        If a question or an answer is not in the problem.
    """
    known = _known(scenario, answers)
    for question, answer in known.items():
        asked = problem.project_question(question)
        if answer != NOT_SURE:
            asked.choice(answer)
    rules = _set_off(problem, known)
    ranges, unsure = _ranges(problem, scenario, known, rules)
    words = {t: w for t, w in _words(rules).items() if _acts(scenario.weight(t), w)}
    groups: dict[str, tuple[float, float]] = {}
    parts: dict[str, Range] = {}
    for group in scenario.group_weights:
        weight, least, most = ranges.pop(group)
        inside = [problem.criteria[column].id for column in problem.criteria_in(group)]
        parts |= {c: ranges[c] for c in inside}
        groups[group] = (least, most) if any(ranges[c][2] for c in inside) else (0.0, 0.0)
        divided = _divided([ranges[c] for c in inside], weight, groups[group])
        ranges |= dict(zip(inside, divided, strict=True))
    return Advice(
        answers=known,
        weights={c: ranges[c][0] for c in ranges},
        low={c: ranges[c][1] for c in ranges},
        high={c: ranges[c][2] for c in ranges},
        groups=groups,
        parts=parts,
        demands=_demands(problem, rules),
        rules=rules,
        unsure=frozenset(unsure),
        words=words,
    )


def _divided(parts: list[Range], weight: float, ends: tuple[float, float]) -> list[Range]:
    """Raw weights of criteria that share a group's weight, with ranges for a constant group weight.

    A group with a weight of 0 whose range is above 0 is divided in the same way.
    """
    total = sum(part[0] for part in parts) or sum(part[2] for part in parts)
    scale = (weight or ends[1]) / total if total else 0.0
    found = [(scale * at if weight else 0.0, scale * low, scale * high) for at, low, high in parts]
    counting = [place for place, part in enumerate(found) if part[2]]
    if len(counting) == 1:  # a single criterion has the range of the group
        found[counting[0]] = (found[counting[0]][0], *ends)
    return found


def shifts(problem: Problem, scenario: Scenario, answers: Mapping[str, str]) -> tuple[Shift, ...]:
    """Compute by how much each rule changes the share of its criterion or group.

    ``answers`` are all that count, those of the scenario among them (`Advice.answers`); see
    `advise` for the other parameters and errors.
    """
    return _shifts(problem, scenario.id, tuple(answers.items()))


@lru_cache(maxsize=32)  # a slider move changes no answer
def _shifts(
    problem: Problem, scenario_id: str, given: tuple[tuple[str, str], ...]
) -> tuple[Shift, ...]:
    scenario = problem.scenario(scenario_id)
    answers = only(scenario, dict(given))

    def shares(left_out: str = "") -> dict[str, float]:
        left = {**answers, left_out: ""} if left_out else answers
        weights = advise(problem, scenario, left).weights
        normalised = normalise_weights([weights[c.id] for c in problem.criteria])
        found = dict(zip(weights, normalised.tolist(), strict=True))
        for group in scenario.group_weights:
            found[group] = float(normalised[list(problem.criteria_in(group))].sum())
        return found

    now, moved = shares(), []
    for question, answer in given:
        rules = [rule for rule in _set_off(problem, {question: answer}) if rule.weighs]
        if rules:
            without = shares(question)
            moved += [Shift(rule, without[rule.target], now[rule.target]) for rule in rules]
    return tuple(moved)


def only(scenario: Scenario, answers: Mapping[str, str]) -> dict[str, str]:
    """The same answers in the form that `advise` takes: what the scenario adds is taken back."""
    return {**dict.fromkeys(scenario.answers, ""), **answers}


def _known(scenario: Scenario, answers: Mapping[str, str]) -> dict[str, str]:
    """Given and preset answers; given ones win, and empty ones are removed."""
    return {q: a for q, a in {**scenario.answers, **answers}.items() if a}


def _ranges(
    problem: Problem, scenario: Scenario, answers: Mapping[str, str], rules: tuple[Rule, ...]
) -> tuple[dict[str, Range], set[str]]:
    """Weight and range of every criterion and group, before groups are divided.

    The second result is the set of targets whose range a "not sure" answer has widened.
    """
    added, words = _points(rules), _words(rules)
    unsure_of = [q for q in problem.questions if answers.get(q.id) == NOT_SURE]
    doubt = [_range(problem, question) for question in unsure_of]
    other_words = [
        _words((*rules, *_set_off(problem, {question.id: choice.id})))
        for question in unsure_of
        for choice in question.choices
    ]
    found, unsure = {}, {target for span in doubt for target in span}
    ids = [criterion.id for criterion in problem.criteria]
    for target in (*ids, *scenario.group_weights):
        start, word = scenario.weight(target), words.get(target, "")
        if word == "none":
            found[target] = (0.0, 0.0, 0.0)
            unsure.discard(target)
            continue
        points = added.get(target, 0.0)
        less = sum(span[target][0] for span in doubt if target in span)
        more = sum(span[target][1] for span in doubt if target in span)
        meant = _meant(start, word)
        possible = [meant, *(_meant(start, other.get(target, "")) for other in other_words)]
        if any(span != meant for span in possible):
            unsure.add(target)
        found[target] = (
            _kept(meant[0] + points),
            _kept(min(span[1] for span in possible) + points + less),
            _kept(max(span[2] for span in possible) + points + more),
        )
    return found, unsure


def _points(rules: tuple[Rule, ...]) -> dict[str, float]:
    added: dict[str, float] = {}
    for rule in rules:
        if rule.effect == "weight":
            added[rule.target] = added.get(rule.target, 0.0) + rule.points
    return added


def _set_off(problem: Problem, answers: Mapping[str, str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in problem.rules if answers.get(rule.question) == rule.answer)


def _words(rules: tuple[Rule, ...]) -> dict[str, str]:
    """Word for each target of the rules: ``none`` if any rule says so, else the strongest."""
    said: dict[str, list[str]] = {}
    for rule in rules:
        if rule.effect == "importance":
            said.setdefault(rule.target, []).append(rule.amount)
    return {
        target: "none" if "none" in words else max(words, key=IMPORTANCE.__getitem__)
        for target, words in said.items()
    }


def _acts(start: ScenarioWeight, word: str) -> bool:
    """Whether a word changes the scenario's weight: ``none`` and ``little`` lower, others raise."""
    weight = IMPORTANCE[word]
    return start.weight > weight if word in ("none", "little") else start.weight < weight


def _meant(start: ScenarioWeight, word: str) -> tuple[float, float, float]:
    """Raw weight and its range, from the scenario and the word that applies."""
    if word == "none":
        return 0.0, 0.0, 0.0
    if not word or not _acts(start, word):
        return start.weight, start.low, start.high
    weight = IMPORTANCE[word]
    return weight, weight / HALF_A_WORD, _kept(weight * HALF_A_WORD)


def _range(problem: Problem, question: Question) -> dict[str, tuple[float, float]]:
    """Smallest and largest number of points that any answer, or none, adds to each criterion."""
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
    return float(min(max(weight, 0), LARGEST_WEIGHT))
