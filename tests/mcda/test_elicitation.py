"""Weights from people, against the literature's tables and what each way promises."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.mcda.elicitation.pairwise import (
    RANDOM_INDEX,
    check_judgements,
    compare_pairs,
    judgement_matrix,
)
from advisor.mcda.elicitation.swing_and_order import (
    direct_weights,
    hierarchical_weights,
    rank_order_weights,
    swing_weights,
)

NAMES = ["speed", "docs", "hiring"]

# Direct and swing --------------------------------------------------------------------------


def test_direct_weights_pass_through_and_sum_to_one():
    assert direct_weights([30, 10, 0]).tolist() == [0.75, 0.25, 0]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([1, -2, 3], "weight of 'docs' is -2; allowed: a number of 0 or more"),
        ([1, 2, np.nan], "weight of 'hiring' is nan; allowed: a finite number"),
        ([np.inf, 2, 1], "weight of 'speed' is inf"),
        ([0, 0, 0], "all weights are 0"),
        ([1, 2], "names has 3 entries; allowed: 2, one per weight"),
        ([[1, 2, 3]], r"shape \(1, 3\); allowed: one per criterion"),
        ([], r"shape \(0,\)"),
    ],
)
def test_impossible_direct_weights_are_refused_by_name(raw, message):
    with pytest.raises(ValueError, match=message):
        direct_weights(raw, NAMES)


def test_swing_weights_are_the_ratings_to_scale():
    assert swing_weights([40, 100, 60]) == pytest.approx([0.2, 0.5, 0.3])
    assert swing_weights([40, 100, 40], ranks=[2, 1, 2]) == pytest.approx([2 / 9, 5 / 9, 2 / 9])


@pytest.mark.parametrize(
    ("ratings", "ranks", "message"),
    [
        ([40, 90, 60], None, "largest rating is 90, of 'docs'; allowed: 100"),
        ([40, 100, 160], None, "rating of 'hiring' is 160; allowed: from 0 to 100"),
        ([40, 100, -1], None, "rating of 'hiring' is -1"),
        ([40, 100, 60], [2, 1, 3], "'speed' has rank 2 and rating 40, 'hiring' rank 3"),
        ([40, 100, 60], [2, 1, 2], "'speed' has rank 2 and rating 40, 'hiring' rank 2"),
        ([40, 100, 40], [2, 1, 3], "'speed' has rank 2 and rating 40, 'hiring' rank 3"),
    ],
)
def test_swings_rated_against_the_rules_are_refused_by_name(ratings, ranks, message):
    with pytest.raises(ValueError, match=message):
        swing_weights(ratings, ranks, NAMES)


def test_ranks_and_ratings_of_unequal_number_are_refused():
    with pytest.raises(ValueError, match="ranks has 2 entries; allowed: 3"):
        swing_weights([100, 50, 20], [1, 2])


# Rank order --------------------------------------------------------------------------------

CENTROIDS = {  # from the formula of Barron & Barrett (1996)
    2: [0.75, 0.25],
    3: [0.6111, 0.2778, 0.1111],
    4: [0.5208, 0.2708, 0.1458, 0.0625],
    5: [0.4567, 0.2567, 0.1567, 0.09, 0.04],
    6: [0.4083, 0.2417, 0.1583, 0.1028, 0.0611, 0.0278],
    7: [0.3704, 0.2276, 0.1561, 0.1085, 0.0728, 0.0442, 0.0204],
    8: [0.3397, 0.2147, 0.1522, 0.1106, 0.0793, 0.0543, 0.0335, 0.0156],
    10: [0.2929, 0.1929, 0.1429, 0.1096, 0.0846, 0.0646, 0.0479, 0.0336, 0.0211, 0.01],
}


@pytest.mark.parametrize("count", CENTROIDS)
def test_centroid_weights(count):
    weights = rank_order_weights(range(1, count + 1))
    assert weights == pytest.approx(CENTROIDS[count], abs=5e-5)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("rank-sum", [0.4, 0.3, 0.2, 0.1]),
        ("rank-sum", [0.3333, 0.2667, 0.2, 0.1333, 0.0667]),
        ("reciprocal", [0.48, 0.24, 0.16, 0.12]),
    ],
)
def test_rank_sum_and_reciprocal_weights(method, expected):
    weights = rank_order_weights(range(1, len(expected) + 1), method)
    assert weights == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("method", ["centroid", "rank-sum", "reciprocal"])
@given(st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_rank_order_weights_keep_the_order_and_share_ties(method, ranks):
    weights = rank_order_weights(ranks, method)
    assert weights.sum() == pytest.approx(1)
    for i, j in itertools.combinations(range(len(ranks)), 2):
        if ranks[i] == ranks[j]:
            assert weights[i] == weights[j]
        else:
            assert (weights[i] > weights[j]) == (ranks[i] < ranks[j])


@pytest.mark.parametrize("method", ["centroid", "rank-sum", "reciprocal"])
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_tied_ranks_weigh_as_the_mean_of_all_ways_to_break_the_tie(method, ranks):
    broken = []
    for preference in itertools.permutations(range(len(ranks))):
        keys = list(zip(ranks, preference, strict=True))
        broken.append(rank_order_weights([sorted(keys).index(key) for key in keys], method))
    assert rank_order_weights(ranks, method) == pytest.approx(np.mean(broken, axis=0))


@pytest.mark.parametrize(
    ("ranks", "method", "message"),
    [
        ([1, np.nan, 2], "centroid", "rank of 'docs' is nan"),
        ([1, 2, 3], "mean", "method is 'mean'; allowed: 'centroid', 'rank-sum', 'reciprocal'"),
    ],
)
def test_impossible_ranks_are_refused(ranks, method, message):
    with pytest.raises(ValueError, match=message):
        rank_order_weights(ranks, method, NAMES)


# Groups ------------------------------------------------------------------------------------


def test_a_group_does_not_gain_by_having_many_criteria():
    weights = hierarchical_weights([1, 1], [5, 5, 5, 80], groups=[0, 0, 0, 1])
    assert weights == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 2])


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=8),
)
def test_groups_keep_their_shares(shares, rest):
    n = len(shares)
    groups = [*range(n), *(group % n for group, _ in rest)]
    within = [1] * n + [weight for _, weight in rest]
    weights = hierarchical_weights(shares, within, groups)
    sums = np.bincount(groups, weights)
    assert sums == pytest.approx(np.array(shares) / sum(shares))


def test_a_group_without_weight_needs_no_criteria():
    assert hierarchical_weights([1, 0], [2, 2], [0, 0]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("shares", "within", "groups", "message"),
    [
        ([1, 1], [1, 1], [0, 0], "group 'fit' has a share of 0.5 and no criterion"),
        ([1, 1], [1, 0], [0, 1], "group 'fit' has a share"),
        ([1, -1], [1, 1], [0, 1], "weight of 'fit' is -1"),
        ([1, 1], [1, -3], [0, 1], "of criterion 1 is -3"),
        ([1, 1], [1, 1], [0, 2], "criterion 1 is in group 2; allowed: 0 to 1"),
        ([1, 1], [1, 1], [0], "a whole number for each of the 2 criteria"),
    ],
)
def test_impossible_groups_are_refused(shares, within, groups, message):
    with pytest.raises(ValueError, match=message):
        hierarchical_weights(shares, within, groups, ["facts", "fit"])


# Pairwise comparison -----------------------------------------------------------------------

LEADER = [[1, 4, 3, 7], [1 / 4, 1, 1 / 3, 3], [1 / 3, 3, 1, 5], [1 / 7, 1 / 3, 1 / 5, 1]]
CANDIDATES = {
    "experience": [[1, 1 / 4, 4], [4, 1, 9], [1 / 4, 1 / 9, 1]],
    "education": [[1, 3, 1 / 5], [1 / 3, 1, 1 / 7], [5, 7, 1]],
    "charisma": [[1, 5, 9], [1 / 5, 1, 4], [1 / 9, 1 / 4, 1]],
    "age": [[1, 1 / 3, 5], [3, 1, 9], [1 / 5, 1 / 9, 1]],
}
HOUSE = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    [4, 7, 5, 8, 6, 6, 2, 1],
]


def test_pairwise_comparison_choose_a_leader():
    """Wikipedia, "Analytic hierarchy process: leader example", and the README of AHPy."""
    found = compare_pairs(LEADER)
    assert found.weights == pytest.approx([0.5475692390, 0.1265552844, 0.2699499225, 0.0559255542])
    assert found.geometric_mean == pytest.approx(
        [0.5462402977, 0.1275847940, 0.2698089897, 0.0563659187]
    )
    assert found.lambda_max == pytest.approx(4.1184180243)
    assert found.consistency_index == pytest.approx(0.0394726748)
    assert found.consistency_ratio == pytest.approx(0.0438585, abs=1e-7)
    assert found.warning is None
    within = np.column_stack([compare_pairs(m).weights for m in CANDIDATES.values()])
    total = within @ found.weights
    assert total == pytest.approx([0.3581367694, 0.4927881882, 0.1490750423])
    experience = compare_pairs(CANDIDATES["experience"])
    assert experience.consistency_ratio == pytest.approx(0.0318, abs=5e-5)


def test_pairwise_comparison_inconsistent_house():
    """The 8 × 8 "house" ascribed to Saaty, arithmetic recomputed."""
    found = compare_pairs(HOUSE)
    assert found.lambda_max == pytest.approx(9.6688873)
    assert found.consistency_index == pytest.approx(0.2384125, abs=1e-7)
    assert found.consistency_ratio == pytest.approx(0.1690869, abs=1e-7)
    warning = found.warning
    assert warning is not None
    assert (warning.first, warning.second, warning.given) == (2, 6, 6)
    assert warning.ratio == found.consistency_ratio
    assert warning.ratio_after < 0.10
    log = np.log(HOUSE)
    detours = [log[2, k] + log[k, 6] for k in range(8) if k not in (2, 6)]
    assert warning.consistent == pytest.approx(np.exp(np.mean(detours)))


def test_no_other_replacement_helps_the_house_more():
    found = compare_pairs(HOUSE)
    for i, j in itertools.combinations(range(8), 2):
        log = np.log(HOUSE)
        value = np.exp(np.mean([log[i, k] + log[k, j] for k in range(8) if k not in (i, j)]))
        mended = np.array(HOUSE)
        mended[i, j], mended[j, i] = value, 1 / value
        assert compare_pairs(mended).consistency_ratio >= found.warning.ratio_after - 1e-12


WEIGHTS = st.lists(st.floats(0.5, 9), min_size=3, max_size=7)


@given(WEIGHTS, st.data())
def test_a_spoilt_judgement_is_named_with_the_value_it_had(raw, data):
    n = len(raw)
    matrix = np.divide.outer(raw, raw)
    i = data.draw(st.integers(0, n - 2))
    j = data.draw(st.integers(i + 1, n - 1))
    consistent = matrix[i, j]
    matrix[i, j] *= 40
    matrix[j, i] = 1 / matrix[i, j]
    warning = compare_pairs(matrix).warning
    assert warning is not None
    # Among three criteria every judgement is as far from the detour as any other.
    if n > 3:
        assert (warning.first, warning.second) == (i, j)
        assert warning.consistent == pytest.approx(consistent)
    assert warning.ratio_after == pytest.approx(0, abs=1e-6)


@given(st.lists(st.floats(0.5, 9), min_size=1, max_size=15))
def test_a_consistent_matrix_gives_back_its_weights(raw):
    found = compare_pairs(np.divide.outer(raw, raw))
    weights = np.array(raw) / np.sum(raw)
    assert found.weights == pytest.approx(weights)
    assert found.geometric_mean == pytest.approx(weights)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.warning is None


@given(st.lists(st.sampled_from([1 / 9, 1 / 5, 1 / 3, 1, 3, 5, 9]), min_size=6, max_size=6))
def test_the_names_of_the_criteria_do_not_matter(judgements):
    matrix, order = judgement_matrix(judgements, 4), [2, 0, 3, 1]
    found, again = compare_pairs(matrix), compare_pairs(matrix[order][:, order])
    assert again.weights == pytest.approx(found.weights[order], abs=1e-9)
    assert again.consistency_ratio == pytest.approx(found.consistency_ratio, abs=1e-9)
    assert found.lambda_max >= 4 - 1e-9


def test_the_random_index_reaches_as_far_as_the_criteria_of_a_problem():
    assert set(RANDOM_INDEX) == set(range(1, 16))


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 2, 3], [0.5, 1, 2]], r"shape \(2, 3\); allowed: as many rows as columns"),
        ([[1, 2, 3], [0.5, 1, 2], [0.4, 0.5, 1]], "'speed' over 'hiring' is 3 and the reverse"),
        ([[1, 2, 3], [0.5, 2, 2], [1 / 3, 0.5, 1]], "'docs' over 'docs' is 2; allowed: 1"),
        ([[1, 2, 3], [0.5, 1, -2], [1 / 3, -0.5, 1]], "'docs' over 'hiring' is -2; allowed"),
        ([[1, 2, 0], [0.5, 1, 2], [1 / 3, 0.5, 1]], "'speed' over 'hiring' is 0; allowed"),
        ([[1, np.nan, 1], [1, 1, 1], [1, 1, 1]], "'speed' over 'docs' is nan"),
        (np.ones((16, 16)), "16 criteria are compared at once; allowed: up to 15"),
        ([[1]], "names has 3 entries; allowed: 1, one per criterion"),
    ],
)
def test_impossible_judgements_are_refused_by_pair(matrix, message):
    with pytest.raises(ValueError, match=message):
        check_judgements(matrix, NAMES)


@pytest.mark.parametrize(
    ("judgements", "message"),
    [([1, 2], "2 judgements for 3 criteria; allowed: 3"), ([1, 0, 2], "criterion 0 over crit.* 0")],
)
def test_a_list_of_judgements_must_have_one_per_pair(judgements, message):
    with pytest.raises(ValueError, match=message):
        judgement_matrix(judgements, 3)
