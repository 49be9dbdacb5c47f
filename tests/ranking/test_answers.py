"""Answers about a project move weights, widen ranges and set requirements."""

from dataclasses import replace

import numpy as np
import pytest

import advisor
from advisor.problem.questions import NOT_SURE, Rule
from advisor.ranking.answers import advise, shifts
from advisor.ranking.choices import ChoiceError
from advisor.report.wording import answer_effects, because
from advisor.robustness.assessment import assess
from advisor.robustness.uncertainty import plausible_weights


def test_no_answer_is_the_scenario(tiny):
    advice = advise(tiny, tiny.scenario("haul"), {})
    assert advice.weights == {c: w.weight for c, w in tiny.scenario("haul").weights.items()}
    assert advice.demands == {}
    assert advice.rules == ()


def test_answers_add_points_within_the_scale_in_any_order(tiny):
    even = tiny.scenario("even")
    one = advise(tiny, even, {"distance": "far", "cargo": "stones"})
    other = advise(tiny, even, {"cargo": "stones", "distance": "far"})
    assert one.weights == other.weights
    assert one.weights["fuel"] == 90
    assert one.weights["load"] == 100
    assert (one.low["fuel"], one.high["fuel"]) == (80, 100)


def test_not_sure_keeps_the_weight_and_widens_its_range(tiny):
    sure = advise(tiny, tiny.scenario("even"), {})
    unsure = advise(tiny, tiny.scenario("even"), {"distance": NOT_SURE})
    assert unsure.weights == sure.weights
    assert (unsure.low["fuel"], unsure.high["fuel"]) == (40 - 30, 100)
    assert (unsure.low["price"], unsure.high["price"]) == (sure.low["price"], sure.high["price"])
    assert unsure.unsure == {"fuel", "comfort"}


def test_what_is_off_stays_off_but_where_nobody_is_sure(tiny):
    even = tiny.scenario("even").weights
    off = {**even, "comfort": replace(even["comfort"], weight=0, low=0)}
    problem = replace(tiny, scenarios=(replace(tiny.scenario("even"), weights=off),))
    comfort = [c.id for c in tiny.criteria].index("comfort")
    assert plausible_weights(advisor.rank(problem))[1][comfort] == 0
    unsure = advisor.rank(problem, answers={"distance": NOT_SURE})
    assert plausible_weights(unsure)[1][comfort] > 0
    by_hand = advisor.rank(tiny, {"comfort": 0}, answers={"distance": NOT_SURE})
    assert plausible_weights(by_hand)[1][comfort] == 0


def test_doubt_about_the_project_is_doubt_about_the_lead(tiny):

    sure = assess(advisor.rank(tiny)).acceptability.first
    unsure = assess(advisor.rank(tiny, answers={"distance": NOT_SURE})).acceptability.first
    assert not np.allclose(sure, unsure, atol=0.01)


def test_a_shift_says_before_and_after_with_everything_else_as_answered(tiny):
    answers = {"distance": "far", "cargo": "stones"}
    found = {s.rule.target: s for s in shifts(tiny, tiny.scenario("even"), answers)}
    with_both = advisor.rank(tiny, answers=answers).weights
    without = advisor.rank(tiny, answers={"cargo": "stones"}).weights
    fuel = [c.id for c in tiny.criteria].index("fuel")
    assert found["fuel"].after == pytest.approx(with_both[fuel])
    assert found["fuel"].before == pytest.approx(without[fuel])
    assert found["fuel"].after > found["fuel"].before


def test_an_answer_of_the_scenario_that_was_taken_back_does_not_count_after_all(grove):
    taken_back = {"distance": "", "cargo": "people"}
    ranking = advisor.rank(grove, scenario="far", answers=taken_back)
    even = advisor.rank(grove, scenario="even", answers={"cargo": "people"})
    assert assess(ranking).answer_shifts == assess(even).answer_shifts


def test_a_kind_of_project_is_its_answers_for_open_questions_too(shipped):
    start = shipped.scenario("small_service").answers
    for question in start:
        taken_back = advisor.rank(shipped, scenario="small_service", answers={question: ""})
        others = {q: a for q, a in start.items() if q != question}
        same = advisor.rank(shipped, answers=others)
        assert taken_back.weights == pytest.approx(same.weights)
        questions = assess(same).lead.questions
        assert questions
        assert assess(taken_back).lead.questions == questions


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"depth": "far"}, "no question 'depth'; allowed: distance, cargo"),
        ({"distance": "deep"}, "'distance' cannot be 'deep'; allowed: near, far, not_sure"),
    ],
)
def test_what_nobody_asked_is_refused(tiny, answers, message):
    with pytest.raises(ChoiceError, match=message):
        advisor.rank(tiny, answers=answers)


def said(problem, *rules):
    """The problem with rules that say how much a criterion matters, in place of its own."""
    return replace(
        problem,
        rules=tuple(Rule(q, a, "importance", target, word, "") for q, a, target, word in rules),
    )


@pytest.fixture
def worded(tiny):
    return said(
        tiny,
        ("distance", "near", "fuel", "little"),
        ("distance", "far", "fuel", "decides"),
        ("cargo", "people", "fuel", "some"),
        ("cargo", "people", "load", "none"),
        ("cargo", "stones", "load", "much"),
        ("distance", "far", "load", "some"),
    )


def weight_of(problem, criterion, **answers):
    found = advise(problem, problem.scenario("even"), answers)
    return found.weights[criterion], found.low[criterion], found.high[criterion]


def test_an_answer_says_how_much_a_criterion_matters_whatever_the_scenario_says(worded):
    root = 2**0.5
    assert weight_of(worded, "fuel", distance="near") == (12.5, 12.5 / root, 12.5 * root)
    assert weight_of(worded, "fuel", distance="far") == (100, 100 / root, 100)
    start = worded.scenario("even").weights["price"]
    assert weight_of(worded, "price", distance="far") == (start.weight, start.low, start.high)


def test_of_several_answers_the_strongest_counts_and_what_is_ruled_out_is_out(worded):
    assert weight_of(worded, "fuel", distance="near", cargo="people") == (50, 40, 60)
    assert weight_of(worded, "load", distance="far", cargo="stones")[0] == 50
    assert weight_of(worded, "load", distance="far", cargo="people") == (0, 0, 0)
    with_points = replace(
        worded, rules=(*worded.rules, Rule("distance", "far", "weight", "load", "30", ""))
    )
    assert weight_of(with_points, "load", distance="far", cargo="people") == (0, 0, 0)


def test_not_being_sure_covers_whatever_any_answer_would_say_and_no_more(worded):
    start = worded.scenario("even").weights["fuel"]
    found = weight_of(worded, "fuel", distance=NOT_SURE)
    assert found == (start.weight, min(start.low, 12.5 / 2**0.5), 100)
    # Ruled out stays ruled out; of what is said already only more can come.
    assert weight_of(worded, "load", cargo="people", distance=NOT_SURE) == (0, 0, 0)
    sure = weight_of(worded, "load", cargo="stones")
    assert weight_of(worded, "load", cargo="stones", distance=NOT_SURE) == sure
    unsure = advise(worded, worded.scenario("even"), {"cargo": "people", "distance": NOT_SURE})
    assert "load" not in unsure.unsure


def test_an_answer_that_is_overruled_says_so_and_gets_no_credit(worded):
    ranking = advisor.rank(worded, answers={"cargo": "people", "distance": "far"})
    said = answer_effects(assess(ranking), "distance")
    assert "Load stays: the scenario or another answer already sets its weight." in said
    assert "eople" in because(ranking, "load")


def test_no_shipped_answer_moves_a_weight_against_its_own_word(shipped):
    """More never takes away what a scenario gives, and little never adds to it.

    Of a criterion that shares a group's weight, the part of it that it gets.
    """

    def weight(scenario, target, answers):
        weights = advise(shipped, scenario, answers).weights
        group = next((c.group for c in shipped.criteria if c.id == target), target)
        total = sum(weights[shipped.criteria[j].id] for j in shipped.criteria_in(group))
        if target == group:
            return total
        shared = total if group in scenario.group_weights and total else 1
        return weights[target] / shared

    for scenario in shipped.scenarios:
        blank = dict.fromkeys(scenario.answers, "")
        for rule in (rule for rule in shipped.rules if rule.effect == "importance"):
            before = weight(scenario, rule.target, blank)
            after = weight(scenario, rule.target, {**blank, rule.question: rule.answer})
            if rule.amount in ("none", "little"):
                assert after <= before + 1e-9, (scenario.id, rule)
            else:
                assert after >= before - 1e-9, (scenario.id, rule)


@pytest.mark.parametrize("order", [["distance", "cargo"], ["cargo", "distance"]])
def test_the_order_of_the_questions_does_not_matter(worded, order):
    answers = {"distance": "far", "cargo": "people"}
    found = advise(worded, worded.scenario("even"), {q: answers[q] for q in order})
    assert found.weights == advise(worded, worded.scenario("even"), answers).weights


def test_a_word_shows_what_it_moves_and_why(worded):
    ranking = advisor.rank(worded, answers={"cargo": "people"})
    (load, fuel) = answer_effects(assess(ranking), "cargo")
    assert fuel.startswith("Fuel ")
    assert load.replace("\u00a0", " ").split(": ")[0].endswith("→ 0 %")


def test_an_input_that_decides_and_is_not_entered_is_asked_for(shipped):
    """Existing code counts only once somebody says which framework it is written in."""
    answers = {"existing": "application"}
    asked = "Your answers give much weight to “Switching cost”, but you have not said yet"
    assert any(n.startswith(asked) for n in advisor.rank(shipped, answers=answers).notices)
    told = advisor.rank(shipped, answers=answers, inputs={"switching": {"flask": 4}})
    assert not any("have not filled it in" in notice for notice in told.notices)
