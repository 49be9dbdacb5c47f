import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.mcda import values

ANCHORS = st.tuples(st.floats(0.01, 1e6), st.floats(0.01, 1e6)).filter(
    lambda a: abs(a[0] - a[1]) > 1e-3 * max(a)
)
FUNCTIONS = st.sampled_from([values.linear, values.log])


def test_worst_is_zero_best_is_one_and_beyond_is_clipped():
    assert values.linear([40, 30, 20, 50, 10], worst=40, best=20).tolist() == [0, 0.5, 1, 0, 1]
    assert values.log([1, 10, 100, 0.1, 0], worst=1, best=100).tolist() == [0, 0.5, 1, 0, 0]


def test_a_missing_performance_stays_missing():
    assert np.isnan(values.linear(np.nan, 0, 1))
    assert np.isnan(values.log(np.nan, 1, 2))
    assert np.isnan(values.levels(np.nan, [0, 1], [0, 1]))


def test_log_of_zero_where_less_is_better_is_as_good_as_the_best_anchor():
    assert values.log(0, worst=100, best=1) == 1


def test_piecewise_oracle():
    """Worked figures of the R package smaa's piecewise-linear value functions."""
    steps, worth = [-0.15, 0, 0.25, 0.35], [0, 0.1, 0.9, 1]
    assert values.levels(0.1, steps, worth) == pytest.approx(0.42)
    falling, worth = [50, 75, 90, 100], [1, 0.8, 0.5, 0]
    assert values.levels([60, 10, 120], falling, worth).tolist() == pytest.approx([0.92, 1, 0])


@given(FUNCTIONS, ANCHORS, st.floats(-1e7, 1e7), st.floats(-1e7, 1e7))
def test_values_lie_in_0_to_1_and_better_is_never_worth_less(function, anchors, one, other):
    worst, best = anchors
    low, high = function(sorted((one, other), reverse=best < worst), worst, best)
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: values.linear(1, 2, 2), "two finite numbers"),
        (lambda: values.linear(1, 2, np.inf), "two finite numbers"),
        (lambda: values.log(1, 0, 2), "above 0, not 0 and 2"),
        (lambda: values.levels(1, [0], [0]), "two or more levels"),
        (lambda: values.levels(1, [1, 0], [0, 1]), "must increase"),
    ],
)
def test_impossible_value_functions_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(st.floats(0, 1))
def test_inverse_functions_lead_back(worth):
    steps, worths = [0, 1, 4], [1, 0.3, 0]
    assert values.linear(values.inverse_linear(worth, 40, 10), 40, 10) == pytest.approx(
        worth, abs=1e-12
    )
    assert values.log(values.inverse_log(worth, 400, 100), 400, 100) == pytest.approx(
        worth, abs=1e-12
    )
    assert values.levels(
        values.inverse_levels(worth, steps, worths), steps, worths
    ) == pytest.approx(worth)


def test_inverse_of_a_rubric_with_a_plateau_and_with_a_hump():
    assert np.isnan(values.inverse_levels([-0.1, 1.1], [0, 1, 2], [0, 0.5, 1])).all()
    assert 1 <= values.inverse_levels(0.5, [0, 1, 2, 3], [0, 0.5, 0.5, 1]) <= 2
    with pytest.raises(ValueError, match="both rise and fall"):
        values.inverse_levels(0.5, [0, 1, 2], [0, 1, 0])


def test_a_criterion_turns_values_back_into_performances(tiny):
    for criterion, performance in zip(tiny.criteria, [25, 8, 4, 1, 1.5], strict=True):
        assert criterion.performance(criterion.value(performance)) == pytest.approx(performance)
