import numpy as np
import pytest

import advisor
from advisor.mcda.additive import additive
from advisor.mcda.win_map import area, best_regions, middle
from advisor.report import charts
from advisor.report import wording as explain
from advisor.report.tables import robustness as tables
from advisor.robustness.win_map import candidates, heaviest, win_map


def inside(polygon, point) -> bool:
    """Whether a point of the triangle lies in a convex polygon, by its signed areas."""
    ahead = np.roll(polygon, -1, axis=0) - polygon
    there = point - polygon
    turns = ahead[:, 0] * there[:, 1] - ahead[:, 1] * there[:, 0]
    return bool(np.all(turns >= -1e-9) or np.all(turns <= 1e-9))


@pytest.mark.parametrize("seed", range(5))
def test_regions_are_where_each_scores_highest_and_fill_the_triangle(seed):
    rng = np.random.default_rng(seed)
    corners = rng.random((6, 3))
    regions = best_regions(corners)
    assert sum(area(region) for region in regions) == pytest.approx(1)
    for point in rng.dirichlet(np.ones(3), 200):
        best = int(np.argmax(corners @ point))
        assert inside(regions[best], point)


def test_three_alike_share_the_triangle_in_thirds():
    regions = best_regions(np.eye(3))
    assert [area(region) for region in regions] == pytest.approx([1 / 3] * 3)
    assert middle(regions[0])[0] > 0.5


def test_one_that_ties_all_over_has_no_region_of_its_own():
    regions = best_regions(np.ones((2, 3)))
    assert [area(region) for region in regions] == [1, 0]


def test_the_map_shows_the_ranking_itself_at_now(shipped):
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        found = win_map(ranking)
        assert inside(found.regions[ranking.order[0]], found.here)


def test_the_others_keep_their_weight(shipped):
    """At a corner the whole weight of the three is on it, and the ranking agrees."""
    ranking = advisor.rank(shipped, scenario="proxy_legacy")
    found = win_map(ranking)
    for corner, point in zip(found.corners, np.eye(3), strict=True):
        weights = ranking.weights.copy()
        for other in found.corners:
            columns = list(other.columns)
            share = weights[columns] / weights[columns].sum()
            weights[columns] = share * (found.share if other is corner else 0)
        assert weights.sum() == pytest.approx(1)
        best = int(np.argmax(additive(ranking.values, weights)))
        assert inside(found.regions[best], point)


def test_groups_are_corners_and_criteria_where_groups_are_few(tiny, shipped):
    assert [corner.id for corner in candidates(advisor.rank(shipped))] == [
        group.id for group in shipped.groups
    ]
    ranking = advisor.rank(tiny, {"price": 10})
    assert heaviest(ranking) == ("fuel", "load", "comfort")


def test_the_map_in_words_figures_and_colours(tiny):
    """Price, Fuel and Load at equal weight: values 1 1 .2, .5 .5 .6 and .2 0 1."""
    ranking = advisor.rank(tiny, excluded=["bee"])
    found = win_map(ranking, ("price", "fuel", "load"))
    assert found.share == 0.75
    text = explain.map_text(ranking, found).replace("\u00a0", " ")
    assert text.startswith(
        "The map shows every way to share 75 % of the weight among “Price”, “Fuel” and “Load”. "
        "The other weights stay at 25 % together. Ant leads on "
    )
    assert "Price and Fuel" in tables.win_map(ranking, found).to_html()
    figure = charts.win_map(ranking, found)
    labels = [trace for trace in figure["data"] if trace["mode"] == "markers+text"]
    assert [t["text"][0] for t in labels if t.get("visible", True)] == ["Ant", "Cow", "<b>now</b>"]


def test_ties_all_over_the_map_are_named_together(tiny):
    alike = {("bee", c.id): tiny.performances["ant", c.id].performance for c in tiny.criteria}
    ranking = advisor.rank(tiny.with_performances(alike))
    assert "Ant = Bee" in explain.map_text(ranking, win_map(ranking))


def test_no_map_without_weight(tiny):
    nothing = advisor.rank(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))
    assert win_map(nothing) is None
    only = advisor.rank(tiny, {"price": 0, "fuel": 0, "load": 0})
    assert win_map(only, ("price", "fuel", "load")) is None


@pytest.mark.parametrize(
    ("chosen", "error", "message"),
    [
        (("price", "fuel", "speed"), LookupError, "no corner 'speed'; allowed: price, fuel"),
        (("price", "price", "fuel"), ValueError, "three different corners"),
        (("price", "fuel"), ValueError, "three different corners"),
    ],
)
def test_what_is_no_corner_is_refused(tiny, chosen, error, message):
    with pytest.raises(error, match=message):
        win_map(advisor.rank(tiny), chosen)
