"""Every view at every width and in every theme: what axe finds, what scrolls sideways, a picture.

The pictures are in ``build/screenshots``; somebody has to look at them, too.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.test_browser import drawn, preset, question
from tests.tools.axe import faults

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
WIDTHS = {360: 740, 768: 1024, 1280: 800, 1920: 1080}
LOOKS = ((360, "light"), (360, "dark"), (768, "light"), (1280, "dark"), (1920, "light"))


def seen(page: Page, name: str, part: str = "body") -> None:
    """Take a picture of a view, and have axe look at it."""
    page.wait_for_timeout(300)  # the charts' last frame
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=part != ".advisor-present")
    assert faults(page, part) == [], name


def plain(name: str) -> str:
    """Name for a file."""
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def every_look(page: Page, name: str, part: str = "body") -> None:
    """Look at one view at every width and in both schemes."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.emulate_media(color_scheme=scheme)
        if page.locator(part).is_visible():  # a phone does not present
            seen(page, f"{width}-{scheme}-{name}", part)
            page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_no_view_has_a_fault_that_axe_finds(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(dashboard_url)
    drawn(page)
    every_look(page, "start")
    preset(page, "small_service").click()
    expect(page.locator(".advisor-banner .stack span").first).to_be_visible()
    page.locator(".advisor-why .row summary").first.click()
    every_look(page, "answered")
    # What keeps its place in the window covers by chance what a long panel has scrolled there.
    page.add_style_tag(content=".advisor-banner, .advisor-places { position: static !important }")
    for tab in page.get_by_role("tab").all():
        tab.click()
        panel = page.get_by_role("tabpanel", name=tab.inner_text())
        expect(panel.locator(":is(p, h2, h3, li)").first).to_be_visible()
        every_look(page, plain(tab.inner_text()), ".advisor-tabs")
    page.get_by_role("button", name="Save & share").click()
    expect(page.get_by_role("heading", name="Decision record")).to_be_visible()
    every_look(page, "share", ".advisor-head")
    page.get_by_role("button", name="Present").click()
    for step in ("answer", "why", "how-sure", "what-would-change-it"):
        every_look(page, f"present-{step}", ".advisor-present")
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_notebook_has_no_fault_that_axe_finds(browser: Browser, lab_url: str, theme: str):
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    drawn(page)
    page.get_by_role("menuitem", name="Settings").click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    name = re.compile(f"^JupyterLab {theme.title()}\\s*$")
    page.locator(".lm-Menu-item", has_text=name).click()
    preset(page, "small_service").click()
    expect(page.locator(".advisor-banner .stack span").first).to_be_visible()
    # What stands around the page is JupyterLab's own.
    seen(page, f"jupyterlab-{theme}", ".advisor")


def test_two_clicks_give_a_first_answer_with_its_reasons(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(dashboard_url)
    drawn(page)
    answer = page.locator(".advisor-banner h2")
    expect(answer).to_have_text("Tell us about your project")
    question(page, "shape").locator("[value=api]").click()
    page.locator(".advisor-levels").get_by_role("radio").last.click()
    expect(answer).to_have_text(re.compile("^(Django|Flask|FastAPI)$"))
    for told in (answer, page.get_by_text("Biggest advantages of"), page.locator(".row").first):
        expect(told).to_be_in_viewport()
