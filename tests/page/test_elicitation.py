"""The ways of setting weights without a browser: used as a visitor would, ending in the weights."""

from dataclasses import replace

import ipywidgets as w
import pytest

from advisor.page.dashboard import Dashboard
from advisor.ranking.plausible import Plausible
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk, with_groups_open

WAYS = ["swing", "order", "pairs", "trade_offs"]


@pytest.fixture
def page(tiny) -> Dashboard:
    return with_ways_open(Dashboard(Decision(tiny)))


def with_ways_open(page: Dashboard) -> Dashboard:
    by_class(page, "advisor-ways").children[0].value = True
    return with_groups_open(page)


def choose(page, way: str):
    """The panel of a way, chosen with the picker."""
    by_class(page, "pick-way").value = way
    return next(p for p in panels(page) if p.layout.display is None)


def panels(page):
    return [p for p in walk(page) if "advisor-way" in getattr(p, "_dom_classes", ())]


def button(panel, text: str) -> w.Button:
    found = [b for b in walk(panel) if isinstance(b, w.Button) and b.description == text]
    assert found, [b.description for b in walk(panel) if isinstance(b, w.Button)]
    return found[0]


def use(panel) -> None:
    button(panel, "Use these weights").click()
    assert by_class(panel, "advisor-use").description == "These weights are in use"
    assert by_class(panel, "advisor-use").disabled


def pickers(panel, name: str) -> list[w.Dropdown]:
    return [
        d
        for box in walk(panel)
        if name in getattr(box, "_dom_classes", ()) and box.layout.display is None
        for d in walk(box)
        if isinstance(d, w.Dropdown)
    ]


def say_something(panel, way: str) -> None:
    """Say of the groups that “use” comes first."""
    if way in ("swing", "order"):
        pickers(panel, "advisor-place")[0].value = "use"
        if way == "swing":
            by_class(panel, "rate-2").value = 40
    elif way == "pairs":
        pickers(panel, "advisor-pair")[0].value = 1 / 5
    else:
        asked = panel._asked
        button(panel, f"Take the {'first' if asked.first == 'use' else 'second'}").click()


def test_the_page_starts_with_sliders_and_makes_a_way_when_it_is_chosen(page):
    assert panels(page) == []
    sliders = by_class(page, "group-cost")
    panel = choose(page, "order")
    assert panels(page) == [panel]
    by_class(page, "pick-way").value = ""
    assert panel.layout.display == "none"
    assert choose(page, "order") is panel
    assert sliders in list(walk(page))


@pytest.mark.parametrize("way", WAYS)
def test_each_way_ends_in_the_weights(page, way):
    panel = choose(page, way)
    before = dict(page.decision.ranking.raw_weights)
    say_something(panel, way)
    assert page.decision.ranking.raw_weights == before
    assert "So far: Use matters most" in texts(panel)
    use(panel)
    weights = page.decision.ranking.raw_weights
    assert weights["load"] + weights["comfort"] > weights["price"] + weights["fuel"]
    assert max(weights.values()) == 100
    assert by_class(page, "weight-load").value == weights["load"]


@pytest.mark.parametrize("way", WAYS)
def test_leaving_and_coming_back_keeps_what_was_said(page, way):
    panel = choose(page, way)
    say_something(panel, way)
    shown = texts(panel)
    for other in WAYS:
        choose(page, other)
    by_class(page, "pick-way").value = ""
    assert choose(page, way) is panel
    assert texts(panel) == shown


@pytest.mark.parametrize("way", WAYS)
def test_the_state_may_change_meanwhile(page, way):
    panel = choose(page, way)
    say_something(panel, way)
    for change in (
        lambda: by_class(page, "pick-scenario").set_trait("value", "haul"),
        lambda: setattr(page.decision, "excluded", ("ant", "bee")),
        lambda: setattr(page.decision, "excluded", ("ant", "bee", "cow")),
        lambda: page.decision.set_weights(dict.fromkeys(page.decision.ranking.raw_weights, 0)),
        lambda: setattr(page.decision, "excluded", ()),
    ):
        change()
        assert "So far: Use matters most" in texts(panel)
        assert "nan" not in texts(panel)
    use(panel)
    page.decision.reset()
    assert by_class(panel, "advisor-use").description == "Use these weights"


def test_a_way_that_is_hidden_costs_a_slider_move_nothing(page):
    panel = choose(page, "trade_offs")
    by_class(page, "pick-way").value = ""
    rendered = []
    panel.render = lambda: rendered.append(1)
    by_class(page, "weight-load").value = 77
    assert rendered == []


def test_agreeing_goes_on_to_the_next_step_and_back(page):
    panel = choose(page, "swing")
    assert "Step 1 of 3: the groups." in texts(panel)
    button(panel, "Next").click()
    assert "Step 2 of 3: within Cost." in texts(panel)
    assert "Not weighed yet, so as on the sliders: within Cost and within Use." in texts(panel)
    button(panel, "Next").click()
    button(panel, "Done").click()
    assert "as on the sliders" not in texts(panel)
    assert button(panel, "Done").disabled
    button(panel, "Back").click()
    assert "Step 2 of 3: within Cost." in texts(panel)
    assert "40 k€ or more → 20 k€ or less" in texts(panel)


def test_the_order_shows_its_three_rules(page):
    panel = choose(page, "order")
    for rule in ("Centroid (used)", "Rank sum", "Reciprocal"):
        assert rule in texts(panel)
    assert "75\u00a0%" in texts(panel)  # centroid of two, the first
    assert "67\u00a0%" in texts(panel)  # rank sum, and reciprocal


def test_inconsistent_pairs_are_named_and_mended_with_a_button(page):
    panel = choose(page, "pairs")
    by_class(page, "counts-liking").value = True
    for _ in range(2):
        button(panel, "Next").click()
    for picker, judgement in zip(pickers(panel, "advisor-pair"), (3.0, 1 / 5, 2.0), strict=True):
        picker.value = judgement
    assert "(consistency ratio 1.23, above 0.10; it would drop to 0.03)." in texts(panel)
    assert "“Comfort or Our liking?” fits the others least: you said “2 × Comfort" in texts(panel)
    take = by_class(panel, "advisor-take")
    assert take.description == "Take “9 × Our liking (extremely)”"
    take.click()
    assert pickers(panel, "advisor-pair")[2].value == 1 / 9
    assert "contradict each other" not in texts(panel)
    assert take.layout.display == "none"


def test_questions_stop_show_the_leader_and_can_be_undone(page):
    panel = choose(page, "trade_offs")
    start = texts(panel)
    assert "of all weights" in start
    for _ in range(30):
        if panel._asked is None:
            break
        button(panel, "Take the first").click()
    assert panel._asked is None
    assert "That settles the leader." in texts(panel)
    assert "After each answer:" in texts(panel)
    while not button(panel, "Undo last answer").disabled:
        button(panel, "Undo last answer").click()
    assert "of all weights" in texts(panel)
    assert panel._asked is not None


def test_a_contradiction_is_shown_and_an_answer_withdrawn(page):
    by_class(page, "pick-way").value = "trade_offs"
    by_class(page, "counts-liking").value = True
    panel = choose(page, "trade_offs")
    by_class_thorough = next(b for b in walk(panel) if isinstance(b, w.Checkbox))
    by_class_thorough.value = True
    for _ in range(40):
        if not button(panel, "Check my answers").disabled:
            break
        button(panel, "Take the first").click()
    button(panel, "Check my answers").click()
    check = panel._asked
    means = {c.id: k for k, c in enumerate(page.decision.problem.criteria)}
    before = len(panel.weighing.replies)
    left = panel.weighing.standing(page.decision.ranking.values).left.mean(axis=0)
    agrees = left[means[check.first]] > left[means[check.second]]
    button(panel, f"Take the {'second' if agrees else 'first'}").click()
    assert "contradict each other" in texts(panel)
    marked = [label for label, _ in by_class(panel, "pick-answer").options if label.startswith("⚠")]
    assert len(marked) >= 3
    assert by_class(panel, "pick-answer").value == before
    button(panel, "Withdraw this answer").click()
    assert "contradict each other" not in texts(panel)
    assert len(panel.weighing.replies) == before


def test_the_verdict_can_be_held_against_what_the_answers_leave(page):
    panel = choose(page, "trade_offs")
    hold = by_class(panel, "hold-answers")
    assert hold.disabled
    button(panel, "Take the first").click()
    hold.value = True
    left = page.decision.plausible.left
    assert page.decision.ranking.choices.plausible.kind == "answers"
    by_class(page, "weight-load").value = 51
    assert page.decision.plausible.left is left
    button(panel, "Undo last answer").click()
    assert page.decision.plausible.left is not left
    button(panel, "Take the second").click()
    page.decision.plausible = Plausible("around")
    assert hold.value is False
    hold.value = True
    hold.value = False
    assert page.decision.plausible.kind == "ranges"


def test_what_the_answers_leave_can_be_chosen_under_how_sure(page):
    page.tabs.selected = "sure"
    cases = by_class(page, "pick-cases")
    assert "answers" not in [kind for _, kind in cases.options]
    panel = choose(page, "trade_offs")
    button(panel, "Take the first").click()
    by_class(panel, "hold-answers").value = True
    assert cases.value == "answers"
    assert "of the weights your answers allow" in texts(page)
    cases.value = "around"
    assert page.decision.plausible.kind == "around"
    assert by_class(panel, "hold-answers").value is False
    cases.value = "answers"
    assert by_class(panel, "hold-answers").value is True
    assert page.decision.ranking.choices.plausible.kind == "answers"


def test_an_answer_can_be_changed(page):
    panel = choose(page, "trade_offs")
    button(panel, "Take the first").click()
    first = texts(panel)
    by_class(panel, "pick-choice").value = "second"
    assert panel.weighing.replies[0].choice == "second"
    assert texts(panel) != first


def test_the_last_box_of_what_counts_cannot_be_unticked(page):
    choose(page, "order")
    for criterion in ("price", "fuel", "load"):
        by_class(page, f"counts-{criterion}").value = False
    assert by_class(page, "counts-comfort").disabled
    assert "Only one fact is included." in texts(page)
    by_class(page, "counts-load").value = True
    assert not by_class(page, "counts-comfort").disabled


def test_a_problem_folder_cannot_bring_markup(tiny):
    evil = "<script>alert(1)</script>"
    hostile = replace(
        tiny,
        alternative_noun=evil,
        groups=tuple(replace(g, name=g.name + evil) for g in tiny.groups),
        alternatives=tuple(replace(a, name=a.name + evil) for a in tiny.alternatives),
        criteria=tuple(
            replace(c, name=c.name + evil, worst_text=evil, best_text=evil) for c in tiny.criteria
        ),
    )
    page = with_ways_open(Dashboard(Decision(hostile)))
    for way in WAYS:
        say_something(choose(page, way), way)
    assert "<script" not in texts(page)
