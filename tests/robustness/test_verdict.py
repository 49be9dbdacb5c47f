from dataclasses import replace

import numpy as np
import pytest

import advisor
from advisor.mcda.additive import additive
from advisor.mcda.sampling.weights import box
from advisor.ranking.plausible import Plausible
from advisor.report.wording import chances, headline
from advisor.robustness.assessment import Assessment, assess
from advisor.robustness.sensitivity import flip_table
from advisor.robustness.uncertainty import plausible_values, plausible_weights
from advisor.robustness.verdict import (
    CLEAR,
    Judgement,
    judge,
)

LIKELY = {"margin": 0.1, "close": False, "rival": 0.05, "share": CLEAR}
SURE = {"by_weights": 1.0, "by_facts": 1.0, "alone": False}
SOUND = {"recut": False, "asked": False, "beyond": 1.0}


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Judgement("clear", "nothing")),
        ({"by_weights": 0.9, "alone": True}, Judgement("clear", "nothing")),
        ({"margin": 0.0, "close": True}, Judgement("tie", "equal")),
        ({"close": True}, Judgement("tie", "facts")),
        ({"rival": 0.5, "share": 0.4}, Judgement("tie", "rival")),
        ({"share": 0.9, "by_weights": 0.9}, Judgement("fragile", "weights")),
        ({"share": 0.9, "by_weights": 0.9, "recut": True}, Judgement("fragile", "weights")),
        ({"share": 0.9, "by_weights": 0.9, "alone": True}, Judgement("fragile", "one weight")),
        ({"share": 0.8, "by_facts": 0.86}, Judgement("fragile", "facts")),
        ({"recut": True}, Judgement("fragile", "cut")),
        ({"recut": True, "asked": True, "beyond": 0.9}, Judgement("fragile", "cut")),
        ({"asked": True, "beyond": 0.9}, Judgement("fragile", "question")),
        ({"beyond": 0.9}, Judgement("fragile", "unlisted")),
    ],
)
def test_one_reason_decides(changed, verdict):
    assert judge(**{**LIKELY, **SURE, **SOUND, **changed}) == verdict


def test_a_tie_within_the_facts_names_whoever_is_first_most_often(tiny, monkeypatch):
    """Two are close in score, and a third, far behind them, is first in more of the cases."""
    ranking = advisor.rank(tiny)
    leader, second, third = ranking.order
    found = replace(assess(ranking).lead, close=(second,), likelier=(third,))
    monkeypatch.setattr(Assessment, "lead", found)
    line = headline(Assessment(ranking))
    assert line.verdict == "tie"
    assert line.sentence == f"{ranking.name(leader)} and {ranking.name(third)} are a toss-up."


def test_of_fifteen_the_likeliest_is_named(shipped):
    answers = {"shape": "api", "waiting": "waiting", "deadline": "weeks"}
    everybody = [other.id for other in shipped.others]
    found = assess(advisor.rank(shipped, answers=answers, included=everybody))
    likeliest = found.ranking.name(int(found.acceptability.first.argmax()))
    assert likeliest in headline(found).sentence


def test_a_verdict_never_improves_when_something_gets_worse():
    steps = np.linspace(0, 1, 11)

    def place(**changed):
        found = judge(**{**LIKELY, **SURE, **SOUND, "rival": 0.0, "share": 1.0, **changed})
        return ["tie", "fragile", "clear"].index(found.verdict)

    for share in steps:
        found = [place(close=d > 0.5, share=share, by_facts=share) for d in steps]
        assert found == sorted(found, reverse=True)
        assert place(share=share, recut=True) <= place(share=share)
        assert place(share=share, asked=True) <= place(share=share)
        found = [place(share=share, beyond=1 - d) for d in steps]
        assert found == sorted(found, reverse=True)
    for doubt in steps:
        found = [place(close=doubt > 0.5, share=s, by_weights=s) for s in steps]
        assert found == sorted(found)
    for rival in steps:
        found = [place(rival=rival, share=s, by_weights=s) for s in steps]
        assert found == sorted(found)


@pytest.mark.parametrize("seed", range(40))
def test_nobody_is_named_leader_who_is_second_in_the_draws(shipped, seed):
    rng = np.random.default_rng(seed)
    weights = {c.id: float(rng.integers(101)) for c in shipped.criteria if rng.random() < 0.5}
    scenario = shipped.scenarios[seed % len(shipped.scenarios)].id
    assessment = assess(advisor.rank(shipped, weights, scenario=scenario))
    first, leader = assessment.acceptability.first, assessment.lead.leader
    assert assessment.verdict == "tie" or first[leader] == first.max()


def test_a_toss_up_names_both_and_what_speaks_for_each(tiny):
    """At these very weights Cow leads; in more of the scenario's plausible ones Ant does."""
    assessment = assess(advisor.rank(tiny, {"load": 28}, scenario="haul"))
    line = headline(assessment)
    assert line.verdict == "tie"
    assert line.sentence == "Cow and Ant are a toss-up."
    assert line.scores == "Cow 62 points of 100, Ant 52."
    assert line.detail.replace("\u00a0", " ") == (
        "Ant ranks first in 47 of 100 simulations that vary weights and facts within their ranges, "
        "Cow in 34."
    )
    assert "Ant ranks first in 47 of 100" in " ".join(chances(assessment))


def test_what_is_first_far_more_often_is_no_toss_up(shipped):
    """Held against any weights at all, ahead by these weights says little of how often."""
    seen = set()
    for seed in range(60):
        rng = np.random.default_rng(seed)
        weights = {c.id: float(rng.integers(101)) for c in shipped.criteria}
        ranking = advisor.rank(shipped, weights, plausible=Plausible("anything"))
        lead, line = assess(ranking).lead, headline(assess(ranking))
        if lead.judgement.reason == "rival":
            far = lead.rival >= 2 * lead.share
            assert line.sentence.endswith("far more often." if far else "are a toss-up.")
            seen.add(far)
    assert True in seen


def test_a_worst_case_nobody_would_draw_does_not_make_a_lead_fragile(tiny):
    """Some corner of the weight region puts Cow first, in fewer than one draw of a hundred."""
    certain = tiny.with_performances({("bee", "price"): 30, ("bee", "load"): 6})
    lead = assess(advisor.rank(certain)).lead
    low, high = plausible_weights(advisor.rank(certain))
    ahead = certain.values[1] - certain.values[2]
    assert np.sum(np.where(ahead > 0, low, high) * ahead) < 0
    assert not lead.unbeaten
    assert 2 not in lead.contenders


def test_shares_are_those_of_the_region(tiny):
    ranking = advisor.rank(tiny)
    lead = assess(ranking).lead
    weights = box(*plausible_weights(ranking))(100_000, np.random.default_rng(5))
    scores = additive(ranking.values, weights)
    assert lead.by_weights == pytest.approx(np.mean(scores.argmax(axis=0) == 1), abs=0.04)
    assert lead.share == assess(ranking).acceptability.first[lead.leader]
    assert lead.by_facts > lead.share


def test_one_weight_that_alone_turns_the_lead_is_named(tiny):
    """Bee leads Ant by .05: up to 90 instead of 50, the weight of price or fuel turns that."""
    scenario = tiny.scenarios[0]
    price = scenario.weights["price"]
    wide = replace(scenario, weights={**scenario.weights, "price": replace(price, high=95)})
    lead = assess(advisor.rank(replace(tiny, scenarios=(wide,)))).lead
    assert lead.turning == ("price",)


def test_unknown_performances_are_uniform_over_the_range(tiny):
    unknown = tiny.with_performances({("cow", "load"): np.nan})
    found = plausible_values(advisor.rank(unknown, excluded=["ant"]))
    cell = np.flatnonzero((found.rows == 1) & (found.columns == 2))[0]
    assert found.quantiles[cell][[0, -1]] == pytest.approx([0, 1], abs=1e-3)
    assert found.deviations[1, 2] == pytest.approx(1 / np.sqrt(12), rel=1e-3)


def test_the_same_ranking_gets_the_same_answer(tiny):
    one, other = assess(advisor.rank(tiny)).lead, assess(advisor.rank(tiny)).lead
    assert one == other


def test_nothing_leads_without_weights_or_rivals(tiny):
    assert not assess(advisor.rank(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))).leads
    assert not assess(advisor.rank(tiny, excluded=["ant", "bee"])).leads


def test_flips_in_the_unit_really_flip(tiny):
    """Bee leads Ant by .05, a quarter of .2: its price from 34 k€ on, Ant's load from 4 m³."""
    ranking = advisor.rank(tiny)
    found = flip_table(ranking)
    assert found.performances[1, 0] == pytest.approx(34)
    assert found.performances[0, 2] == pytest.approx(4)
    assert np.isnan(found.performances[0, 0])
    assert np.isnan(found.values[:, 4]).all()
    assert not found.within.any()
    ids = [criterion.id for criterion in tiny.criteria]
    for (row, column), edge in np.ndenumerate(found.performances):
        if np.isnan(edge):
            continue
        rising = (row != 1) == (tiny.criteria[column].direction == "higher")
        for step, flipped in ((1e-4, True), (-1e-4, False)):
            performance = edge * (1 + (step if rising else -step))
            changed = tiny.with_performances(
                {(tiny.alternatives[row].id, ids[column]): performance}
            )
            again = advisor.rank(changed)
            assert (again.order[0] != 1) == flipped
            assert not flipped or again.scores[found.takers[row, column]] > again.scores[1]


def test_a_flip_within_what_is_known_is_marked(tiny):
    cell = tiny.performances["ant", "load"]
    unsure = {**tiny.performances, ("ant", "load"): replace(cell, high=5)}
    found = flip_table(advisor.rank(replace(tiny, performances=unsure)))
    assert np.argwhere(found.within).tolist() == [[0, 2]]


def test_a_lead_that_something_unlisted_could_turn_is_not_called_clear(tiny):
    """Of four criteria one has most of the weight; a fifth like it could put another first."""
    assessment = assess(advisor.rank(tiny, scenario="haul"))
    assert assessment.lead.share >= CLEAR
    assert assessment.lead.judgement == Judgement("fragile", "unlisted")
    assert "if something matters that is not listed here" in headline(assessment).detail
    ahead = tiny.with_performances({("cow", c.id): c.best for c in tiny.criteria})
    assert assess(advisor.rank(ahead, scenario="haul")).verdict == "clear"


def test_what_is_not_listed_counts_as_much_as_one_of_those_listed(shipped):
    """So the further a leader is ahead, the surer it stays first."""
    leads = [assess(advisor.rank(shipped, scenario=s.id)).lead for s in shipped.scenarios]
    assert all(lead.beyond <= lead.share + 0.02 for lead in leads)
    by_margin = sorted(leads, key=lambda lead: lead.margin)
    assert by_margin[0].beyond < by_margin[-1].beyond


def test_an_answer_that_is_still_open_keeps_a_lead_from_being_clear(shipped):
    """One answer of thirteen settles little; with all of them given, none is open."""
    for answers in ({"shape": "pages"}, {"life": "decade"}, {"crud": "most"}):
        lead = assess(advisor.rank(shipped, answers=answers)).lead
        assert lead.judgement == Judgement("fragile", "question")
        for found in lead.questions:
            told = {**answers, found.question.id: found.answer.id}
            scores = advisor.rank(shipped, answers=told)
            first = [a.id for a in shipped.alternatives][found.first]
            if first in scores.alternatives:
                ahead = scores.scores[scores.alternatives.index(first)]
                others = [scores.alternatives.index(a) for a in ("django",)]
                assert ahead >= scores.scores[others[0]] - 1e-9
    everything = {question.id: question.choices[0].id for question in shipped.questions}
    assert assess(advisor.rank(shipped, answers=everything)).lead.questions == ()
