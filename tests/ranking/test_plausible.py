import re
from dataclasses import replace

import numpy as np
import pytest

import advisor
from advisor.mcda.optimality import simplex_shares
from advisor.mcda.sampling.weights import simplex
from advisor.ranking.plausible import KINDS, Left, Plausible
from advisor.report.wording import headline
from advisor.robustness.assessment import assess
from advisor.robustness.uncertainty import plausible_weights, weight_sampler


def of_kind(kind, **said):
    """What counts as plausible; answers leave load at least as heavy as price."""
    drawn = simplex(5)(4000, np.random.default_rng(3))
    left = Left(drawn[drawn[:, 2] >= drawn[:, 0]]) if kind == "answers" else None
    return Plausible(kind, left=left, **said)


def ranked(problem, **plausible):
    return advisor.rank(problem, {"load": 80}, plausible=Plausible(**plausible))


def draws(ranking, count=20_000):
    return weight_sampler(ranking)(count, np.random.default_rng(1))


@pytest.mark.parametrize("kind", KINDS)
def test_scores_do_not_depend_on_what_is_plausible(tiny, kind):
    ranking = advisor.rank(tiny, {"load": 80}, plausible=of_kind(kind))
    assert ranking.scores.tolist() == ranked(tiny).scores.tolist()


def test_answers_leave_what_they_leave(tiny):
    plausible = of_kind("answers", facts=False)
    ranking = advisor.rank(tiny, plausible=plausible)
    found = draws(ranking)
    assert (found[:, 2] >= found[:, 0]).all()
    everywhere = plausible.left.draws
    assert found.mean(axis=0) == pytest.approx(everywhere.mean(axis=0), abs=0.01)
    first = np.bincount(np.argmax(ranking.values @ everywhere.T, axis=0), minlength=3)
    shares = first / len(everywhere)
    assert assess(ranking).acceptability.first == pytest.approx(shares, abs=0.02)


def test_what_holds_answers_can_be_told_apart_and_compared():
    one, other = of_kind("answers"), of_kind("answers")
    assert one == replace(one)
    assert hash(one) == hash(replace(one))
    assert one != other


def test_answers_are_not_saved_and_the_ranges_count_again():
    saved = of_kind("answers", facts=False).to_dict()
    assert Plausible.from_dict(saved) == Plausible("ranges", facts=False)


def test_anything_is_the_whole_simplex(tiny):
    ranking = ranked(tiny, kind="anything", facts=False)
    assert draws(ranking).mean(axis=0) == pytest.approx(0.2, abs=0.01)
    everywhere, _ = simplex_shares(ranking.values, 20_000, np.random.default_rng(2))
    assert assess(ranking).acceptability.first == pytest.approx(everywhere, abs=0.02)


def test_around_scatters_around_the_weights_as_they_are(tiny):
    ranking = ranked(tiny, kind="around", spread=0.2)
    found = draws(ranking)
    assert found.mean(axis=0) == pytest.approx(ranking.weights, abs=0.01)
    shares = ranking.weights
    assert found.std(axis=0) == pytest.approx(0.2 * np.sqrt(shares * (1 - shares)), abs=0.01)
    assert not found[:, 4].any()  # its weight is 0


def test_ranges_are_the_scenarios(tiny):
    found = draws(ranked(tiny))
    low, high = plausible_weights(ranked(tiny))
    assert (low[2], high[2]) == (70, 90)
    assert found[:, 2].max() <= 90 / (90 + 3 * 40)


def test_facts_as_stated_do_not_vary(tiny):
    """Only the price and load of Bee are uncertain."""
    assert assess(ranked(tiny, facts=False)).lead.by_facts == 1
    assert assess(ranked(tiny)).lead.by_facts < 1


def test_a_margin_within_its_doubt_stays_a_tie_whatever_is_drawn(tiny):
    cell = tiny.performances["bee", "load"]
    loads = {**tiny.performances, ("bee", "load"): replace(cell, low=0, high=10)}
    problem = replace(tiny, performances=loads)
    for facts in (True, False):
        ranking = advisor.rank(problem, plausible=Plausible(facts=facts))
        assert assess(ranking).lead.verdict == "tie"


@pytest.mark.parametrize("kind", KINDS)
def test_unbeaten_and_turning_agree_with_the_draws(tiny, kind):
    for scenario in ("even", "haul"):
        plausible = of_kind(kind, facts=False)
        ranking = advisor.rank(tiny, scenario=scenario, plausible=plausible)
        lead = assess(ranking).lead
        assert not lead.unbeaten or lead.share == 1
        assert not (lead.unbeaten and lead.turning)


def test_who_dominates_is_unbeaten_in_all_weights(tiny):
    best = {(a, c.id): c.best for a in ("cow",) for c in tiny.criteria if c.kind == "fact"}
    ranking = ranked(tiny.with_performances(best), kind="anything", facts=False)
    assert assess(ranking).lead.unbeaten
    assert headline(assess(ranking)).detail == "Cow stays first for any set of priorities."


def test_one_weight_alone_turns_what_it_turns_at_all(tiny):
    """Cow leads for loads; at the whole weight of the price Ant does."""
    ranking = advisor.rank(tiny, scenario="haul", plausible=Plausible("anything"))
    assert assess(ranking).lead.turning
    assert assess(advisor.rank(tiny, scenario="haul")).lead.turning == ()


@pytest.mark.parametrize(
    ("plausible", "cases"),
    [
        ({}, "Bee ranks first in N of 100 simulations that vary weights and facts within their"),
        (
            {"facts": False},
            "vary weights within their ranges and keep every fact at its best estimate, Ant",
        ),
        (
            {"kind": "anything"},
            "Ant ranks first in N of 100 simulations that try all possible weights, and facts "
            "within their ranges, Cow in N",
        ),
        (
            {"kind": "around"},
            "Bee ranks first in N of 100 simulations that vary weights around yours, and facts",
        ),
        (
            {"kind": "around", "facts": False, "spread": 0.3},
            "vary weights around yours and keep every fact at its best estimate, ",
        ),
    ],
)
def test_the_verdict_says_what_it_is_tested_against(tiny, plausible, cases):
    """Among three sure vans Bee leads Ant by a little."""
    certain = tiny.with_performances({("bee", "price"): 30, ("bee", "load"): 6})
    ranking = advisor.rank(certain, plausible=Plausible(**plausible))
    said = re.sub(r"in \d+", "in N", headline(assess(ranking)).detail)
    assert cases in said


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kind": "hunch"}, "kind of weights is 'hunch'; allowed: ranges, anything, around"),
        ({"kind": "answers"}, "needs 'left', the weights that the answers leave"),
        ({"spread": 0}, "spread is 0; allowed: a number above 0, up to 0.5"),
        ({"spread": float("nan")}, "spread is nan"),
        ({"spread": "wide"}, "spread is 'wide'"),
        ({"facts": 1}, "facts is 1; allowed: true or false"),
        ({"colour": 1}, "unknown key 'colour'; allowed: facts, kind, spread"),
    ],
)
def test_what_is_not_allowed_is_refused(given, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Plausible.from_dict(given)


def test_saved_and_loaded_is_the_same():
    plausible = Plausible("around", 0.25, facts=False)
    assert Plausible.from_dict(plausible.to_dict()) == plausible
    assert Plausible.from_dict({}) == Plausible()
