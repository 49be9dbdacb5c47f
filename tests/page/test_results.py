"""The answer, the reasons and what would change it, as widgets: they follow, and lead on."""

import re
from dataclasses import replace
from itertools import pairwise

import ipywidgets as w
import pytest

import advisor
from advisor.page import results
from advisor.page.dashboard import Dashboard
from advisor.page.results.marks import spread
from advisor.page.results.rows import rendered
from advisor.ranking.scale import group_end
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
    assert "before you answer" in texts(by_class(page, "advisor-why"))
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


def order(view) -> list[str]:
    return re.findall(r'data-id="(\w+)"', view.html)


def test_a_row_for_each_group_the_weightiest_first(tiny):
    decision = Decision(tiny)
    view = rows(results.why(decision))
    assert order(view) == ["cost", "use"]
    decision.scenario = "haul"
    assert order(view) == ["use", "cost"]
    decision.set_weights({"price": 0, "fuel": 0})
    assert order(view) == ["use", "cost"]  # its lever can raise it again


def pull(view, group, weight):
    """What the browser sends when somebody moves a lever."""
    count = view.moved.get("count", 0) + 1
    view.set_state({"moved": {"group": group, "weight": weight, "count": count}})


def lever(view, group) -> str:
    row = view.html[view.html.index(f'data-id="{group}"') :]
    return re.search("<input[^>]*>", row)[0]


def test_a_lever_beside_the_reasons_moves_the_weight_of_its_group(grove):
    page = Dashboard(Decision(grove))
    view, slider = rows(page), by_class(page, "group-weight-cost")
    assert 'value="60.0"' in lever(view, "cost")
    assert 'max="100"' in lever(view, "cost")
    assert 'aria-label="Weight of the group Cost"' in lever(view, "cost")
    seen = []
    page.decision.observe(seen.append, "ranking")
    pull(view, "cost", 20)
    assert len(seen) == 1
    assert page.decision.weights == {"price": 15, "fuel": 5}
    assert slider.value == 20
    assert 'value="20.0"' in lever(view, "cost")
    slider.value = 40
    assert 'value="40.0"' in lever(view, "cost")
    pull(view, "cost", 20)  # the same weight once more is a move all the same
    assert slider.value == 20


def test_a_lever_pulled_as_far_as_it_goes_keeps_its_end(shipped):
    decision = Decision(shipped, advisor.Choices(scenario="deadline_crud"))
    view = rows(Dashboard(decision))
    for group in shipped.groups:
        end = group_end(shipped, group.id)
        decision.set_group_weight(group.id, end)  # its parts may sum to a little more
        assert f'max="{end}"' in lever(view, group.id), group.id


def test_rows_stay_where_they_are_while_levers_move(grove):
    page = Dashboard(Decision(grove))
    view = rows(page)
    assert order(view) == ["cost", "use"]
    for weight in (30, 10, 0):
        pull(view, "cost", weight)
        assert order(view) == ["cost", "use"]
    page.decision.answer("distance", "far")
    assert order(view) == ["use", "cost"]


def test_a_move_of_a_lever_is_told_in_one_message(grove):
    page = Dashboard(Decision(grove))
    view, sent = rows(page), []
    view.send_state = lambda key=None: sent.append(set(key))
    pull(view, "cost", 20)
    assert sent == [{"html", "heard"}]
    assert view.heard == 1


def test_a_lever_that_can_go_no_further_is_heard_all_the_same(tiny):
    page = Dashboard(Decision(tiny))
    page.decision.set_weights({"price": 80, "fuel": 20})
    view = rows(page)
    for count in (1, 2):
        pull(view, "cost", 160)
        assert page.decision.weights == {"price": 100, "fuel": 25}
        assert view.heard == count
    assert 'value="125.0"' in lever(view, "cost")


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


def test_a_few_are_compared_side_by_side_in_a_table(tiny):
    decision = Decision(tiny)
    for part, name in ((results.why(decision), "Group"), (results.radar(decision), "Axis")):
        fold = by_class(part, "advisor-fold").children
        fold[0].value = True
        head = re.findall(r'scope="col">(.*?)</th>', fold[1].value)
        assert head[0] == name
        assert sorted(head[1:]) == ["Ant", "Bee", "Cow"]


def test_uncertain_facts_are_a_whisker(tiny):
    html = rendered(Decision(tiny).ranking, [], [0, 1])
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
    assert "“Load” for Bee" in said
    assert 'href="https://example.org/list"' in said


def test_nobody_left_is_no_compass(tiny):
    decision = Decision(tiny)
    radar = results.radar(decision)
    plot = next(widget for widget in walk(radar) if hasattr(widget, "figure"))
    decision.excluded = ("ant", "bee", "cow")
    assert "where each stands" not in texts(results.why(decision))
    assert plot.figure["data"] == []
    assert "No van is left to show." in texts(radar)


def test_two_criteria_have_a_sentence_for_a_radar(tiny):
    kept = ("price", "fuel")
    small = replace(
        tiny,
        criteria=tuple(c for c in tiny.criteria if c.id in kept),
        groups=tiny.groups[:1],
        performances={cell: v for cell, v in tiny.performances.items() if cell[1] in kept},
        scenarios=(
            replace(tiny.scenarios[0], weights={c: tiny.scenarios[0].weights[c] for c in kept}),
        ),
        rules=(),
    )
    radar = results.radar(Decision(small))
    assert "A radar needs at least three criteria." in texts(radar)
    assert "A radar needs" not in texts(results.radar(Decision(tiny)))


def test_names_from_right_to_left_leave_a_sentence_in_order(tiny):
    fuel = replace(tiny.criteria[1], name="استهلاك الوقود")
    named = replace(tiny, criteria=(tiny.criteria[0], fuel, *tiny.criteria[2:]))
    decision = Decision(named)
    decision.set_weight("fuel", 100)
    said = texts(results.why(decision))
    assert "\u2068استهلاك الوقود\u2069 (+" in said
    assert "\u2068استهلاك الوقود\u2069" in advisor.record(decision.ranking, "md")


def test_a_legend_of_the_radar_hides_nobody(tiny):
    legend = charts.radar(Decision(tiny).ranking)["layout"]["legend"]
    assert legend["itemclick"] is False
    assert legend["itemdoubleclick"] is False
