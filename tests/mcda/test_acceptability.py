"""SMAA-2 against exact results; the cases are named as in the literature they come from."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from advisor.mcda import acceptability
from advisor.mcda.acceptability import first_shares, smaa, standard_error, tie_groups
from advisor.mcda.additive import additive, normalise_weights
from advisor.mcda.information import what_to_settle
from advisor.mcda.sampling.values import UncertainValues, triangular
from advisor.mcda.sampling.weights import box, simplex
from advisor.mcda.sensitivity import performance_flips

DRAWS = 200_000


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def spread(stated: np.ndarray, by: float) -> UncertainValues:
    return triangular(np.clip(stated - by, 0, 1), stated, np.clip(stated + by, 0, 1))


def test_two_criteria_solved_by_hand():
    """S1: A1 leads for w1 > .6, A3 for w1 < .4, A2 between; derived by hand, uniform w1."""
    found = smaa(np.array([[1, 0], [0.6, 0.6], [0, 1]]), simplex(2), DRAWS, rng())
    exact = np.array([[0.4, 0.1, 0.5], [0.2, 0.8, 0.0], [0.4, 0.1, 0.5]])
    assert np.all(np.abs(found.ranks - exact) <= 4 * found.errors)
    assert found.central_weights == pytest.approx(
        np.array([[0.8, 0.2], [0.5, 0.5], [0.2, 0.8]]), abs=3e-3
    )
    assert found.confidence.tolist() == [1, 1, 1]


def test_one_specialist_for_each_criterion():
    """S2: every rank a third; the central weight of the i-th is 11/18 on its own, 7/36 else."""
    found = smaa(np.eye(3), simplex(3), DRAWS, rng())
    assert np.all(np.abs(found.ranks - 1 / 3) <= 4 * found.errors)
    exact = np.full((3, 3), 7 / 36) + np.eye(3) * (11 / 18 - 7 / 36)
    assert found.central_weights == pytest.approx(exact, abs=3e-3)


def test_who_is_dominated_is_never_first_and_has_no_central_weights():
    """S5, rsmaa tests: acceptability 1 and 0, central weights not available."""
    found = smaa(np.array([[0.9, 0.8], [0.5, 0.4]]), simplex(2), 1_000, rng())
    assert found.ranks.tolist() == [[1, 0], [0, 1]]
    assert np.isnan(found.central_weights[1]).all()
    assert np.isnan(found.confidence[1])
    assert found.confidence[0] == 1


def test_pairwise_wins_are_counted():
    """S5, rsmaa tests: of ten draws the second wins one: .9 and .1."""
    weights = np.array([[0.9, 0.1]] * 9 + [[0.1, 0.9]])
    found = smaa(np.eye(2), weights, 10, rng())
    assert found.wins.tolist() == [[0.5, 0.9], [0.1, 0.5]]
    assert found.ranks.tolist() == [[0.9, 0.1], [0.1, 0.9]]


def test_ties_share_their_ranks():
    same = np.array([[0.5, 0.5], [0.5, 0.5], [0.2, 0.2]])
    found = smaa(same, simplex(2), 100, rng())
    assert found.ranks.tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]
    assert found.wins[0, 1] == 0.5
    assert found.confidence.tolist()[:2] == [0.5, 0.5]
    assert found.central_weights[0] == pytest.approx(found.central_weights[1])


def test_a_chain_of_near_ties_is_one_tie():
    """Neighbours within the tolerance, ends not: the masses must still add up."""
    scores = np.array([[0.5], [0.5 + 0.8e-9], [0.5 + 1.6e-9], [0.1]])
    start, size = tie_groups(scores)
    assert start[:, 0].tolist() == [0, 0, 0, 3]
    assert size[:, 0].tolist() == [3, 3, 3, 1]
    found = smaa(scores, np.ones((5, 1)), 5, rng())
    assert found.ranks[:3, :3] == pytest.approx(1 / 3)
    assert found.ranks[3].tolist() == [0, 0, 0, 1]


def test_two_hundred_that_tie_take_little_memory():
    """Ratings from 0 to 4 on three criteria: somebody ties in every draw."""
    values = rng(1).integers(0, 5, (200, 3)) / 4
    tracemalloc.start()
    found = smaa(values, simplex(3), 2_000, rng(2))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000
    assert found.ranks.sum(axis=0) == pytest.approx(1)
    assert found.ranks.sum(axis=1) == pytest.approx(1)


def test_a_confidence_factor_solved_by_hand():
    """One criterion, .5 against uniform on 0..1: first in half of the draws, CF a half."""
    values = triangular([[0.5], [0.0]], [[0.5], [np.nan]], [[0.5], [1.0]])
    found = smaa(values, simplex(1), 40_000, rng())
    assert found.ranks == pytest.approx(0.5, abs=0.01)
    assert found.confidence == pytest.approx(0.5, abs=0.02)


def test_uncertain_values_as_brute_force_finds_them():
    stated = rng(5).uniform(0.2, 0.8, (4, 3))
    values = triangular(stated - 0.2, stated, stated + 0.1)
    found = smaa(values, box([10, 20, 30], [50, 30, 30]), DRAWS, rng(6))
    independent = rng(7)
    drawn = independent.triangular(
        (stated - 0.2)[..., None], stated[..., None], (stated + 0.1)[..., None], (4, 3, DRAWS)
    )
    raw = independent.uniform([10, 20, 30 - 1e-12], [50, 30, 30], (DRAWS, 3))
    scores = np.einsum("acn,nc->an", drawn, normalise_weights(raw))
    exact = np.array([first_shares(scores), first_shares(-scores)]).T
    assert found.ranks[:, [0, -1]] == pytest.approx(exact, abs=5e-3)
    wins = np.mean(scores[:, None] > scores[None, :], axis=2) + 0.5 * np.eye(4)
    assert found.wins == pytest.approx(wins, abs=5e-3)


def test_standard_errors_cover_the_truth():
    """S1 with 1,000 draws, 200 times: about 68 % within one standard error, 95 % within two."""
    values, exact = np.array([[1, 0], [0.6, 0.6], [0, 1]]), 0.4
    runs = [smaa(values, simplex(2), 1_000, rng(seed)) for seed in range(200)]
    off = np.array([abs(run.first[0] - exact) / run.errors[0, 0] for run in runs])
    assert 0.58 < np.mean(off < 1) < 0.78
    assert np.mean(off < 2) > 0.9
    assert standard_error(np.array([0.0]), 1_000)[0] > 0


def test_drawn_values_are_unbiased_and_no_noisier_than_independent_ones():
    """A hundred seeds against one long run of plain independent triangular draws."""
    stated = rng(5).uniform(0.3, 0.7, (3, 4))
    values, weights = spread(stated, 0.3), np.tile([0.4, 0.3, 0.2, 0.1], (9_000, 1))
    independent = rng(8).triangular(
        (stated - 0.3)[..., None], stated[..., None], (stated + 0.3)[..., None], (3, 4, DRAWS)
    )
    exact = first_shares(np.einsum("acn,c->an", independent, weights[0]))
    found = np.array([smaa(values, weights, 9_000, rng(seed)).first for seed in range(100)])
    assert found.mean(axis=0) == pytest.approx(exact, abs=4e-3)
    assert np.all(found.std(axis=0) < 1.2 * standard_error(exact, 9_000))


TABLES = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda shape: arrays(float, shape, elements=st.sampled_from([0, 0.25, 0.5, 0.75, 1]))
)


@settings(max_examples=50, deadline=None)
@given(TABLES, st.sampled_from([0.0, 0.2]), st.integers(0, 99))
def test_shares_add_up_and_repeat(values, by, seed):
    """Values on a coarse grid, so that ties abound."""
    uncertain = spread(values, by)
    found = smaa(uncertain, simplex(values.shape[1]), 300, rng(seed))
    assert found.ranks.sum(axis=0) == pytest.approx(1)
    assert found.ranks.sum(axis=1) == pytest.approx(1)
    assert found.wins + found.wins.T == pytest.approx(1)
    led = found.first > 0
    assert np.isnan(found.central_weights).any(axis=1).tolist() == (~led).tolist()
    assert found.central_weights[led].sum(axis=1) == pytest.approx(1)
    again = smaa(uncertain, simplex(values.shape[1]), 300, rng(seed))
    assert np.array_equal(found.ranks, again.ranks)
    assert np.array_equal(found.confidence, again.confidence, equal_nan=True)


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_many_draws_are_what_each_is_alone(values):
    weights = simplex(values.shape[1])(40, rng())
    together = smaa(values, weights, 40, rng())
    alone = [smaa(values, weights[[at]], 1, rng()) for at in range(40)]
    assert together.ranks == pytest.approx(np.mean([one.ranks for one in alone], axis=0))
    assert together.wins == pytest.approx(np.mean([one.wins for one in alone], axis=0))
    shares = first_shares(additive(values, weights))
    assert together.first == pytest.approx(shares)


def test_chunks_change_nothing_for_given_weights(monkeypatch):
    values, weights = rng().random((5, 4)), simplex(4)(1_000, rng())
    whole = smaa(values, weights, 1_000, rng())
    monkeypatch.setattr(acceptability, "CHUNK", 77)
    pieces = smaa(values, weights, 1_000, rng())
    assert np.array_equal(whole.ranks, pieces.ranks)
    assert whole.central_weights == pytest.approx(pieces.central_weights, nan_ok=True)


def test_hundreds_of_alternatives_are_counted_without_overflow():
    values = np.linspace(0, 1, 300)[:, None]
    found = smaa(values, simplex(1), 3, rng())
    assert np.array_equal(found.ranks, np.eye(300)[::-1])


@pytest.mark.parametrize(
    ("values", "weights", "draws", "message"),
    [
        (np.eye(2), simplex(2), 0, "draws is 0; allowed: at least 1"),
        (np.zeros((0, 2)), simplex(2), 5, r"values have shape \(0, 2\)"),
        (np.array([[1, np.nan]]), simplex(2), 5, "row 0, column 1 is nan"),
        (np.eye(2), np.array([[0.5, -0.5]]), 1, "weight of criterion 1 is -0.5"),
        (np.eye(2), simplex(3), 5, "weights have 3 criteria; allowed: 2"),
        (np.eye(2), np.full((4, 2), 0.5), 5, "draws is 5; allowed: 4, one per weight"),
    ],
)
def test_what_cannot_be_drawn_is_refused(values, weights, draws, message):
    with pytest.raises(ValueError, match=message):
        smaa(values, weights, draws, rng())


def test_what_to_settle_is_the_cell_that_may_turn_the_lead():
    """Leader .6 against .5: the rival's first cell is uniform on 0..1 with weight .5.

    It leads from a value of .7 on, so settling that cell flips with probability .3.
    """
    low = np.array([[0.6, 0.55], [0.0, 0.5], [0.1, 0.1]])
    mode = np.array([[0.6, 0.6], [np.nan, 0.5], [0.1, 0.1]])
    high = np.array([[0.6, 0.65], [1.0, 0.5], [0.1, 0.2]])
    found = what_to_settle(triangular(low, mode, high), [50, 50], 0, 5_000, rng())
    assert [(f.row, f.column) for f in found] == [(1, 0), (0, 1), (2, 1)]
    assert found[0].flip == pytest.approx(0.3, abs=1e-3)
    assert found[0].taker == 1
    assert found[0].lead_low == 0
    assert found[0].lead_high == 1
    assert [f.flip for f in found[1:]] == [0, 0]
    assert found[1].taker == -1
    without = what_to_settle(triangular(low, mode, high), [0, 50], 0, 100, rng())
    assert {f.column for f in without} == {1}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500))
def test_the_chance_of_a_flip_is_what_drawing_that_cell_alone_gives(seed):
    stated = rng(seed).uniform(0.2, 0.8, (3, 3))
    weights = simplex(3)(1, rng(seed))[0]
    leader = int(np.argmax(stated @ weights))
    uncertain = triangular(stated - 0.2, stated, stated + 0.2)
    for finding in what_to_settle(uncertain, weights, leader, 50, rng()):
        cell = finding.row * 3 + finding.column
        turned = []
        for value in uncertain.quantiles[cell][::4]:
            settled = stated.copy()
            settled[finding.row, finding.column] = value
            turned.append(np.argmax(settled @ weights) != leader)
        assert finding.flip == pytest.approx(np.mean(turned), abs=0.003)
        possible = performance_flips(stated, weights, leader).within(
            stated - 0.2, stated + 0.2, leader
        )
        if finding.flip > 0:
            assert possible[finding.row, finding.column]
