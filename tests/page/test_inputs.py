"""What only the people who decide know is among the first things asked, where it counts."""

from dataclasses import replace

import ipywidgets as w
import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.page.parts import names
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
    card = list(walk(by_class(page, "advisor-project")))
    first, people = by_class(page, "ask-distance"), by_class(page, "people-liking")
    more = next(x for x in card if getattr(x, "description", "") == "1 more question")
    assert card.index(first) < card.index(people) < card.index(more)


def test_one_click_for_each_alternative_says_it(tiny):
    page = Dashboard(Decision(brief(counting(tiny))))
    cow = by_class(page, "input-liking-cow")
    assert isinstance(cow, w.ToggleButtons)
    assert cow.options == (("no", 0), ("perhaps", 1), ("yes", 2))
    assert cow.tooltips == ("nobody would drive it", "no opinion", "everybody wants it")
    assert (cow.description, cow.value) == ("Cow", 1)
    cow.value = 2
    assert page.decision.inputs == {"liking": {"cow": 2}}
    page.decision.inputs = {}
    assert cow.value == 1
    heard = names(page.decision.problem)
    assert heard[".input-liking-cow.advisor-levels"]["aria-label"] == "Our liking: Cow"


def test_levels_without_a_word_of_their_own_are_a_menu(tiny):
    page = Dashboard(Decision(counting(tiny)))
    field = by_class(page, "input-liking-cow")
    assert isinstance(field, w.Dropdown)
    assert ("everybody wants it", 2) in field.options


def test_what_has_no_weight_is_not_asked_until_it_has_one(tiny):
    page = with_groups_open(Dashboard(Decision(tiny)))
    with pytest.raises(StopIteration):
        by_class(page, "people-liking")
    assert "Our liking has no weight and is not asked about." in texts(page)
    by_class(page, "weight-liking").value = 30
    assert by_class(page, "people-liking")
    assert "not asked about" not in texts(page)
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
    assert card.children[0].children[0].description == "Your project"
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


def test_a_part_that_is_closed_follows_when_it_is_opened(tiny):
    page = Dashboard(Decision(counting(tiny)))
    head = by_class(page, "advisor-project").children[0].children[0]
    head.value = False
    page.decision.set_input("liking", "cow", 2)
    assert by_class(page, "input-liking-cow").value == 1
    head.value = True
    assert by_class(page, "input-liking-cow").value == 2


def test_an_undo_takes_back_what_was_entered_and_enters_nothing(tiny):
    page = with_groups_open(Dashboard(Decision(brief(counting(tiny)))))
    by_class(page, "weight-load").value = 70
    cow = by_class(page, "input-liking-cow")
    cow.value = 2
    assert "advisor-entered" in cow._dom_classes
    by_class(page, "advisor-back").click()
    assert page.decision.inputs == {}
    assert "advisor-entered" not in cow._dom_classes
    by_class(page, "advisor-back").click()
    assert page.decision.weights == {}
