"""Trade-off questions: the weights that answers leave, contradictions, what to ask next."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.mcda.elicitation.answers import (
    EQUAL,
    TradeOffAnswer,
    TradeOffQuestion,
    constraints,
    contradiction,
    weight_region,
    withdrawal,
)
from advisor.mcda.elicitation.region import narrow, sample_region
from advisor.mcda.elicitation.swing_and_order import rank_order_weights
from advisor.mcda.elicitation.tradeoffs import leaders, next_question, settled, trade_off_weights
from advisor.mcda.sampling.weights import simplex


def rng(seed=1):
    return np.random.default_rng(seed)


def said(first, second, choice="first", first_gain=1.0, second_gain=1.0):
    return TradeOffAnswer(TradeOffQuestion(first, second, first_gain, second_gain), choice)


def answer(question, weights):
    """What somebody with these weights says."""
    first, second = question.alternatives(len(weights)) @ weights
    return TradeOffAnswer(question, "first" if first > second else "second")


# Region ------------------------------------------------------------------------------------


@pytest.mark.parametrize("criteria", [3, 8, 15])
def test_draws_of_the_simplex_are_uniform(criteria):
    """Lahdelma & Salminen's SMAA draws: mean 1/n, sd √((n - 1) / (n²(n + 1)))."""
    drawn = simplex(criteria)(40_000, rng())
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx(1 / criteria, abs=5e-3)
    sd = np.sqrt((criteria - 1) / (criteria**2 * (criteria + 1)))
    assert drawn.std(axis=0) == pytest.approx(sd, rel=0.03)


@pytest.mark.parametrize("count", [3, 5, 8])
def test_the_centre_of_an_order_is_its_centroid(count):
    """The mean of uniform weights that keep an order is the rank order centroid."""
    order = np.eye(count)[:-1] - np.eye(count)[1:]
    drawn = sample_region(order, 8000, rng())
    assert (drawn @ order.T >= -1e-9).all()
    centroid = rank_order_weights(range(count))
    assert trade_off_weights(drawn) == pytest.approx(centroid, abs=0.012)


def test_narrowing_draws_as_keeping_what_meets_the_constraints_does():
    """Moved draws against plain rejection: means, spreads and a correlation."""
    rows = np.array([[1, -2.0, 0, 0], [-1, 4.0, 0, 0], [0, 0, 1, -0.5], [0, 1, 1, -1.0]])
    drawn = sample_region(rows, 20_000, rng(2))
    many = simplex(4)(400_000, rng(3))
    kept = many[(many @ rows.T >= 0).all(axis=1)]
    assert len(kept) > 5000
    assert drawn.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.006)
    assert np.cov(drawn.T) == pytest.approx(np.cov(kept.T), abs=0.0015)


def test_a_region_too_thin_for_any_draw_is_filled_from_a_start_inside():
    middle = np.array([0.2, 0.3, 0.5])
    rows = []
    for i, j in ((0, 1), (1, 2)):
        for sign, factor in ((1, 0.9999), (-1, 1.0001)):
            row = np.zeros(3)
            row[i], row[j] = sign, -sign * factor * middle[i] / middle[j]
            rows.append(row)
    thin = np.array(rows)
    samples = simplex(3)(500, rng())
    with pytest.raises(ValueError, match="none of 500 draws meets the 4 constraints"):
        narrow(samples, thin, rng())
    with pytest.raises(ValueError, match="the start breaks constraint"):
        narrow(samples, thin, rng(), np.array([0.4, 0.3, 0.3]))
    drawn = narrow(samples, thin, rng(), middle)
    assert drawn.shape == samples.shape
    assert drawn == pytest.approx(np.tile(middle, (500, 1)), abs=1e-4)
    assert (np.ptp(drawn, axis=0) > 1e-6).all()


def test_the_same_seed_draws_the_same_weights():
    answers = [said(0, 1), said(1, 2, "equal")]
    first, again = (weight_region(answers, 4, 300, rng(5)) for _ in range(2))
    assert first.tolist() == again.tolist()


def test_going_on_from_earlier_draws_is_as_good_as_starting_over():
    answers = [said(0, 1), said(2, 1, "first", 0.5, 1), said(3, 0, "equal"), said(2, 3)]
    samples = simplex(4)(10_000, rng())
    for count in range(1, 5):
        samples = weight_region(answers[:count], 4, 10_000, rng(count), samples)
    anew = weight_region(answers, 4, 10_000, rng(9))
    assert samples.mean(axis=0) == pytest.approx(anew.mean(axis=0), abs=0.006)
    assert samples.std(axis=0) == pytest.approx(anew.std(axis=0), abs=0.004)
    with pytest.raises(ValueError, match=r"earlier draws have shape \(10000, 4\); allowed: \(9, 4"):
        weight_region(answers, 4, 9, rng(), samples)


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="draws is 0; allowed: at least 1"):
        sample_region(np.eye(3), 0, rng())


# Answers -----------------------------------------------------------------------------------


def test_the_two_alternatives_differ_in_two_criteria_only():
    values = TradeOffQuestion(2, 0, 0.75, 1.0).alternatives(4)
    assert values.tolist() == [[0, 0.5, 0.75, 0.5], [1, 0.5, 0, 0.5]]


def test_an_answer_bounds_the_ratio_of_two_weights():
    rows = constraints([said(0, 1, "first", 0.5, 1), said(0, 1, "second", 1, 0.5)], 2)
    assert rows == pytest.approx(np.array([[1, -2], [-2, 1]]))
    both = constraints([said(0, 1, "equal")], 2)
    assert both == pytest.approx(np.array([[1, -1 / EQUAL], [-1 / EQUAL, 1]]))


GAIN = st.sampled_from([0.25, 0.5, 0.75, 1.0])
ANSWERS = st.lists(
    st.tuples(
        st.permutations(range(4)).map(lambda p: p[:2]),
        st.sampled_from(["first", "second", "equal"]),
        GAIN,
        GAIN,
    ).map(lambda a: said(*a[0], *a[1:])),
    max_size=7,
)


@given(ANSWERS)
def test_a_contradiction_is_found_exactly_when_nothing_is_left(answers):
    """Against brute force: no answers withdrawn, then every set of them by size."""
    if not contradiction(answers, 4):
        assert withdrawal(answers, 4) == ()
        drawn = weight_region(answers, 4, 40, rng())
        assert (drawn @ constraints(answers, 4).T >= -1e-9).all()
        return
    cycle = [answers[number] for number in contradiction(answers, 4)]
    assert contradiction(cycle, 4) == tuple(range(len(cycle)))
    with pytest.raises(ValueError, match="contradict each other"):
        weight_region(answers, 4, 40, rng())
    gone = withdrawal(answers, 4)
    assert not contradiction([a for k, a in enumerate(answers) if k not in gone], 4)
    for fewer in itertools.combinations(range(len(answers)), len(gone) - 1):
        assert contradiction([a for k, a in enumerate(answers) if k not in fewer], 4)


@given(ANSWERS, st.integers(0, 10_000))
def test_nothing_contradicts_what_weights_have_answered(answers, seed):
    weights = rng(seed).dirichlet(np.ones(4))
    honest = [answer(a.question, weights) for a in answers]
    assert contradiction(honest, 4) == ()


def test_the_same_question_answered_twice_contradicts_itself():
    answers = [said(0, 1), said(2, 3), said(0, 1, "second")]
    assert contradiction(answers, 4) == (0, 2)
    assert withdrawal(answers, 4) == (2,)


def test_one_answer_in_two_contradictions_is_the_one_to_withdraw():
    answers = [said(0, 1), said(1, 2), said(2, 0), said(1, 3), said(3, 0)]
    assert withdrawal(answers, 4) == (0,)


def test_equal_leaves_room_but_not_for_everything():
    assert contradiction([said(0, 1, "equal"), said(0, 1)], 2) == ()
    assert contradiction([said(0, 1, "equal"), said(0, 1, "first", 0.5, 1)], 2) == (0, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: TradeOffQuestion(1, 1), "about criteria 1 and 1; allowed: two different"),
        (lambda: TradeOffQuestion(-1, 1), "about criteria -1 and 1"),
        (lambda: TradeOffQuestion(0, 1, 0, 1), "gains are 0 and 1; allowed: above 0"),
        (lambda: TradeOffQuestion(0, 1, 1, 1.5), "gains are 1 and 1.5"),
        (lambda: said(0, 1, "both"), "choice is 'both'; allowed: 'first', 'second', 'equal'"),
        (lambda: constraints([said(0, 5)], 3), "answer 0 is about criterion 5; allowed: 0 to 2"),
    ],
)
def test_impossible_questions_and_answers_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# What to ask next --------------------------------------------------------------------------


def test_a_question_cuts_what_is_left_about_in_half():
    answers, samples = [], simplex(6)(3000, rng())
    for turn in range(8):
        question = next_question(samples, answers)
        first, second = question.alternatives(6) @ samples.T
        assert 0.4 <= np.mean(first > second) <= 0.6
        answers.append(TradeOffAnswer(question, "first" if turn % 3 else "second"))
        samples = weight_region(answers, 6, 3000, rng(turn))


def test_no_question_cuts_more():
    samples = weight_region([said(0, 1), said(2, 1, "first", 0.5, 1)], 4, 2000, rng())
    question = next_question(samples)
    first, second = question.alternatives(4) @ samples.T
    chosen = abs(np.mean(first > second) - 0.5)
    for i, j in itertools.combinations(range(4), 2):
        for a, b in itertools.product([0.25, 0.5, 0.75, 1], repeat=2):
            assert abs(np.mean(samples[:, i] * a > samples[:, j] * b) - 0.5) >= chosen - 1e-12


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_answers_lead_to_the_weights_they_were_given_by(seed):
    true = rng(seed).dirichlet(np.ones(5))
    answers, samples = [], simplex(5)(1000, rng(seed))
    before = np.abs(trade_off_weights(samples) - true).sum()
    while len(answers) < 15 and (question := next_question(samples, answers)):
        answers.append(answer(question, true))
        samples = weight_region(answers, 5, 1000, rng(seed))
    after = np.abs(trade_off_weights(samples) - true).sum()
    assert after <= max(0.25, before)
    assert (samples.std(axis=0) < simplex(5)(1000, rng()).std(axis=0)).all()


def test_knowing_who_leads_asks_about_what_decides_it_and_stops_sooner():
    """Alternatives differ on criteria 4 and 5 only: nothing else need be asked about."""
    values = np.full((2, 6), 0.5)
    values[0, 4], values[1, 5] = 1.0, 1.0
    samples = simplex(6)(3000, rng())
    question = next_question(samples, leading=leaders(values, samples))
    assert (question.first, question.second) == (4, 5)
    samples = weight_region([TradeOffAnswer(question, "first")], 6, 3000, rng())
    assert settled(values, samples)
    assert next_question(samples, stop=lambda left: settled(values, left)) is None


def test_a_pair_called_equal_is_not_asked_about_again():
    answers = [said(0, 1, "equal")]
    samples = weight_region(answers, 2, 1000, rng())
    assert next_question(samples) is not None
    assert next_question(samples, answers) is None


def test_only_gains_that_can_be_shown_are_asked_about():
    samples = weight_region([said(0, 1)], 2, 1000, rng())
    question = next_question(samples, gains=[[0.4], [0.8, 0.9]])
    assert question.first_gain == 0.4
    assert question.second_gain in (0.8, 0.9)


def test_what_does_not_fit_the_samples_is_refused():
    samples = simplex(3)(10, rng())
    with pytest.raises(ValueError, match="gains has 2 entries; allowed: 3"):
        next_question(samples, gains=[[1.0], [1.0]])
    with pytest.raises(ValueError, match=r"leading has shape \(2,\); allowed: \(10,\)"):
        next_question(samples, leading=np.array([0, 1]))
