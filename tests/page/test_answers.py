"""Questions and must-haves: their sentences, and their place on the page."""

from dataclasses import replace

import ipywidgets as w
import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.problem.questions import NOT_SURE
from advisor.report.wording import answer_effects, because, demand_effects, demand_text, headline
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk, with_groups_open


def test_an_answer_says_what_it_moves_how_far_and_why(tiny):
    ranking = advisor.rank(tiny, answers={"distance": "far"})
    assert answer_effects(assess(ranking), "distance") == [
        "Fuel 25\u00a0% → 35\u00a0%: Every litre counts on a long way [list].",
        "Comfort 25\u00a0% → 27\u00a0%: Hours on the seat.",
    ]
    assert answer_effects(assess(ranking), "cargo") == []
    assert because(ranking, "fuel") == "“Across the country”"
    assert because(ranking, "price") == ""


def test_an_answer_says_what_it_demands(tiny):
    ranking = advisor.rank(tiny, answers={"cargo": "people"})
    assert answer_effects(assess(ranking), "cargo") == [
        "Must-have, Axle: light axle or better: Seats are bolted to it."
    ]


def test_not_sure_says_what_may_be_different(tiny):
    ranking = advisor.rank(tiny, answers={"distance": NOT_SURE})
    said = "Nothing moves, but Fuel and Comfort may count whatever any of the 2 answers would make"
    assert answer_effects(assess(ranking), "distance") == [f"{said} of it."]


def test_a_demand_says_whom_it_screens_out_and_who_would_lead_without_it(tiny):
    assert demand_text(tiny.requirement("age"), "2025") == "Year built: at least built 2025"
    ranking = advisor.rank(tiny, {"price": 100, "fuel": 100}, requirements={"axle": "heavy"})
    assert demand_effects(assess(ranking), "axle") == [
        "Screens out Ant, where it is “light axle”.",
        "Without it, Ant would lead.",
    ]
    assert demand_effects(assess(advisor.rank(tiny, requirements={"noise": "80"})), "noise") == [
        "Screens out Cow, where it is 82 dB.",
        "Nobody knows about Bee.",
    ]
    assert demand_effects(assess(advisor.rank(tiny, requirements={"age": "2024"})), "age") == [
        "Ant meets it only just.",
    ]
    easy = advisor.rank(tiny, requirements={"axle": "light"}, excluded=["ant"])
    assert demand_effects(assess(easy), "axle") == ["Nobody is screened out by this."]


def test_nobody_left_names_the_nearest(tiny):
    found = headline(
        assess(advisor.rank(tiny, requirements={"noise": "70", "axle": "heavy"}, excluded=["bee"]))
    )
    assert found.sentence == "No van meets all your must-haves."
    assert found.scores.startswith("Nearest: Ant (Axle: light axle, needs heavy axle) and Cow (")


@pytest.fixture
def page(tiny) -> Dashboard:
    return with_groups_open(Dashboard(Decision(tiny)))


def opened(page: Dashboard, title: str) -> Dashboard:
    head = next(
        widget
        for widget in walk(by_class(page, "advisor-project"))
        if isinstance(widget, w.ToggleButton) and title in widget.description
    )
    head.value = True
    return page


def test_the_first_question_is_there_and_others_are_made_when_asked_for(page):
    with pytest.raises(StopIteration):
        by_class(page, "ask-cargo")
    opened(page, "1 more question")
    assert by_class(page, "ask-cargo").value == ""
    by_class(page, "ask-distance").value = "far"
    assert page.decision.answers == {"distance": "far"}
    assert page.decision.weights == {}
    assert by_class(page, "weight-fuel").value == 90
    assert "Every litre counts" in texts(page)
    assert "1 of 2 answered" in heads(page)
    by_class(page, "ask-distance").value = ""
    assert page.decision.answers == {}
    assert "Every litre counts" not in texts(page)


def heads(page: Dashboard) -> str:
    return " ".join(h.children[0].description for h in by_class(page, "advisor-project").children)


def test_a_must_have_screens_out_on_the_page(page):
    opened(page, "Must-haves")
    by_class(page, "need-axle").value = "heavy"
    assert "1 set" in heads(page)
    assert "Screens out Ant" in texts(page)
    by_class(page, "need-axle").value = ""
    assert "0 set" in heads(page)


def test_an_answers_must_have_shows_and_can_be_taken_back(page):
    opened(opened(page, "1 more question"), "Must-haves")
    by_class(page, "ask-cargo").value = "stones"
    assert by_class(page, "need-axle").value == "heavy"
    by_class(page, "need-axle").value = ""
    assert page.decision.requirements == {"axle": ""}
    assert page.decision.ranking.demands == {}
    by_class(page, "need-axle").value = "heavy"
    assert page.decision.requirements == {}


def test_a_closed_fold_catches_up_when_opened(page):
    for head in by_class(page, "advisor-project").children:
        head.children[0].value = False
    page.decision.answer("distance", "near")
    opened(page, "Your project")
    assert by_class(page, "ask-distance").value == "near"
    assert "Little is burnt" in texts(page)


def test_one_own_weight_can_be_undone_alone(page):
    page.decision.set_weights({"load": 10, "fuel": 20})
    undo = next(
        b
        for b in walk(by_class(page, "group-use"))
        if "advisor-undo" in b._dom_classes and "Load" in b.tooltip
    )
    undo.click()
    assert page.decision.weights == {"fuel": 20}


def test_a_problem_that_asks_nothing_has_no_such_card(tiny):
    facts = tuple(criterion for criterion in tiny.criteria if criterion.kind == "fact")
    bare = replace(tiny, questions=(), rules=(), requirements=(), capabilities={}, criteria=facts)
    with pytest.raises(StopIteration):
        by_class(Dashboard(Decision(bare)), "advisor-project")
