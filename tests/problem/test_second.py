"""A second question that ships, which database: nothing of the product is about web frameworks."""

import csv
import io
import re
from datetime import date

import pytest
from markupsafe import escape

import advisor
from advisor.page.dashboard import Dashboard
from advisor.page.sidebar.elicitation import WAYS
from advisor.problem.folder import check
from advisor.problem.paths import DATA
from advisor.problem.questions import NOT_SURE
from advisor.ranking.choices import ChoiceError, Choices
from advisor.report import make_record, markdown
from advisor.report.html import html_page
from advisor.report.record import read_record, to_json
from advisor.report.tables.ranking import contributions
from advisor.report.wording import summary
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from advisor.session.link import from_query, to_query
from tests.page.test_dashboard import by_class, open_everything, tab_ids, walk

FOLDER = DATA / "python-database"
DAY = date(2026, 11, 24)
# Words of the first problem that a page about databases has no reason to say.
FOREIGN = ("framework", "Django, Flask", "FastAPI", "Which Python backend")


@pytest.fixture(scope="module")
def problem():
    return advisor.load(FOLDER)


@pytest.fixture
def decision(problem) -> Decision:
    return Decision(problem)


def foreign(text: str, problem) -> list[str]:
    """Words of the first problem in a text, the cells of this one taken out."""
    cells = {problem.title, problem.question}
    for path in FOLDER.glob("*.csv"):
        for row in csv.reader(path.read_text("utf-8").splitlines()):
            cells.update(row)
    for cell in sorted(filter(None, cells), key=len, reverse=True):
        if any(word.lower() in cell.lower() for word in FOREIGN):
            text = text.replace(cell, "").replace(str(escape(cell)), "")
    return [word for word in FOREIGN if word.lower() in text.lower()]


def test_no_fault():
    assert check(FOLDER) == []


def test_what_is_compared(problem):
    assert [a.id for a in problem.alternatives] == ["postgresql", "sqlite", "mysql", "mongodb"]
    assert [a.id for a in problem.others] == ["mariadb"]
    assert 7 <= sum(c.kind == "fact" for c in problem.criteria) <= 9
    assert {c.kind for c in problem.criteria} == {"fact", "input"}


def test_every_fact_has_a_source_with_a_day_and_says_what_was_seen(problem):
    for (alternative, criterion), cell in problem.performances.items():
        where = f"{alternative} × {criterion}"
        assert cell.note, where
        if cell.basis != "input":
            source = problem.sources[cell.source]
            assert date.fromisoformat(source.seen) >= date.fromisoformat(cell.as_of), where
            assert cell.version, where


def test_nothing_is_unknown_of_those_shown_nor_of_the_other(problem):
    assert not problem.including(["mariadb"]).missing


@pytest.mark.parametrize(
    "scenario", ["balanced", "one_machine", "transactional", "documents_writes"]
)
def test_every_scenario_ranks_all_and_says_so_in_words(problem, scenario):
    ranking = advisor.rank(problem, scenario=scenario)
    assert len(ranking.order) == 4
    said = " ".join(summary(assess(ranking)))
    assert ranking.name(ranking.order[0]) in said
    assert foreign(said, problem) == []
    reasons = [weight.reason for weight in problem.scenario(scenario).weights.values()]
    assert all(len(reason) > 15 for reason in reasons)


def test_one_more_changes_nobodys_score(problem):
    for scenario in problem.scenarios:
        before = advisor.rank(problem, scenario=scenario.id)
        after = advisor.rank(problem, scenario=scenario.id, included=["mariadb"])
        assert after.scores[:4].tolist() == pytest.approx(before.scores.tolist(), abs=1e-12)


def test_answers_move_weights_and_every_question_acts(problem, decision):
    before = dict(decision.ranking.raw_weights)
    decision.answer("shape", "documents")
    assert decision.ranking.raw_weights["documents"] > before["documents"]
    assert decision.ranking.raw_weights["rules"] < before["rules"]
    assert {rule.question for rule in problem.rules} == {q.id for q in problem.questions}
    decision.answer("shape", NOT_SURE)
    assert decision.ranking.raw_weights == before


def test_a_requirement_screens_out_who_needs_a_server(decision):
    decision.answer("machines", "one")
    assert decision.ranking.alternatives == ("sqlite",)
    assert {e.alternative for e in decision.ranking.excluded} == {"postgresql", "mysql", "mongodb"}
    assert all("No server process: no, needs yes" in e.reason for e in decision.ranking.excluded)


def test_whoever_runs_something_already_can_say_so(decision):
    decision.answer("hosting", "yes")
    before = decision.ranking.scores.tolist()
    decision.set_input("at_hand", "mongodb", 2)
    assert decision.ranking.scores[3] > before[3]


def shown(page) -> str:
    """Everything a visitor can read or have read out: texts, labels, hints and figures."""
    found = []
    for widget in walk(page):
        for name in ("value", "description", "tooltip", "placeholder", "options", "figure"):
            found.append(str(getattr(widget, name, "")))
    return "\n".join(found)


def test_the_page_speaks_of_databases_only(problem):
    page = Dashboard(Decision(problem))
    page.decision.answer("machines", "always")
    page.decision.show("mariadb", True)
    open_everything(page)
    text = ""
    for tab in tab_ids(page):
        page.tabs.selected = tab
        text += shown(page)
    for way in WAYS:
        by_class(page, "pick-way").value = way
        text += shown(page)
    assert "Which database?" in text
    assert "PostgreSQL" in text
    assert "databases" in text
    assert foreign(text, problem) == []


def test_all_four_formats_are_written_and_read_back(problem, decision):
    decision.answer("machines", "always")
    decision.set_weight("reports", 80)
    record = make_record(decision.assessment, DAY)
    text = markdown(decision.assessment, record)
    assert text.count("PostgreSQL") > 3
    assert "| Reports |" in text
    assert foreign(text, problem) == []
    page = html_page(decision.assessment, record)
    assert foreign(re.sub(r"<script.*?</script>", "", page, flags=re.S), problem) == []
    rows = list(csv.DictReader(io.StringIO(contributions(decision.ranking).to_csv())))
    assert {row["database"] for row in rows} >= {"PostgreSQL", "MySQL", "MongoDB"}
    again = Decision(problem, Choices.from_dict(problem, read_record(to_json(record))["state"]))
    assert again.ranking.to_dict() == decision.ranking.to_dict()
    link = to_query(problem, decision.choices)
    assert from_query(problem, link).choices == decision.choices


def test_a_record_of_the_other_problem_is_refused(decision, shipped):
    with pytest.raises(ChoiceError, match="saved for problem 'python-backend'"):
        decision.restore(Decision(shipped).to_dict())
