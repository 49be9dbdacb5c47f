import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from advisor.mcda.additive import additive, contributions, normalise_weights, ranks

RAW = st.integers(1, 12).flatmap(
    lambda n: arrays(float, n, elements=st.floats(0, 100, allow_subnormal=False))
)


def test_worked_example_with_linear_normalisation():
    """JMcDM's SAW test case: x/max, min/x for the third criterion, equal weights."""
    facts = np.array([[25, 65, 7, 20], [21, 78, 6, 24], [19, 53, 5, 33], [22, 25, 2, 31]], float)
    values = facts / facts.max(axis=0)
    values[:, 2] = facts[:, 2].min() / facts[:, 2]
    scores = additive(values, np.full(4, 0.25))
    assert scores == pytest.approx([0.6812770563, 0.7251515152, 0.7098717949, 0.78497669])
    assert ranks(scores).tolist() == [4, 2, 3, 1]


def test_worked_example_of_an_exact_tie():
    """Triantaphyllou's textbook matrix (figures recomputed): the second and third tie."""
    facts = np.array([[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]], float)
    scores = additive(facts, np.array([0.2, 0.15, 0.4, 0.25]))
    assert scores == pytest.approx([21.5, 22.0, 22.0])
    assert ranks(scores).tolist() == [3, 1, 1]


def test_fixed_anchors_do_not_reverse_ranks():
    """Range 0 to 10 fixed: A leads B and C with and without the dominated D."""
    values = np.array([[9, 1], [7, 2], [4, 3], [0, 1]]) / 10
    weights = np.array([0.5, 0.5])
    assert additive(values[:3], weights) == pytest.approx([0.5, 0.45, 0.35])
    assert additive(values, weights)[:3].tolist() == additive(values[:3], weights).tolist()


def test_a_hundred_thousand_vectors_score_like_one_at_a_time():
    rng = np.random.default_rng(7)
    values, weights = rng.random((10, 15)), rng.dirichlet(np.ones(15), 100_000)
    scores = additive(values, weights)
    assert scores.shape == (10, 100_000)
    for sample in (0, 1, 54_321, 99_999):
        assert scores[:, sample] == pytest.approx(additive(values, weights[sample]))
    assert (ranks(scores[:, :50])[:, 3] == ranks(scores[:, 3])).all()


@given(RAW, st.floats(1e-3, 1e3))
def test_only_proportions_of_raw_weights_count(raw, scale):
    weights = normalise_weights(raw)
    assert weights == pytest.approx(normalise_weights(raw * scale))
    assert weights.sum() == pytest.approx(1 if raw.any() else 0)


def test_zero_weights_stay_zero_in_a_batch_too():
    assert normalise_weights([[0, 0], [1, 3]]).tolist() == [[0, 0], [0.25, 0.75]]
    assert normalise_weights([1e308, 1e308]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ([1, -1], "criterion 1 is -1"),
        ([np.nan, 1], "0 is nan"),
        ([[1, 1], [1, np.inf]], "1 is inf"),
    ],
)
def test_impossible_weights_are_refused_by_name(raw, named):
    with pytest.raises(ValueError, match=f"{named}.*; allowed: a finite number of 0 or more"):
        normalise_weights(raw)


def tables(rows: int):
    return st.integers(1, 8).flatmap(
        lambda n: st.tuples(
            arrays(float, (rows, n), elements=st.floats(0, 1, width=16)),
            arrays(float, n, elements=st.integers(0, 100).map(float)),
        )
    )


@given(tables(4))
def test_contributions_add_up_to_the_scores(table):
    values, raw = table
    weights = normalise_weights(raw)
    assert contributions(values, weights).sum(axis=1) == pytest.approx(additive(values, weights))


@given(tables(4), st.permutations(range(4)))
def test_the_order_of_the_alternatives_does_not_matter(table, order):
    values, raw = table
    weights = normalise_weights(raw)
    assert additive(values[order], weights) == pytest.approx(additive(values, weights)[order])


@given(tables(3))
def test_a_dominated_alternative_never_leads(table):
    values, raw = table
    better = np.minimum(values[0] + 0.1, 2)
    scores = additive(np.vstack([better, values]), normalise_weights(raw + 1))
    assert ranks(scores)[1] > ranks(scores)[0]


@given(tables(4))
def test_splitting_a_criterion_changes_nothing(table):
    values, raw = table
    split = np.append(raw, raw[-1] / 2)
    split[-2] /= 2
    doubled = np.column_stack([values, values[:, -1]])
    before = additive(values, normalise_weights(raw))
    assert additive(doubled, normalise_weights(split)) == pytest.approx(before)
