"""Head to head: the steps lead from one score to the other, and the sentence agrees."""

from itertools import permutations

import plotly.graph_objects as go
import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.report.charts import waterfall
from advisor.report.wording import steps, versus
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts


def test_steps_lead_from_one_printed_score_to_the_other(shipped):
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        for first, second in permutations(range(3), 2):
            found = steps(ranking, first, second)
            printed = [round(float(f"{ranking.scores[row]:.2f}") * 100) for row in (second, first)]
            assert printed[0] + sum(round(float(s.text) * 100) for s in found) == printed[1]
            total = sum(step.difference for step in found)
            assert ranking.scores[second] + total == pytest.approx(ranking.scores[first])


def test_the_sentence_names_who_is_ahead_by_what_and_in_spite_of_what(tiny):
    ranking = advisor.rank(tiny, scenario="haul")
    rows = [ranking.alternatives.index(a) for a in ("cow", "bee")]
    said = versus(ranking, *rows)
    assert said == versus(ranking, *reversed(rows))
    margin = ranking.scores[rows[0]] - ranking.scores[rows[1]]
    assert said.startswith(
        f"Cow is {margin:.2f} ahead of Bee. Most of what speaks for Cow is Load ("
    )


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
    assert trace["text"][-1] == f"{ranking.scores[0]:.2f}"


def test_any_two_can_be_picked_and_a_vanished_one_falls_back(tiny):
    page = Dashboard(Decision(tiny))
    by_class(page, "advisor-versus").children[0].value = True
    one, other = (by_class(page, f"pick-versus-{place}") for place in (0, 1))
    one.value, other.value = "ant", "cow"
    assert "of Cow" in texts(page) or "of Ant" in texts(page)
    other.value = "ant"
    assert "Pick two different ones." in texts(page)
    page.decision.excluded = ("ant",)
    assert (one.value, other.value) == ("", "")
    assert "Pick two different ones." not in texts(page)
