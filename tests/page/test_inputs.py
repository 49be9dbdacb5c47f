"""What only the people who decide know is among the first things asked, where it counts."""

from dataclasses import replace

import ipywidgets as w
import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.problem.questions import Rule
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk, with_groups_open


def counting(tiny, **changed):
    """The vans with a weight for how much people like them."""
    even = tiny.scenario("even")
    liked = {**even.weights, "liking": even.weights["load"]}
    return replace(tiny, scenarios=(replace(even, weights=liked),), **changed)


def brief(problem):
    """The same with a word for each level."""
    words = ("no", "perhaps", "yes")

    def said(criterion):
        levels = criterion.levels if criterion.kind == "input" else ()
        short = tuple(replace(x, short=s) for x, s in zip(levels, words, strict=False))
        return replace(criterion, levels=short or criterion.levels)

    return replace(problem, criteria=tuple(map(said, problem.criteria)))


def test_people_are_asked_about_right_after_the_first_question(tiny):
    page = Dashboard(Decision(counting(tiny)))
    more = next(b for b in walk(page) if getattr(b, "description", "") == "Show all 3")
    more.click()
    card = list(walk(by_class(page, "advisor-project")))
    places = [by_class(page, name) for name in ("ask-distance", "people-liking", "ask-cargo")]
    assert [card.index(place) for place in places] == sorted(map(card.index, places))
    assert "0 of 3 answered" in texts(page)
    page.decision.set_input("liking", "cow", 2)
    assert "1 of 3 answered" in texts(page)


def test_what_an_answer_gives_a_weight_is_asked_about_after_it(tiny):
    rules = (Rule("cargo", "people", "importance", "liking", "much", "They sit in it."),)
    page = Dashboard(Decision(replace(tiny, rules=rules)))
    page.decision.answer("cargo", "people")
    card = list(walk(by_class(page, "advisor-project")))
    assert card.index(by_class(page, "ask-cargo")) < card.index(by_class(page, "people-liking"))


def test_one_click_for_each_alternative_says_it(tiny):
    page = Dashboard(Decision(brief(counting(tiny))))
    cow = by_class(page, "input-liking-cow")
    assert [(option["text"], option["hint"]) for option in cow.options] == [
        ("no", "nobody would drive it"),
        ("perhaps", "no opinion"),
        ("yes", "everybody wants it"),
    ]
    assert (cow.label, cow.heard, cow.value) == ("Cow", "Our liking: Cow", "")
    cow.value = "2"
    assert page.decision.inputs == {"liking": {"cow": 2}}
    page.decision.inputs = {}
    assert cow.value == ""


def test_a_level_that_is_clicked_again_is_taken_back(tiny):
    page = Dashboard(Decision(brief(counting(tiny))))
    by_class(page, "input-liking-cow").value = "2"
    by_class(page, "input-liking-bee").value = "0"
    by_class(page, "input-liking-cow").value = ""
    assert page.decision.inputs == {"liking": {"bee": 0}}
    by_class(page, "input-liking-bee").value = ""
    assert page.decision.inputs == {}


def test_levels_without_a_word_of_their_own_are_a_menu(tiny):
    page = Dashboard(Decision(counting(tiny)))
    field = by_class(page, "input-liking-cow")
    assert isinstance(field, w.Dropdown)
    assert ("everybody wants it", 2) in field.options


def test_what_has_no_weight_is_not_asked_until_it_has_one(tiny):
    page = with_groups_open(Dashboard(Decision(tiny)))
    with pytest.raises(StopIteration):
        by_class(page, "people-liking")
    by_class(page, "weight-liking").value = 30
    assert by_class(page, "people-liking")
    by_class(page, "weight-liking").value = 0
    with pytest.raises(StopIteration):
        by_class(page, "people-liking")


def test_only_who_is_compared_is_asked_about(tiny):
    page = Dashboard(Decision(counting(tiny)))
    by_class(page, "show-bee").value = False
    with pytest.raises(StopIteration):
        by_class(page, "input-liking-bee")
    by_class(page, "show-bee").value = True
    assert by_class(page, "input-liking-bee").value == 1


def test_a_problem_without_questions_still_asks_about_people(tiny):
    bare = {"questions": (), "rules": (), "requirements": (), "capabilities": {}}
    page = Dashboard(Decision(counting(tiny, **bare)))
    card = by_class(page, "advisor-project")
    assert ">1 Your project " in texts(card)
    assert by_class(card, "input-liking-cow")


def test_a_figure_that_is_entered_has_its_field_under_the_slider(tiny):
    criteria = tuple(
        replace(c, levels=(), value_function="linear") if c.kind == "input" else c
        for c in tiny.criteria
    )
    page = with_groups_open(Dashboard(Decision(replace(tiny, criteria=criteria))))
    field = by_class(by_class(page, "group-use"), "input-liking-cow")
    field.value = 1.5
    assert page.decision.inputs == {"liking": {"cow": 1.5}}


def test_sliders_alone_ask_as_well(tiny):
    decision = Decision(counting(tiny))
    by_class(advisor.sliders(decision), "input-liking-cow").value = 2
    assert decision.inputs == {"liking": {"cow": 2}}


def test_an_undo_takes_back_what_was_entered_and_enters_nothing(tiny):
    page = with_groups_open(Dashboard(Decision(brief(counting(tiny)))))
    by_class(page, "weight-load").value = 70
    cow = by_class(page, "input-liking-cow")
    cow.value = "2"
    by_class(page, "advisor-back").click()
    assert page.decision.inputs == {}
    assert cow.value == ""
    by_class(page, "advisor-back").click()
    assert page.decision.weights == {}
