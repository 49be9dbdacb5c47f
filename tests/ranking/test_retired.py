"""What was set for a criterion that a problem has retired is kept, counts for nothing, is said."""

import json

import numpy as np
import pytest

import advisor
from advisor.cli import main
from advisor.ranking.choices import Ballot, ChoiceError
from advisor.ranking.group import together, voices
from advisor.report import write
from advisor.report.wording.group import dissent
from advisor.session.decision import Decision
from tests.conftest import TINY
from tests.ranking.test_group import ANN, MADE

RADIO = (
    "radio is retired, so the values set for it have no effect. "
    "radio: Every van has a radio by now."
)


def test_a_weight_and_an_input_of_a_retired_criterion_change_no_score(tiny):
    plain = advisor.rank(tiny, {"price": 80})
    older = advisor.rank(tiny, {"price": 80, "radio": 90}, inputs={"doors": {"ant": 4}})
    assert np.array_equal(older.scores, plain.scores)
    assert older.weights.tolist() == plain.weights.tolist()
    assert older.choices.weights["radio"] == 90
    assert older.choices.inputs["doors"] == {"ant": 4}


@pytest.mark.parametrize("weight", [101, -1, "much"])
def test_a_weight_of_a_retired_criterion_keeps_to_the_scale(tiny, weight):
    with pytest.raises(ChoiceError, match="weight of 'radio' is"):
        advisor.rank(tiny, {"radio": weight})


def test_what_was_never_a_criterion_is_refused_as_before(tiny):
    with pytest.raises(ChoiceError, match="no criterion 'wings'; allowed: price, fuel"):
        advisor.rank(tiny, {"wings": 3})
    with pytest.raises(ChoiceError, match="no input 'wings'; allowed: liking"):
        advisor.rank(tiny, inputs={"wings": {"ant": 1}})


def test_what_is_gone_and_why_is_said_once(tiny):
    assert RADIO in advisor.rank(tiny, {"radio": 1}).notices
    assert advisor.rank(tiny, {"radio": 0}).notices == advisor.rank(tiny).notices
    both = advisor.rank(tiny, {"radio": 1}, inputs={"doors": {"ant": 4}})
    assert [notice for notice in both.notices if "retired" in notice] == [
        "radio, doors are retired, so the values set for them have no effect. "
        "radio: Every van has a radio by now. doors: Load says how much fits in."
    ]


def test_it_is_said_too_where_nothing_is_left_to_rank_by(tiny):
    nothing = {criterion.id: 0 for criterion in tiny.criteria}
    found = advisor.rank(tiny, {**nothing, "radio": 5})
    assert found.notices[0].startswith("All weights are 0")
    assert RADIO in found.notices


def test_a_ballot_of_retired_criteria_alone_is_kept_and_leads_for_nobody(tiny):
    ballots = Ballot("Ann", ANN), Ballot("Bo", {"radio": 50.0}), Ballot("Cy", {"price": 0.0})
    assert voices(tiny, ballots) == [ballots[0]]
    decision = Decision(tiny)
    decision.hear(*ballots)
    assert decision.ballots == ballots
    assert decision.ranking.raw_weights["price"] == 100
    assert RADIO in decision.ranking.notices
    assert dissent(decision.ranking) == [
        "Ant leads on 1 of 3 ballots: Ann.",
        "1 of 3 ballots gives no weight to any criterion that still exists: Bo.",
        "1 of 3 ballots gives no weight to any criterion: Cy.",
    ]
    with pytest.raises(ChoiceError, match="no ballot gives a weight to any criterion"):
        together(tiny, ballots[1:])


def test_a_weight_that_is_set_by_hand_leaves_the_retired_one(tiny):
    decision = Decision(tiny)
    decision.set_weight("radio", 40)
    decision.set_weight("price", 80)
    assert decision.weights == {"radio": 40, "price": 80}


def test_record_and_ballot_on_the_command_line_keep_it(tiny, tmp_path, capsys):
    path = tmp_path / "ann.json"
    ranking = advisor.rank(tiny, {"radio": 40, "price": 80})
    path.write_text(write(advisor.assess(ranking), "json", MADE), "utf-8")
    for options in (["--state", str(path)], ["--state", str(path), "--ballot", str(path)]):
        assert main(["record", "--data", str(TINY), "--format", "json", *options]) == 0
        kept = json.loads(capsys.readouterr().out)
        assert kept["weights"]["radio"] == kept["state"]["weights"]["radio"] == 40
        assert RADIO in kept["result"]["notices"]
    assert kept["state"]["ballots"][0]["weights"]["radio"] == 40
