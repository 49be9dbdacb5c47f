"""A room's ballots: everybody has the same say, and who disagrees is said."""

import json
from datetime import UTC, datetime

import pytest
from traitlets import TraitError

from advisor.cli import main
from advisor.page.dashboard import Dashboard
from advisor.ranking.group import together
from advisor.report import write
from advisor.report.wording.group import dissent
from advisor.session.state import DecisionState
from tests.conftest import TINY
from tests.page.test_dashboard import texts, walk

MADE_AT = datetime(2026, 11, 24, tzinfo=UTC)
MADE = MADE_AT.date()
ANN = {"price": 100.0}
BO = {"load": 50.0}
CY = {"price": 30.0, "load": 10.0}
ROOM = {"Ann": ANN, "Bo": BO, "Cy": CY}


def test_everybody_has_the_same_say_however_high_the_sliders(tiny):
    assert together(tiny, {"Ann": ANN, "Bo": BO})["price"] == 100
    assert together(tiny, {"Ann": ANN, "Bo": BO})["load"] == 100
    found = together(tiny, ROOM)
    assert found["load"] / found["price"] == pytest.approx((1 + 0.25) / (1 + 0.75), abs=0.001)
    assert found["fuel"] == 0


@pytest.mark.parametrize("nothing", [{}, {"Ann": {}}, {"Ann": {"price": 0}}])
def test_a_room_that_weighs_nothing_is_refused(tiny, nothing):
    with pytest.raises(ValueError, match="no ballot gives a weight to anything"):
        together(tiny, nothing)


def test_dissent_names_who_disagrees_and_on_what(tiny):
    state = DecisionState(tiny)
    state.hear(ROOM)
    assert dissent(state.ranking, state.ballots) == [
        "Ant leads on 2 of 3 ballots: Ann and Cy.",
        "Cow leads on 1 of 3 ballots: Bo.",
        "You are furthest apart on Price: 0\u00a0% of the weight for Bo, 100\u00a0% for Ann.",
    ]
    agreed = {"Ann": ANN, "Bo": ANN}
    assert dissent(state.ranking, agreed) == ["Ant leads on all 2 ballots: Ann and Bo."]
    assert dissent(state.ranking, {"Ann": ANN}) == []


def test_ballots_are_kept_in_the_record_and_come_back(tiny):
    state = DecisionState(tiny)
    state.hear(ROOM)
    text = write(state.ranking, state.to_dict(), "md", MADE)
    assert "### Dissent\n\n- Ant leads on 2 of 3 ballots: Ann and Cy." in text
    record = json.loads(write(state.ranking, state.to_dict(), "json", MADE))
    assert record["result"]["dissent"][1] == "Cow leads on 1 of 3 ballots: Bo."
    again = DecisionState.from_dict(tiny, record["state"])
    assert again.ballots == ROOM
    assert again.own == state.own


def test_a_ballot_about_something_else_is_refused(tiny):
    state = DecisionState(tiny)
    with pytest.raises(TraitError, match="'speed' is not known"):
        state.hear({"Ann": {"speed": 1}})


@pytest.fixture
def files(tmp_path, tiny):
    """A record of Ann and one of Bo."""
    found = []
    for name, weights in (("Ann", ANN), ("Bo", BO)):
        state = DecisionState(tiny)
        state.set_weights({c.id: weights.get(c.id, 0) for c in tiny.criteria})
        path = tmp_path / f"{name}.json"
        path.write_text(write(state.ranking, state.to_dict(), "json", MADE))
        found.append(path)
    return found


def load(page, paths) -> None:
    field = next(widget for widget in walk(page) if type(widget).__name__ == "FileUpload")
    field.value = tuple(
        {
            "name": path.name,
            "type": "",
            "size": path.stat().st_size,
            "content": memoryview(path.read_bytes()),
            "last_modified": MADE_AT,
        }
        for path in paths
    )


def test_several_records_loaded_at_once_are_a_room(tiny, files):
    page = Dashboard(tiny)
    page.tabs.selected = "keep"
    load(page, files)
    assert set(page.state.ballots) == {"Ann", "Bo"}
    assert "2 ballots, weighed together" in texts(page)
    assert "Cow leads on 1 of 2 ballots: Bo." in texts(page)


def test_one_bad_ballot_changes_nothing(tiny, files):
    page = Dashboard(tiny)
    page.tabs.selected = "keep"
    files[1].write_text("{}")
    load(page, files)
    assert page.state.ballots == {}
    assert "Bo.json could not be loaded" in texts(page)


def test_the_command_weighs_a_room_and_starts_from_a_record(files, capsys):
    room = [option for path in files for option in ("--ballot", str(path))]
    assert main(["record", "--data", str(TINY), *room]) == 0
    assert "Cow leads on 1 of 2 ballots: Bo." in capsys.readouterr().out
    stored = ["record", "--data", str(TINY), "--state", str(files[1])]
    assert main([*stored, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["weights"] == {"load": 50.0}
