"""A decision of one's own: the starter works as it is, and the same product opens on it."""

import csv

import pytest
from playwright.sync_api import Browser, expect

import advisor
from advisor.cli import main
from advisor.page.dashboard import Dashboard
from advisor.problem.folder import check
from advisor.problem.paths import PROBLEM_VARIABLE, STARTER
from advisor.problem.schema import COLUMNS
from advisor.session.decision import Decision
from tests.page.test_dashboard import texts
from tests.tools import servers


@pytest.fixture
def folder(tmp_path):
    assert main(["new", str(tmp_path / "offices")]) == 0
    return tmp_path / "offices"


def test_the_starter_works_before_anything_is_changed(folder):
    assert check(folder) == []
    for scenario in (problem := advisor.load(folder)).scenarios:
        assert len(advisor.rank(problem, scenario=scenario.id).alternatives) == 3
    assert "Which office?" in texts(Dashboard(Decision(problem)))


@pytest.mark.parametrize("path", sorted(STARTER.glob("*.csv")), ids=lambda p: p.stem)
def test_every_table_says_what_belongs_in_it(path):
    header, remark, *_rows = csv.reader(path.read_text("utf-8").splitlines())
    assert set(header) <= set(COLUMNS[path.name])
    assert remark[0].startswith("# ")
    assert len(remark) == len(header)


def test_the_tables_open_right_in_excel(folder):
    assert {p.read_bytes()[:3] for p in folder.glob("*.csv")} == {b"\xef\xbb\xbf"}


def test_the_starter_has_every_table_but_the_readings():
    assert {p.name for p in STARTER.glob("*.csv")} == set(COLUMNS) - {"readings.csv"}


def test_the_starter_shows_what_a_value_tree_can_say(folder):
    problem = advisor.load(folder)
    start, *others = problem.scenarios
    sizes = {g.id: sum(c.group == g.id for c in problem.criteria) for g in problem.groups}
    assert max(sizes[group] for group in start.group_weights) > 1
    assert set(sizes) - set(start.group_weights) == {"needs"}
    assert all(scenario.answers and scenario.weights == start.weights for scenario in others)
    targets = {rule.target for rule in problem.rules if rule.weighs}
    assert targets & set(start.group_weights)
    assert targets & {c.id for c in problem.criteria if c.group == "needs"}
    assert "none" in {rule.amount for rule in problem.rules}


def test_what_is_there_is_not_overwritten(folder, capsys):
    assert main(["new", str(folder)]) == 1
    assert "already exists and is not empty" in capsys.readouterr().err


def test_a_fault_below_a_remark_has_its_own_line(folder):
    path = folder / "performances.csv"
    path.write_text(path.read_text("utf-8").replace("north,walk,19", "north,walk,near"), "utf-8")
    faults = [str(fault) for fault in check(folder)]
    assert faults == ["performances.csv:4: performance: 'near' is not a number"]


def test_the_environment_names_the_problem(folder, monkeypatch):
    monkeypatch.setenv(PROBLEM_VARIABLE, str(folder))
    assert advisor.load().title == "Which office?"


def test_a_faulty_folder_is_not_served(folder, capsys):
    (folder / "weights.csv").unlink()
    assert main(["serve", "--no-browser", "--data", str(folder)]) == 1
    assert "weights.csv:1: file: this file is missing" in capsys.readouterr().err


@pytest.mark.browser
def test_the_folder_is_what_visitors_see(folder, browser: Browser, tmp_path):
    with servers.dashboard(tmp_path, "--data", str(folder)) as url:
        page = browser.new_page()
        page.goto(url)
        expect(page.get_by_role("heading", name="Which office?")).to_be_visible(timeout=60_000)
        expect(page.locator(".advisor-why")).to_contain_text("Harbour")
        page.close()


def test_the_page_about_the_tables_names_each_of_them_and_tells_the_truth(folder):
    text = (folder / "README.md").read_text("utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in text] == []
    for name in ("questions", "answers", "rules", "requirements", "capabilities", "presets"):
        (folder / f"{name}.csv").unlink()
    assert not [f for f in check(folder) if f.file != "scenarios.csv"]
