"""Keeping a decision on the page: undo, links, files; and bad ones that change nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from advisor.page.dashboard import Dashboard
from advisor.page.html import sheet
from advisor.page.panels.save import Download
from advisor.page.widgets.download import Printer
from advisor.ranking.choices import Ballot
from advisor.ranking.ranking import rank
from advisor.report import write
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk


@pytest.fixture
def page(tiny) -> Dashboard:
    found = Dashboard(Decision(tiny))
    found.tabs.selected = "keep"
    return found


def address(page):
    return next(widget for widget in walk(page) if type(widget).__name__ == "Address")


def upload(page, name: str, content: bytes) -> None:
    field = next(widget for widget in walk(page) if type(widget).__name__ == "FileUpload")
    file = {"name": name, "type": "", "size": len(content), "content": memoryview(content)}
    field.value = ({**file, "last_modified": datetime.now(UTC)},)


def test_undo_and_redo_on_the_page(page):
    undo, redo = by_class(page, "advisor-back"), by_class(page, "advisor-forth")
    assert (undo.disabled, redo.disabled) == (True, True)
    page.decision.set_weight("load", 10)
    page.decision.answer("distance", "far")
    undo.click()
    assert (page.decision.answers, page.decision.weights) == ({}, {"load": 10})
    undo.click()
    assert page.decision.weights == {}
    redo.click()
    assert page.decision.weights == {"load": 10}
    assert (undo.disabled, redo.disabled) == (False, False)


def test_the_address_follows_the_page_and_the_page_the_address(page):
    found = address(page)
    assert found.query == ""
    page.decision.set_weight("load", 10)
    assert found.query == "v=2&w=load.10"
    found.asked = "?v=2&s=haul"
    assert (page.decision.scenario, page.decision.weights) == ("haul", {})
    found.asked = "?v=2&s=nowhere"
    assert page.decision.scenario == "even"
    assert "left out: “nowhere”" in texts(page)


def test_what_is_printed_is_the_decision_as_it_is(page, monkeypatch):
    sent = []
    monkeypatch.setattr(Printer, "send", lambda _self, content: sent.append(content["sheet"]))
    printer = next(widget for widget in walk(page) if isinstance(widget, Printer))
    page.decision.set_weight("load", 10)
    address(page).base = "http://127.0.0.1/"
    by_class(page, "advisor-print").click()
    printer._handle_custom_msg({"ask": "sheet"}, [])
    printer._handle_custom_msg({"ask": "something else"}, [])
    assert len(sent) == 2
    for made in sent:
        assert f"As of {date.today().isoformat()}, from" in made
        assert "http://127.0.0.1/?v=2&amp;w=load.10" in made
        for title in ("How often each ranks first", "Ranking", "Why", "How sure", "Sources"):
            assert f"<h2>{title}</h2>" in made


def test_a_sheet_of_nothing_says_so_and_hostile_names_are_text(tiny):
    named = replace(tiny.alternatives[0], name='<b>"Ant"</b>')
    problem = replace(tiny, alternatives=(named, *tiny.alternatives[1:]))
    made = sheet(assess(rank(problem)), date(2026, 11, 26))
    assert "<b>" not in made
    assert "&lt;b&gt;&#34;Ant&#34;&lt;/b&gt;" in made
    none = sheet(assess(rank(tiny, excluded=["ant", "bee", "cow"])), date(2026, 11, 26))
    assert "How sure" not in none
    assert "No van is left to choose from" in none


@pytest.mark.parametrize("form", ["md", "html", "csv", "json"])
def test_each_button_saves_its_form(page, form, monkeypatch):
    saved = []
    monkeypatch.setattr(Download, "save", lambda _self, *said: saved.append(said))
    address(page).base = "https://example.org/"
    page.decision.set_weight("load", 10)
    by_class(page, f"save-{form}").click()
    ((name, media_type, text),) = saved
    assert name == f"decision-tiny-{date.today().isoformat()}.{form}"
    assert media_type.split("/")[0] in ("text", "application")
    if form in ("md", "html", "json"):
        assert ["https://example.org/", "v=2&w=load.10"][0] in text


def test_a_record_says_what_was_decided_and_by_whom(page, monkeypatch):
    saved = []
    monkeypatch.setattr(Download, "save", lambda _self, *said: saved.append(said[-1]))
    decided, by, status = (by_class(page, f"record-{name}") for name in ("decided", "by", "status"))
    assert (decided.value, status.disabled) == ("", True)
    by_class(page, "save-md").click()
    decided.value = "ant"
    assert (status.value, status.disabled) == ("accepted", False)
    by.value = "Ann, Bo"
    by_class(page, "save-md").click()
    decided.value = ""
    assert status.value == "proposed"
    assert "status: proposed" in saved[0]
    assert "Chosen option: “Ant”, decided by Ann and Bo." in saved[1]
    assert "status: accepted" in saved[1]


def test_what_was_decided_is_one_of_those_compared(page):
    decided = by_class(page, "record-decided")
    assert [option[1] for option in decided.options] == ["", "ant", "bee", "cow"]
    decided.value = "ant"
    page.decision.excluded = ("ant",)  # left out of the comparison, and decided on all the same
    assert decided.value == "ant"


def test_a_saved_decision_loads_again(page, tiny):
    page.decision.answer("distance", "far")
    text = write(page.decision.assessment, "json", date(2026, 11, 24))
    other = Dashboard(Decision(tiny))
    other.tabs.selected = "keep"
    upload(other, "record.json", text.encode())
    assert other.decision.to_dict() == page.decision.to_dict()
    assert "as it was on 2026-11-24" in texts(other)
    assert "Nothing has changed" in texts(other)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "could not be loaded"),
        (b"{}", "not a decision record"),
        (b'{"format": 1', "cannot be read as JSON"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_so(page, content, reason):
    page.decision.set_weight("load", 10)
    before = page.decision.to_dict()
    upload(page, "holiday.jpg", content)
    assert page.decision.to_dict() == before
    assert "holiday.jpg could not be loaded" in texts(page)
    assert reason in texts(page)


def test_a_record_with_a_state_that_is_not_allowed_changes_nothing(page):
    record = json.loads(write(page.decision.assessment, "json", date(2026, 1, 1)))
    record["state"]["weights"] = {"wings": 3}
    upload(page, "record.json", json.dumps(record).encode())
    assert page.decision.weights == {}
    assert "Nothing changed" in texts(page)


def test_a_link_that_would_be_too_long_is_not_offered_and_the_page_says_so(page, monkeypatch):
    monkeypatch.setattr("advisor.page.widgets.address.LONGEST", 20)
    found = address(page)
    page.decision.set_weight("load", 10)
    assert (found.fits, found.query) == (True, "v=2&w=load.10")
    page.decision.set_weight("price", 10)
    assert (found.fits, found.query, found.link) == (False, "v=2&w=load.10", "")
    assert "More is set than a link can hold" in texts(page)
    page.decision.undo_weight("price")
    assert (found.fits, found.lacks) == (True, "")
    assert "More is set" not in texts(page)


def test_a_long_form_that_is_filled_in_comes_back(tiny):
    """Twenty names of forty letters: the page reads the link that it has written itself."""
    names = [f"candidate_number_{n}_applied_in_the_autumn" for n in range(20)]
    many = replace(
        tiny,
        alternatives=tuple(replace(tiny.alternatives[0], id=n, name=n) for n in names),
        others=(),
        capabilities={},
        requirements=(),
        questions=(),
        rules=(),
        performances={
            (n, c.id): replace(tiny.performances["ant", c.id], alternative=n)
            for n in names
            for c in tiny.criteria
        },
    )
    decision = Decision(many)
    page = Dashboard(decision)
    for place, name in enumerate(names):
        decision.set_input("liking", name, place % 3)
    assert address(page).fits
    again = Dashboard(Decision(many))
    address(again).asked = f"?{address(page).query}"
    assert again.decision.to_dict() == decision.to_dict()


def test_the_address_says_what_it_does_not_keep(page):
    page.decision.hear(Ballot("Ann", {"load": 50}), Ballot("Bo", {"price": 50}))
    assert address(page).lacks == "the ballots"
    page.decision.ballots = ()
    assert address(page).lacks == ""
