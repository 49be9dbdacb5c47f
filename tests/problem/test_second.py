"""A second question that ships, which database: nothing of the product is about web frameworks."""

import csv
import io
import re
from datetime import date
from itertools import combinations

import pytest
from markupsafe import escape
from scipy.stats import pearsonr, spearmanr

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


def test_no_two_facts_of_different_groups_say_the_same(problem):
    """One thing that counts in two groups weighs twice; what is meant so is declared."""
    everybody = problem.including(other.id for other in problem.others)
    facts = [c for c in problem.criteria if c.kind == "fact"]
    values = {c.id: everybody.values[:, everybody.criteria.index(c)] for c in facts}
    alike = []
    for one, other in combinations(facts, 2):
        declared = {one.overlaps, one.opposes, other.overlaps, other.opposes}
        if one.group == other.group or declared & {one.id, other.id}:
            continue
        pair = values[one.id], values[other.id]
        strongest = max(abs(pearsonr(*pair).statistic), abs(spearmanr(*pair).statistic))
        if strongest > 0.85:
            alike.append((one.id, other.id, round(strongest, 2)))
    assert alike == []


def test_wishes_weigh_as_groups_and_each_need_for_itself(problem):
    start = problem.scenarios[0]
    assert {g.id for g in problem.groups} - set(start.group_weights) == {"needs"}
    for scenario in problem.scenarios[1:]:
        assert scenario.answers, scenario.id
        assert scenario.weights == start.weights, scenario.id
    weights = advisor.rank(problem).raw_weights
    needs = [c.id for c in problem.criteria if c.group == "needs"]
    assert {weights[need] for need in needs} == {12.5}
    known = [c.id for c in problem.criteria if c.group == "known"]
    assert sum(weights[fact] for fact in known) == start.group_weights["known"].weight


@pytest.mark.parametrize(
    ("need", "question", "no", "yes"),
    [
        ("writers", "writing", "few", "many"),
        ("failover", "outage", "bearable", "costly"),
        ("documents", "shape", "tables", "documents"),
        ("reports", "reports", "rarely", "often"),
    ],
)
def test_what_is_needed_weighs_and_what_is_not_is_worth_nothing(problem, need, question, no, yes):
    open_, without, needed = (
        advisor.rank(problem, answers=answers).raw_weights[need]
        for answers in ({}, {question: no}, {question: yes})
    )
    assert without == 0
    assert 0 < open_ < needed


def test_no_database_is_best_for_every_kind_of_project(problem):
    leaders = {
        ranking.alternatives[ranking.order[0]]
        for ranking in (advisor.rank(problem, scenario=s.id) for s in problem.scenarios)
    }
    assert len(leaders) > 1


@pytest.mark.parametrize(
    "scenario", ["balanced", "one_machine", "transactional", "documents_writes"]
)
def test_every_scenario_ranks_all_and_says_so_in_words(problem, scenario):
    ranking = advisor.rank(problem, scenario=scenario)
    assert len(ranking.order) == 4
    said = " ".join(summary(assess(ranking)))
    assert ranking.name(ranking.order[0]) in said
    assert foreign(said, problem) == []
    start = problem.scenario(scenario)
    reasons = [w.reason for w in (*start.weights.values(), *start.group_weights.values())]
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
    assert all(
        "No server process: no instead of yes" in e.reason for e in decision.ranking.excluded
    )


def test_whoever_runs_something_already_can_say_so(decision):
    assert decision.ranking.raw_weights["at_hand"] == 0
    decision.answer("hosting", "yes")
    assert decision.ranking.raw_weights["servers"] == 0
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


def test_a_link_from_before_groups_weighed_still_opens(problem):
    link = from_query(
        problem,
        "v=1&s=one_machine&a=machines.always~shape.documents~writing.few~hosting.yes"
        "&w=servers.80~python_support.10&i=at_hand.mongodb.2~team_skill.sqlite.4",
    )
    assert link.notice == ""
    assert link.choices.scenario == "one_machine"
    assert link.choices.weights == {"servers": 80, "python_support": 10}


def test_a_record_of_the_other_problem_is_refused(decision, shipped):
    with pytest.raises(ChoiceError, match="saved for problem 'python-backend'"):
        decision.restore(Decision(shipped).to_dict())
