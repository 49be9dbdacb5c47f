"""A kernel that really ends, in Voilà and in JupyterLab, and a notebook that was saved before."""

import json
import re
from urllib.parse import urljoin

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.test_browser import DESK, drawn

pytestmark = pytest.mark.browser


def cookie(page: Page) -> dict[str, str]:
    found = {c["name"]: c["value"] for c in page.context.cookies()}
    return {"X-XSRFToken": found.get("_xsrf", "")}


def process(kernel: str) -> psutil.Process:
    """Process of a kernel of a server that this run started."""
    children = psutil.Process().children(recursive=True)
    return next(child for child in children if kernel in " ".join(child.cmdline()))


def ready(page: Page) -> None:
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)


def run(page: Page) -> None:
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    drawn(page)


def test_a_kernel_that_died_is_said_and_a_reload_brings_back_what_was_set(
    browser: Browser, dashboard_url: str
):
    page = browser.new_page(viewport=DESK)
    page.goto(urljoin(dashboard_url, "?v=2&s=realtime_api"))
    drawn(page)
    config = json.loads(page.locator("#jupyter-config-data").text_content())
    process(config["kernelId"]).kill()
    notice = page.locator(".advisor-lost")
    expect(notice).to_contain_text("Connection lost. Reload to carry on", timeout=20_000)
    expect(notice).to_contain_text("the address keeps your settings.")
    assert page.get_by_role("slider").first.evaluate("slider => !!slider.closest('[inert]')")
    notice.get_by_role("button", name="Reload").click()
    drawn(page)
    expect(page.locator(".advisor-banner")).to_contain_text("FastAPI")
    expect(page.locator(".advisor-lost")).to_be_hidden()


def test_jupyterlab_says_that_its_kernel_was_restarted(browser: Browser, lab_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    ready(page)
    run(page)
    expect(page.locator(".advisor-lost")).to_be_hidden()
    for kernel in page.request.get(f"{lab_url}/api/kernels").json():
        page.request.post(f"{lab_url}/api/kernels/{kernel['id']}/restart", headers=cookie(page))
    expect(page.locator(".advisor-lost")).to_contain_text("Run the cell again", timeout=20_000)
    run(page)
    expect(page.locator(".advisor-lost")).to_be_hidden()


def test_a_notebook_that_was_saved_shows_the_ranking_without_a_kernel(
    browser: Browser, lab_url: str
):
    page = browser.new_page(viewport=DESK)
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    ready(page)
    run(page)
    left = page.locator("[class^=advisor-saved-]")
    expect(left).to_have_count(1)
    expect(left).to_be_hidden()
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    for kernel in page.request.get(f"{lab_url}/api/kernels").json():
        page.request.delete(f"{lab_url}/api/kernels/{kernel['id']}", headers=cookie(page))
    page.close()

    page = browser.new_page(viewport=DESK)
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb?reset")
    left = page.locator("[class^=advisor-saved-]")
    expect(left).to_be_visible(timeout=60_000)
    expect(left.locator("img")).to_have_attribute("alt", re.compile(r"Django \d\d, "))
    expect(left.locator("tbody tr").first).to_be_visible()
    expect(left).to_contain_text("Run the cell to move the sliders.")


def test_the_page_of_the_advisor_shows_no_saved_result(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(dashboard_url)
    drawn(page)
    assert "Run the cell" not in page.content()
