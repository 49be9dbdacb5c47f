"""Exact intervals and flips: against a published-style example, bisection and brute force."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from advisor.mcda.additive import TIE, additive, normalise_weights
from advisor.mcda.sensitivity import (
    NOBODY,
    nearest_loss,
    performance_flips,
    raw_weight,
    weight_stability,
)

T1 = np.array([[1, 0.2, 0.5], [0.4, 1, 0], [0, 0.5, 1]])
HAIR = 1e-6

CASES = st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
    lambda shape: st.tuples(
        arrays(float, shape, elements=st.integers(0, 20).map(lambda n: n / 20)),
        arrays(float, shape[1], elements=st.integers(0, 10).map(float)),
    )
)


def leading(values: np.ndarray, weights: np.ndarray, row: int, slack: float = TIE) -> bool:
    scores = additive(values, normalise_weights(weights))
    return bool(scores[row] >= scores.max() - slack)


def prepared(case: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray, int]:
    values, raw = case
    assume(raw.any())
    return values, raw, int(np.argmax(additive(values, normalise_weights(raw))))


def moved(weights: np.ndarray, column: int, share: float) -> np.ndarray:
    changed = weights * (1 - share) / (1 - weights[column])
    changed[column] = share
    return changed


def test_worked_example():
    """T1: scores .66, .50, .35; A1 leads for w1 >= 7/22, w2 <= 5/12, w3 <= 41/81."""
    found = weight_stability(T1, [0.5, 0.3, 0.2], 0)
    assert found.low == pytest.approx([7 / 22, 0, 0])
    assert found.high == pytest.approx([1, 5 / 12, 41 / 81])
    assert found.below.tolist() == [1, NOBODY, NOBODY]
    assert found.above.tolist() == [NOBODY, 1, 2]


def test_the_same_in_slider_units():
    """Sliders 50, 30, 20: A2 takes over when the first falls to 50·(7/22)/(15/22) = 23.3."""
    found = weight_stability(T1, [50, 30, 20], 0)
    assert found.raw_low[0] == pytest.approx(50 * 7 / 15)
    assert found.raw_high[1:] == pytest.approx([70 * 5 / 7, 80 * 41 / 40])
    assert np.isnan(found.raw_high[0])
    assert found.reachable().tolist() == [True, True, True]
    doubled = weight_stability(T1, [100, 60, 40], 0)
    assert doubled.reachable().tolist() == [True, False, False]
    assert additive(T1, normalise_weights([23, 30, 20])).argmax() == 1
    assert additive(T1, normalise_weights([24, 30, 20])).argmax() == 0


def test_a_criterion_that_alone_counts_has_no_share_to_change():
    found = weight_stability(np.array([[1.0, 0], [0, 1]]), [30, 0], 0)
    assert (found.low[0], found.high[0]) == (1, 1)
    assert found.below[0] == found.above[0] == NOBODY
    assert found.high[1] == 0.5
    assert found.raw_high[1] == 30


def test_of_several_who_draw_level_the_one_who_then_leads_takes_over():
    values = np.array([[1, 0], [0.5, 0.5], [0, 1], [0.5, 0.5]])
    found = weight_stability(values, [0.6, 0.4], 0)
    assert found.low[0] == pytest.approx(0.5)
    assert found.below[0] == 2


def test_a_tie_for_the_lead_is_an_end_of_the_interval():
    found = weight_stability(np.eye(2), [1, 1], 0)
    assert found.low.tolist() == [0.5, 0]
    assert found.high.tolist() == [1, 0.5]
    assert nearest_loss(np.eye(2), [1, 1], 0).shift == 0


def test_who_does_not_lead_has_no_lead_to_lose():
    for function in (weight_stability, performance_flips, nearest_loss):
        with pytest.raises(ValueError, match="row 1 does not lead; row 0 scores higher"):
            function(T1, [0.5, 0.3, 0.2], 1)
        with pytest.raises(ValueError, match="all weights are 0; allowed: at least one above 0"):
            function(T1, [0, 0, 0], 0)


def test_one_alternative_alone_cannot_be_overtaken():
    found = weight_stability(T1[:1], [1, 1, 1], 0)
    assert (found.above == NOBODY).all()
    assert not performance_flips(T1[:1], [1, 1, 1], 0).possible.any()
    assert nearest_loss(T1[:1], [1, 1, 1], 0) is None


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_interval_agrees_with_bisection(case):
    values, raw, leader = prepared(case)
    weights = normalise_weights(raw)
    found = weight_stability(values, raw, leader)
    for column in np.flatnonzero(weights < 1):
        for end, ours in ((0.0, found.low[column]), (1.0, found.high[column])):
            inside, outside = float(weights[column]), end
            if not leading(values, moved(weights, column, end), leader):
                for _ in range(60):
                    middle = (inside + outside) / 2
                    if leading(values, moved(weights, column, middle), leader, 1e-13):
                        inside = middle
                    else:
                        outside = middle
            assert ours == pytest.approx(outside, abs=1e-7)


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_weights_a_hair_beyond_flip_and_a_hair_before_do_not(case):
    values, raw, leader = prepared(case)
    weights = normalise_weights(raw)
    found = weight_stability(values, raw, leader)
    for column in np.flatnonzero(weights < 1):
        ends = (found.low, found.below, -HAIR), (found.high, found.above, HAIR)
        for end, taker, step in ends:
            if taker[column] == NOBODY:
                continue
            beyond = additive(values, moved(weights, column, end[column] + step))
            assert beyond[taker[column]] == pytest.approx(beyond.max(), abs=1e-12)
            assert beyond[taker[column]] > beyond[leader]
            before = end[column] - step
            if found.low[column] <= before <= found.high[column]:
                assert leading(values, moved(weights, column, before), leader)


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_slider_positions_flip_too(case):
    values, raw, leader = prepared(case)
    found = weight_stability(values, raw, leader)
    for column in np.flatnonzero(found.above != NOBODY):
        position = found.raw_high[column]
        if not np.isfinite(position):
            continue
        changed = raw.copy()
        changed[column] = position * (1 + 1e-6) + 1e-6
        assert not leading(values, changed, leader, 0)
        changed[column] = position * (1 - 1e-6)
        assert leading(values, changed, leader) or position <= raw[column]


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_performances_a_hair_beyond_flip_and_a_hair_before_do_not(case):
    values, raw, leader = prepared(case)
    found = performance_flips(values, raw, leader)
    weights = normalise_weights(raw)
    for (row, column), edge in np.ndenumerate(found.values):
        if weights[column] == 0:
            assert np.isnan(edge)
            assert not found.possible[row, column]
            continue
        sign = -1 if row == leader else 1
        changed = values.copy()
        changed[row, column] = edge + sign * HAIR
        scores = additive(changed, weights)
        taker = found.takers[row, column]
        if row != leader or taker != NOBODY:
            assert scores[taker] > scores[leader]
        changed[row, column] = edge - sign * HAIR
        assert leading(changed, raw, leader)
        assert found.possible[row, column] == ((edge > TIE) if row == leader else (edge < 1 - TIE))


def brute_nearest(values: np.ndarray, weights: np.ndarray, leader: int) -> float | None:
    """Least shift over the vertices of its linear programme, for every rival.

    Weights that move away are used up, all but one: enumerate which, and all targets.
    """
    best = None
    for rival in set(range(len(values))) - {leader}:
        advantage = values[leader] - values[rival]
        columns = range(len(weights))
        for size in range(len(weights)):
            for used in combinations(columns, size):
                for last in set(columns) - set(used):
                    for target in set(columns) - set(used) - {last}:
                        changed = weights.copy()
                        changed[target] += changed[list(used)].sum()
                        changed[list(used)] = 0
                        gain = advantage[last] - advantage[target]
                        lead = advantage @ changed
                        moved_last = lead / gain if gain > 1e-12 else 0.0
                        if lead > 1e-12 and not 0 < moved_last <= changed[last] + 1e-12:
                            continue
                        if lead > 1e-12:
                            changed[last] -= moved_last
                            changed[target] += moved_last
                        if not (advantage < -TIE).any():
                            continue
                        shift = np.abs(changed - weights).sum()
                        best = shift if best is None else min(best, shift)
    return best


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_nearest_loss_is_the_least_of_all(case):
    values, raw, leader = prepared(case)
    weights = normalise_weights(raw)
    found, least = nearest_loss(values, raw, leader), brute_nearest(values, weights, leader)
    assert (found is None) == (least is None)
    if found is None:
        return
    assert found.shift == pytest.approx(least, abs=1e-9)
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights.min() >= -1e-12
    assert np.abs(found.weights - weights).sum() == pytest.approx(found.shift)
    scores = additive(values, found.weights)
    assert scores[found.rival] == pytest.approx(scores[leader], abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(CASES, st.integers(0, 99))
def test_no_smaller_change_of_weights_loses_the_lead(case, seed):
    values, raw, leader = prepared(case)
    weights = normalise_weights(raw)
    found = nearest_loss(values, raw, leader)
    reach = 2.0 if found is None else found.shift
    rng = np.random.default_rng(seed)
    towards = rng.dirichlet(np.full(len(weights), 0.3), 200)
    shift = np.abs(towards - weights).sum(axis=1, keepdims=True)
    step = np.minimum(1, np.divide(0.999 * reach, shift, out=np.ones_like(shift), where=shift > 0))
    scores = additive(values, weights + step * (towards - weights))
    assert np.all(scores[leader] >= scores.max(axis=0) - TIE)


def test_nearest_loss_against_a_linear_programme():
    """An oracle that shares no code with ours, where it is installed."""
    optimize = pytest.importorskip("scipy.optimize")
    rng = np.random.default_rng(3)
    for _ in range(100):
        values, weights = rng.random((5, 6)), rng.dirichlet(np.ones(6))
        leader = int(np.argmax(values @ weights))
        shifts = []
        for rival in set(range(5)) - {leader}:
            advantage = values[leader] - values[rival]
            done = optimize.linprog(  # w = weights + up - down
                np.ones(12),
                A_ub=np.vstack([[*advantage, *-advantage], np.hstack([-np.eye(6), np.eye(6)])]),
                b_ub=np.append(-advantage @ weights, weights),
                A_eq=[[1] * 6 + [-1] * 6],
                b_eq=[0],
            )
            shifts.append(done.fun if done.success else np.inf)
        assert nearest_loss(values, weights, leader).shift == pytest.approx(min(shifts), abs=1e-8)


def test_equal_advantages_are_not_shuffled_about():
    """Found by hypothesis: a rest of 5e-17 divided by a gain of 7e-17 moved an eighth."""
    values = np.array([[0.6, 0.85, 0.9, 0.85], [0.65, 0.35, 0.95, 0.55]])
    assert nearest_loss(values, [0, 4, 4, 8], 0).shift == pytest.approx(2 * (0.25 + 0.125 / 0.35))


def test_flips_within_what_is_uncertain():
    """Leader .66 against .50: its first cell flips at 1 - .16/.5 = .68."""
    found = performance_flips(T1, [0.5, 0.3, 0.2], 0)
    assert found.values[0, 0] == pytest.approx(0.68)
    assert found.values[1, 2] == pytest.approx(0.8)
    assert found.values[1, 1] == pytest.approx(1 + 0.16 / 0.3)
    assert not found.possible[1, 1]
    low, high = T1.copy(), T1.copy()
    low[0, 0], high[1, 2] = 0.6, 0.7
    within = found.within(low, high, 0)
    assert np.argwhere(within).tolist() == [[0, 0]]


def test_raw_weight_gives_the_share():
    share = 0.3
    raw = raw_weight(share, 140.0)
    assert raw / (raw + 140) == pytest.approx(share)


@pytest.mark.parametrize("analysis", [weight_stability, performance_flips, nearest_loss])
@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([[1, np.nan], [0, 1]], [1, 1], "row 0, column 1 is nan"),
        ([[1, 0], [0, 1]], [1, -1], "the weight of criterion 1 is -1"),
        ([[1, 0], [0, 1]], [1, 1, 1], "one weight per criterion"),
        ([1, 0], [1, 1], "a row for each alternative"),
    ],
)
def test_what_is_no_number_or_does_not_fit_is_named(analysis, values, weights, message):
    with pytest.raises(ValueError, match=message):
        analysis(np.array(values), weights, 0)
