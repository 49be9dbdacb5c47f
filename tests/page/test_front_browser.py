"""The page's own front end, and that of Voilà where the wheel was built without one."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.tools import servers

pytestmark = pytest.mark.browser
DESK = {"width": 1600, "height": 1000}
MOST_REQUESTS, MOST_BYTES = 40, 1_000_000
WITHOUT_TITLE = """
const parse = JSON.parse;
JSON.parse = (text) => {
  const read = parse(text);
  if (!read.version_major) return read;
  const title = ({ state }) => `${state.value}`.includes("<h1>");
  const kept = Object.entries(read.state).filter(([, widget]) => !title(widget));
  return { ...read, state: Object.fromEntries(kept) };
};
"""


def drawn(page: Page) -> None:
    expect(page.locator("path.js-line").first).to_be_attached(timeout=60_000)


def follows(page: Page) -> None:
    """A lever moves what the kernel writes."""
    before = page.locator(".advisor-why .row summary").first.inner_text()
    page.locator(".advisor-why .lever").first.press("Home")
    expect(page.locator(".advisor-why .row summary").first).not_to_have_text(before)


def test_a_first_visit_is_light_and_the_console_says_nothing(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    said: list[str] = []
    page.on("console", lambda line: line.type in ("warning", "error") and said.append(line.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    network.on(
        "Network.webSocketFrameReceived", lambda one: sizes.append(len(str(one["response"])))
    )
    page.goto(dashboard_url)
    drawn(page)
    follows(page)
    assert said == []
    assert len(page.evaluate("performance.getEntriesByType('resource')")) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES


def test_a_widget_that_the_page_does_not_bring_is_asked_for(browser: Browser, dashboard_url: str):
    """As after a break of the network, in which the message with its state was lost."""
    page = browser.new_page(viewport=DESK)
    page.add_init_script(WITHOUT_TITLE)
    page.goto(dashboard_url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Which Python backend?")
    drawn(page)


def test_a_page_that_is_left_ends_its_kernel(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(dashboard_url)
    drawn(page)
    config = json.loads(page.locator("#jupyter-config-data").text_content() or "")
    kernel = f"{dashboard_url}api/kernels/{config['kernelId']}"
    assert page.request.get(kernel).status == 200
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    assert page.request.get(kernel).status == 404


def test_without_the_bundle_the_front_end_of_voila_shows_the_same(browser: Browser, tmp_path: Path):
    with servers.dashboard(tmp_path, first=servers.BARE) as url:
        page = browser.new_page(viewport=DESK)
        page.goto(url)
        drawn(page)
        assert page.locator("script[src$='voila.js']").count() == 1
        follows(page)
