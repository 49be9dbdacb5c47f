import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import advisor
from advisor.problem.problem import Problem
from advisor.ranking.choices import ChoiceError
from advisor.report import dataframes as frames

WEIGHTS = st.integers(0, 100)


def test_hand_computed(tiny: Problem):
    """Prices 20, 30, 36 between 40 and 20 are 1, .5, .2; fuel is 1, .5, 0 per halving."""
    ranking = advisor.rank(tiny)
    assert ranking.values[:, :4].tolist() == pytest.approx(
        np.array([[1, 1, 0.2, 0], [0.5, 0.5, 0.6, 0.8], [0.2, 0, 1, 1]])
    )
    assert ranking.scores.tolist() == pytest.approx([0.55, 0.6, 0.55])
    assert ranking.ranks.tolist() == [2, 1, 2]
    assert ranking.group_contributions.tolist() == pytest.approx(
        np.array([[0.5, 0.05], [0.25, 0.35], [0.05, 0.5]])
    )


def test_a_scenario_brings_its_weights_and_own_weights_come_on_top(tiny: Problem):
    ranking = advisor.rank(tiny, {"load": 0}, scenario="haul")
    assert ranking.raw_weights == {"price": 20, "fuel": 10, "load": 0, "comfort": 10, "liking": 0}
    assert ranking.weights.tolist() == pytest.approx([0.5, 0.25, 0, 0.25, 0])


def test_group_values_are_weighted_within_the_group(tiny: Problem):
    ranking = advisor.rank(tiny, {"price": 30, "fuel": 10, "load": 0, "comfort": 0, "liking": 0})
    assert ranking.group_values[1, 0] == pytest.approx(0.75 * 0.5 + 0.25 * 0.5)
    plain_mean = (0.2 + 0 + 0.5) / 3  # no criterion of the second group counts
    assert ranking.group_values[0, 1] == pytest.approx(plain_mean)


def test_a_performance_beyond_the_anchors_is_noticed(tiny: Problem):
    far = tiny.with_performances({("ant", "price"): 55, ("bee", "price"): 45, ("cow", "price"): 5})
    found = advisor.rank(far).notices
    scale = "beyond the scale of “Price” (40 to 20 k€)"
    assert f"Ant (55) and Bee (45) lie {scale}, so they count as 40." in found
    assert f"Cow (5) lies {scale}, so it counts as 20." in found
    assert not any("beyond" in notice for notice in advisor.rank(far, {"price": 0}).notices)
    assert not any("beyond" in notice for notice in advisor.rank(tiny).notices)


def test_more_alternatives_than_the_page_is_quick_for_are_noticed(tiny: Problem):
    many = tuple(replace(tiny.alternatives[0], id=f"van_{n}", name=f"Van {n}") for n in range(201))
    cells = {
        (one.id, c.id): replace(tiny.performances["ant", c.id], alternative=one.id)
        for one in many
        for c in tiny.criteria
    }
    crowded = replace(tiny, alternatives=many, performances=cells, requirements=())
    said = "201 vans are compared, but the page is quick for up to 200; leave some out."
    assert said in advisor.rank(crowded).notices
    assert said not in advisor.rank(crowded, excluded=["van_7"]).notices


def test_all_weights_zero_is_a_notice_and_no_nan(tiny: Problem):
    ranking = advisor.rank(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))
    assert ranking.scores.tolist() == [0, 0, 0]
    assert ranking.ranks.tolist() == [1, 1, 1]
    assert any("Give at least one criterion a weight" in notice for notice in ranking.notices)
    assert "NaN" not in repr(ranking) + ranking._repr_html_() + json.dumps(ranking.to_dict())


def test_one_alternative_and_none(tiny: Problem):
    one = advisor.rank(tiny, excluded=["bee", "cow"])
    assert one.alternatives == ("ant",)
    assert "Only one van is left" in one.notices[0]
    none = advisor.rank(tiny, excluded=["ant", "bee", "cow"])
    assert none.notices == ("No van is left to rank.",)
    assert [e.alternative for e in none.excluded] == ["ant", "bee", "cow"]
    assert none.to_dict()["ranking"] == []
    assert "Not ranked: Ant (you left it out)" in repr(none)


def test_a_missing_performance_counts_as_the_middle_and_is_said(tiny: Problem):
    unknown = tiny.with_performances({("ant", "price"): math.nan})
    ranking = advisor.rank(unknown)
    assert ranking.values[0, 0] == 0.5
    assert unknown.values_low[0, 0] == 0
    assert unknown.values_high[0, 0] == 1
    assert any(
        "Unknown for Ant and scored at mid-range: Price." in notice for notice in ranking.notices
    )
    unasked = advisor.rank(unknown, {"price": 0})
    assert not any("Unknown" in notice for notice in unasked.notices)


def test_a_criterion_without_spread_is_said(tiny: Problem):
    level = tiny.with_performances({(a.id, "load"): 5.0 for a in tiny.alternatives})
    assert any(n.startswith("Load has no effect") for n in advisor.rank(level).notices)
    loads = {(a.id, "load"): 5 + n / 2 for n, a in enumerate(tiny.alternatives)}
    close = tiny.with_performances(loads)
    said = "Load (25 %) has weight, but the compared vans hardly differ on it."
    assert said in [n.replace("\u00a0", " ") for n in advisor.rank(close).notices]
    assert said not in advisor.rank(close, {"load": 1}).notices


@settings(max_examples=30)
@given(st.lists(WEIGHTS, min_size=17, max_size=17), st.sets(st.integers(0, 2), max_size=2))
def test_hiding_an_alternative_changes_nobodys_score(shipped: Problem, weights, hidden):
    raw = dict(zip([c.id for c in shipped.criteria], weights, strict=False))
    whole = advisor.rank(shipped, raw)
    exclude = [shipped.alternatives[i].id for i in hidden]
    fewer = advisor.rank(shipped, raw, excluded=exclude)
    scores = dict(zip(whole.alternatives, whole.scores, strict=True))
    assert [scores[a] for a in fewer.alternatives] == pytest.approx(fewer.scores.tolist())


@pytest.mark.parametrize("weight", [-1, math.nan, math.inf])
def test_an_impossible_weight_names_its_criterion(tiny: Problem, weight):
    with pytest.raises(ValueError, match=r"weight of 'fuel' is .*allowed: 0 to 100"):
        advisor.rank(tiny, {"fuel": weight})


def test_unknown_names_are_refused_with_the_known_ones(tiny: Problem):
    with pytest.raises(
        ChoiceError, match=r"no criterion 'full'; did you mean 'fuel'\? Allowed: price, fuel"
    ):
        advisor.rank(tiny, {"full": 1})
    with pytest.raises(ChoiceError, match="no scenario 'x'; allowed: even, haul"):
        advisor.rank(tiny, scenario="x")
    with pytest.raises(ChoiceError, match="no van 'x'; allowed: ant, bee, cow"):
        advisor.rank(tiny, excluded=["x"])


def test_a_result_prints_as_a_tidy_table(tiny: Problem):
    ranking = advisor.rank(tiny)
    frame = frames.ranking(ranking)
    assert frame.columns.tolist() == ["van", "score", "Cost", "Use"]
    assert frame["van"].tolist() == ["Bee", "Ant", "Cow"]
    assert frame.index.tolist() == [1, 2, 2]
    assert "60 points of 100" in repr(ranking)
    assert "<table" in ranking._repr_html_()
    contributions = frames.contributions(ranking)
    assert contributions.sum().tolist() == pytest.approx([0.6, 0.55, 0.55])
    assert contributions.index[0] == "Price"


def test_a_weight_that_is_no_number_is_named(tiny):
    with pytest.raises(ValueError, match="weight of 'price' is 'much'; allowed: 0 to 100"):
        advisor.rank(tiny, {"price": "much"})
    assert advisor.rank(tiny, {"price": np.int64(80)}).raw_weights["price"] == 80


def test_a_name_from_right_to_left_keeps_its_place_in_a_sentence(tiny):
    named = replace(tiny.alternatives[0], name="جانغو")
    ranking = advisor.rank(replace(tiny, alternatives=(named, *tiny.alternatives[1:])))
    assert ranking.name(0) == "\u2068جانغو\u2069"
    assert ranking.name(1) == "Bee"
