"""Head to head: the steps lead from one score to the other, and the sentence agrees."""

import re
from itertools import permutations

import plotly.graph_objects as go
import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.report.charts import waterfall
from advisor.report.tables.head_to_head import differences
from advisor.report.wording import reasons, steps, versus
from advisor.report.wording.numbers import points, points_text
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts


def test_steps_lead_from_one_printed_score_to_the_other(shipped):
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        for first, second in permutations(range(3), 2):
            found = steps(ranking, first, second)
            printed = [points(ranking.scores[row]) for row in (second, first)]
            assert printed[0] + sum(step.points for step in found) == printed[1]
            total = sum(step.difference for step in found)
            assert ranking.scores[second] + total == pytest.approx(ranking.scores[first])


def test_the_sentence_names_who_is_ahead_by_what_and_in_spite_of_what(tiny):
    ranking = advisor.rank(tiny, scenario="haul")
    rows = [ranking.alternatives.index(a) for a in ("cow", "bee")]
    said = versus(ranking, *rows)
    assert said == versus(ranking, *reversed(rows))
    cow, bee = (points(ranking.scores[row]) for row in rows)
    assert said.startswith(
        f"Cow has {cow} points of 100, Bee has {bee}. Cow is ahead mainly on Load (+"
    )
    assert "Cow is behind mainly on Price (−" in said


def test_one_figure_is_printed_alike_in_reasons_steps_table_and_sentence(shipped):
    for scenario in shipped.scenarios:
        assessment = assess(advisor.rank(shipped, scenario=scenario.id))
        ranking, pair = assessment.ranking, assessment.ranking.order[:2]
        found = {step.name: step.text for step in steps(ranking, *pair)}
        table = dict(differences(ranking, *pair).rows)
        (trace,) = waterfall(ranking, *pair)["data"]
        told = {r.criterion.name: r.points.split()[0] for side in reasons(assessment) for r in side}
        both = told.keys() & found.keys()  # the smallest reasons may be among the others
        assert both
        for name in both:
            assert found[name] == table[name] == told[name]
            assert told[name] in trace["text"]
        for name, text in re.findall(
            r"(?:on|and) ([^().]+?) \(([+−]\d+) points?\)", versus(ranking, *pair)
        ):
            assert found.get(name, text) == told.get(name, text) == text


def test_half_a_point_is_rounded_up_whatever_its_sign():
    halves = [points(share) for share in (0.005, -0.005, 0.015, 0.0049, 1.0)]
    assert halves == [1, -1, 2, 0, 100]
    assert [points_text(whole) for whole in (1, -2, 0)] == ["+1 point", "−2 points", "0 points"]


def test_what_rounding_leaves_is_named(tiny, shipped):
    ranking = advisor.rank(tiny)
    for first, second in permutations(range(3), 2):
        found = steps(ranking, first, second)
        exact = [step for step in found if points(step.difference) == step.points]
        assert all("ounding" in step.name for step in found if step not in exact)
    names = [step.name for step in steps(advisor.rank(shipped), 0, 1)]
    assert re.fullmatch(r"\d+ others( and rounding)?", names[-1])


def test_level_ones_are_level(tiny):
    same = {("bee", c.id): tiny.performances["ant", c.id].performance for c in tiny.criteria}
    ranking = advisor.rank(tiny.with_performances(same))
    assert versus(ranking, 0, 1).startswith("Ant and Bee are level at ")
    assert steps(ranking, 0, 1) == []
    go.Figure(waterfall(ranking, 0, 1))


def test_the_figure_is_taken_by_plotly_and_ends_at_the_score(shipped):
    ranking = advisor.rank(shipped)
    (trace,) = waterfall(ranking, 0, 1)["data"]
    go.Figure(data=[trace])
    assert sum(trace["x"]) == pytest.approx(ranking.scores[0])
    assert trace["text"][-1] == str(points(ranking.scores[0]))


def test_any_two_can_be_picked_and_a_vanished_one_falls_back(tiny):
    page = Dashboard(Decision(tiny))
    page.tabs.selected = "versus"
    one, other = (by_class(page, f"pick-versus-{place}") for place in (0, 1))
    one.value, other.value = "ant", "cow"
    assert "Ant and Cow are level" in texts(page)
    other.value = "ant"
    assert "Pick two different vans." in texts(page)
    page.decision.excluded = ("ant",)
    assert (one.value, other.value) == ("", "")
    assert "Pick two different vans." not in texts(page)
