"""What holds whatever the weights, and what turns although nothing changed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from advisor.mcda.additive import additive
from advisor.mcda.methods.correlation import FEWEST_ALTERNATIVES, overlaps
from advisor.mcda.methods.reversal import Reversal, rank_reversals
from advisor.mcda.optimality import best_case, dominance, simplex_shares

TABLES = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(0, 10).map(lambda n: n / 10))
)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def sum_normalised(facts: np.ndarray) -> np.ndarray:
    return (facts / facts.sum(axis=0)).mean(axis=1)


def min_max(facts: np.ndarray) -> np.ndarray:
    return ((facts - facts.min(axis=0)) / np.ptp(facts, axis=0)).mean(axis=1)


def fixed(facts: np.ndarray) -> np.ndarray:
    return additive(facts / 10, np.full(facts.shape[1], 1 / facts.shape[1]))


def test_dominance_of_four():
    values = np.array([[0.9, 0.2], [0.5, 0.5], [0.5, 0.4], [0.9, 0.2]])
    assert np.argwhere(dominance(values)).tolist() == [[1, 2]]
    assert dominance(values).any(axis=0).tolist() == [False, False, True, False]


def test_undominated_and_still_never_best():
    """B is dominated by neither A nor C, but .4 lies below the .5 that either has somewhere."""
    values = np.array([[1, 0], [0.4, 0.4], [0, 1]])
    found = best_case(values)
    assert not dominance(values).any()
    assert found.possible.tolist() == [True, False, True]
    assert found.margins == pytest.approx([0.6, -0.1, 0.6])
    assert found.weights[1] == pytest.approx([0.5, 0.5])
    values[1] = 0.5
    assert best_case(values).possible.tolist() == [True, True, True]


@settings(max_examples=80, deadline=None)
@given(TABLES)
def test_best_cases_are_reached_and_never_exceeded(values):
    found = best_case(values)
    for row, (margin, weights) in enumerate(zip(found.margins, found.weights, strict=True)):
        others = np.delete(values, row, axis=0)
        if not len(others):
            continue
        assert np.min((values[row] - others) @ weights) == pytest.approx(margin, abs=1e-9)
        drawn = rng().dirichlet(np.full(values.shape[1], 0.5), 300)
        assert ((values[row] - others) @ drawn.T).min(axis=0).max() <= margin + 1e-9
    assert found.possible.any()
    strictly_dominated = (values[:, None] > values[None, :]).all(axis=2).any(axis=0)
    assert not (found.possible & strictly_dominated).any()


def test_best_cases_against_a_linear_programme():
    optimize = pytest.importorskip("scipy.optimize")
    for seed in range(40):
        values = rng(seed).random((6, 5))
        for row, margin in enumerate(best_case(values).margins):
            ahead = values[row] - np.delete(values, row, axis=0)
            done = optimize.linprog(
                [0] * 5 + [-1],
                A_ub=np.column_stack([-ahead, np.ones(5)]),
                b_ub=np.zeros(5),
                A_eq=[[1] * 5 + [0]],
                b_eq=[1],
                bounds=[(0, None)] * 5 + [(None, None)],
            )
            assert margin == pytest.approx(-done.fun, abs=1e-9)


def test_shares_of_all_weights():
    """S1 by hand: .4, .2 and .4 of the weights."""
    shares, errors = simplex_shares(np.array([[1, 0], [0.6, 0.6], [0, 1]]), 50_000, rng())
    assert np.all(np.abs(shares - [0.4, 0.2, 0.4]) < 4 * errors)


@settings(max_examples=80, deadline=None)
@given(TABLES, st.data())
def test_dominance_grows_with_what_gets_better(values, data):
    """Raise one cell: its row keeps all it dominates, and nobody new dominates it."""
    row = data.draw(st.integers(0, len(values) - 1))
    column = data.draw(st.integers(0, values.shape[1] - 1))
    better = values.copy()
    better[row, column] += 0.05
    before, after = dominance(values), dominance(better)
    assert not (before[row] & ~after[row]).any()
    assert not (after[:, row] & ~before[:, row]).any()


def test_a_copy_reverses_sum_normalised_scores():
    """Belton & Gear 1983 (figures recomputed): B leads A until a copy of B joins."""
    facts = np.array([[1, 9, 8], [9, 1, 9], [1, 1, 1]], float)
    assert sum_normalised(facts) == pytest.approx([0.451178, 0.469697, 0.079125], abs=1e-6)
    copied = sum_normalised(np.vstack([facts, facts[1]]))
    assert copied == pytest.approx([0.365432, 0.288889, 0.056790, 0.288889], abs=1e-6)
    assert Reversal("clone", 1, before=1, after=0) in rank_reversals(facts, sum_normalised)
    assert rank_reversals(facts, fixed) == ()


def test_a_dominated_newcomer_reverses_min_max_scores():
    """Constructed: three winners from the same facts, only fixed anchors stay with theirs."""
    facts, newcomer = np.array([[9, 1], [7, 2], [4, 3]], float), np.array([[0, 1]], float)
    assert min_max(facts) == pytest.approx([0.5, 0.55, 0.5])
    joined = min_max(np.vstack([facts, newcomer]))
    assert joined == pytest.approx([0.5, 0.638889, 0.722222, 0], abs=1e-6)
    found = rank_reversals(facts, min_max, newcomer)
    assert Reversal("irrelevant alternative", 0, before=1, after=2) in found
    assert fixed(facts) == pytest.approx([0.5, 0.45, 0.35])
    assert rank_reversals(facts, fixed, newcomer) == ()


def test_leaving_one_out_is_the_same_seen_backwards():
    facts = np.array([[9, 1], [7, 2], [4, 3], [0, 1]], float)
    found = rank_reversals(facts, min_max)
    assert Reversal("leave one out", 3, before=2, after=1) in found


@settings(max_examples=60, deadline=None)
@given(TABLES, st.integers(0, 99))
def test_additive_value_with_fixed_anchors_never_reverses(values, seed):
    weights = rng(seed).dirichlet(np.ones(values.shape[1]))
    extra = rng(seed).random((3, values.shape[1]))
    assert rank_reversals(values, lambda table: additive(table, weights), extra) == ()


def test_double_counting_is_named():
    values = rng().random((FEWEST_ALTERNATIVES, 5))
    values[:, 1] = 0.2 + 0.5 * values[:, 0]
    values[:, 3] = 1 - values[:, 2]
    values[:, 4] = 0.7
    found = overlaps(values)
    assert {(o.one, o.other): round(o.correlation, 6) for o in found} == {(0, 1): 1, (2, 3): -1}


def test_few_alternatives_say_nothing_about_double_counting():
    assert overlaps(np.eye(FEWEST_ALTERNATIVES - 1)) is None
    with pytest.raises(ValueError, match="above 0, up to 1"):
        overlaps(np.eye(9), strong=0)


def test_chance_correlations_are_as_rare_as_the_limit_says():
    """Among unrelated criteria over eight alternatives .2 % pairs pass; over five, 4 %."""
    few, enough = [], []
    for seed in range(300):
        few.append(np.corrcoef(rng(seed).normal(size=(5, 5)).T)[np.triu_indices(5, 1)])
        enough.append(np.corrcoef(rng(seed).normal(size=(8, 5)).T)[np.triu_indices(5, 1)])
    assert np.mean(np.abs(few) > 0.9) > 0.025
    assert np.mean(np.abs(enough) > 0.9) < 0.005


@pytest.mark.parametrize("analysis", [dominance, best_case, overlaps])
def test_a_value_that_is_no_number_is_named(analysis):
    with pytest.raises(ValueError, match="row 1, column 0 is inf; allowed: a finite number"):
        analysis(np.array([[0.1, 0.2], [np.inf, 1.0]]))
