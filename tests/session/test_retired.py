"""Kept records and links that name criteria which the shipped problem retires after them."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import advisor
from advisor.problem.folder import check
from advisor.problem.paths import SHIPPED_PROBLEM
from advisor.problem.problem import Problem
from advisor.ranking.choices import Choices
from advisor.report import ballot_of, differences, read_record
from advisor.robustness.assessment import assess
from advisor.session.link import from_query
from tests.ranking.test_choices import KEPT

# Facts, and an input that somebody entered; the data may have retired some of them by now.
GONE = ("data_admin", "startup", "team_skill")
REASON = "Other criteria stand in its place."


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    """The shipped problem as it will be once these criteria are retired."""
    folder = tmp_path_factory.mktemp("newer") / "problem"
    shutil.copytree(SHIPPED_PROBLEM, folder)
    for path in folder.glob("*.csv"):
        _change(path, _without)
    _retire(folder / "problem.toml")
    idle = {fault.message.split("'")[1] for fault in check(folder) if fault.file == "sources.csv"}
    _change(folder / "sources.csv", lambda _name, row: None if row["id"] in idle else row)
    return advisor.load(folder)


def _change(path: Path, change: Callable[[str, dict[str, str]], dict[str, str] | None]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        rows = [row for one in table if (row := change(path.name, one))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.fieldnames or ())
        writer.writeheader()
        writer.writerows(rows)


def _without(name: str, row: dict[str, str]) -> dict[str, str] | None:
    """A row that says nothing of what is gone."""
    about = {"criteria.csv": "id", "rules.csv": "target"}.get(name, "criterion")
    if row.get(about) in GONE:
        return None
    beside = ("overlaps", "opposes")
    return {c: "" if c in beside and cell in GONE else cell for c, cell in row.items()}


def _retire(path: Path) -> None:
    settings, header, retired = path.read_text("utf-8").partition("[retired]\n")
    lines = [line for line in retired.splitlines() if line.partition(" ")[0] not in GONE]
    reasons = [f'{criterion} = "{REASON}"' for criterion in GONE]
    path.write_text("\n".join([settings, header or "[retired]", *reasons, *lines]), "utf-8")


@pytest.mark.parametrize("name", ["untouched", "everything", "room"])
def test_kept_records_and_links_load_whole(newer, name):
    record = read_record((KEPT / f"{name}.json").read_text("utf-8"))
    choices = Choices.from_dict(newer, record["state"])
    assert dict(choices.weights) == record["state"]["weights"]
    assert {c: dict(row) for c, row in choices.inputs.items()} == record["state"]["inputs"]
    ballots = {ballot.name: dict(ballot.weights) for ballot in choices.ballots}
    assert ballots == record["state"]["ballots"]
    assert Choices.from_dict(newer, choices.to_dict(newer)) == choices
    link = from_query(newer, (KEPT / f"{name}.link").read_text("utf-8"))
    assert "ignored" not in link.notice
    assert link.choices == choices.but(ballots=())
    assert dict(ballot_of(newer, record, "Ann").weights) == record["weights"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("untouched", ""),
        ("everything", "startup, team_skill are retired"),
        ("room", "data_admin, startup are retired"),
    ],
)
def test_what_no_longer_counts_is_said(newer, name, said):
    record = read_record((KEPT / f"{name}.json").read_text("utf-8"))
    found = advisor.rank(newer, Choices.from_dict(newer, record["state"]))
    gone = [notice for notice in found.notices if "are retired" in notice]
    assert len(gone) == bool(said)
    assert all(notice.startswith(said) and REASON in notice for notice in gone)


@pytest.mark.parametrize("name", ["untouched", "everything", "room"])
def test_what_changed_since_names_each_criterion_that_is_gone(newer, name):
    record = read_record((KEPT / f"{name}.json").read_text("utf-8"))
    choices = Choices.from_dict(newer, record["state"])
    said = differences(record, assess(advisor.rank(newer, choices)))
    for criterion in ("data_admin", "startup"):
        had = f"a weight of {record['weights'][criterion]:g} and {len(record['facts'])} facts"
        assert f"{criterion} was removed from the model; it had {had}. {REASON}" in said
