"""The page's own front end, and that of Voilà where the wheel was built without one."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

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
    for _ in range(60):
        if page.request.get(kernel).status == 404:
            return
        page.wait_for_timeout(500)
    raise AssertionError("the kernel is still there")


def test_without_the_bundle_the_front_end_of_voila_shows_the_same(browser: Browser, tmp_path: Path):
    with servers.dashboard(tmp_path, first=servers.BARE) as url:
        page = browser.new_page(viewport=DESK)
        page.goto(url)
        drawn(page)
        assert page.locator("script[src$='voila.js']").count() == 1
        follows(page)


def test_a_move_is_drawn_before_the_kernel_has_heard_of_it(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    held: list[Callable[[], None]] = []
    waits = False

    def channel(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            held.append(lambda: server.send(message)) if waits else server.send(message)

        socket.on_message(pass_on)

    page.route_web_socket("**/channels?*", channel)
    page.goto(dashboard_url)
    drawn(page)
    page.locator("button.advisor-group").first.click()
    slider = page.locator(".advisor-criteria [role=slider]").first
    expect(slider).to_be_visible()
    row = page.locator(".advisor-why .row").first.get_attribute("data-id")
    share = page.locator(f".advisor-why .row[data-id={row}] summary .share")
    radar = page.locator("path.js-line").first
    before = share.inner_text(), radar.get_attribute("d")
    waits = True
    slider.press("End")
    expect(share).not_to_have_text(before[0])
    expect(radar).not_to_have_attribute("d", before[1] or "")
    seen = share.inner_text(), radar.get_attribute("d")
    # A kernel that says nothing has the last word all the same ...
    expect(share).to_have_text(before[0])
    expect(radar).to_have_attribute("d", before[1] or "")
    # ... and when it hears the move it says what was foreseen.
    waits = False
    for send in held:
        send()
    expect(share).to_have_text(seen[0])
    expect(radar).to_have_attribute("d", seen[1] or "")


def test_a_fast_hand_ends_on_its_last_value(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(dashboard_url)
    drawn(page)
    lever = page.locator(".advisor-why .lever").first
    lever.focus()
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    at = lever.input_value()
    row = page.locator(".advisor-why .row").first
    group = row.get_attribute("data-id")
    slider = page.locator(f".group-weight-{group} [role=slider]")
    expect(slider).to_have_attribute("aria-valuenow", re.compile(rf"^{at}(\.0)?$"))
    page.wait_for_timeout(2_000)  # longer than what was foreseen may stay
    assert lever.input_value() == at
    percent = row.locator(".share").inner_text().split()[0]
    assert percent in page.locator(f".group-{group} button.advisor-group").inner_text()
