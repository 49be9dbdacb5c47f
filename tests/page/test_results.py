"""The answer, the reasons and what would change it, as widgets: they follow, and lead on."""

import re
from itertools import pairwise

import ipywidgets as w
import pytest

from advisor.page import results
from advisor.page.dashboard import Dashboard
from advisor.page.results.marks import spread
from advisor.page.results.rows import rendered
from advisor.report import charts
from advisor.session.decision import Decision

CRITERIA = ("price", "fuel", "load", "comfort", "liking")


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def by_class(piece, name):
    return next(widget for widget in walk(piece) if name in getattr(widget, "_dom_classes", ()))


def texts(piece) -> str:
    return "\n".join(widget.value for widget in walk(piece) if isinstance(widget, w.HTML))


def heading(piece) -> str:
    return re.search("<h2>(.*?)</h2>", texts(piece))[1]


def rows(piece) -> results.Rows:
    return next(widget for widget in walk(piece) if isinstance(widget, results.Rows))


def test_the_page_asks_before_it_crowns(tiny):
    page = Dashboard(Decision(tiny))
    card = by_class(page, "advisor-banner")
    assert heading(card) == "Tell us about your project"
    assert "&nbsp;<b>" not in texts(card)  # the longest bar would read as a leader
    assert "Before any answer" in texts(by_class(page, "advisor-why"))
    page.decision.set_weight("load", 100)
    assert heading(card) == "Cow"


def test_names_and_figures_stand_under_the_bar(tiny):
    decision = Decision(tiny)
    decision.set_weight("load", 100)
    card = texts(results.answer(decision))
    percents = decision.assessment.rank_percents[:, 0]
    for row, name in enumerate(("Ant", "Bee", "Cow")):
        if 0 < percents[row] < 100:
            assert f"{name}&nbsp;<b>{percents[row]}</b>" in card
    assert "of 100 simulations" in card


def test_what_is_heard_has_no_figure(tiny):
    decision = Decision(tiny)
    heard = by_class(results.answer(decision), "advisor-heard")
    decision.set_weight("load", 100)
    assert "Cow, ahead, but not safely." in heard.value
    said = []
    heard.observe(said.append, "value")
    decision.set_weight("load", 99)
    assert said == []


def test_the_window_is_called_by_verdict_and_question(tiny):
    decision = Decision(tiny)
    assert results.page_title(decision.assessment) == "Which van?"
    decision.set_weight("load", 100)
    assert results.page_title(decision.assessment) == "Cow, ahead, but not safely · Which van?"
    decision.excluded = ("ant", "bee")
    assert results.page_title(decision.assessment) == "Only Cow is left · Which van?"


@pytest.mark.parametrize(
    ("choices", "label"),
    [
        ({"excluded": ("ant", "bee", "cow")}, "Compare all again"),
        ({"excluded": ("ant", "bee")}, "Compare all again"),
        ({"weights": dict.fromkeys(CRITERIA, 0)}, "Reset weights"),
    ],
)
def test_where_nothing_can_lead_a_button_leads_on(tiny, choices, label):
    decision = Decision(tiny)
    button = by_class(results.answer(decision), "advisor-way-out")
    assert button.layout.display == "none"
    for name, value in choices.items():
        decision.set_trait(name, value)
    assert button.layout.display is None
    assert button.description == label
    button.click()
    assert decision.assessment.leads
    assert button.layout.display == "none"


def test_a_must_have_that_leaves_one_can_be_dropped(tiny):
    decision = Decision(tiny)
    decision.requirements = {"axle": "heavy", "noise": "70"}
    button = by_class(results.answer(decision), "advisor-way-out")
    assert button.description.startswith("Drop ")
    while not decision.assessment.leads:
        button.click()
    assert button.layout.display == "none"


def test_a_row_for_each_group_that_has_weight_the_weightiest_first(tiny):
    decision = Decision(tiny)
    why = results.why(decision)
    found = re.findall(r'data-id="(\w+)"', rows(why).html)
    assert found == ["cost", "use"]
    decision.scenario = "haul"
    assert re.findall(r'data-id="(\w+)"', rows(why).html) == ["use", "cost"]
    decision.set_weights({"price": 0, "fuel": 0})
    assert re.findall(r'data-id="(\w+)"', rows(why).html) == ["use"]
    assert "No weight: Cost." in rows(why).html


def test_a_row_shows_its_facts_in_words_while_it_is_open(tiny):
    decision = Decision(tiny)
    view = rows(results.why(decision))
    assert "10 m³" not in view.html
    view.opened = ["use"]
    assert "10 m³" in view.html
    assert "6 m³ (we know 5 to 8 m³)" in view.html
    assert 'href="https://example.org/list"' in view.html
    assert 'href="#tiny-trip"' in view.html
    decision.set_weight("load", 100)
    assert "10 m³" in view.html
    view.opened = []
    assert "10 m³" not in view.html


def test_a_link_to_a_text_of_the_folder_opens_the_panel_that_holds_it(tiny):
    page = Dashboard(Decision(tiny))
    rows(page)._handle_custom_msg({"show": "tiny-trip"}, [])
    assert page.tabs.selected == "evidence"


def test_uncertain_facts_are_a_whisker(tiny):
    html = rendered(Decision(tiny).ranking, [])
    cost = html[html.index('data-id="cost"') : html.index('data-id="use"')]
    assert cost.count("whisker") == 1  # of Bee, whose price is known as 28 to 34
    assert "Bee 50 (40 to 55)" in cost


def test_names_on_a_strip_keep_their_order_and_do_not_collide():
    at = [90, 92, 95, 3]
    names = ["Django", "FastAPI", "Flask", "BlackSheep"]
    found = spread(at, names)
    assert sorted(range(4), key=found.__getitem__) == sorted(range(4), key=at.__getitem__)
    assert all(0 <= place <= 100 for place in found)
    middle = sorted(found)[1:]
    assert min(b - a for a, b in pairwise(middle)) > 10


def test_try_it_moves_the_weights_and_back_restores_them(shipped):
    decision = Decision(shipped)
    change = results.TryIt(decision)
    button = by_class(change, "advisor-try")
    assert change.layout.display == "none"  # nothing is known yet
    decision.scenario = "realtime_api"
    decision.set_weight("startup", 7)
    before, leader = dict(decision.weights), decision.ranking.order[0]
    assert button.description == "Try it"
    button.click()
    assert decision.ranking.order[0] != leader
    assert button.description == "Back"
    assert "You are trying this:" in texts(change)
    button.click()
    assert decision.weights == before
    assert decision.ranking.order[0] == leader
    assert button.description == "Try it"


def test_who_goes_on_from_a_trial_keeps_it(shipped):
    decision = Decision(shipped)
    decision.scenario = "realtime_api"
    change = results.TryIt(decision)
    button = by_class(change, "advisor-try")
    button.click()
    decision.set_weight("startup", 33)
    assert button.description == "Try it"
    assert decision.weights["startup"] == 33


def test_the_fact_to_check_comes_with_its_source(tiny):
    decision = Decision(tiny)
    decision.set_weight("load", 100)
    said = texts(results.TryIt(decision))
    assert "Load of Bee" in said
    assert 'href="https://example.org/list"' in said


def test_nobody_left_is_no_compass(tiny):
    decision = Decision(tiny)
    radar = results.radar(decision)
    plot = next(widget for widget in walk(radar) if hasattr(widget, "figure"))
    decision.excluded = ("ant", "bee", "cow")
    assert "where each stands" not in texts(results.why(decision))
    assert plot.figure["data"] == []
    assert "No van is left to draw." in texts(radar)


def test_a_legend_of_the_radar_hides_nobody(tiny):
    legend = charts.radar(Decision(tiny).ranking)["layout"]["legend"]
    assert legend["itemclick"] is False
    assert legend["itemdoubleclick"] is False
