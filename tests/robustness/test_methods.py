import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kendalltau

import advisor
from advisor.mcda.methods.correlation import kendall
from advisor.robustness.assessment import assess
from advisor.robustness.methods import METHODS

some_scores = arrays(float, 6, elements=st.integers(0, 5).map(float))


@given(some_scores, some_scores)
def test_kendall_agrees_with_scipy(one, other):
    assert kendall(one, other) == pytest.approx(kendalltau(one, other).statistic, nan_ok=True)


def test_every_method_ranks_everybody(shipped):
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        found = assess(ranking).methods
        assert [result.method for result in found.methods] == list(METHODS)
        for result in found.methods:
            assert np.all(np.isfinite(result.scores))
            assert result.ranks.min() == 1
            assert -1 <= result.tau <= 1


def test_additive_value_comes_first_and_agrees_with_itself(shipped):
    ranking = advisor.rank(shipped)
    first = assess(ranking).methods.methods[0]
    assert first.tau == 1
    assert first.leaders == ranking.order[:1]
    assert np.array_equal(first.ranks, ranking.ranks)


@pytest.fixture(scope="module")
def by_any_weights(tiny):
    ids = [criterion.id for criterion in tiny.criteria]
    weights = np.random.default_rng(4).dirichlet(np.ones(len(ids)), 150)
    return [assess(advisor.rank(tiny, dict(zip(ids, w, strict=True)))).methods for w in weights]


def test_methods_with_fixed_anchors_never_reverse(by_any_weights):
    for found in by_any_weights:
        for result in found.methods:
            if result.method.id in ("additive", "weighted_product", "topsis"):
                assert result.reversals == ()


def test_vikor_and_promethee_compare_with_the_others_and_may_reverse(by_any_weights):
    for method in ("vikor", "promethee"):
        turned = [r for a in by_any_weights for r in a.methods if r.method.id == method]
        assert any(result.reversals for result in turned)


def test_dissent_is_named(by_any_weights):
    split = [found for found in by_any_weights if not found.leader_agreed]
    assert 0 < len(split) < len(by_any_weights)
    for found in split:
        for result in found.dissenting:
            assert not set(result.leaders) & set(found.methods[0].leaders)


def test_the_best_at_everything_leads_under_every_method(tiny):
    best = {("ant", c.id): c.levels[-1].level if c.levels else c.best for c in tiny.criteria}
    ranking = advisor.rank(tiny.with_performances(best))
    row = ranking.alternatives.index("ant")
    assert np.all(ranking.values[row] == 1)
    assert all(row in result.leaders for result in assess(ranking).methods.methods)


def test_double_counting_needs_enough_alternatives(shipped):
    assert assess(advisor.rank(shipped)).overlaps is None
