import json
import re
from dataclasses import replace

import pytest
from traitlets import TraitError

from advisor.ranking.choices import ChoiceError, Choices
from advisor.ranking.plausible import Plausible
from advisor.session.decision import Decision


@pytest.fixture
def decision(tiny) -> Decision:
    return Decision(tiny)


@pytest.fixture
def rankings(decision: Decision) -> list:
    seen: list = []
    decision.observe(lambda change: seen.append(change["new"]), "ranking")
    return seen


def test_starts_with_the_first_scenario(decision, tiny):
    assert decision.scenario == "even"
    even = tiny.scenario("even").weights
    assert decision.ranking.raw_weights == {c: w.weight for c, w in even.items()}
    assert decision.ranking.choices.scenario == "even"


def test_one_change_is_one_ranking(decision, rankings):
    decision.set_weight("load", 100)
    assert len(rankings) == 1
    assert rankings[0].raw_weights["load"] == 100
    decision.scenario = "haul"
    assert len(rankings) == 2
    assert rankings[1].choices.scenario == "haul"
    decision.set_weight("load", decision.ranking.raw_weights["load"])
    assert len(rankings) == 2


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"load": 100, "fuel": 101}, "weight of 'fuel' is 101; allowed: 0 to 100"),
        ({"load": 100, "speed": 1}, "no criterion 'speed'"),
    ],
)
def test_one_weight_that_is_not_allowed_keeps_all_as_they_were(decision, weights, message):
    before = dict(decision.ranking.raw_weights)
    with pytest.raises(TraitError, match=message):
        decision.set_weights(weights)
    assert decision.ranking.raw_weights == before


def test_touched_weights_and_reset(decision):
    assert decision.weights == {}
    decision.set_weight("load", 7)
    assert decision.weights.keys() == {"load"}
    decision.reset()
    assert decision.weights == {}
    assert decision.ranking.raw_weights["load"] == 50


def test_moving_a_weight_equals_starting_with_it(decision, tiny):
    import advisor

    decision.set_weight("load", 90)
    decision.set_weight("load", 10)
    assert decision.ranking.to_dict() == advisor.rank(tiny, {"load": 10}).to_dict()


def test_inputs_change_the_ranking(decision):
    decision.set_weight("liking", 50)
    before = dict(zip(decision.ranking.alternatives, decision.ranking.scores, strict=True))
    decision.set_input("liking", "cow", 2)
    after = dict(zip(decision.ranking.alternatives, decision.ranking.scores, strict=True))
    assert after["cow"] == pytest.approx(before["cow"] + 0.2 * 0.5)
    assert after["ant"] == before["ant"]


def test_what_counts_as_plausible_is_for_the_verdict_alone(decision):
    before = decision.ranking
    decision.plausible = Plausible("anything")
    assert decision.ranking.choices.plausible == Plausible("anything")
    assert decision.ranking.scores.tolist() == before.scores.tolist()


def test_hiding_and_showing(decision):
    decision.show("bee", False)
    assert [e.alternative for e in decision.ranking.excluded] == ["bee"]
    decision.show("bee", True)
    assert decision.ranking.excluded == ()


def test_saved_and_loaded_is_the_same(decision, tiny):
    decision.scenario = "haul"
    decision.set_weight("fuel", 99)
    decision.set_input("liking", "ant", 2)
    decision.show("bee", False)
    decision.plausible = Plausible("around", 0.2)
    saved = json.loads(json.dumps(decision.to_dict()))
    assert saved["weights"] == {"fuel": 99}
    again = Decision(tiny, Choices.from_dict(tiny, saved))
    assert again.to_dict() == decision.to_dict()
    assert again.ranking.to_dict() == decision.ranking.to_dict()


@pytest.mark.parametrize(
    ("trait", "value", "message"),
    [
        ("scenario", "x", "no scenario 'x'; allowed: even, haul"),
        ("weights", {"depth": 1}, "no criterion 'depth'; allowed: price, fuel, load"),
        ("inputs", {"price": {"ant": 1}}, "no input 'price'; allowed: liking"),
        ("inputs", {"liking": {"dog": 1}}, "no van 'dog'; allowed: ant, bee, cow"),
        ("inputs", {"liking": {"ant": float("nan")}}, "'liking' of 'ant' is nan"),
        ("excluded", ("dog",), "no van 'dog'"),
        ("map_corners", ("price", "speed", "load"), "no corner 'speed'; allowed: price"),
        ("map_corners", ("price", "price", "load"), "three different corners"),
    ],
)
def test_what_is_not_allowed_is_refused_and_changes_nothing(decision, trait, value, message):
    before = decision.to_dict(), decision.ranking
    with pytest.raises(TraitError, match=re.escape(message)):
        setattr(decision, trait, value)
    assert (decision.to_dict(), decision.ranking) == before


@pytest.mark.parametrize("weight", [-1, 101, float("nan"), "50", None])
def test_a_weight_outside_its_scale_is_refused(decision, weight):
    with pytest.raises(TraitError, match=r"weight of 'fuel' is .*allowed: 0 to 100"):
        decision.set_weight("fuel", weight)
    assert decision.ranking.raw_weights["fuel"] == 50


@pytest.mark.parametrize(
    ("saved", "message"),
    [
        ({"weights": {"speed": 3}}, "no criterion 'speed'"),
        ({"problem": "boats"}, "saved for problem 'boats'; allowed: 'tiny'"),
        ({"scenario": "x"}, "no scenario 'x'"),
        ({"plausible": {"kind": "x"}}, "plausible: the kind of weights is 'x'"),
        ({"plausible": "anything"}, "plausible: "),
    ],
)
def test_a_saved_state_that_does_not_fit_is_refused(tiny, decision, saved, message):
    with pytest.raises(ChoiceError, match=message):
        Decision(tiny, Choices.from_dict(tiny, {**decision.to_dict(), **saved}))


def test_answers_move_weights_and_own_weights_stay_on_top(decision, rankings):
    decision.set_weight("load", 10)
    decision.answer("cargo", "stones")
    assert decision.ranking.raw_weights["load"] == 10
    assert decision.weights.keys() == {"load"}
    decision.undo_weight("load")
    assert decision.ranking.raw_weights["load"] == 100
    decision.answer("cargo", None)
    assert decision.ranking.raw_weights["load"] == 50
    assert len(rankings) == 4


def test_several_weights_are_one_change(decision, rankings):
    decision.set_weights({"load": 10, "fuel": 20, "price": decision.ranking.raw_weights["price"]})
    assert len(rankings) == 1
    assert decision.weights.keys() == {"load", "fuel"}


def test_a_demand_of_an_answer_can_be_taken_back(decision):
    decision.answer("cargo", "stones")
    assert [e.alternative for e in decision.ranking.excluded] == ["ant"]
    decision.demand("axle", "")
    assert decision.ranking.excluded == ()
    again = Decision(
        decision.problem,
        Choices.from_dict(decision.problem, json.loads(json.dumps(decision.to_dict()))),
    )
    assert again.to_dict() == decision.to_dict()
    assert again.ranking.to_dict() == decision.ranking.to_dict()


@pytest.mark.parametrize(
    ("trait", "value"),
    [
        ("answers", {"cargo": "air"}),
        ("answers", {"depth": "near"}),
        ("requirements", {"axle": "none"}),
        ("requirements", {"wings": "two"}),
        ("weights", {"load": -1}),
    ],
)
def test_what_is_not_on_offer_is_refused(decision, trait, value):
    before = decision.to_dict()
    with pytest.raises(TraitError, match="allowed"):
        setattr(decision, trait, value)
    assert decision.to_dict() == before


# Groups ------------------------------------------------------------------------------------


def test_a_group_keeps_its_proportions_in_one_change(decision, rankings):
    decision.set_weights({"price": 80, "fuel": 20})
    decision.set_group_weight("cost", 50)
    assert len(rankings) == 2
    assert decision.weights == {"price": 40, "fuel": 10}
    assert decision.ranking.raw_group_weights == {"cost": 50, "use": 100}


def test_a_group_that_was_off_is_divided_as_answers_and_scenario_divide_it(grove):
    decision = Decision(grove)
    decision.set_weights({"price": 0, "fuel": 0})
    decision.set_group_weight("cost", 40)
    assert decision.weights == {"price": 30, "fuel": 10}
    decision.reset()
    decision.answer("cargo", "stones")  # rules out what counts in use
    decision.set_group_weight("use", 40)
    assert decision.weights == {"load": 20, "comfort": 20}


def test_a_group_that_nothing_divides_is_divided_evenly(grove):
    even = grove.scenarios[0]
    off = dict.fromkeys(even.weights, replace(even.weights["liking"]))
    decision = Decision(replace(grove, scenarios=(replace(even, weights=off),)))
    decision.set_group_weight("use", 30)
    assert decision.weights == {"load": 10, "comfort": 10, "liking": 10}


def test_no_criterion_of_a_group_goes_beyond_its_scale(decision):
    decision.set_weights({"price": 80, "fuel": 20})
    decision.set_group_weight("cost", 190)
    assert decision.weights == {"price": 100, "fuel": 25}


def test_a_group_that_is_back_where_it_started_is_nobodys_choice(shipped):
    decision = Decision(shipped)
    group = shipped.groups[0].id
    start = decision.ranking.raw_group_weights[group]
    for weight in (7, 131, 33.3, start):
        decision.set_group_weight(group, weight)
    assert decision.weights == {}


def test_a_group_is_undone_as_a_whole(decision):
    decision.set_weights({"price": 1, "load": 2})
    decision.undo_group_weight("cost")
    assert decision.weights == {"load": 2}


@pytest.mark.parametrize("weight", [-1, float("nan")])
def test_a_weight_of_a_group_outside_its_scale_is_refused(decision, weight):
    with pytest.raises(TraitError, match=r"weight of 'cost' is .*allowed: 0 or more"):
        decision.set_group_weight("cost", weight)
    assert decision.weights == {}


def test_an_unknown_group_is_refused(decision):
    with pytest.raises(ChoiceError, match="no group 'costs'; did you mean 'cost'"):
        decision.set_group_weight("costs", 1)


def test_what_a_scenario_answers_does_not_outlive_it(grove):
    """An answer of a scenario that was taken back says nothing to the next scenario."""
    decision = Decision(grove)
    decision.scenario = "far"
    decision.answer("distance", None)
    assert decision.answers == {"distance": ""}
    decision.scenario = "even"
    assert decision.answers == {}


def test_a_part_that_is_ruled_out_stays_out_when_its_group_is_raised(grove):
    even = grove.scenarios[0]
    off = {**even.group_weights, "cost": replace(even.group_weights["cost"], weight=0, low=0)}
    decision = Decision(replace(grove, scenarios=(replace(even, group_weights=off),)))
    decision.answer("distance", "near")  # hardly any fuel is burnt
    decision.set_group_weight("cost", 40)
    weights = decision.ranking.raw_weights
    assert (weights["price"], weights["fuel"]) == (40, 0)


def test_what_was_entered_can_be_taken_back(tiny):
    decision = Decision(tiny)
    decision.set_input("liking", "cow", 2)
    decision.set_input("liking", "bee", 0)
    decision.set_input("liking", "cow", None)
    assert decision.inputs == {"liking": {"bee": 0}}
    decision.set_input("liking", "bee", None)
    assert decision.inputs == {}
