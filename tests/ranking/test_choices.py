"""What is chosen: one check for Python, command, link, record and page."""

import copy
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from traitlets import TraitError

import advisor
from advisor.cli import main
from advisor.ranking.choices import Ballot, ChoiceError, Choices
from advisor.ranking.plausible import Plausible
from advisor.report import read_record
from advisor.session.decision import Decision
from advisor.session.link import from_query, to_query
from tests.conftest import TINY

KEPT = Path(__file__).parents[1] / "session" / "kept"


@pytest.mark.parametrize("weight", [200, -1, True, "50", None, float("nan")])
def test_a_weight_is_refused_alike_wherever_it_comes_from(tiny, capsys, weight):
    with pytest.raises(ChoiceError) as python:
        advisor.rank(tiny, {"fuel": weight})
    with pytest.raises(ChoiceError) as record:
        Choices.from_dict(tiny, {"problem": "tiny", "weights": {"fuel": weight}})
    with pytest.raises(TraitError) as page:
        Decision(tiny).set_weight("fuel", weight)
    assert str(python.value) == str(record.value) == str(page.value)
    assert "allowed: 0 to 100" in str(python.value)


def test_rank_and_record_agree_on_what_they_refuse(capsys):
    said = []
    for command in ("rank", "record"):
        assert main([command, "--data", str(TINY), "--weight", "fuel=200"]) == 1
        said.append(capsys.readouterr().err.partition(": ")[2])
    assert said == ["the weight of 'fuel' is 200.0; allowed: 0 to 100\n"] * 2


@pytest.mark.parametrize(
    ("part", "given_", "message"),
    [
        ("answers", ["near"], "answers are ('near',)"),
        ("answers", {"distance": {}}, "'distance' cannot be {}"),
        ("inputs", {"liking": 3}, "inputs of 'liking' are 3"),
        ("inputs", {"liking": {"ant": True}}, "'liking' of 'ant' is True"),
        ("excluded", "ant", "excluded are 'ant'"),
        ("included", {"ant": 1}, "included are {'ant': 1}"),
        ("reading", "full", "no reading 'full'; allowed: stated, loaded"),
        ("plausible", {"facts": 1}, "plausible: facts is 1"),
        ("plausible", [], "plausible: plausible cases are ()"),
        ("ballots", "Ann", "ballots are 'Ann'"),
        ("ballots", [{"weights": {}}], "a ballot is {'weights': {}}"),
        ("ballots", [{"name": "Ann", "weights": {"fuel": True}}], "weight of 'fuel' is True"),
        ("ballots", [{"name": " ", "weights": {}}], "a ballot is {'name': ' ', 'weights': {}}"),
        ("weights", {"fuel": 10**400}, "weight of 'fuel' is a huge number; allowed: 0 to 100"),
        (
            "wieghts",
            {"fuel": 3},
            "unknown key 'wieghts'; did you mean 'weights'?",
        ),
        ("scenario", None, "no scenario None; allowed: even, haul"),
    ],
)
def test_a_part_of_another_kind_is_named(tiny, part, given_, message):
    with pytest.raises(ChoiceError) as refused:
        Choices.from_dict(tiny, {"problem": "tiny", part: given_})
    assert message in str(refused.value)


def test_all_that_is_chosen_can_be_ranked_at_once(tiny):
    choices = Choices(scenario="haul", weights={"price": 80}, excluded=("cow",))
    whole, parts = (
        advisor.rank(tiny, choices),
        advisor.rank(tiny, {"price": 80}, scenario="haul", excluded=["cow"]),
    )
    assert whole.choices == parts.choices
    assert advisor.rank(tiny, choices, scenario="even").choices.scenario == "even"


def test_numbers_of_numpy_are_numbers(tiny):
    assert advisor.rank(tiny, {"price": np.int64(80)}).raw_weights["price"] == 80


def test_what_is_chosen_cannot_change_and_can_be_compared_and_kept(tiny):
    choices = Choices(weights={"price": 80}, inputs={"liking": {"ant": 3}}).check(tiny)
    with pytest.raises(TypeError):
        choices.weights["price"] = 20  # type: ignore[index]
    with pytest.raises(TypeError):
        choices.inputs["liking"]["ant"] = 2  # type: ignore[index]
    again = pickle.loads(pickle.dumps(copy.deepcopy(choices)))
    assert again == choices
    assert hash(again) == hash(choices)


def test_an_alternative_that_is_left_out_twice_is_left_out_once(tiny):
    choices = Choices(excluded=("ant", "ant")).check(tiny)
    assert choices.excluded == ("ant",)


@pytest.mark.parametrize("name", ["untouched", "everything", "room"])
def test_records_and_links_of_earlier_versions_load(shipped, name):
    record = read_record((KEPT / f"{name}.json").read_text("utf-8"))
    choices = Choices.from_dict(shipped, record["state"])
    assert dict(choices.weights) == record["state"]["weights"]
    assert [ballot.name for ballot in choices.ballots] == list(record["state"]["ballots"])
    link = from_query(shipped, "?" + (KEPT / f"{name}.link").read_text("utf-8"))
    assert "left out" not in link.notice
    assert link.choices == choices.but(ballots=())


ids = st.sampled_from(["ant", "bee", "cow"])
chosen = st.builds(
    Choices,
    scenario=st.sampled_from(["even", "haul"]),
    answers=st.dictionaries(st.just("distance"), st.sampled_from(["near", "far", "not_sure"])),
    requirements=st.dictionaries(st.just("axle"), st.sampled_from(["light", "heavy", ""])),
    weights=st.dictionaries(st.sampled_from(["price", "load", "radio"]), st.floats(0, 100)),
    reading=st.sampled_from(["", "stated", "loaded"]),
    inputs=st.dictionaries(
        st.sampled_from(["liking", "radio"]),
        st.dictionaries(ids, st.floats(-1e6, 1e6), min_size=1),
    ),
    excluded=st.lists(ids, unique=True).map(tuple),
    plausible=st.builds(Plausible, spread=st.floats(0.01, 0.5), facts=st.booleans()),
    ballots=st.lists(
        st.builds(Ballot, st.sampled_from(["Ann", "Bo"]), st.just({"load": 3.5, "radio": 7.0})),
        max_size=3,
    ).map(tuple),
)


@given(chosen)
def test_whatever_is_chosen_comes_back_from_a_record_and_from_a_link(tiny, choices):
    saved = json.loads(json.dumps(choices.to_dict(tiny)))
    assert Choices.from_dict(tiny, saved) == choices
    link = from_query(tiny, to_query(tiny, choices))
    assert link.notice == ""
    assert link.choices == choices.but(ballots=())
    decision = Decision(tiny, choices)
    assert decision.choices == choices


def test_a_link_that_a_mail_has_spelt_out_is_read(tiny):
    mangled = "?v=2&amp;s=haul&amp;w=load.80"
    assert from_query(tiny, mangled).choices == Choices(scenario="haul", weights={"load": 80})


def test_demands_that_a_link_would_call_alike_stay_apart(tiny):
    from dataclasses import replace

    axle = tiny.requirement("axle")
    turned = replace(axle, choices=("none", "需协助", "全程", "two ways", "two-ways", "NONE"))
    problem = replace(
        tiny,
        requirements=tuple(turned if r.id == "axle" else r for r in tiny.requirements),
        capabilities={
            key: replace(cell, capability="" if key[1] == "axle" else cell.capability)
            for key, cell in tiny.capabilities.items()
        },
        rules=(),
    )
    for demand in (*turned.demands, ""):
        choices = Choices(scenario="even", requirements={"axle": demand})
        assert from_query(problem, to_query(problem, choices)).choices == choices
