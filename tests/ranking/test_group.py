"""A room's ballots: everybody has the same say, and who disagrees is said."""

import html
import json
import re
from datetime import UTC, datetime

import pytest

from advisor.cli import main
from advisor.page.dashboard import Dashboard
from advisor.ranking.choices import Ballot, ChoiceError, Choices
from advisor.ranking.consensus import disputes
from advisor.ranking.group import together
from advisor.report import write
from advisor.report.wording.group import agreed, dispute_text, dissent
from advisor.session.decision import Decision
from tests.conftest import TINY
from tests.page.test_dashboard import by_class, texts, walk

MADE_AT = datetime(2026, 11, 24, tzinfo=UTC)
MADE = MADE_AT.date()
ANN = {"price": 100.0}
BO = {"load": 50.0}
CY = {"price": 30.0, "load": 10.0}
ROOM = (Ballot("Ann", ANN), Ballot("Bo", BO), Ballot("Cy", CY))


def test_everybody_has_the_same_say_however_high_the_sliders(tiny):
    assert together(tiny, ROOM[:2])["price"] == 100
    assert together(tiny, ROOM[:2])["load"] == 100
    found = together(tiny, ROOM)
    assert found["load"] / found["price"] == pytest.approx((1 + 0.25) / (1 + 0.75), abs=0.001)
    assert found["fuel"] == 0


@pytest.mark.parametrize("nothing", [(), (Ballot("Ann", {}),), (Ballot("Ann", {"price": 0}),)])
def test_a_room_that_weighs_nothing_is_refused(tiny, nothing):
    with pytest.raises(ValueError, match="no ballot gives a weight to any criterion"):
        together(tiny, nothing)


def test_dissent_names_who_disagrees_and_on_what(tiny):
    decision = Decision(tiny)
    decision.hear(*ROOM)
    assert dissent(decision.ranking) == [
        "Ant leads on 2 of 3 ballots: Ann and Cy.",
        "Cow leads on 1 of 3 ballots: Bo.",
        "You disagree most about Price: Bo gives it 0\u00a0% of the weight, "
        "Ann gives it 100\u00a0%.",
    ]
    decision.hear(Ballot("Ann", ANN), Ballot("Bo", ANN))
    assert dissent(decision.ranking) == ["Ant leads on all 2 ballots: Ann and Bo."]
    decision.hear(Ballot("Ann", ANN))
    assert dissent(decision.ranking) == []


def test_a_ballot_of_zeros_leads_for_nobody_and_is_said(tiny):
    decision = Decision(tiny)
    decision.hear(Ballot("Ann", ANN), Ballot("Bo", {"price": 0}))
    assert decision.ranking.raw_weights["price"] == 100
    assert dissent(decision.ranking) == [
        "Ant leads on 1 of 2 ballots: Ann.",
        "1 of 2 ballots gives no weight to any criterion: Bo.",
    ]


def test_ballots_are_kept_in_the_record_and_come_back(tiny):
    decision = Decision(tiny)
    decision.hear(*ROOM)
    text = write(decision.assessment, "md", MADE)
    assert "### Dissent\n\n- Ant leads on 2 of 3 ballots: Ann and Cy." in text
    record = json.loads(write(decision.assessment, "json", MADE))
    assert record["result"]["dissent"][1] == "Cow leads on 1 of 3 ballots: Bo."
    again = Decision(tiny, Choices.from_dict(tiny, record["state"]))
    assert again.ballots == ROOM
    assert again.weights == decision.weights


def test_a_ballot_about_something_else_is_refused(tiny):
    decision = Decision(tiny)
    with pytest.raises(ChoiceError, match="no criterion 'speed'"):
        decision.hear(Ballot("Ann", {"speed": 1}))


@pytest.fixture
def files(tmp_path, tiny):
    """A record of Ann and one of Bo."""
    found = []
    for name, weights in (("Ann", ANN), ("Bo", BO)):
        decision = Decision(tiny)
        decision.set_weights({c.id: weights.get(c.id, 0) for c in tiny.criteria})
        path = tmp_path / f"{name}.json"
        path.write_text(write(decision.assessment, "json", MADE))
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
    page = Dashboard(Decision(tiny))
    page.share.value = True
    load(page, files)
    assert [ballot.name for ballot in page.decision.ballots] == ["Ann", "Bo"]
    assert "2 ballots, weighed together" in texts(page)
    assert "Cow leads on 1 of 2 ballots: Bo." in texts(page)


def test_one_bad_ballot_changes_nothing(tiny, files):
    page = Dashboard(Decision(tiny))
    page.share.value = True
    files[1].write_text("{}")
    load(page, files)
    assert page.decision.ballots == ()
    assert "Bo.json could not be opened" in texts(page)


def test_the_command_weighs_a_room_and_starts_from_a_record(files, capsys):
    room = [option for path in files for option in ("--ballot", str(path))]
    assert main(["record", "--data", str(TINY), *room]) == 0
    assert "Cow leads on 1 of 2 ballots: Bo." in capsys.readouterr().out
    stored = ["record", "--data", str(TINY), "--state", str(files[1])]
    assert main([*stored, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["weights"] == {"load": 50.0}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"problem": "ships"}, "the record names two problems, 'ships' and 'tiny'"),
        (
            {"problem": "ships", "state": {"problem": "ships"}},
            "the record was made for problem 'ships'; allowed: 'tiny'",
        ),
        ({"state": {"problem": "tiny", "answers": {"depth": "1"}}}, "there is no question 'depth'"),
        ({"weights": {"wings": 3}}, "there is no criterion 'wings'"),
    ],
)
def test_command_and_page_refuse_the_same_ballots(tiny, files, capsys, change, reason):
    files[1].write_text(json.dumps(json.loads(files[1].read_text()) | change))
    room = [option for path in files for option in ("--ballot", str(path))]
    assert main(["rank", "--data", str(TINY), *room]) == 1
    assert f"{files[1]}: {reason}" in capsys.readouterr().err
    page = Dashboard(Decision(tiny))
    page.share.value = True
    load(page, files)
    assert f"Bo.json could not be opened: {reason}" in html.unescape(texts(page))
    assert page.decision.ballots == ()


def test_two_ballots_are_two_whatever_the_files_are_called(tiny, files, tmp_path, capsys):
    """The page gives every record of a day the same name."""
    same = []
    for folder, path in zip(("ann", "bo"), files, strict=True):
        (tmp_path / folder).mkdir()
        same.append(path.rename(tmp_path / folder / "decision.json"))
    room = [option for path in same for option in ("--ballot", str(path))]
    assert main(["record", "--data", str(TINY), *room, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["result"]["dissent"]
    assert found[:2] == [
        "Ant leads on 1 of 2 ballots: ann/decision.",
        "Cow leads on 1 of 2 ballots: bo/decision.",
    ]
    page = Dashboard(Decision(tiny))
    page.share.value = True
    load(page, same)
    assert [ballot.name for ballot in page.decision.ballots] == ["decision", "decision (2)"]
    assert [dict(ballot.weights) for ballot in page.decision.ballots] == [ANN, BO]


def test_a_ballot_has_the_name_in_its_record_and_no_vote_is_lost(tiny, files, capsys):
    """Records of three people in files of any name; two of them are called Ann."""
    for path, name in zip(files, ("Ann", "Ann"), strict=True):
        record = json.loads(path.read_text())
        record["decision"]["by"] = [name]
        path.write_text(json.dumps(record))
        path.rename(path.with_name(f"decision-{path.name}"))
    named = [path.with_name(f"decision-{path.name}") for path in files]
    unnamed = named[0].with_name("cy.json")
    record["decision"]["by"] = []
    unnamed.write_text(json.dumps(record))
    room = [option for path in (*named, unnamed) for option in ("--ballot", str(path))]
    assert main(["record", "--data", str(TINY), *room, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [b["name"] for b in found["state"]["ballots"]] == ["Ann", "Ann", "cy"]
    assert found["result"]["dissent"][:2] == [
        "Cow leads on 2 of 3 ballots: Ann (2) and cy.",
        "Ant leads on 1 of 3 ballots: Ann.",
    ]


def test_a_vote_names_its_voter(tiny, files, capsys):
    """The light page and the dashboard write the name of the voter into the record of a vote."""
    for path, name in zip(files, ("Ann", " Bo  B. "), strict=True):
        record = {**json.loads(path.read_text()), "name": name}
        record["decision"]["by"] = ["Everybody"]
        path.write_text(json.dumps(record))
        path.rename(path.with_name(f"vote-{path.name}"))
    votes = [str(path.with_name(f"vote-{path.name}")) for path in files]
    room = [option for path in votes for option in ("--ballot", path)]
    assert main(["record", "--data", str(TINY), *room, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [b["name"] for b in found["state"]["ballots"]] == ["Ann", "Bo B."]


def test_a_later_file_joins_the_group_until_somebody_starts_over(tiny, files):
    page = Dashboard(Decision(tiny))
    page.share.value = True
    start_over = by_class(page, "advisor-start-over")
    assert start_over.layout.display == "none"
    load(page, files)
    cy = files[0].with_name("Cy.json")
    cy.write_text(files[0].read_text().replace('"price": 100', '"price": 30'))
    load(page, [cy])
    assert [ballot.name for ballot in page.decision.ballots] == ["Ann", "Bo", "Cy"]
    assert "3 ballots, weighed together" in texts(page)
    assert "Ant leads on 2 of 3 ballots: Ann and Cy." in texts(page)
    load(page, files)  # a ballot is not counted twice because somebody loads its file again
    assert [ballot.name for ballot in page.decision.ballots] == ["Ann", "Bo", "Cy"]
    assert "The group has these ballots already: Ann and Bo." in texts(page)
    start_over.click()
    assert page.decision.choices == Decision(tiny).choices
    assert "leads on" not in texts(page)
    load(page, [cy])  # without a group, one record is a decision to go on with
    assert page.decision.ballots == ()
    assert page.decision.weights["price"] == 30


def test_a_saved_group_opens_as_it_was_and_says_so(tiny, files, tmp_path):
    page = Dashboard(Decision(tiny))
    page.share.value = True
    load(page, files)
    group = tmp_path / "group.json"
    group.write_text(write(page.decision.assessment, "json", MADE))
    load(page, [files[0]])
    load(page, [group])
    assert [ballot.name for ballot in page.decision.ballots] == ["Ann", "Bo"]
    assert "with its 2 ballots" in texts(page)


def test_dissent_does_not_pass_for_that_of_another_ranking(tiny, files):
    moved = "The weights are no longer those of the ballots"
    page = Dashboard(Decision(tiny))
    page.share.value = True
    load(page, files)
    assert moved not in texts(page)
    page.decision.set_weight("comfort", 90)
    assert moved in texts(page)
    assert moved in write(page.decision.assessment, "md", MADE)
    assert "Cow leads on 1 of 2 ballots: Bo." in texts(page)
    page.decision.undo_weight("comfort")
    page.decision.hear(*page.decision.ballots)
    assert moved not in texts(page)


def test_agreement_and_what_matters_are_said(tiny):
    ranking = Decision(tiny).ranking
    heard = [*ROOM, Ballot("Di", CY)]
    decision = Decision(tiny)
    decision.hear(*heard)
    ranking = decision.ranking
    first, alike, overlap, borda, kemeny = agreed(ranking, heard)
    assert first == "Of 4 ballots, these rank first: Ant on 3 and Cow on 1."
    assert alike.startswith("Kendall’s W is 0.")
    assert re.match(r"Your weights overlap by \d+\s%, which is (low|moderate|high):", overlap)
    assert borda.endswith("adds up places instead of weights, puts Ant first.")
    assert kemeny.endswith("contradicts the ballots least (Kemeny) begins with Ant.")
    assert agreed(ranking, heard[:1]) == []
    found = {one.target: dispute_text(tiny, one) for one in disputes(ranking, heard)}
    assert found["price"] == (
        "Price: the ballots give it 0\u00a0% to 100\u00a0% of the weight. "
        "At 0\u00a0% Cow leads, at 100\u00a0% Ant leads."
    )
