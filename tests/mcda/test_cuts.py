import numpy as np
import pytest

from advisor.mcda.cuts import other_cuts


def test_each_group_is_split_and_each_pair_merged():
    weights, groups = np.array([0.2, 0.1, 0.3, 0.4]), np.array([0, 0, 1, 2])
    touched, cut = other_cuts(weights, groups)
    assert touched == ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
    assert cut.sum(axis=1) == pytest.approx(np.ones(6))
    # The first group has 0.3 of the weight: split into two of 0.3 it has 0.6 of 1.3.
    assert cut[0] == pytest.approx(np.array([0.4, 0.2, 0.3, 0.4]) / 1.3)
    # Merged with the second one, 0.3 too, the two have 0.3 together, beside the third's 0.4.
    assert cut[3] == pytest.approx(np.array([0.1, 0.05, 0.15, 0.4]) / 0.7)


def test_a_group_without_weight_is_no_group_that_counts():
    touched, cut = other_cuts(np.array([0.5, 0.0, 0.5, 0.0]), np.array([0, 1, 2, 3]))
    assert touched == ((0,), (2,), (0, 2))
    assert (cut[:, [1, 3]] == 0).all()


@pytest.mark.parametrize("weights", [[1.0, 0.0], [0.0, 0.0]])
def test_fewer_than_two_groups_have_no_other_cut(weights):
    touched, cut = other_cuts(np.array(weights), np.array([0, 1]))
    assert touched == ()
    assert cut.shape == (0, 2)
