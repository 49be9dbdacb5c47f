"""Saving and sharing on the page: undo, links, codes, files; and bad ones that change nothing."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import segno

from advisor.page.dashboard import Dashboard
from advisor.page.html import sheet
from advisor.page.life.room import RoomButton
from advisor.page.panels.save import Download
from advisor.page.widgets.download import Printer
from advisor.ranking.choices import Ballot
from advisor.ranking.ranking import rank
from advisor.report import ballot_of, read_record, write
from advisor.robustness.assessment import assess
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk


@pytest.fixture
def page(tiny) -> Dashboard:
    found = Dashboard(Decision(tiny))
    found.share.value = True
    return found


def test_a_room_takes_over_the_choices_but_no_ballots(page):
    button = next(widget for widget in walk(page) if isinstance(widget, RoomButton))
    page.decision.hear(Ballot("Ann", {"load": 50}), Ballot("Bo", {"price": 50}))
    page.decision.show("cow", False)
    assert button.choices == {**page.decision.to_dict(), "ballots": []}
    assert button.choices["excluded"] == ["cow"]


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
    found = page.address
    assert found.query == ""
    page.decision.set_weight("load", 10)
    assert found.query == "v=2&w=load.10"
    found.asked = "?v=2&s=haul"
    assert (page.decision.scenario, page.decision.weights) == ("haul", {})
    found.asked = "?v=2&s=nowhere"
    assert page.decision.scenario == "even"
    assert "were ignored: “nowhere”" in texts(page)


def test_what_is_printed_is_the_decision_as_it_is(page, monkeypatch):
    sent = []
    monkeypatch.setattr(Printer, "send", lambda _self, content: sent.append(content["sheet"]))
    printer = next(widget for widget in walk(page) if isinstance(widget, Printer))
    page.decision.set_weight("load", 10)
    page.address.base = "http://127.0.0.1/"
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
    page.address.base = "https://example.org/"
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
    other.share.value = True
    upload(other, "record.json", text.encode())
    assert other.decision.to_dict() == page.decision.to_dict()
    assert "as it was on 2026-11-24" in texts(other)
    assert "Nothing has changed" in texts(other)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe", "could not be opened"),
        (b"{}", "not a decision record"),
        (b'{"format": 1', "cannot be read as JSON"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_so(page, content, reason):
    page.decision.set_weight("load", 10)
    before = page.decision.to_dict()
    upload(page, "holiday.jpg", content)
    assert page.decision.to_dict() == before
    assert "holiday.jpg could not be opened" in texts(page)
    assert reason in texts(page)


def test_a_record_with_a_state_that_is_not_allowed_changes_nothing(page):
    record = json.loads(write(page.decision.assessment, "json", date(2026, 1, 1)))
    record["state"]["weights"] = {"wings": 3}
    upload(page, "record.json", json.dumps(record).encode())
    assert page.decision.weights == {}
    assert "Nothing changed" in texts(page)


def test_a_link_that_would_be_too_long_is_not_offered_and_the_page_says_so(page, monkeypatch):
    monkeypatch.setattr("advisor.page.widgets.address.LONGEST", 20)
    found = page.address
    page.decision.set_weight("load", 10)
    assert (found.fits, found.query) == (True, "v=2&w=load.10")
    page.decision.set_weight("price", 10)
    assert (found.fits, found.query, found.link) == (False, "v=2&w=load.10", "")
    assert "A link cannot hold all of your settings" in texts(page)
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
    assert page.address.fits
    again = Dashboard(Decision(many))
    again.address.asked = f"?{page.address.query}"
    assert again.decision.to_dict() == decision.to_dict()


def test_the_address_says_what_it_does_not_keep(page):
    page.decision.hear(Ballot("Ann", {"load": 50}), Ballot("Bo", {"price": 50}))
    assert page.address.lacks == "the ballots"
    page.decision.ballots = ()
    assert page.address.lacks == ""


def test_a_reload_keeps_the_ballots_and_another_link_says_that_it_has_none(page, tiny):
    """The browser keeps them for its tab and hands them back with the address they belong to."""
    page.decision.hear(Ballot("Ann", {"load": 50}), Ballot("Bo", {"price": 50}))
    assert (page.address.lacks, page.address.lost) == ("the ballots", "")
    again = Dashboard(Decision(tiny))
    with again.address.hold_trait_notifications():
        again.address.group, again.address.asked = page.address.group, f"?{page.address.query}"
    assert again.decision.choices == page.decision.choices
    again.address.group, again.address.asked = "", "?v=2&w=load.10"
    assert again.decision.ballots == ()
    assert "This address has no ballots; Undo brings those of the group back." in texts(again)
    for bad in ("[", "[1]", '[{"name": "Ann", "weights": {"wings": 1}}]'):
        with again.address.hold_trait_notifications():
            again.address.group, again.address.asked = bad, f"?v=2&w=load.{len(bad)}"
        assert again.decision.ballots == ()


def test_a_vote_has_its_name_in_the_record_and_in_the_file(page, tiny, monkeypatch):
    saved = []
    monkeypatch.setattr(Download, "save", lambda _self, *said: saved.append(said))
    page.decision.set_weight("load", 10)
    by_class(page, "save-vote").click()
    assert saved == []
    assert "A vote needs your name" in texts(page)
    by_class(page, "vote-name").value = " Ann O'Neil "
    by_class(page, "save-vote").click()
    ((name, media_type, text),) = saved
    assert name == f"decision-tiny-Ann_O_Neil-{date.today().isoformat()}.json"
    assert media_type == "application/json"
    assert ballot_of(tiny, read_record(text), "file").name == "Ann O'Neil"
    assert f"Saved as {name}." in texts(page)


def test_the_panel_is_made_when_it_is_opened_and_closes_again(tiny):
    page = Dashboard(Decision(tiny))
    shared = by_class(page, "advisor-shared")
    assert (page.share.description, shared.children) == ("Save & share", ())
    page.share.value = True
    assert shared.layout.display is None
    page.share.value = False
    assert shared.layout.display == "none"


def test_a_save_is_confirmed_until_the_decision_is_another(page):
    saved = by_class(page, "record-saved")
    assert saved.value == ""
    by_class(page, "save-md").click()
    assert f"Saved as decision-tiny-{date.today().isoformat()}.md." in saved.value
    page.decision.set_weight("load", 10)
    assert saved.value == ""


def test_the_link_says_what_it_holds(page):
    found = page.address
    assert "The link holds" not in texts(page)  # JupyterLab's address is not ours
    assert "QR code" not in texts(page)
    found.base = "https://example.org/"
    assert "The link holds all your settings." in texts(page)
    page.decision.hear(Ballot("Ann", {"load": 50}), Ballot("Bo", {"price": 50}))
    assert "The link holds your settings, but not the ballots." in texts(page)


@pytest.mark.parametrize(
    ("base", "here_only"),
    [
        ("http://127.0.0.1:8866/", True),
        ("http://localhost:8866/", True),
        ("http://[::1]:8866/", True),
        ("http://192.168.2.7:8866/", False),
        ("https://localhosts.example.org/", False),
    ],
)
def test_a_link_that_nobody_else_can_open_says_so(page, base, here_only):
    page.address.base = base
    assert ("Only this computer can open the link." in texts(page)) == here_only


def test_on_binder_the_link_launches_the_page_with_its_state(page, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/o-r-x1/")
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", "/")
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://binder.example.org/")
    monkeypatch.setenv("BINDER_REQUEST", "v2/gh/o/r/v1.0")
    page.decision.set_weight("load", 10)
    page.address.base = "https://hub.example.org/user/o-r-x1/voila/render/notebooks/d.ipynb"
    found = urlsplit(page.address.link)
    assert f"{found.scheme}://{found.netloc}{found.path}" == (
        "https://binder.example.org/v2/gh/o/r/v1.0"
    )
    path = "voila/render/notebooks/d.ipynb"
    assert parse_qs(found.query) == {"urlpath": [f"{path}?v=2&w=load.10"]}
    assert "gets a server of their own on Binder" in texts(page)
    page.decision.reset()
    assert parse_qs(urlsplit(page.address.link).query) == {"urlpath": [path]}


@pytest.mark.parametrize(("hub", "prefix"), [("/", "/user/ann/"), ("/hubs/1/", "/hubs/1/user/a/")])
def test_on_a_hub_the_link_opens_a_server_of_the_reader(page, monkeypatch, hub, prefix):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", prefix)
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", hub)
    page.decision.set_weight("load", 10)
    page.address.base = f"https://hub.example.org{prefix}voila/render/d.ipynb"
    redirect = f"https://hub.example.org{hub}hub/user-redirect/voila/render/d.ipynb"
    assert page.address.link == f"{redirect}?v=2&w=load.10"
    assert "logs in to this hub" in texts(page)
    # Another server that was started from a terminal of the hub is not what the hub knows.
    page.address.base = "https://hub.example.org/d"
    assert page.address.link == "https://hub.example.org/d?v=2&w=load.10"


def test_in_a_jupyter_server_the_page_says_who_can_open_the_link(page):
    page.address.base = "https://lab.example.org/voila/render/d.ipynb"
    assert "log in to this Jupyter server" in texts(page)
    assert "advisor export" in texts(page)


def test_a_link_that_binder_would_refuse_is_none(page, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/x/")
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://binder.example.org/")
    monkeypatch.setenv("BINDER_REQUEST", "v2/gh/o/r/v1.0")
    page.address.base = "https://hub.example.org/user/x/voila/render/d.ipynb"
    page.address.query = "~".join(["&"] * 4_000)
    assert page.address.fits
    assert page.address.link == ""
    assert "A link cannot hold all of your settings" in page.address.about


def code_of(text: str) -> str:
    """The drawing in a QR code's HTML."""
    found = re.search(r'role="img" aria-label="QR code of the link".*?(<path.*?)</svg>', text, re.S)
    return found[1] if found else ""


def test_the_code_is_of_the_link_as_it_is(page):
    found = page.address
    found.base = "https://example.org/"
    before = code_of(texts(page))
    page.decision.set_weight("load", 10)
    drawn = segno.make("https://example.org/?v=2&w=load.10", error="l", micro=False)
    expected = drawn.svg_inline(dark="#000", light="#fff", svgclass=None, omitsize=True)
    assert code_of(texts(page)) in expected
    assert code_of(texts(page)) not in ("", before)


def test_no_code_is_made_while_the_panel_is_closed(page, monkeypatch):
    page.address.base = "https://example.org/"
    page.share.value = False
    made = []
    monkeypatch.setattr(segno, "make", made.append)
    page.decision.set_weight("load", 10)
    assert made == []


def test_a_link_that_is_too_long_for_a_code_says_so(page):
    page.address.base = f"https://example.org/{'a' * 1_300}/"
    assert "The link is too long for a QR code, so copy it instead." in texts(page)
    assert code_of(texts(page)) == ""


def combine(page, text: str) -> None:
    by_class(page, "advisor-links").value = text
    by_class(page, "advisor-combine").click()


def test_links_of_a_group_are_combined(page):
    links = (
        "Ann: http://host/?v=2&w=load.100~price.0~fuel.0~comfort.0\n\nhttps://host/x?v=2&w=price.90"
    )
    combine(page, links)
    assert [ballot.name for ballot in page.decision.ballots] == ["Ann", "Person 2"]
    ann, other = (dict(ballot.weights) for ballot in page.decision.ballots)
    assert (ann["load"], ann["price"], other["price"]) == (100, 0, 90)
    assert other["load"] == 50  # what the scenario gives it
    assert "2 ballots, weighed together" in texts(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste two links or more"),
        ("https://host/?v=2&w=load.9", "Paste two links or more"),
        ("https://[host/?v=2&w=load.9\nhttps://host/?v=2&w=load.1e9", "Line 2: "),
        ("https://host/?v=2&w=load.9\nhello", "Line 2: “hello” is no link."),
        ("https://host/?v=2&w=wings.9", "Line 1: "),
        ("https://h/?v=2&w=price.0~fuel.0~load.0~comfort.0\n" * 2, "could not be used"),
    ],
)
def test_links_that_are_none_change_nothing_and_say_so(page, text, said):
    before = page.decision.to_dict()
    combine(page, text)
    assert page.decision.to_dict() == before
    assert said in texts(page)
