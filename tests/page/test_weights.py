"""Sliders of groups and criteria without a browser: what moves a weight, and what must not."""

from dataclasses import replace

import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.page.parts import names
from advisor.ranking.plausible import Plausible
from advisor.session.decision import Decision
from tests.conftest import weighs
from tests.page.test_dashboard import by_class, texts, walk, with_groups_open


@pytest.fixture
def page(grove) -> Dashboard:
    return with_groups_open(Dashboard(Decision(grove)))


def undo_of(page, name):
    found = (b for b in walk(page) if "advisor-undo" in getattr(b, "_dom_classes", ()))
    return next(b for b in found if b.tooltip.endswith(f" {name}"))


def test_a_group_shows_its_weight_its_share_and_where_it_starts(page):
    cost = by_class(page, "group-cost")
    assert by_class(cost, "group-weight-cost").value == 60
    head = by_class(cost, "advisor-group")
    assert head.description == "Cost \u00b7\u00a060\u00a0%"
    assert "The scenario starts from 60" in head.tooltip
    assert "75\u00a0% of the group" in texts(cost)
    assert "The scenario gives it 75 in its group" in texts(cost)


def test_moving_a_group_moves_its_criteria_and_not_their_proportions(page):
    seen = []
    page.decision.observe(seen.append, "ranking")
    by_class(page, "group-weight-cost").value = 20
    assert len(seen) == 1
    assert page.decision.weights == {"price": 15, "fuel": 5}
    assert [by_class(page, f"weight-{c}").value for c in ("price", "fuel")] == [15, 5]
    assert "75\u00a0% of the group" in texts(page)
    assert by_class(by_class(page, "group-cost"), "advisor-group").description.endswith("33\u00a0%")


def test_a_criterion_moves_its_group_along(page):
    by_class(page, "weight-fuel").value = 100
    assert by_class(page, "group-weight-cost").value == 145
    by_class(page, "weight-fuel").value = 15
    assert by_class(page, "group-weight-cost").value == 60


def test_a_group_that_is_off_shows_no_shares_within(page):
    by_class(page, "group-weight-cost").value = 0
    assert "% of the group" not in texts(by_class(page, "group-cost"))
    by_class(page, "group-weight-cost").value = 40
    assert "75\u00a0% of the group" in texts(by_class(page, "group-cost"))


def test_a_group_whose_criteria_weigh_for_themselves_goes_as_far_as_they_do(tiny):
    page = Dashboard(Decision(tiny))
    cost = by_class(page, "group-weight-cost")
    assert (cost.value, cost.max) == (100, 200)
    assert "% of the group" not in texts(page)
    cost.value = 200
    assert page.decision.weights == {"price": 100, "fuel": 100}


def test_a_group_stops_where_one_of_its_criteria_is_at_its_end(page):
    page.decision.set_weights({"price": 80, "fuel": 80})
    page.decision.set_weights({"price": 80, "fuel": 20})
    cost = by_class(page, "group-weight-cost")
    assert cost.max == 160
    for _ in range(2):  # the second time nothing changes, and the slider goes back all the same
        cost.value = 160
        assert page.decision.weights == {"price": 100, "fuel": 25}
        assert cost.value == 125


def test_a_group_is_undone_and_reset(page):
    undo = undo_of(page, "Cost")
    assert undo.layout.visibility == "hidden"
    by_class(page, "group-weight-cost").value = 20
    by_class(page, "weight-load").value = 7
    assert undo.layout.visibility is None
    undo.click()
    assert page.decision.weights == {"load": 7}
    by_class(page, "advisor-reset").click()
    assert page.decision.weights == {}
    assert by_class(page, "group-weight-use").value == 40
    by_class(page, "group-weight-use").value = 20
    by_class(page, "advisor-back").click()
    assert by_class(page, "group-weight-use").value == 40


@pytest.mark.parametrize("weight", [12.37, 0.4, 8.333333333333334, 99.6, 12.5])
def test_a_slider_holds_what_a_browser_shows_and_the_decision_every_digit(tiny, weight):
    """Else a browser sends the nearest step back as soon as it draws the slider."""
    decision = Decision(tiny, advisor.Choices(weights={"load": weight}))
    slider = by_class(with_groups_open(Dashboard(decision)), "weight-load")
    assert slider.value == int(weight + 0.5)
    slider.set_state({"value": slider.value + 1e-14})  # as browsers compute it
    assert decision.weights == {"load": weight}


def test_what_a_browser_sends_back_unasked_changes_no_group(page):
    weights = {"price": 15.42, "fuel": 5.14}
    page.decision.set_weights(weights)
    slider = by_class(page, "group-weight-cost")
    slider.set_state({"value": 21 + 1e-14})
    assert page.decision.weights == weights
    assert slider.value == pytest.approx(21)


def test_what_a_browser_sends_too_late_is_no_move(page):
    """It has drawn the page as it was, while a link changed it."""
    slider = by_class(page, "group-weight-cost")
    drawn, link = slider.value, {"price": 15.42, "fuel": 5.14}
    page.decision.set_weights(link)
    slider.set_state({"value": drawn + 1e-14})
    assert page.decision.weights == link
    slider.set_state({"value": drawn})  # somebody moves it there
    assert page.decision.ranking.raw_group_weights["cost"] == pytest.approx(drawn)


def test_opening_a_page_and_changing_the_scenario_chooses_no_weight(grove, shipped):
    for problem in (grove, shipped):
        page = with_groups_open(Dashboard(Decision(problem)))
        for scenario in problem.scenarios:
            page.decision.scenario = scenario.id
            assert page.decision.weights == {}


def test_a_move_beyond_rounding_counts(tiny):
    decision = Decision(tiny, advisor.Choices(weights={"load": 12.37}))
    slider = by_class(with_groups_open(Dashboard(decision)), "weight-load")
    slider.set_state({"value": 13})
    assert decision.weights == {"load": 13}
    slider.set_state({"value": 13.2})
    assert decision.weights == {"load": 13.2}


def test_sliders_of_groups_have_names(grove):
    heard = names(grove)
    assert heard[".group-weight-cost [role=slider]"]["aria-label"] == "Weight of the group Cost"
    assert heard[".group-weight-cost .widget-readout"]["title"] == "0 to 100"
    assert heard[".weight-price .widget-readout"]["title"] == "0 to 100"


def written_in(problem, *weights):
    """The same problem without answers, with these weights of its criteria."""
    start = replace(
        problem.scenarios[0],
        weights={c.id: weighs(weight) for c, weight in zip(problem.criteria, weights, strict=True)},
    )
    return replace(problem, scenarios=(start,), rules=())


@pytest.mark.parametrize(
    ("weights", "end", "step"),
    [
        ((0.4, 0.35, 0.25, 0, 0), 1, 0.01),
        ((5, 3.5, 1, 2, 4), 10, 0.1),
        ((40, 35, 25, 0, 0), 100, 1),
        ((0, 0, 0, 0, 0), 100, 1),
    ],
)
def test_a_slider_shows_the_weights_as_the_tables_write_them(tiny, weights, end, step):
    problem = written_in(tiny, *weights)
    page = with_groups_open(Dashboard(Decision(problem)))
    for criterion, weight in zip(problem.criteria, weights, strict=True):
        slider = by_class(page, f"weight-{criterion.id}")
        assert (slider.max, slider.step) == (end, step)
        assert f"{slider.value:{slider.readout_format}}" == f"{weight:{slider.readout_format}}"
        assert float(f"{slider.value:{slider.readout_format}}") == weight
        slider.set_state({"value": weight + step})  # an arrow key
        assert page.decision.weights[criterion.id] == pytest.approx(weight + step)
        page.decision.reset()


def test_what_a_browser_sends_back_of_a_fraction_changes_no_weight(tiny):
    thirds = written_in(tiny, 1 / 3, 1 / 3, 1 / 3, 0, 0)
    page = with_groups_open(Dashboard(Decision(thirds)))
    for criterion in ("price", "fuel", "load"):
        by_class(page, f"weight-{criterion}").set_state({"value": 0.33})
    assert page.decision.weights == {}


def test_what_a_browser_sends_back_unasked_leaves_the_spread(page):
    page.tabs.selected = "sure"
    page.decision.plausible = Plausible("around", spread=0.123)
    spread = by_class(page, "pick-spread")
    spread.set_state({"value": 12})
    assert page.decision.plausible.spread == 0.123
    spread.set_state({"value": 13})
    assert page.decision.plausible.spread == 0.13
