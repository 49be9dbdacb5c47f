"""How far a group agrees, and which of its disagreements would change the leader."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

import advisor
from advisor.ranking.choices import Ballot
from advisor.ranking.consensus import (
    agreeing,
    borda,
    concordance,
    disputes,
    first_places,
    kemeny,
    overlap,
    scores,
)
from advisor.ranking.group import together, who_leads

ANN = Ballot("Ann", {"price": 100.0})
BO = Ballot("Bo", {"load": 50.0})
CY = Ballot("Cy", {"price": 30.0, "load": 10.0})


def combined(problem, *ballots, **choices):
    return advisor.rank(problem, together(problem, ballots), ballots=ballots, **choices)


def test_first_places_are_counted_by_ballot_and_a_shared_one_is_divided(tiny):
    ranking = combined(tiny, ANN, BO, CY)
    assert first_places(ranking, (ANN, BO, CY)) == {"ant": 2, "bee": 0, "cow": 1}
    tie = Ballot("Di", {"price": 1.0, "load": 1.0})
    leads = who_leads(ranking, [tie])[0]
    found = first_places(ranking, [tie])
    assert all(found[leader] == pytest.approx(1 / len(leads)) for leader in leads)


def test_a_must_have_counts_on_every_ballot(tiny):
    ranking = combined(tiny, ANN, BO, excluded=["ant"])
    assert "ant" not in first_places(ranking, (ANN, BO))


def test_concordance_is_one_for_one_order_and_for_two_ballots_follows_spearman(tiny):
    ranking = combined(tiny, ANN, BO)
    assert concordance(ranking, (ANN, ANN, ANN)) == pytest.approx(1)
    assert concordance(ranking, (ANN,)) is None
    first, second = scores(ranking, (ANN, BO)).T
    rho = np.corrcoef(*(np.argsort(np.argsort(s)) for s in (first, second)))[0, 1]
    assert concordance(ranking, (ANN, BO)) == pytest.approx((rho + 1) / 2)
    assert (kendalltau(first, second)[0] < 0) == (concordance(ranking, (ANN, BO)) < 0.5)


def test_kemeny_contradicts_the_ballots_least_of_all_orders(shipped):
    """Oracle: every order of five, counted pair by pair."""
    drawn = np.random.default_rng(3)
    ids = [criterion.id for criterion in shipped.criteria]
    for _ in range(5):
        ballots = [
            Ballot(str(n), dict(zip(ids, row.tolist(), strict=True)))
            for n, row in enumerate(drawn.integers(0, 3, (4, len(ids))) ** 3 * 1.0)
        ]
        ranking = combined(shipped, *ballots, included=["litestar", "falcon"])
        places = -scores(ranking, ballots)
        pairs = {
            order: sum(
                (places[i] > places[j]).sum() + (places[i] == places[j]).sum() / 2
                for i, j in combinations(order, 2)
            )
            for order in permutations(range(5))
        }
        firsts = {order[0] for order, count in pairs.items() if count == min(pairs.values())}
        assert set(kemeny(ranking, ballots)) == {ranking.alternatives[i] for i in firsts}


def test_kemeny_takes_the_winner_of_every_pair_and_says_nothing_of_too_many(tiny, monkeypatch):
    ranking = combined(tiny, ANN, CY, BO)
    assert kemeny(ranking, (ANN, CY, BO)) == ("ant",)
    assert kemeny(ranking, ()) == ()
    monkeypatch.setattr("advisor.ranking.consensus.MOST_FOR_KEMENY", 2)
    assert kemeny(ranking, (ANN, CY, BO)) == ()


def test_overlap_is_one_for_equal_weights_and_zero_for_nothing_in_common(tiny):
    assert overlap(tiny, (ANN,)) is None
    assert overlap(tiny, (ANN, Ballot("Di", {"price": 7.0}))) == pytest.approx(1)
    assert overlap(tiny, (ANN, BO)) == pytest.approx(0)
    wide = Ballot("Ed", {"fuel": 3.0, "load": 1.0})
    assert overlap(tiny, (ANN, wide)) == pytest.approx(0)
    assert 0 < overlap(tiny, (ANN, BO, CY)) < 1


def test_what_a_group_agrees_on_has_that_share_and_the_rest_keeps_its_proportions(grove):
    weights = np.array([0.3, 0.1, 0.4, 0.2, 0.0])
    agreed = agreeing(grove, weights, {"cost": 0.1})
    assert agreed == pytest.approx([0.075, 0.025, 0.6, 0.3, 0.0])
    assert agreeing(grove, weights, {"cost": 1}) == pytest.approx([0.75, 0.25, 0, 0, 0])
    assert agreeing(grove, weights, {"cost": 1, "use": 1})[:2].sum() == pytest.approx(0.5)
    assert agreeing(grove, weights, {}) == pytest.approx(weights)
    nothing = np.array([0, 0, 0.5, 0.5, 0])
    assert agreeing(grove, nothing, {"cost": 0.4})[:2] == pytest.approx([0.2, 0.2])


weights = st.fixed_dictionaries(
    {c: st.integers(0, 100).map(float) for c in ("price", "fuel", "load", "comfort")}
).filter(lambda found: any(found.values()))


@given(st.lists(weights, min_size=2, max_size=8))
def test_figures_of_any_group_stay_within_their_bounds(tiny, drawn):
    ballots = [Ballot(str(n), one) for n, one in enumerate(drawn)]
    ranking = combined(tiny, *ballots)
    found = concordance(ranking, ballots)
    assert found is None or -1e-9 <= found <= 1 + 1e-9
    assert -1e-9 <= overlap(tiny, ballots) <= 1 + 1e-9
    assert kemeny(ranking, ballots)
    assert sum(first_places(ranking, ballots).values()) == pytest.approx(len(ballots))
    assert sum(borda(ranking, ballots).values()) == pytest.approx(3 * len(ballots))
    for one in disputes(ranking, ballots):
        assert one.low <= one.median <= one.high
        assert one.matters or one.at_low == one.at_high


def test_a_disagreement_matters_only_if_it_changes_the_leader(tiny):
    ranking = combined(tiny, ANN, CY, BO)
    found = {one.target: one for one in disputes(ranking, (ANN, CY, BO))}
    assert found["cost"].matters
    assert found["cost"].at_high == ("ant",)
    assert found["cost"].at_low == ("cow",)
    mild = Ballot("Di", {"price": 90.0, "load": 10.0})
    agreed = disputes(combined(tiny, ANN, mild), (ANN, mild))
    assert [one.matters for one in agreed] == [False] * len(agreed)
    assert agreed[0].low < agreed[0].high


def test_who_agrees_has_no_dispute(tiny):
    assert disputes(combined(tiny, ANN, ANN), (ANN, ANN)) == []
    assert disputes(combined(tiny, ANN), (ANN,)) == []
