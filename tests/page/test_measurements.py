"""The visitor's own measurement on the page: what it moves, and what a bad file does."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from advisor.page.dashboard import Dashboard
from advisor.report.wording.measurements import measured
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk
from tests.page.test_elicitation import button
from tests.problem.test_measurements import record


@pytest.fixture
def page(shipped):
    page = Dashboard(Decision(shipped))
    page.tabs.selected = "evidence"
    next(
        w for w in walk(page) if getattr(w, "description", "") == "Measured on your machine"
    ).value = True
    return page


def load(page, content: bytes, name: str = "mine.json") -> None:
    upload = next(
        w for w in walk(page) if getattr(w, "description", "").startswith("Choose a measurement")
    )
    file = {"name": name, "type": "application/json", "size": len(content)}
    upload.value = ({**file, "content": memoryview(content), "last_modified": DAY},)


DAY = datetime(2026, 11, 24, tzinfo=UTC)


def as_file(found) -> bytes:
    return json.dumps(asdict(found)).encode()


def test_a_measurement_counts_says_what_it_moves_and_can_be_taken_back(page, shipped):
    before = page.decision.ranking
    load(page, as_file(record(flask=(1000, 2000, 3000), wait=0.01)))
    assert page.decision.measurement.day == "2026-11-24"
    found = page.decision.ranking.problem.performances["flask", "cpu_cost"]
    assert (found.performance, found.source) == (100, "own-record")
    assert "Your measurement of 2026-11-24 is in use." in texts(page)
    assert "CPU per request for Flask" in texts(page)
    assert "100 × bare Python now" in texts(page)
    assert page.decision.without_measurement().scores.tolist() == before.scores.tolist()
    button(page, "Use the published figures").click()
    assert page.decision.ranking.scores.tolist() == before.scores.tolist()
    assert "Your measurement of" not in texts(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "mine.json could not be loaded"),
        (b"\xff", "mine.json could not be loaded"),
        (b"[]", "not a measurement"),
        (as_file(record(refused="too slow")), "cannot be scored: too slow"),
    ],
)
def test_a_bad_file_changes_nothing_and_is_named(page, content, said):
    before = page.decision.ranking
    load(page, content)
    assert said in texts(page)
    assert "Nothing changed." in texts(page)
    assert page.decision.ranking is before


def test_sentences_say_who_leads_and_count_what_is_more_than_noise(shipped):
    page = Dashboard(Decision(shipped))
    page.decision.set_weights({c.id: 0 for c in shipped.criteria} | {"io_concurrency": 100})
    assert page.decision.ranking.name(page.decision.ranking.order[0]) == "Flask"
    page.decision.measurement = record(wait=0.5)
    said = measured(page.decision.without_measurement(), page.decision.ranking)
    assert said[0] == "FastAPI leads instead of Flask."
    assert any("a value by more than the noise of measuring." in sentence for sentence in said)
    page.decision.measurement = replace(record(), cells=(), imports=(), installs=())
    said = measured(page.decision.without_measurement(), page.decision.ranking)
    assert said == ["The file has no measurement in a unit that this decision uses."]


def test_a_problem_that_nobody_can_measure_has_no_such_field(tiny):
    page = Dashboard(Decision(tiny))
    page.tabs.selected = "evidence"
    assert not any(getattr(w, "description", "") == "Measured on your machine" for w in walk(page))
    assert by_class(page, "panel-evidence")


def test_a_measurement_counts_where_everybody_is_left_out(page, shipped):
    page.decision.excluded = tuple(a.id for a in shipped.alternatives)
    load(page, as_file(record(flask=(1000, 2000, 3000), wait=0.01)))
    assert "No framework leads." in texts(page)
    page.decision.excluded = ()
    assert "still leads." in texts(page)
