"""The methods against the literature, two other libraries, and what each promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from advisor.mcda.additive import TIE, additive, normalise_weights, ranks
from advisor.mcda.methods.batches import BLOCK
from advisor.mcda.methods.promethee import flows, preference_degrees, promethee
from advisor.mcda.methods.scores import copras, topsis, weighted_product
from advisor.mcda.methods.vikor import vikor
from tests.mcda.normalisation import (
    max_normalise,
    minmax_normalise,
    sum_normalise,
    vector_normalise,
)


def table(rows) -> np.ndarray:
    return np.array(rows, dtype=float)


# Worked examples ---------------------------------------------------------------------------

TZENG = table([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
TZENG_WEIGHTS = table([0.3, 0.4, 0.3])
OPRICOVIC_2004 = table([[1, 3000], [2, 3750], [5, 4500]])
LOWER_FIRST = [True, False]
HALVES = table([0.5, 0.5])


def test_topsis_of_tzeng_and_huang():
    """Tzeng & Huang (2011), Multiple Attribute Decision Making; vector normalisation."""
    scores = topsis(vector_normalise(TZENG), TZENG_WEIGHTS)
    assert scores == pytest.approx([0.5037196586, 0.6580847720, 0.7482486599, 0.3339974369])
    assert ranks(scores).tolist() == [3, 2, 1, 4]


def test_topsis_the_normalisation_alone_changes_who_leads():
    """Opricovic & Tzeng (2004), EJOR 156: the same facts, min-max and vector normalisation."""
    linear = topsis(minmax_normalise(OPRICOVIC_2004, LOWER_FIRST), HALVES)
    assert linear == pytest.approx([0.5, 0.617, 0.5], abs=5e-4)
    vector = topsis(vector_normalise(OPRICOVIC_2004, LOWER_FIRST), HALVES)
    assert vector == pytest.approx([0.7621405801, 0.7221778332, 0.2378594199])
    assert (np.argmax(linear), np.argmax(vector)) == (1, 0)


def test_vikor_of_tzeng_and_huang():
    """Data of Tzeng & Huang (2011): no acceptable advantage, so a compromise of two."""
    found = vikor(minmax_normalise(TZENG), TZENG_WEIGHTS)
    assert found.s == pytest.approx([0.6, 0.3, 0.15, 0.65])
    assert found.r == pytest.approx([0.3, 0.2, 0.15, 0.4])
    assert found.q == pytest.approx([0.75, 0.25, 0, 1])
    assert found.scores == pytest.approx([0.25, 0.75, 1, 0])
    assert not found.acceptable_advantage
    assert found.acceptable_stability
    assert found.compromise.tolist() == [False, True, True, False]


def test_vikor_of_opricovic_and_tzeng_2004():
    found = vikor(minmax_normalise(OPRICOVIC_2004, LOWER_FIRST), HALVES)
    assert found.s == pytest.approx([0.5, 0.375, 0.5])
    assert found.r == pytest.approx([0.5, 0.25, 0.5])
    assert found.q == pytest.approx([1, 0, 1])
    assert found.compromise.tolist() == [False, True, False]


HYDROPOWER = table(
    [
        [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
        [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
        [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
        [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
        [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
        [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
    ]
)
HYDROPOWER_LOWER = [False, True, False, False, True, True, True, False]
HYDROPOWER_CASES = {
    "equal": (
        [1, 1, 1, 1, 1, 1, 1, 1],
        [0.692, 0.7, 0.29, 0.423, 0.28, 0.346],
        [0.125, 0.125, 0.121, 0.125, 0.067, 0.125],
        [0.991, 1, 0.473, 0.670, 0, 0.578],
        [5, 6, 2, 4, 1, 3],
    ),
    "economic": (
        [2, 2, 2, 2, 1, 1, 1, 1],
        [0.701, 0.6, 0.386, 0.365, 0.317, 0.459],
        [0.167, 0.114, 0.161, 0.167, 0.089, 0.167],
        [1, 0.533, 0.552, 0.563, 0, 0.686],
        [6, 2, 3, 4, 1, 5],
    ),
    "social": (
        [1, 1, 1, 1, 2, 2, 2, 2],
        [0.683, 0.8, 0.193, 0.48, 0.243, 0.232],
        [0.113, 0.167, 0.08, 0.122, 0.044, 0.083],
        [0.684, 1, 0.147, 0.554, 0.041, 0.191],
        [5, 6, 2, 4, 1, 3],
    ),
    "more social": (
        [1, 1, 1, 1, 3.2, 3.2, 3.2, 3.2],
        [0.678, 0.857, 0.138, 0.513, 0.222, 0.167],
        [0.129, 0.190, 0.057, 0.139, 0.042, 0.060],
        [0.668, 1, 0.051, 0.588, 0.058, 0.078],
        [5, 6, 1, 4, 2, 3],
    ),
}


@pytest.mark.parametrize("case", HYDROPOWER_CASES)
def test_vikor_of_opricovic_and_tzeng_2007(case):
    """Opricovic & Tzeng (2007), EJOR 178: six hydropower systems under four weightings."""
    raw, s, r, q, order = HYDROPOWER_CASES[case]
    found = vikor(minmax_normalise(HYDROPOWER, HYDROPOWER_LOWER), normalise_weights(raw))
    assert found.s == pytest.approx(s, abs=1e-3)
    assert found.r == pytest.approx(r, abs=1e-3)
    assert found.q == pytest.approx(q, abs=1e-3)
    assert ranks(found.scores).tolist() == order
    if case == "social":
        assert np.flatnonzero(found.compromise).tolist() == [2, 4, 5]


def test_promethee_of_zhao():
    """Zhao et al. (2013): usual criterion.

    A published implementation returns these flows negated (negative less positive), so that a
    dominated alternative leads in its own test; the sign here is positive less negative.
    """
    facts, weights = table([[4, 3, 2], [3, 2, 4], [5, 1, 3]]), table([0.5, 0.3, 0.2])
    degrees = preference_degrees(facts)
    assert degrees @ weights == pytest.approx(table([[0, 0.8, 0.3], [0.2, 0, 0.5], [0.7, 0.5, 0]]))
    positive, negative = flows(degrees)
    assert positive @ weights == pytest.approx([0.55, 0.35, 0.6])
    assert negative @ weights == pytest.approx([0.45, 0.65, 0.4])
    assert promethee(facts, weights) == pytest.approx([0.1, -0.3, 0.2])


def test_promethee_thresholds():
    """By hand: differences of 0.1 (indifferent), 0.5 (half way) and 0.6 (five eighths)."""
    degrees = preference_degrees(table([[0.6], [0.5], [0.0]]), 0.1, 0.9)
    assert degrees[..., 0] == pytest.approx(table([[0, 0, 0.625], [0, 0, 0.5], [0, 0, 0]]))
    step = preference_degrees(table([[0.6], [0.5], [0.0]]), 0.1, 0.1)
    assert step[..., 0].tolist() == [[0, 0, 1], [0, 0, 1], [0, 0, 0]]


def test_weighted_product_disagrees_with_the_sum():
    """Triantaphyllou's textbook matrix (figures recomputed): the sum ties, the product decides."""
    facts = table([[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    weights = table([0.2, 0.15, 0.4, 0.25])
    sums, scores = additive(facts, weights), weighted_product(facts, weights)
    assert sums == pytest.approx([21.5, 22.0, 22.0])
    ratios = [scores[0] / scores[1], scores[0] / scores[2], scores[1] / scores[2]]
    assert ratios == pytest.approx([1.0073927436, 1.0670544113, 1.0592238410])
    assert (ranks(sums)[0], ranks(scores)[0]) == (3, 1)


def test_weighted_sum_of_jmcdm():
    """Simple additive weighting in JMcDM's tests: x/max, min/x for the third criterion."""
    facts = table([[25, 65, 7, 20], [21, 78, 6, 24], [19, 53, 5, 33], [22, 25, 2, 31]])
    scores = additive(max_normalise(facts, [False, False, True, False]), np.full(4, 0.25))
    assert scores == pytest.approx([0.6812770563, 0.7251515152, 0.7098717949, 0.78497669])


def test_weighted_product_of_jmcdm():
    """JMcDM's tests: product and sum agree on the first and differ on the second."""
    facts = table(
        [
            [3, 12.5, 2, 120, 14, 3],
            [5, 15, 3, 110, 38, 4],
            [3, 13, 2, 120, 19, 3],
            [4, 14, 2, 100, 31, 4],
            [3, 15, 1.5, 125, 40, 4],
        ]
    )
    weights = table([0.221, 0.159, 0.175, 0.127, 0.117, 0.201])
    values = max_normalise(facts, [False, True, True, False, True, False])
    product, total = weighted_product(values, weights), additive(values, weights)
    assert product == pytest.approx(
        [0.7975224331, 0.7532541471, 0.7647463553, 0.7873956895, 0.7674278742]
    )
    assert total == pytest.approx([0.81252, 0.7968652632, 0.7756151417, 0.8054529954, 0.80905])
    assert np.argsort(-product)[:2].tolist() == [0, 3]
    assert np.argsort(-total)[:2].tolist() == [0, 4]


def test_weighted_sum_of_kracka():
    """Kracka, Brauers & Zavadskas (2010): reciprocals of costs, then shares of the sum."""
    facts = table(
        [
            [33.95, 23.78, 11.45, 39.97, 29.44, 167.10, 3.852],
            [38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184],
            [37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845],
            [30.44, 37.59, 13.91, 74.08, 45.10, 198.34, 2.186],
            [36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.61],
            [37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935],
        ]
    )
    values = sum_normalise(facts, [True, True, True, True, False, True, False])
    assert additive(values, np.full(7, 1 / 7)) == pytest.approx(
        [0.12040426, 0.3458235, 0.13838192, 0.12841246, 0.12346084, 0.14351701]
    )


def test_copras_of_road_designs():
    """Data of Zavadskas et al. (2007): one criterion where higher is better, four costs.

    pymcdm 1.4 tests 1, .797, .9078, .7243, .8537, .6898 on these data. Those are the gains *plus*
    the costs: its sums over the alternatives are written elementwise and cancel, so that a costlier
    alternative scores higher. The figures here follow the paper's formula, as scikit-criteria does.
    """
    facts = table(
        [
            [30, 20, 27, 18, 24, 16],
            [12.487, 12.372, 11.096, 10.982, 11.017, 10.903],
            [6.261, 5.961, 6.262, 5.962, 6.283, 5.983],
            [10.88, 10.88, 9.92, 9.92, 9.98, 9.98],
            [7.61, 7.46, 6.69, 6.54, 7.0, 6.85],
        ]
    ).T
    weights, costs = table([0.53] + [0.1175] * 4), [False, True, True, True, True]
    shares = sum_normalise(facts)
    assert copras(shares, weights, costs) == pytest.approx(
        [1, 0.8021822, 0.9724071, 0.7964830, 0.9059215, 0.7503122]
    )
    plus_costs = additive(shares, weights)
    assert plus_costs / plus_costs.max() == pytest.approx(
        [1, 0.797, 0.9078, 0.7243, 0.8537, 0.6898], abs=1e-4
    )


def test_copras_by_hand():
    """Gains .3 and .2; costs .1 and .3, so .4 is shared as 3 to 1: .3 + .3 and .2 + .1."""
    scores = copras(table([[0.6, 0.2], [0.4, 0.6]]), HALVES, [False, True])
    assert scores == pytest.approx([1, 0.3 / 0.6])


# Rank reversal -----------------------------------------------------------------------------

REVERSAL = table([[9, 1], [7, 2], [4, 3]])
DOMINATED = table([[0, 1]])


def test_minmax_over_the_alternatives_reverses_ranks_and_fixed_anchors_do_not():
    """Constructed: a dominated fourth alternative hands the lead from B to C; anchored, A leads."""
    more = np.vstack([REVERSAL, DOMINATED])
    three, four = minmax_normalise(REVERSAL), minmax_normalise(more)
    assert additive(three, HALVES) == pytest.approx([0.5, 0.55, 0.5])
    assert additive(four, HALVES) == pytest.approx([0.5, 0.638889, 0.722222, 0], abs=1e-6)
    anchored = additive(more / 10, HALVES)
    assert anchored[:3] == pytest.approx([0.5, 0.45, 0.35])
    assert anchored[:3].tolist() == additive(REVERSAL / 10, HALVES).tolist()


def test_a_copy_reverses_ranks_under_shares_of_the_sum():
    """The example ascribed to Belton & Gear (1983), arithmetic recomputed: a copy of B lifts A."""
    shares = sum_normalise(table([[1, 9, 8], [9, 1, 9], [1, 1, 1]]))
    copied = sum_normalise(table([[1, 9, 8], [9, 1, 9], [9, 1, 9], [1, 1, 1]]))
    thirds = np.full(3, 1 / 3)
    assert additive(shares, thirds) == pytest.approx([0.451178, 0.469697, 0.079125], abs=1e-6)
    assert additive(copied, thirds) == pytest.approx(
        [0.365432, 0.288889, 0.288889, 0.056790], abs=1e-6
    )


def test_topsis_reverses_ranks_unless_its_ideals_are_fixed():
    values = table([[1.0, 0.5], [0.5, 0.95]])
    more, weights = np.vstack([values, [0.6, 0.0]]), table([0.5, 0.5])
    assert np.argmax(topsis(values, weights)) == 0
    assert np.argmax(topsis(more, weights)) == 1
    fixed = topsis(values, weights, ideal=1, anti_ideal=0)
    assert topsis(more, weights, ideal=1, anti_ideal=0)[:2].tolist() == fixed.tolist()


# Other libraries ---------------------------------------------------------------------------

SEEDS = range(12)


def random_problem(seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(3, 9), rng.integers(2, 8)
    lower = rng.random(columns) < 0.4
    lower[:2] = False, True  # COPRAS needs one of each
    return rng.uniform(1, 100, (rows, columns)), rng.dirichlet(np.ones(columns)), lower


@pytest.mark.filterwarnings("ignore:Alternatives with indices")
@pytest.mark.parametrize("seed", SEEDS)
def test_pymcdm_agrees(seed):
    from pymcdm import methods, normalizations

    facts, weights, lower = random_problem(seed)
    types = np.where(lower, -1, 1)
    minmax, total = normalizations.minmax_normalization, normalizations.sum_normalization

    def theirs(method):
        return pytest.approx(method(facts, weights, types), rel=0, abs=1e-9)

    values = minmax_normalise(facts, lower)
    assert additive(values, weights) == theirs(methods.WSM(minmax))
    assert weighted_product(sum_normalise(facts, lower), weights) == theirs(methods.WPM(total))
    assert topsis(values, weights) == theirs(methods.TOPSIS(minmax))
    assert topsis(vector_normalise(facts, lower), weights) == theirs(
        methods.TOPSIS(normalizations.vector_normalization)
    )
    assert topsis(max_normalise(facts, lower), weights) == theirs(
        methods.TOPSIS(normalizations.linear_normalization)
    )
    assert vikor(values, weights).q == theirs(methods.VIKOR(minmax))
    assert promethee(np.where(lower, -facts, facts), weights) == theirs(
        methods.PROMETHEE_II("usual")
    )


@pytest.mark.filterwarnings("ignore:Alternatives with indices")
@pytest.mark.parametrize("seed", SEEDS)
def test_pymcdm_agrees_on_thresholds(seed):
    from pymcdm.methods import PROMETHEE_II

    facts, weights, lower = random_problem(seed)
    q, p = np.full(len(weights), 5.0), np.full(len(weights), 40.0)
    theirs = PROMETHEE_II("vshape_2", p=p, q=q)(facts, weights, np.where(lower, -1, 1))
    ours = promethee(np.where(lower, -facts, facts), weights, q, p)
    assert ours == pytest.approx(theirs, rel=0, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_scikit_criteria_agrees(seed):
    import skcriteria
    from skcriteria.agg import copras as their_copras
    from skcriteria.agg import simple
    from skcriteria.agg import topsis as their_topsis
    from skcriteria.agg import vikor as their_vikor
    from skcriteria.preprocessing import invert_objectives, scalers

    facts, weights, lower = random_problem(seed)
    problem = skcriteria.mkdm(facts, np.where(lower, -1, 1), weights=weights)
    upward = invert_objectives.InvertMinimize().transform(problem)
    shares = scalers.SumScaler("matrix").transform(upward)
    lengths = scalers.VectorScaler("matrix").transform(upward)

    def close(theirs):
        return pytest.approx(theirs, rel=0, abs=1e-9)

    values = sum_normalise(facts, lower)
    found = simple.WeightedSumModel().evaluate(shares)
    assert additive(values, weights) == close(found.e_.score)
    found = simple.WeightedProductModel().evaluate(shares)  # base-ten logarithm of the product
    assert np.log10(weighted_product(values, weights)) == close(found.e_.score)
    upright = np.where(lower, 1 / facts, facts)
    found = their_topsis.TOPSIS().evaluate(lengths)
    assert topsis(vector_normalise(upright), weights) == close(found.e_.similarity)
    found = their_vikor.VIKOR().evaluate(problem)
    ours = vikor(minmax_normalise(facts, lower), weights)
    assert ours.q == close(found.e_.q_k)
    assert ours.s == close(found.e_.s_k)
    assert ours.r == close(found.e_.r_k)
    assert ours.acceptable_advantage == found.e_.acceptable_advantage
    assert ours.acceptable_stability == found.e_.acceptable_stability
    found = their_copras.COPRAS().evaluate(scalers.SumScaler("matrix").transform(problem))
    ours = copras(sum_normalise(facts), weights, lower)
    assert ours == close(found.e_.score / np.max(found.e_.score))


# Promises ----------------------------------------------------------------------------------


def half_costs(values, weights):
    """COPRAS with every second criterion as a cost, so that higher values are better for all."""
    lower = np.arange(values.shape[-1]) % 2 == 1
    return copras(np.where(lower, 1 - values, values), weights, lower)


def anchored_topsis(values, weights):
    return topsis(values, weights, ideal=1, anti_ideal=0)


def sloped_promethee(values, weights):
    return promethee(values, weights, 0.05, 0.3)


METHODS = {
    "additive": additive,
    "weighted product": weighted_product,
    "TOPSIS": topsis,
    "TOPSIS, fixed ideals": anchored_topsis,
    "VIKOR": lambda values, weights: vikor(values, weights).scores,
    "PROMETHEE II": promethee,
    "PROMETHEE II, thresholds": sloped_promethee,
    "COPRAS": copras,
    "COPRAS, costs": half_costs,
}
SPLIT = [name for name in METHODS if "TOPSIS" not in name and "VIKOR" not in name]
INDEPENDENT = ["additive", "weighted product", "TOPSIS, fixed ideals"]
CHECKED = pytest.mark.parametrize("method", list(METHODS.values())[1:], ids=list(METHODS)[1:])
ALL = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)

# Steps of 1/8 meet many exact ties; zeros included, as values between anchors have them.
VALUE = st.integers(0, 8).map(lambda eighths: eighths / 8)
PROBLEMS = st.tuples(st.integers(2, 5), st.integers(1, 6)).flatmap(
    lambda shape: st.tuples(
        arrays(float, shape, elements=VALUE),
        arrays(float, shape[1], elements=st.integers(0, 9).map(float)).filter(np.any),
    )
)


@ALL
@given(PROBLEMS, st.randoms(use_true_random=False))
def test_the_order_of_alternatives_and_criteria_does_not_matter(method, problem, random):
    values, raw = problem
    weights = normalise_weights(raw)
    rows = random.sample(range(len(values)), len(values))
    if method is half_costs:  # its columns are costs by their place
        assert method(values[rows], weights) == pytest.approx(method(values, weights)[rows])
        return
    columns = random.sample(range(len(raw)), len(raw))
    again = method(values[rows][:, columns], weights[columns])
    assert again == pytest.approx(method(values, weights)[rows])


@ALL
@given(PROBLEMS, st.floats(1e-3, 1e3))
def test_only_proportions_of_raw_weights_count(method, problem, scale):
    values, raw = problem
    scores = method(values, normalise_weights(raw))
    assert method(values, normalise_weights(raw * scale)) == pytest.approx(scores)


@ALL
@given(PROBLEMS, st.data())
def test_a_dominating_alternative_never_scores_lower(method, problem, data):
    values, raw = problem
    gain = data.draw(arrays(float, values.shape[1], elements=VALUE))
    values = np.vstack([np.minimum(values[0] + gain, 1), values])
    scores = method(values, normalise_weights(raw))
    assert scores[0] >= scores[1] - TIE
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("name", SPLIT)
@given(PROBLEMS)
def test_splitting_a_criterion_changes_nothing_where_promised(name, problem):
    values, raw = problem
    weights = normalise_weights(raw)
    twice, split = np.hstack([values, values]), np.append(weights, weights) / 2
    if METHODS[name] is half_costs and len(raw) % 2:  # its columns are costs by their place
        twice, split = np.insert(twice, len(raw), 0, axis=1), np.insert(split, len(raw), 0)
    assert METHODS[name](twice, split) == pytest.approx(METHODS[name](values, weights))


def test_splitting_a_criterion_does_change_topsis_and_vikor():
    values, weights = table([[1, 0], [0, 1]]), table([0.5, 0.5])
    twice, split = table([[1, 0, 0], [0, 1, 1]]), table([0.5, 0.25, 0.25])
    for method in (anchored_topsis, METHODS["VIKOR"]):
        assert np.ptp(method(values, weights)) == pytest.approx(0)
        assert np.ptp(method(twice, split)) > 0.1


@pytest.mark.parametrize("name", INDEPENDENT)
@given(PROBLEMS)
def test_leaving_one_out_changes_no_score_where_promised(name, problem):
    values, raw = problem
    weights = normalise_weights(raw)
    before = METHODS[name](values, weights)
    assert METHODS[name](values[1:], weights) == pytest.approx(before[1:])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("VIKOR", [[0.9, 0.2, 0.5], [0.2, 0.7, 0.8], [0.4, 0.6, 0.3], [0.0, 0.1, 0.9]]),
        ("PROMETHEE II", [[3, 0], [2, 2], [0, 3], [1, 1]]),
        ("COPRAS, costs", [[0.9, 0.3], [0.6, 0.6], [0.1, 0.8], [0.0, 0.95]]),
    ],
)
def test_the_others_do_change_when_one_leaves(name, rows):
    values = table(rows)
    weights = np.full(values.shape[1], 1 / values.shape[1])
    before, after = METHODS[name](values, weights)[:3], METHODS[name](values[:3], weights)
    assert after - after.mean() != pytest.approx(before - before.mean())


@ALL
def test_a_batch_over_several_blocks_scores_like_one_at_a_time(method):
    rng = np.random.default_rng(3)
    values = rng.integers(0, 9, (6, 5)) / 8
    batch = rng.dirichlet(np.ones(5), 2 * BLOCK + 7)
    batch[[0, BLOCK]] = [1, 0, 0, 0, 0]
    batch[1] = 0
    scores = method(values, batch)
    assert scores.shape == (6, len(batch))
    for sample in (0, 1, BLOCK - 1, BLOCK, len(batch) - 1):
        assert scores[:, sample] == pytest.approx(method(values, batch[sample]))
    assert method(values, batch[:0]).shape == (6, 0)


def test_vikor_judges_each_vector_of_a_batch():
    rng = np.random.default_rng(4)
    values, batch = rng.random((5, 4)), rng.dirichlet(np.ones(4), 200)
    found = vikor(values, batch)
    assert 0 < found.acceptable_advantage.mean() < 1
    for sample in range(200):
        one = vikor(values, batch[sample])
        assert found.acceptable_advantage[sample] == one.acceptable_advantage
        assert found.acceptable_stability[sample] == one.acceptable_stability
        assert found.compromise[:, sample].tolist() == one.compromise.tolist()
        assert one.compromise[np.argmin(one.q)]


def test_vikor_takes_the_second_in_where_only_stability_is_missing():
    """The second leads by Q, the fifth by S, the sixth by R: the second and the runner-up stay."""
    rows = [[4, 3, 6], [6, 3, 9], [3, 5, 5], [4, 8, 2], [9, 10, 0], [4, 5, 5]]
    found = vikor(table(rows) / 10, np.full(3, 1 / 3))
    assert (np.argmin(found.q), np.argmin(found.s), np.argmin(found.r)) == (1, 4, 5)
    assert found.acceptable_advantage
    assert not found.acceptable_stability
    assert np.flatnonzero(found.compromise).tolist() == [1, 5]


def test_vikor_two_first_by_q_are_no_advantage():
    found = vikor(table([[1, 0], [0, 1], [0, 0]]), HALVES)
    assert not found.acceptable_advantage
    assert found.compromise.tolist() == [True, True, False]


# Edges -------------------------------------------------------------------------------------


@ALL
def test_a_lone_alternative_and_one_criterion_are_no_trouble(method):
    assert np.isfinite(method(table([[0.3]]), table([1.0]))).all()
    alike = method(np.full((3, 2), 0.5), HALVES)
    assert np.ptp(alike) == 0


def test_a_weighted_product_is_wiped_out_by_a_zero_that_counts_unless_floored():
    values = table([[0, 1], [0.5, 0.5]])
    assert weighted_product(values, [0.5, 0.5]).tolist() == [0, 0.5]
    assert weighted_product(values, [0, 1]) == pytest.approx([1, 0.5])
    assert weighted_product(values, [0.5, 0.5], floor=0.01) == pytest.approx([0.1, 0.5])


def test_without_costs_copras_is_the_additive_value_to_scale():
    values, weights = TZENG / 10, TZENG_WEIGHTS
    scores = additive(values, weights)
    assert copras(values, weights) == pytest.approx(scores / scores.max())


def test_copras_shares_the_part_of_the_costs_among_those_without_any():
    near = copras(table([[1e-12, 0.5], [1e-12, 0.5], [0.5, 0.5]]), HALVES, [True, False])
    none = copras(table([[0, 0.5], [0, 0.5], [0.5, 0.5]]), HALVES, [True, False])
    assert none == pytest.approx(near, abs=1e-9)


@CHECKED
@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([[0.5, 0.5]], [1.0], r"shape \(1,\); allowed: \(2,\) or \(vectors, 2\)"),
        ([0.5, 0.5], [0.5, 0.5], r"values have shape \(2,\)"),
        ([[0.5, np.nan]], [0.5, 0.5], "row 0, column 1 is nan"),
        ([[0.5, 0.5]], [0.5, -0.5], "criterion 1 is -0.5; allowed: a finite number of 0 or more"),
        ([[0.5, 0.5]], [[1, 0], [np.nan, 1]], "criterion 0 is nan"),
        ([[0.5, 0.5]], [[1, np.inf]], "criterion 1 is inf"),
    ],
)
def test_impossible_input_is_refused_by_place(method, values, weights, message):
    with pytest.raises(ValueError, match=message):
        method(table(values), table(weights))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: weighted_product([[-1.0]], [1]), "column 0 is -1; allowed: 0 or more"),
        (lambda: weighted_product([[1.0]], [1], floor=-1), "floor is -1"),
        (lambda: copras([[-1.0]], [1]), "column 0 is -1; allowed: 0 or more"),
        (lambda: copras([[1.0, 2.0]], [1, 1], [True] * 3), "lower_is_better .* 2 of them"),
        (lambda: topsis([[2.0]], [1], 1, 0), "is 2; allowed: from 0 to 1, the ideals"),
        (lambda: topsis([[2.0]], [1], np.nan), "ideal is nan"),
        (lambda: vikor([[2.0]], [1]), "is 2; allowed: from 0 to 1"),
        (lambda: vikor([[1.0]], [1], v=2), "v is 2; allowed: a number from 0 to 1"),
        (lambda: promethee([[1.0]], [1], 0.5, 0.1), "0 <= indifference <= preference"),
        (lambda: vector_normalise([[0.0, 1]]), "column 0 is 0 for every alternative"),
        (lambda: vector_normalise([[np.inf]]), "row 0, column 0 is inf"),
        (lambda: vector_normalise([1.0]), r"shape \(1,\)"),
        (lambda: minmax_normalise([[1.0]], [1]), "type int64; allowed: 1 bools"),
        (lambda: max_normalise([[0.0]], [True]), "is 0; allowed: above 0"),
        (lambda: sum_normalise([[-1.0]]), "is -1; allowed: 0 or more"),
    ],
)
def test_what_a_method_cannot_take_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_minmax_of_a_criterion_on_which_all_are_alike_puts_nobody_behind():
    assert minmax_normalise([[2, 1], [2, 3]]).tolist() == [[1, 0], [1, 1]]
