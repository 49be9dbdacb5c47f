"""Weights and values that are drawn; the numbers are exact results of the uniform simplex."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from advisor.mcda.elicitation.region import sample_region
from advisor.mcda.optimality import maximin
from advisor.mcda.sampling.values import QUANTILES, ValueDraws, certain, triangular, with_level
from advisor.mcda.sampling.weights import (
    around,
    box,
    simplex,
)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def centroid(criteria: int) -> np.ndarray:
    """Rank order centroid (Barron & Barrett 1996): w_k = (1/k + … + 1/n) / n."""
    return np.cumsum(1 / np.arange(criteria, 0, -1))[::-1] / criteria


SAMPLERS = {
    "simplex": (simplex(4), 4),
    "box": (box([0, 20, 30, 0], [50, 20, 90, 0]), 4),
    "around": (around([1, 2, 0, 3], 0.2), 4),
}


@pytest.mark.parametrize("name", SAMPLERS)
def test_every_draw_is_a_weight_vector_and_repeats_with_its_seed(name):
    sampler, criteria = SAMPLERS[name]
    drawn = sampler(501, rng())
    assert drawn.shape == (501, criteria)
    assert np.all(drawn >= 0)
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert np.array_equal(drawn, sampler(501, rng()))
    assert not np.array_equal(drawn, sampler(501, rng(2)))


@pytest.mark.parametrize(("criteria", "deviation"), [(3, 0.2357), (8, 0.1102), (15, 0.06236)])
def test_simplex_has_the_spread_of_the_uniform_one(criteria, deviation):
    """sqrt((n-1) / (n²(n+1))); normalised uniforms have .0385 instead of .0624 at n = 15."""
    drawn = simplex(criteria)(200_000, rng())
    assert drawn.std(axis=0) == pytest.approx(deviation, rel=0.01)
    assert drawn.mean(axis=0) == pytest.approx(1 / criteria, rel=0.01)
    uniforms = rng().random((20_000, criteria))
    assert np.std(uniforms / uniforms.sum(axis=1, keepdims=True)) < 0.9 * deviation


@pytest.mark.parametrize("criteria", [3, 6, 10])
def test_a_walk_reaches_every_corner_of_a_thin_region(criteria):
    """w1 >= w2 >= …, 1/n! of the simplex: the rank order centroid is its mean.

    Sorting uniform draws keeps them uniform, which gives the deviations (Barron & Barrett 1996).
    """
    order = np.eye(criteria)[:-1] - np.eye(criteria)[1:]
    middle = centroid(criteria)
    walked = sample_region(order, 20_000, rng(), start=middle)
    exact = -np.sort(-simplex(criteria)(100_000, rng()), axis=1)
    assert walked.mean(axis=0) == pytest.approx(middle, abs=6e-3)
    assert walked.std(axis=0) == pytest.approx(exact.std(axis=0), rel=0.06)


def test_raw_ranges_are_ranges_of_the_sliders():
    drawn = box([50, 0], [50, 100])(50_000, rng())
    raw = 50 * drawn[:, 1] / drawn[:, 0]
    assert raw.mean() == pytest.approx(50, abs=0.5)
    assert raw.std() == pytest.approx(100 / np.sqrt(12), rel=0.01)


def test_own_weights_scatter_as_stated():
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    drawn = around(weights * 70, 0.1)(100_000, rng())
    assert drawn.mean(axis=0) == pytest.approx(weights, abs=2e-3)
    assert drawn.std(axis=0) == pytest.approx(0.1 * np.sqrt(weights * (1 - weights)), abs=1e-3)
    assert not drawn[:, 3].any()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: simplex(0), "criteria is 0; allowed: at least 1"),
        (lambda: box([0, 0], [0, 0]), "allowed: at least one above 0"),
        (lambda: box([1, 5], [2, 4]), "range 1 is 5 to 4"),
        (lambda: box([1], [2, 4]), "allowed: one number per criterion"),
        (lambda: box([-1], [2]), "0 <= low <= high"),
        (lambda: around([1, 1], 1.0), "above 0 and below 1"),
        (lambda: around([0, 0], 0.5), "allowed: at least one above 0"),
    ],
)
def test_bad_input_says_what_is_allowed(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 10_000))
def test_maximin_is_at_least_every_other_weighting_and_certified_by_its_dual(rows, columns, seed):
    """Strong duality: the value of the game seen from either side is the same."""
    margins = rng(seed).integers(-3, 4, (rows, columns)).astype(float)
    value, weights = maximin(margins)
    assert (margins @ weights).min() == pytest.approx(value, abs=1e-9)
    other_side, _ = maximin(-margins.T)
    assert value == pytest.approx(-other_side, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(1, 18), st.integers(0, 10_000))
def test_maximin_is_what_another_solver_finds(rows, columns, seed):
    """SciPy's HiGHS: maximise t with margins @ w >= t, w on the simplex."""
    margins = rng(seed).normal(size=(rows, columns))
    found = linprog(
        np.append(np.zeros(columns), -1),
        A_ub=np.column_stack([-margins, np.ones(rows)]),
        b_ub=np.zeros(rows),
        A_eq=np.append(np.ones(columns), 0)[None],
        b_eq=[1],
        bounds=[(0, None)] * columns + [(None, None)],
    )
    assert maximin(margins)[0] == pytest.approx(-found.fun, abs=1e-8)


def test_maximin_refuses_an_empty_table():
    with pytest.raises(ValueError, match="finite numbers"):
        maximin(np.zeros((0, 3)))


def test_triangular_values_have_the_moments_of_the_triangle():
    """Mean (a+b+c)/3 and variance (a²+b²+c²-ab-ac-bc)/18, in the table and in the draws."""
    low, mode, high = 0.1, 0.2, 0.7
    mean = (low + mode + high) / 3
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    found = triangular([[low]], [[mode]], [[high]])
    assert found.quantiles.mean() == pytest.approx(mean, abs=1e-6)
    assert found.deviations[0, 0] == pytest.approx(np.sqrt(variance), rel=1e-4)
    drawn = ValueDraws(found, rng()).tables(50_000)[0, 0]
    assert drawn.mean() == pytest.approx(mean, abs=1e-3)
    assert drawn.std() == pytest.approx(np.sqrt(variance), rel=0.01)
    assert np.mean(drawn < mode) == pytest.approx((mode - low) / (high - low), abs=2e-3)


def test_missing_values_are_uniform_and_certain_ones_stay():
    found = triangular([[0.0, 0.4]], [[np.nan, 0.4]], [[1.0, 0.4]])
    assert found.stated.tolist() == [[0.5, 0.4]]
    assert found.deviations[0, 0] == pytest.approx(1 / np.sqrt(12), rel=1e-4)
    drawn = ValueDraws(found, rng()).tables(QUANTILES)
    assert np.histogram(drawn[0, 0], bins=4, range=(0, 1))[0].tolist() == [QUANTILES / 4] * 4
    assert (drawn[0, 1] == 0.4).all()


def test_a_level_is_right_with_its_confidence():
    found = with_level(certain(np.array([[0.8, 1.0]])), 0, 0, [0.5, 0.8, 1], confidence=0.7)
    shares = {float(v): float(np.mean(found.quantiles[0] == v)) for v in (0.5, 0.8, 1)}
    assert shares == pytest.approx({0.5: 0.15, 0.8: 0.7, 1: 0.15}, abs=1 / QUANTILES)
    last = with_level(found, 0, 1, [0.5, 1], confidence=0.9)
    assert np.mean(last.quantiles[1] == 0.5) == pytest.approx(0.1, abs=1 / QUANTILES)
    again = with_level(last, 0, 1, [0.5, 1], confidence=1.0)
    assert len(again.rows) == 2
    assert (again.quantiles[1] == 1).all()


def test_bad_values_are_named():
    with pytest.raises(ValueError, match=r"row 0, column 1 is 0\.6 – 0\.5 – 0\.7"):
        triangular([[0, 0.6]], [[0, 0.5]], [[0, 0.7]])
    with pytest.raises(ValueError, match="not the value of a level"):
        with_level(certain(np.array([[0.3]])), 0, 0, [0, 1], 0.5)
    with pytest.raises(ValueError, match="allowed: 0 to 1"):
        with_level(certain(np.array([[0.0]])), 0, 0, [0, 1], 1.5)


def test_cells_are_drawn_independently():
    spread = np.full((3, 4), 0.5)
    tables = ValueDraws(triangular(spread - 0.3, spread, spread + 0.3), rng()).tables(60_000)
    correlations = np.corrcoef(tables.reshape(12, -1)) - np.eye(12)
    assert np.abs(correlations).max() < 0.025


def test_scores_of_drawn_values_spread_as_theory_says():
    """Var of the score = sum of w² var; the same weights, values drawn anew each time."""
    stated = rng().uniform(0.3, 0.7, (3, 5))
    found = triangular(stated - 0.2, stated, stated + 0.3)
    weights = np.array([0.4, 0.3, 0.2, 0.1, 0.0])
    scores = ValueDraws(found, rng()).scores(np.tile(weights, (50_000, 1)))
    means = stated + 0.1 / 3
    assert scores.mean(axis=1) == pytest.approx(means @ weights, abs=1e-3)
    assert scores.std(axis=1) == pytest.approx(np.sqrt(found.deviations**2 @ weights**2), rel=0.01)


def test_some_of_the_alternatives_keep_their_doubt():
    everyone = triangular(
        [[0, 0.5], [0.2, 0.5], [0.1, 0.5]],
        [[0.1, 0.5], [0.3, 0.5], [0.2, 0.5]],
        [[0.3, 0.5], [0.4, 0.5], [0.6, 0.5]],
    )
    some = everyone.of([2, 0])
    assert some.deviations == pytest.approx(everyone.deviations[[2, 0]])
    assert np.array_equal(some.stated, everyone.stated[[2, 0]])
    assert len(everyone.of([]).rows) == 0
