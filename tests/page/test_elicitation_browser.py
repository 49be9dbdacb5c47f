"""Setting weights by other ways than sliders in the served page, by hand and by keyboard."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.test_browser import DESK, PHONE, drawn

pytestmark = pytest.mark.browser

QUESTIONS = "Would you rather …?"
# Class and label of a way, and what it says after one thing was said.
WAYS = [
    ("swing", "Rank, then rate", "So far:"),
    ("order", "Rank only", "So far:"),
    ("pairs", "Compare in pairs", "1 of "),
    ("trade_offs", QUESTIONS, "So far:"),
]
SMALL = """parts => parts.filter(p => Math.min(p.offsetWidth, p.offsetHeight) < 24)
    .map(p => p.outerHTML)"""
NAMELESS = """parts => parts.filter(p => !(p.ariaLabel || p.labels?.[0]?.innerText))
    .map(p => p.outerHTML)"""


def opened(browser: Browser, url: str, size: dict[str, int]) -> Page:
    page = browser.new_page(viewport=size)
    page.goto(url)
    drawn(page)
    return page


def choose(page: Page, label: str) -> None:
    page.get_by_role("radiogroup", name="Way to set the weights").get_by_text(label).click()


def test_questions_move_the_weights_by_keyboard(browser: Browser, dashboard_url: str):
    page = opened(browser, dashboard_url, DESK)
    page.get_by_role("button", name="Another way to set them").click()
    choose(page, QUESTIONS)
    asked = page.locator(".advisor-question")
    expect(asked).to_have_attribute("aria-live", "polite")
    answer = page.get_by_role("button", name="Take the first")
    answer.focus()
    for number in (1, 2):
        expect(asked).to_contain_text(f"Question {number}:")
        expect(answer).to_be_focused()
        page.keyboard.press("Enter")
    expect(asked).to_contain_text("Question 3:")
    shares = page.locator(".advisor-why .row .share").all_text_contents()
    page.get_by_role("button", name="Use these weights").click()
    expect(page.get_by_role("button", name="These weights are in use")).to_be_disabled()
    expect(page.locator(".advisor-why .row .share")).not_to_have_text(shares)
    choose(page, "Sliders")
    page.locator(".group-needs .advisor-group").click()
    expect(page.locator(".group-needs .touched").first).to_be_visible()


def test_every_way_fits_a_phone_and_has_names(browser: Browser, dashboard_url: str):
    page = opened(browser, dashboard_url, PHONE)
    page.get_by_role("button", name="Fine-tune").click()
    page.get_by_role("button", name="Another way to set them").click()
    for way, label, said in WAYS:
        choose(page, label)
        controls = page.locator(f".way-{way}")
        expect(controls).to_be_visible()
        if label == QUESTIONS:
            controls.get_by_role("button", name="Take the first").click()
            controls.get_by_role("button", name="Your answers").click()
        else:
            expect(controls.locator("select:visible").first).to_be_visible()
            controls.locator("select:visible").first.select_option(index=3)
        expect(controls).to_contain_text(said)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        targets = controls.locator("button:visible, select:visible, .noUi-handle:visible")
        assert targets.evaluate_all(SMALL) == []
        assert targets.count() >= 4
        fields = controls.locator("select:visible, [role=slider]:visible")
        assert fields.evaluate_all(NAMELESS) == []
