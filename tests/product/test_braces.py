"""Braces in the texts of a problem are text: the advisor's own sentences have them as blanks."""

import csv
import re
import shutil
from dataclasses import replace
from math import nan

import pytest

import advisor
from advisor.page.dashboard import Dashboard
from advisor.problem.problem import Problem
from advisor.ranking.choices import Ballot, Choices
from advisor.report import differences, make_record
from advisor.report.light import light_page
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.conftest import TINY
from tests.page.test_dashboard import open_everything
from tests.report.test_record import DAY

FREE = {
    *("name", "summary", "text", "question", "help", "unit", "note", "meaning", "reason", "title"),
    *("worst_text", "best_text", "publisher", "version"),
}
# Here the columns ``question`` and ``reading`` have ids.
IDS = {"answers.csv": {"question"}, "rules.csv": {"question"}}
CHOICES = {
    "untouched": Choices(),
    "everything": Choices(
        scenario="haul",
        answers={"distance": "far", "cargo": "not_sure"},
        requirements={"axle": "light", "noise": "80", "age": "2024"},
        weights={"price": 70, "liking": 60, "radio": 5},
        reading="loaded",
        inputs={"liking": {"cow": 2, "ant": 0}},
        ballots=(
            Ballot("Ann {x}", {"price": 100}),
            Ballot("Bo {", {"load": 100}),
            Ballot("Cy {1}", {"comfort": 20}),
        ),
    ),
    "one is left": Choices(requirements={"axle": "heavy"}, excluded=("bee",)),
    "none meets": Choices(requirements={"axle": "heavy", "noise": "70"}, excluded=("bee",)),
    "nobody is left": Choices(excluded=("ant", "bee", "cow")),
    "nothing matters": Choices(weights=dict.fromkeys(("price", "fuel", "load", "comfort"), 0)),
    "nobody answered": Choices(
        weights=dict.fromkeys(("price", "fuel", "load", "comfort"), 0) | {"liking": 50}
    ),
    "one is compared": Choices(excluded=("ant", "bee")),
    "answered": Choices(answers={"cargo": "stones", "distance": "near"}, weights={"liking": 90}),
}


@pytest.fixture(scope="module", params=["{x}", "{1}", "{", "}", "{}", "{0.real}"])
def braces(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory, braces: str) -> Problem:
    """The small problem with braces after each free text, an unknown fact and a plan."""
    folder = tmp_path_factory.mktemp("braces") / "tiny"
    shutil.copytree(TINY, folder)
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for column in FREE & set(row) - IDS.get(path.name, set()):
                if row[column] or column in ("note", "help"):
                    row[column] = f"{row[column]} {braces}".strip()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    settings = (folder / "problem.toml").read_text("utf-8")
    settings = re.sub(r'(?<!^id = )"$', f' {braces}"', settings, flags=re.MULTILINE)
    settings = settings.replace(f'"tiny {braces}"', '"tiny"')
    unknown = f'unknown = "Nobody can tell {braces}."\n\n[readings]'
    (folder / "problem.toml").write_text(settings.replace("[readings]", unknown), "utf-8")
    (folder / "trip.md").write_text(f"# Three vans {braces}\n\nOne road {braces}.\n", "utf-8")
    found = advisor.load(folder).with_performances({("bee", "load"): nan})
    plan = {"capability": "none", "coming": "heavy", "coming_by": "2027-12-31"}
    later = replace(found.capabilities["cow", "axle"], **plan)
    return replace(found, capabilities={**found.capabilities, ("cow", "axle"): later})


def texts(found: Problem) -> list[str]:
    parts = (found.alternatives, found.criteria, found.groups, found.requirements)
    named = [one.name for part in parts for one in part]
    asked = [one.question for one in (*found.questions, *found.criteria, found)]
    answers = [answer.text for question in found.questions for answer in question.choices]
    nouns = [found.title, found.alternative_noun, found.alternative_noun_plural, found.unknown]
    units = [one.unit for one in (*found.criteria, *found.requirements)]
    summaries = [one.summary for one in (*found.alternatives, *found.scenarios)]
    return [*named, *asked, *answers, *nouns, *units, *summaries, *found.reading_names.values()]


def test_all_texts_have_them(problem: Problem, braces: str):
    for text in texts(problem):
        assert braces in text


@pytest.mark.parametrize("chosen", CHOICES)
def test_they_stay_in_explanation_and_record(problem: Problem, braces: str, chosen: str):
    ranking = advisor.rank(problem, CHOICES[chosen])
    assessment = assess(ranking)
    assert braces in str(advisor.explain(ranking))
    for form in ("md", "csv", "html", "json"):
        assert braces in advisor.record(ranking, form, DAY)
    assert braces in advisor.record(ranking, "md", DAY, decided="ant", by=f"Ann {braces}")
    before = make_record(assess(advisor.rank(problem, scenario="haul")), DAY)
    assert differences(before, assessment)


def test_they_stay_on_the_light_page(problem: Problem):
    page = light_page(problem)
    for text in (problem.title, problem.alternatives[0].name, problem.questions[0].question):
        assert text in page


@pytest.mark.parametrize("chosen", CHOICES)
def test_they_stay_on_the_dashboard(problem: Problem, chosen: str):
    decision = Decision(problem)
    page = Dashboard(decision)
    open_everything(page)
    decision.choices = CHOICES[chosen]
    open_everything(page)
    assert page.decision.ranking.choices == CHOICES[chosen].check(problem)
