"""Binder without Docker: the steps, the command and the settings of mybinder."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.serve.workshop.test_workshop_browser import vote
from tests.tools.servers import binder
from tests.tools.servers.binder import LAUNCH_HOST, REQUEST, TOKEN, Image

pytestmark = pytest.mark.browser

DASHBOARD = "voila/render/notebooks/dashboard.ipynb"


def test_repo2docker_picks_the_files_up():
    """As far as it goes without Docker: the recipe for the image it would build."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug"]
    user = ["--user-id", "1000", "--user-name", "someone"]
    done = subprocess.run([*command, *user, "."], cwd=ROOT, capture_output=True, text=True)
    recipe = done.stdout + done.stderr
    assert done.returncode == 0, recipe
    for step in (
        "python=3.11",
        'pip install --no-cache-dir -r "binder/requirements.txt"',
        "RUN ./binder/postBuild",
    ):
        assert step in recipe


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    python = binder.find_python(binder.unprivileged())
    if python is None:
        said = f"User {binder.USER} may not run {sys.executable}, so Binder cannot be replayed."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    with tempfile.TemporaryDirectory(prefix="binder-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # its user has to get in
        yield binder.build(Path(folder), python)


@pytest.fixture(scope="module")
def address(image: Image) -> Iterator[str]:
    with binder.served(image) as url:
        yield url


def launched(page: Page, address: str, path: str) -> None:
    """Open a page as BinderHub does after a launch: with the token."""
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}token={TOKEN}")
    expect(page.get_by_role("slider").first).to_be_visible(timeout=60_000)
    expect(page.locator(".advisor-why .strip").first).to_be_attached(timeout=60_000)


def ask(address: str, path: str, method: str = "GET", body: object = None) -> bytes:
    """What the owner of the server gets, with the token."""
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(f"{address}{path}", data, headers, method=method)) as answer:
        return answer.read()


def test_the_packages_fit_together_and_no_cache_is_left(image: Image):
    assert "No broken requirements" in image.run("python", "-m", "pip", "check").stdout
    left = [path.name for path in image.home.iterdir()]
    assert not {".npm", ".cache"} & set(left), left


def test_the_dashboard_link_travels_compressed_and_hides_its_token(address: str, browser: Browser):
    """What mybinder sets for the web server takes the place of our settings."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sizes = {}
    page.on("requestfinished", lambda r: sizes.update({r.url: r.sizes()["responseBodySize"]}))
    launched(page, address, DASHBOARD)
    assert page.title() == "Which Python backend?"
    assert TOKEN not in page.url
    assert TOKEN not in page.content()
    expect(page.locator(".js-plotly-plot").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert any("plotly" in url for url in sizes)
    assert sum(size for size in sizes.values() if size > 0) < 1_700_000, sizes


def test_the_link_launches_binder_and_an_idle_end_loses_no_settings(address: str, browser: Browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    launched(page, address, f"{DASHBOARD}?v=2&s=cms_shop")
    page.get_by_role("button", name="Save & share").click()
    field = page.get_by_role("textbox", name="Link to this page")
    expect(field).to_have_value(re.compile("cms_shop"))
    link = urlsplit(field.input_value())
    assert f"{link.scheme}://{link.netloc}{link.path}" == f"{LAUNCH_HOST}{REQUEST}"
    assert parse_qs(link.query) == {"urlpath": [f"{DASHBOARD}?v=2&s=cms_shop"]}

    known = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent)")
    assert known["kernelId"] in {found["id"] for found in json.loads(ask(address, "api/kernels"))}
    ask(address, f"api/kernels/{known['kernelId']}", "DELETE")
    notice = page.get_by_role("alert").filter(has_text="Reload to carry on")
    for _ in range(120):  # the page asks after a move, but not more than every 10 seconds
        page.locator(".advisor-top h1").dispatch_event("pointerup")
        page.wait_for_timeout(500)
        if notice.is_visible():
            break
    expect(notice).to_contain_text("the address keeps your settings")
    notice.get_by_role("button", name="Reload").click()
    expect(page.locator(".advisor-banner h2")).to_have_text("Django", timeout=60_000)
    expect(notice).to_be_hidden()
    assert "s=cms_shop" in page.url


def test_the_notebook_opens_a_room_and_phones_need_no_token(address: str, browser: Browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}lab/tree/notebooks/facilitate.ipynb?token={TOKEN}")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    with page.expect_popup(timeout=60_000) as opened:
        page.get_by_role("button", name="Open a room").click(timeout=60_000)
    host = opened.value
    expect(host.locator("#phase")).to_have_text("Round 1: voting is open")
    link = page.get_by_role("link", name=f"{address}workshop/")
    code = page.get_by_role("img", name="QR code of the room’s address")
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)")

    phone = browser.new_context().new_page()
    phone.goto(link.get_attribute("href"))
    vote(phone, "needs")
    expect(host.locator("#voted")).to_have_text("1")
    assert phone.context.cookies() == []
    host.close()


def test_without_the_token_there_is_nothing_but_rooms(address: str):
    with urlopen(f"{address}{DASHBOARD}") as answer:
        assert answer.url.startswith(f"{address}login?")
