"""The answer as the page says it first: whom it names, and when it names nobody."""

from dataclasses import replace

import pytest

import advisor
from advisor.report.tables.ranking import positions
from advisor.report.wording.verdict.answer import advantages, answer, often_first, turning, unasked
from advisor.robustness.assessment import Assessment, assess


def said(problem, *choices, **more):
    return answer(assess(advisor.rank(problem, *choices, **more)))


def test_nobody_is_crowned_before_anything_is_known(tiny):
    found = said(tiny)
    assert found.title == "Tell us about your project"
    assert found.verdict == "open"
    assert not found.crowned
    for choices in (
        {"scenario": "haul"},
        {"answers": {"distance": "far"}},
        {"inputs": {"liking": {"cow": 2}}},
        {"weights": {"load": 60}},
        {"requirements": {"axle": "light"}},
    ):
        assert not unasked(advisor.rank(tiny, **choices)), choices


def test_a_problem_that_asks_nothing_answers_at_once(tiny):
    silent = replace(tiny, questions=(), rules=())
    assert not unasked(advisor.rank(silent))


def test_a_clear_leader_is_named_with_how_often_it_is_first(tiny):
    ahead = tiny.with_performances({("cow", "price"): 20, ("cow", "fuel"): 4})
    found = said(ahead, scenario="haul")
    assert (found.title, found.verdict, found.crowned) == ("Cow", "clear", True)
    assert found.sentence == "A clear choice: it ranks first in 100 of 100 simulations."


def test_a_fragile_leader_is_named_with_its_rivals(tiny):
    assessment = assess(advisor.rank(tiny, {"load": 100}))
    found, often = answer(assessment), dict(often_first(assessment))
    assert (found.title, found.verdict) == ("Cow", "fragile")
    assert found.sentence.startswith("Ahead, but not safely: it ranks first in ")
    assert f"Bee in {often[1]}" in found.sentence
    assert found.detail == "It depends on facts that we are not sure of."


def test_of_a_toss_up_no_name_is_crowned(shipped):
    answers = {"shape": "api", "waiting": "waiting", "deadline": "weeks", "team": "one_team"}
    for scenario in shipped.scenarios:
        assessment = assess(advisor.rank(shipped, scenario=scenario.id, answers=answers))
        found = answer(assessment)
        assert found.crowned == (assessment.verdict in ("clear", "fragile"))
        if not found.crowned:
            often = [f"{assessment.ranking.name(row)} {n}" for row, n in often_first(assessment)]
            assert found.title.split(": ")[1].split(", ")[0] in often


def test_the_likelier_stands_first_in_a_toss_up(tiny, monkeypatch):
    ranking = advisor.rank(tiny, {"load": 51})
    assessment = assess(ranking)
    rows = tuple(row for row, _ in often_first(assessment))
    leader = assessment.lead.leader
    rival = next(row for row in rows if row != leader)
    lead = replace(assessment.lead, close=(), likelier=(rival,), rival=0.5, share=0.4, margin=0.1)
    monkeypatch.setattr(Assessment, "lead", lead)
    found = answer(Assessment(ranking))
    assert found.title.startswith("Toss-up: ")
    assert "ranks first in more of the simulations" in found.sentence


def test_equal_scores_are_a_tie(tiny):
    found = said(tiny, {"comfort": 0, "load": 0, "fuel": 0, "price": 0, "liking": 100})
    assert (found.title, found.verdict) == ("Ant, Bee and Cow tie", "tie")


def test_what_a_must_have_decided_is_named(tiny):
    found = said(tiny, {"load": 100}, requirements={"axle": "light"})
    assert found.title != "Tell us about your project"
    only = said(tiny, {"price": 80}, requirements={"age": "2024", "noise": "70"})
    assert only.title in ("Ant", "Bee") or "tie" in only.title or "Toss-up" in only.title


def test_the_only_one_left_says_which_must_have_left_it(tiny):
    found = said(tiny, {"price": 100}, requirements={"axle": "heavy"}, excluded=["bee"])
    assert found.title == "Cow"
    assert found.crowned
    assert found.sentence == "Cow is the only one left that meets your must-have Axle (heavy axle)."
    assert found.detail == "Without it, Ant would lead."


def test_nobody_left_all_zero_and_left_out_by_hand(tiny):
    demands = {"axle": "heavy", "noise": "70"}
    none = said(tiny, requirements=demands, excluded=["bee"])
    assert none.title == "No van meets all your must-haves"
    zero = said(tiny, dict.fromkeys((c.id for c in tiny.criteria), 0))
    assert zero.title == "All weights are zero"
    assert said(tiny, excluded=["ant", "bee"]).title == "Only Cow is left"
    assert said(tiny, excluded=["ant", "bee", "cow"]).title == "No van is left to choose from"


def test_shares_of_first_ranks_are_never_rounded_to_never_or_always(shipped):
    problem = shipped.including(other.id for other in shipped.others)
    assessment = assess(advisor.rank(problem, scenario="realtime_api"))
    texts = dict(often_first(assessment))
    for row, share in enumerate(assessment.acceptability.first):
        assert (texts[row] == "0") == (share == 0)
        assert (texts[row] == "100") == (share == 1)


def test_reasons_are_points_of_100(tiny):
    assert advantages(assess(advisor.rank(tiny, scenario="haul"))) == [
        "Biggest advantages of Cow over Bee: Load (+29\u00a0points), Comfort (+1).",
        "In favour of Bee: Price (+4\u00a0points), Fuel (+4).",
    ]


def test_the_nearest_flip_is_tried_and_turns_the_lead(shipped):
    seen = set()
    for scenario in shipped.scenarios:
        ranking = advisor.rank(shipped, scenario=scenario.id)
        trial = assess(ranking).trial
        assert trial is not None
        then = advisor.rank(shipped, trial.weights, scenario=scenario.id)
        assert then.alternatives[then.order[0]] == ranking.alternatives[trial.taker]
        assert then.alternatives[then.order[0]] != ranking.alternatives[ranking.order[0]]
        assert ranking.name(trial.taker) in turning(assess(ranking))
        seen.add(trial.flip is not None)
    assert True in seen


def test_where_nothing_changes_the_lead_there_is_nothing_to_try(tiny):
    best = {("cow", "price"): 20, ("cow", "fuel"): 4}
    assessment = assess(advisor.rank(tiny.with_performances(best), scenario="haul"))
    assert assessment.trial is None
    assert turning(assessment) == "No weights put anything ahead of Cow."


def test_positions_say_what_may_be(tiny):
    table = positions(advisor.rank(tiny))
    assert table.head == ("Van", "Cost, 50\u00a0% of the weight", "Use, 50\u00a0% of the weight")
    assert table.rows[0] == ("Bee", "50 (40–55)", "70 (65–80)")


@pytest.mark.parametrize("excluded", [["ant", "bee", "cow"], []])
def test_positions_of_nobody(tiny, excluded):
    assert len(positions(advisor.rank(tiny, excluded=excluded)).rows) == 3 - len(excluded)
