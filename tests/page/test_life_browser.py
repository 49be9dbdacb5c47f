"""A kernel that really ends, in Voilà and in JupyterLab, and a notebook that was saved before."""

import json
import re
from urllib.parse import urljoin, urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.test_browser import DESK, drawn
from tests.tools.servers.cable import Cable
from tests.tools.servers.visits import running, wait_until

pytestmark = pytest.mark.browser


def cookie(page: Page) -> dict[str, str]:
    found = {c["name"]: c["value"] for c in page.context.cookies()}
    return {"X-XSRFToken": found.get("_xsrf", "")}


def kill_kernels(url: str) -> None:
    """Kill every kernel of a server that this run started, started or forked."""
    port = str(urlsplit(url).port)
    children = psutil.Process().children(recursive=True)
    server = next(child for child in children if port in child.cmdline())
    for child in server.children(recursive=True):
        forked = child.ppid() != server.pid
        if forked or "ipykernel" in " ".join(child.cmdline()):
            child.kill()


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
    kill_kernels(dashboard_url)
    notice = page.locator(".advisor-lost")
    expect(notice).to_contain_text("Connection lost. Reload to carry on", timeout=20_000)
    expect(notice).to_contain_text("the address keeps your settings.")
    assert page.get_by_role("slider").first.evaluate("slider => !!slider.closest('[inert]')")
    notice.get_by_role("button", name="Reload").click()
    drawn(page)
    expect(page.locator(".advisor-banner")).to_contain_text("FastAPI")
    expect(page.locator(".advisor-lost")).to_be_hidden()


def test_a_kernel_that_hangs_is_said_and_a_move_counts_once_it_answers(browser: Browser, tmp_path):
    with running(tmp_path, "import advisor\nadvisor.dashboard()", fork=True) as server:
        page = browser.new_page(viewport=DESK)
        page.goto(server.url)
        drawn(page)
        [kernel] = server.kernels()
        kernel.suspend()
        slider = page.locator(".advisor-left [role=slider]").first
        slider.press("Home")
        notice = page.locator(".advisor-lost")
        expect(notice).to_contain_text("has not answered for 10 seconds", timeout=30_000)
        kernel.resume()
        expect(notice).to_be_hidden(timeout=30_000)
        worth = re.compile(r"^0, 0\s% of the weight")
        expect(slider).to_have_attribute("aria-valuetext", worth, timeout=30_000)
        page.goto("about:blank")


def test_a_phone_that_leaves_the_page_ends_its_kernel(browser: Browser, dashboard_url: str):
    """It sends no "beforeunload"."""
    page = browser.new_page(viewport=DESK)
    page.goto(dashboard_url)
    drawn(page)
    kernel = json.loads(page.locator("#jupyter-config-data").text_content())["kernelId"]
    address = urljoin(dashboard_url, f"api/kernels/{kernel}")
    assert page.request.get(address).status == 200
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    wait_until(lambda: page.request.get(address).status == 404)


@pytest.mark.parametrize("said", [False, True])
def test_a_slider_follows_again_after_the_network_broke_in_the_middle_of_a_move(
    browser: Browser, dashboard_url: str, said: bool
):
    with Cable(dashboard_url) as cable:
        page = browser.new_page(viewport=DESK)
        page.goto(cable.url)
        drawn(page)
        slider = page.locator(".advisor-left [role=slider]").first
        slider.focus()
        for _ in range(20):
            page.keyboard.press("ArrowRight")
        cable.cut()
        page.keyboard.press("ArrowRight")
        lost = page.locator(".advisor-lost")
        if said:
            expect(lost).to_contain_text("The server does not answer", timeout=60_000)
        else:
            page.wait_for_timeout(1000)
        cable.mend()
        expect(lost).to_be_hidden(timeout=60_000)
        page.keyboard.press("Home")
        # The kernel computes what the weight is worth.
        worth = re.compile(r"^0, 0\s% of the weight")
        expect(slider).to_have_attribute("aria-valuetext", worth, timeout=60_000)
        page.goto("about:blank")


def test_jupyterlab_says_that_its_kernel_was_restarted(browser: Browser, lab_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    ready(page)
    run(page)
    expect(page.locator(".advisor-lost")).to_be_hidden()
    for kernel in page.request.get(f"{lab_url}/api/kernels").json():
        page.request.post(f"{lab_url}/api/kernels/{kernel['id']}/restart", headers=cookie(page))
    # The first words of the new kernel may be lost; then the page asks, which it does every minute.
    expect(page.locator(".advisor-lost")).to_contain_text("Run the cell again", timeout=90_000)
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
