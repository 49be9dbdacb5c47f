"""A decision of your own may leave sources, days, questions and reasons open; it says so."""

import csv
import shutil
from pathlib import Path

import pytest

import advisor
from advisor.cli import main
from advisor.problem.folder import check
from advisor.problem.paths import DATA, STARTER
from tests.conftest import TINY
from tests.page.test_dashboard import texts
from tests.problem.test_folder import edit

OPEN = {
    "performances.csv": ("source", "as_of"),
    "capabilities.csv": ("source", "as_of"),
    "weights.csv": ("reason",),
    "criteria.csv": ("question", "unit"),
    "groups.csv": ("question",),
}


def filled(path: Path, cells: dict[str, str]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row | cells for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(TINY, tmp_path / "vans"))
    for name, columns in OPEN.items():
        filled(folder / name, dict.fromkeys(columns, ""))
    return folder


def own(folder: Path) -> Path:
    edit(folder, "problem.toml", "id =", "own = true\nid =")
    return folder


def test_an_own_decision_may_leave_open_what_a_shipped_one_must_state(folder):
    faults = [str(fault) for fault in check(folder) if "sources.csv" not in str(fault)]
    assert any("question: is empty" in fault for fault in faults)
    assert any("reason: is empty" in fault for fault in faults)
    assert any("source: is empty" in fault for fault in faults)
    assert [str(f) for f in check(own(folder)) if "sources.csv" not in str(f)] == []


def test_what_backs_a_fact_is_left_open_only_in_an_own_decision(tmp_path):
    folder = Path(shutil.copytree(TINY, tmp_path / "vans"))
    edit(folder, "performances.csv", "documented", "not stated")
    said = "only a decision of your own (own = true in problem.toml) may leave this open"
    assert any(said in str(fault) for fault in check(folder))
    assert not any(said in str(fault) for fault in check(own(folder)))


def test_only_the_starter_is_an_own_decision():
    assert {p.name for p in DATA.glob("python-*") if advisor.load(p).own} == set()
    assert advisor.load(STARTER).own


@pytest.mark.parametrize("value", ['"true"', "1"])
def test_own_is_yes_or_no(folder, value):
    edit(folder, "problem.toml", "id =", f"own = {value}\nid =")
    assert any("own: must be true or false" in str(fault) for fault in check(folder))


def test_what_is_left_open_is_counted_and_shown(folder, capsys):
    # A remark may cite a source in brackets, so that no source of this copy is unused.
    with (folder / "sources.csv").open(encoding="utf-8") as file:
        brackets = " ".join(f"[{row['id']}]" for row in csv.DictReader(file))
    filled(folder / "performances.csv", {"note": brackets})
    assert main(["check", str(own(folder))]) == 0
    said = capsys.readouterr().err
    assert "warning: Not stated: " in said
    assert "sources, " in said
    assert " days, " in said
    assert " questions and " in said
    problem = advisor.load(folder)
    page = advisor.dashboard(problem)
    page.tabs.selected = "evidence"
    shown = texts(page)
    assert said.removeprefix("warning: ").strip() in shown
    assert ">not stated<" in shown
    assert said.removeprefix("warning: ").strip() in advisor.record(advisor.rank(problem), "md")
