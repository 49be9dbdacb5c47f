"""The presentation: it shows what the page says, and costs nothing while it is closed."""

import re

import pytest

from advisor.page import results
from advisor.page.dashboard import Dashboard
from advisor.page.results.card import card
from advisor.page.results.rows import by_weight, reasons, rendered
from advisor.ranking.choices import Ballot
from advisor.session.decision import Decision
from tests.page.test_dashboard import by_class, texts, walk


@pytest.fixture
def page(tiny) -> Dashboard:
    found = Dashboard(Decision(tiny))
    found.decision.set_weight("load", 100)
    return found


def presentation(page) -> results.Present:
    return next(widget for widget in walk(page) if isinstance(widget, results.Present))


def test_four_steps_say_what_the_page_says(page):
    shown = presentation(page)
    shown.opened = True
    titles, (code, why, sure, change) = zip(*shown.steps, strict=True)
    assert titles == ("Answer", "Why", "How sure", "What would change it")
    assert shown.answer in texts(by_class(page, "advisor-banner"))
    assert why == rendered(page.decision.ranking, [], by_weight(page.decision.ranking)) + reasons(
        page.decision
    )
    page.tabs.selected = "sure"
    for sentence in re.findall("<li>(.*?)</li>", sure):
        assert sentence in texts(by_class(page, "panel-sure"))
    said = texts(by_class(page, "advisor-change"))
    assert all(one in said for one in re.findall("<p.*?</p>", change, re.DOTALL))
    assert code == ""  # JupyterLab's address is not ours


def test_the_answer_has_the_code_of_the_link(page):
    address = page.address
    address.base = "https://example.org/"
    shown = presentation(page)
    shown.opened = True
    assert shown.steps[0] == ("Answer", address.code)
    before = address.code
    page.decision.set_weight("load", 90)
    assert shown.steps[0] == ("Answer", address.code)
    assert address.code != before


def test_a_code_that_opens_the_page_here_alone_is_not_shown_to_a_room(page):
    address = page.address
    address.base = "http://127.0.0.1:8866/"
    shown = presentation(page)
    shown.opened = True
    assert address.code
    assert shown.steps[0] == ("Answer", "")


def test_it_follows_a_link_and_ballots_while_it_is_open(page):
    shown = presentation(page)
    shown.opened = True
    assert "<h2>Cow</h2>" in shown.answer
    page.decision.hear(Ballot("Ann", {"price": 90}), Ballot("Bo", {"price": 80}))
    assert "<h2>Cow</h2>" not in shown.answer
    assert shown.answer == card(page.decision.assessment)


def test_nothing_is_computed_or_kept_while_it_is_closed(page, monkeypatch):
    shown = presentation(page)
    assert (shown.answer, shown.steps) == ("", [])
    shown.opened = True
    shown.opened = False
    assert (shown.answer, shown.steps) == ("", [])
    made = []
    for name in ("card", "rendered", "reasons", "ranks"):
        monkeypatch.setattr(f"advisor.page.results.present.{name}", made.append)
    page.decision.set_weight("load", 90)
    assert made == []


def test_steps_without_anything_to_say_are_left_out(tiny):
    page = Dashboard(Decision(tiny))
    shown = presentation(page)
    shown.opened = True
    assert [title for title, _ in shown.steps] == ["Answer", "Why"]
    assert "Tell us about your project" in shown.answer
    page.decision.excluded = ("ant", "bee", "cow")
    assert [title for title, _ in shown.steps] == ["Answer", "Why"]
