"""Questions and deal-breakers: their sentences, and their place on the page."""

from dataclasses import replace

import ipywidgets as w
import pytest
from traitlets import TraitError

import advisor
from advisor.page.dashboard import Dashboard
from advisor.problem.elements import ScenarioWeight
from advisor.problem.questions import NOT_SURE, Answer, Question, Rule
from advisor.report.wording import (
    answer_effect,
    answer_effects,
    because,
    demand_effects,
    demand_text,
    headline,
)
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk, with_groups_open


def said(ranking, question):
    return answer_effect(assess(ranking), question), answer_effects(assess(ranking), question)


def test_an_answer_says_in_a_line_what_it_moves_and_why_behind_it(tiny):
    ranking = advisor.rank(tiny, answers={"distance": "far"})
    assert said(ranking, "distance") == (
        "Raises Fuel 25\u00a0% → 35\u00a0% and Comfort 25\u00a0% → 27\u00a0%.",
        [
            "Fuel 25\u00a0% → 35\u00a0%: Every litre counts on a long way [list].",
            "Comfort 25\u00a0% → 27\u00a0%: Hours on the seat.",
        ],
    )
    assert said(ranking, "cargo") == ("", [])
    assert because(ranking, "fuel") == "“Across the country”"
    assert because(ranking, "price") == ""


def test_an_answer_says_what_it_requires(tiny):
    ranking = advisor.rank(tiny, answers={"cargo": "people"})
    assert said(ranking, "cargo") == (
        "Requires Axle: light axle or better.",
        ["Axle: light axle or better: Seats are bolted to it."],
    )


def test_a_line_names_the_two_that_move_furthest(tiny):
    points = {"price": "10", "fuel": "40", "load": "30", "comfort": "-50"}
    rules = tuple(Rule("distance", "far", "weight", c, p, "") for c, p in points.items())
    ranking = advisor.rank(replace(tiny, rules=rules), answers={"distance": "far"})
    assert answer_effect(assess(ranking), "distance").replace("\xa0", " ") == (
        "Raises Fuel 25 % → 39 %, Load 25 % → 35 % and 1 more; lowers Comfort 25 % → 0 %."
    )


def test_what_an_answer_leaves_alone_is_not_announced(tiny):
    at_its_end = {"price": ScenarioWeight(100, 100, 100, "")}
    even = replace(tiny.scenario("even"), weights={**tiny.scenario("even").weights, **at_its_end})
    rules = (Rule("distance", "far", "weight", "price", "20", "Tolls."),)
    problem = replace(tiny, scenarios=(even,), rules=rules)
    ranking = advisor.rank(problem, answers={"distance": "far"})
    assert said(ranking, "distance") == ("No effect on the weights.", [])


def test_not_sure_says_what_may_be_different(tiny):
    ranking = advisor.rank(tiny, answers={"distance": NOT_SURE})
    assert said(ranking, "distance") == (
        "Weights stay as they are; the verdict allows for every answer.",
        ["Weights stay as they are; the ranges of Fuel and Comfort now cover both answers."],
    )


def test_a_demand_says_what_it_rules_out_and_what_would_lead_without_it(tiny):
    assert demand_text(tiny.requirement("age"), "2025") == "Year built: at least built 2025"
    ranking = advisor.rank(tiny, {"price": 100, "fuel": 100}, requirements={"axle": "heavy"})
    assert demand_effects(assess(ranking), "axle") == [
        "Rules out Ant (light axle).",
        "Without it, Ant would lead.",
    ]
    assert demand_effects(assess(advisor.rank(tiny, requirements={"noise": "80"})), "noise") == [
        "Rules out Cow (82 dB).",
        "Unknown for Bee.",
    ]
    assert demand_effects(assess(advisor.rank(tiny, requirements={"age": "2024"})), "age") == [
        "Rules out nothing.",
        "Ant only just meets it.",
    ]
    easy = advisor.rank(tiny, requirements={"axle": "light"}, excluded=["ant"])
    assert demand_effects(assess(easy), "axle") == ["Rules out nothing."]


def test_nobody_left_names_the_nearest(tiny):
    found = headline(
        assess(advisor.rank(tiny, requirements={"noise": "70", "axle": "heavy"}, excluded=["bee"]))
    )
    assert found.sentence == "No van meets all your must-haves."
    assert found.scores.startswith(
        "Closest: Ant (Axle: light axle instead of heavy axle) and Cow ("
    )


@pytest.fixture
def page(tiny) -> Dashboard:
    return with_groups_open(Dashboard(Decision(tiny)))


def with_demands(page: Dashboard) -> Dashboard:
    by_class(page, "advisor-needs").children[0].children[0].value = True
    return page


def asked(page) -> list[str]:
    shown = by_class(by_class(page, "advisor-project"), "advisor-asked").children
    return [name for item in shown for name in item._dom_classes if name.startswith("ask-")]


def press(page, description: str) -> None:
    next(b for b in walk(page) if isinstance(b, w.Button) and b.description == description).click()


def test_an_answer_is_a_click_and_a_second_click_takes_it_back(page):
    distance = by_class(page, "ask-distance")
    assert distance.label == "How far does it go?"
    texts_of = [option["text"] for option in distance.options]
    assert texts_of == ["Around town", "Across the country", "Not sure"]
    assert "One way." in texts(page)
    distance.value = "far"
    assert page.decision.answers == {"distance": "far"}
    assert page.decision.weights == {}
    assert by_class(page, "weight-fuel").value == 90
    assert "Raises Fuel" in texts(page)
    assert "Every litre counts" in texts(page)
    assert "1 of 2 answered" in texts(page)
    distance.value = ""
    assert page.decision.answers == {}
    assert "Every litre counts" not in texts(page)


def test_an_answer_that_does_not_exist_is_refused(page):
    with pytest.raises(TraitError, match="no answer 'mars'; allowed: near, far, not_sure"):
        by_class(page, "ask-distance").value = "mars"
    assert page.decision.answers == {}


def test_two_questions_are_there_and_each_answer_brings_the_next(tiny):
    page = Dashboard(Decision(with_questions(tiny, 9)))
    assert asked(page) == ["ask-q1", "ask-q2"]
    by_class(page, "ask-q1").value = "yes"
    assert len(asked(page)) == 2
    by_class(page, "ask-q2").value = "yes"
    assert asked(page)[-1] == "ask-q3"
    press(page, "Show all 9")
    assert len(asked(page)) == 9
    press(page, "Show fewer")
    assert len(asked(page)) == 3
    press(page, "Skip the rest")
    assert asked(page) == ["ask-q1", "ask-q2"]
    press(page, "Continue with the questions")
    assert len(asked(page)) == 3
    assert "2 of 9 answered" in texts(page)


def test_a_question_can_be_passed(tiny):
    page = Dashboard(Decision(with_questions(tiny, 4)))
    further = next(b for b in walk(page) if getattr(b, "description", "") == "Next question")
    further.click()
    further.click()
    assert asked(page) == ["ask-q1", "ask-q2", "ask-q3", "ask-q4"]
    assert further.layout.display == "none"


def test_questions_are_made_when_they_are_shown(tiny):
    page = Dashboard(Decision(with_questions(tiny, 9)))
    with pytest.raises(StopIteration):
        by_class(page, "ask-q3")
    page.decision.answer("q2", "yes")
    assert by_class(page, "ask-q3").value == ""


def test_what_a_preset_answers_looks_chosen_but_not_given(tiny):
    far = replace(tiny.scenario("haul"), answers={"distance": "far"})
    page = Dashboard(Decision(replace(tiny, scenarios=(tiny.scenario("even"), far))))
    distance = by_class(page, "ask-distance")
    by_class(page, "pick-scenario").value = "haul"
    assert (distance.value, distance.preset) == ("far", True)
    assert "1 of 2 answered" in texts(page)
    distance.value = "near"
    assert (distance.value, distance.preset) == ("near", False)
    distance.value = ""
    assert "0 of 2 answered" in texts(page)


def with_questions(tiny, count: int):
    """The vans with so many questions that move nothing."""
    answers = (Answer("yes", "Yes"), Answer("no", "No"))
    ids = [f"q{n}" for n in range(1, count + 1)]
    questions = tuple(Question(name, f"{name}?", "", answers) for name in ids)
    return replace(tiny, questions=questions, rules=())


def test_a_deal_breaker_rules_out_on_the_page(page):
    axle = by_class(with_demands(page), "need-axle")
    assert [option["text"] for option in axle.options] == [
        "Not required",
        "light axle",
        "heavy axle",
    ]
    assert axle.options[1]["hint"] == "Axle: light axle or better"
    labels = [by_class(page, f"need-{name}").label for name in ("axle", "noise")]
    assert labels == ["Axle, at least", "Noise, at most"]
    assert axle.counts == {"light": "3 left", "heavy": "2 left"}
    axle.value = "heavy"
    head = by_class(page, "advisor-needs").children[0].children[0]
    assert head.description.endswith("1 set")
    assert "<b>3 → 2.</b> Rules out Ant (light axle)." in axle.told
    axle.value = ""
    assert head.description.endswith("none set")


def test_counts_of_a_deal_breaker_allow_for_the_others(page):
    with_demands(page)
    by_class(page, "need-noise").value = "80"
    assert by_class(page, "need-axle").counts == {"light": "2 left", "heavy": "1 left"}
    page.decision.excluded = ("bee",)
    assert by_class(page, "need-axle").counts == {"light": "1 left", "heavy": "0 left"}


def test_an_answers_deal_breaker_shows_and_can_be_taken_back(page):
    with_demands(page)
    by_class(page, "ask-cargo").value = "stones"
    assert by_class(page, "need-axle").value == "heavy"
    by_class(page, "need-axle").value = ""
    assert page.decision.requirements == {"axle": ""}
    assert page.decision.ranking.demands == {}
    by_class(page, "need-axle").value = "heavy"
    assert page.decision.requirements == {}


def test_a_closed_fold_catches_up_when_opened(page):
    head = by_class(with_demands(page), "advisor-needs").children[0].children[0]
    head.value = False
    page.decision.demand("axle", "heavy")
    assert by_class(page, "need-axle").value == ""
    head.value = True
    assert by_class(page, "need-axle").value == "heavy"


def test_one_own_weight_can_be_undone_alone(page):
    page.decision.set_weights({"load": 10, "fuel": 20})
    undo = next(
        b
        for b in walk(by_class(page, "group-use"))
        if "advisor-undo" in b._dom_classes and "Load" in b.tooltip
    )
    undo.click()
    assert page.decision.weights == {"fuel": 20}


def test_a_problem_that_asks_nothing_has_sliders_alone(tiny):
    facts = tuple(criterion for criterion in tiny.criteria if criterion.kind == "fact")
    bare = {"questions": (), "rules": (), "requirements": (), "capabilities": {}, "criteria": facts}
    page = Dashboard(Decision(replace(tiny, **bare, scenarios=(tiny.scenario("even"),))))
    cards = by_class(page, "advisor-left").children
    assert [card._dom_classes[-1] for card in cards] == [
        "advisor-weights",
        "advisor-field",
        "advisor-fold",
    ]
    assert cards[0].children[0].children[0].description == "Fine-tune"
