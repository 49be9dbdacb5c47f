"""“Methods agree?”: sentences, figure and table say the same, and the panel follows."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.problem.paths import DATA
from advisor.report.charts import method_ranks
from advisor.report.tables.methods import methods as twin
from advisor.report.wording import methods
from advisor.robustness.assessment import assess
from advisor.robustness.methods import METHODS
from advisor.session.decision import Decision
from tests.page.test_dashboard import texts


def test_who_leads_under_how_many_is_said_first(tiny):
    said = methods(assess(advisor.rank(tiny, scenario="haul")))
    assert said[0].startswith("Five of six scoring methods rank Cow first; Weighted product ranks")
    assert said[2] == "Only with eight vans or more can we see whether other facts do."


def test_disagreement_is_fragility_and_names_who_disagrees(shipped):
    ranking = advisor.rank(shipped, scenario="small_service")
    dissenting = [r.method.name for r in assess(ranking).methods.dissenting]
    said = methods(assess(ranking))[0]
    assert dissenting
    assert all(name in said for name in dissenting)
    assert "so it is less certain" in said


def test_what_counts_twice_or_cancels_by_construction_is_named(shipped):
    said = methods(assess(advisor.rank(shipped)))[2]
    assert "Promised support" not in said  # it shares the weight of what it overlaps with
    assert "A small service without built-ins and Conventions" in said
    assert "Data layer and Secure defaults" in said
    assert "Conventions" not in methods(assess(advisor.rank(shipped, {"conventions": 0})))[2]


def test_two_that_are_each_other_s_opposite_are_named_once():
    second = advisor.load(DATA / "python-database")
    said = methods(assess(advisor.rank(second)))[2]
    assert said.count("Servers to keep alive and Surviving a failure") == 1
    assert "Surviving a failure and Servers to keep alive" not in said


def test_what_moves_together_over_many_is_named(tiny):
    """Nine vans, dearer ones always carrying more."""
    vans = tuple(replace(tiny.alternatives[0], id=f"v{i}", name=f"Van {i}") for i in range(9))
    cells = {}
    for i in range(9):
        for c in tiny.criteria:
            n = {"price": 20 + 2 * i, "load": 1 + i, "fuel": 5 + (i * 7) % 5}.get(c.id, i % 3)
            cell = replace(tiny.performances["ant", c.id], performance=n, low=n, high=n)
            cells[f"v{i}", c.id] = replace(cell, alternative=f"v{i}")
    many = replace(tiny, alternatives=vans, performances=cells, requirements=(), capabilities={})
    said = methods(assess(advisor.rank(many)))[2]
    assert said == "Across all vans, one rises where the other falls: Price and Load."


def test_the_figure_shows_every_rank_and_plotly_takes_it(shipped):
    figure = method_ranks(assess(advisor.rank(shipped)))
    go.Figure(figure)
    assert len(figure["layout"]["annotations"]) == len(METHODS) * 3
    assert {a["text"] for a in figure["layout"]["annotations"]} <= {"1", "2", "3"}


def test_the_table_says_what_the_figure_shows(shipped):
    ranking = advisor.rank(shipped)
    table = twin(assess(ranking)).to_html()
    for result in assess(ranking).methods.methods:
        assert result.method.name in table
        for row in ranking.order:
            assert f"{result.ranks[row]} ({result.scores[row]:.2f})" in table


@pytest.mark.parametrize("left", [[], ["ant"]])
def test_nothing_to_compare_is_said(tiny, left):
    page = Dashboard(Decision(tiny))
    page.decision.excluded = [a.id for a in tiny.alternatives if a.id not in left]
    page.tabs.selected = "methods"
    assert "There is nothing to compare." in texts(page)


def test_only_what_the_visitor_enters_counts(tiny):
    """No fact has weight, so none can be counted twice."""
    page = Dashboard(Decision(tiny))
    page.decision.set_weights({c.id: 0 for c in tiny.criteria} | {"liking": 100})
    page.tabs.selected = "methods"
    assert "No two facts that have weight rise and fall together." in texts(page)


def test_the_panel_follows_while_it_is_open(tiny):
    page = Dashboard(Decision(tiny))
    page.tabs.selected = "methods"
    page.decision.scenario = "haul"
    assert "scoring methods rank Cow first" in texts(page)
