"""The record in HTML where only a browser can tell: its theme, its width, its keyboard."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import advisor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(shipped, tmp_path_factory) -> str:
    path: Path = tmp_path_factory.mktemp("record") / "record.html"
    ranking = advisor.rank(shipped, included=[other.id for other in shipped.others[:3]])
    path.write_text(advisor.record(ranking, "html", date(2026, 11, 24)), encoding="utf-8")
    return path.as_uri()


def test_a_phone_scrolls_wide_tables_in_their_own_boxes_by_keyboard(browser: Browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(address)
    expect(page.locator(".chart .main-svg").nth(2)).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    box = page.get_by_role("region", name="More information")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_written_in_the_ink_of_the_page(browser: Browser, address, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(address)
    tick = page.locator(".chart .xtick text").first
    expect(tick).to_be_visible()
    colour = "element => getComputedStyle(element)"
    ink = page.locator("body").evaluate(f"{colour}.color")
    assert tick.evaluate(f"{colour}.fill") == ink
    assert page.locator("body").evaluate(f"{colour}.backgroundColor") != ink
