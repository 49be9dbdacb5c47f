"""A hub with its real proxy: three users, one room, and people without an account."""

import os
import re
from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.serve.workshop.test_workshop_browser import vote
from tests.tools.servers.hub import FOLDER, HINT, Hub, hub, install_proxy

pytestmark = pytest.mark.browser

SECONDS = 90_000  # a server and a kernel start


@pytest.fixture(scope="module")
def running_hub(tmp_path_factory) -> Iterator[Hub]:
    proxy = install_proxy()
    if proxy is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    with hub(tmp_path_factory.mktemp("hub"), proxy) as found:
        yield found


def logged_in(browser: Browser, address: str, name: str) -> Page:
    """A page that a user of the hub opens who is not logged in yet."""
    page = browser.new_context().new_page()
    page.goto(address)
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill("any")
    page.locator("[type=submit]").click()
    return page


def test_three_users_one_room_and_a_phone_without_an_account(running_hub: Hub, browser: Browser):
    ann = logged_in(browser, running_hub.url, "ann")
    expect(ann.get_by_role("slider").first).to_be_visible(timeout=SECONDS)
    assert "/user/ann/voila/render/dashboard.ipynb" in ann.url
    ann.get_by_role("radio", name="Content site or shop").click()
    ann.wait_for_url("**/*s=cms_shop*")
    ann.get_by_role("button", name="Save & share").click()
    link = f"{running_hub.url}hub/user-redirect/voila/render/dashboard.ipynb?v=2&s=cms_shop"
    expect(ann.get_by_role("textbox", name="Link to this page")).to_have_value(link)

    # The copied link opens a server of the reader, with the settings of the sender.
    bo = logged_in(browser, link, "bo")
    expect(bo.locator(".advisor-banner h2")).to_have_text("Django", timeout=SECONDS)
    assert "/user/bo/voila/render/dashboard.ipynb?v=2&s=cms_shop" in bo.url

    with ann.context.expect_page() as opened:
        ann.get_by_role("button", name="Open a room").click()
    host = opened.value
    expect(host.locator("#code")).to_have_text(re.compile(r"^\w{6}$"))
    room = host.url.partition("/host")[0]
    assert room.startswith(f"{running_hub.url}user/ann/workshop/")

    # Who is logged in to the hub makes no difference, and the room sets no cookie.
    cy = logged_in(browser, f"{running_hub.url}hub/login?next=%2Fhub%2Fhome", "cy")
    expect(cy.get_by_role("button", name="Start My Server")).to_be_visible()
    phone = browser.new_context().new_page()
    for page, group in ((bo, "needs"), (cy, "needs"), (phone, "simple")):
        page.goto(room)
        vote(page, group)
    assert phone.context.cookies() == []
    expect(host.locator("#voted")).to_have_text("3")
    host.locator("#reveal").click()
    # The news of the reveal comes through the proxy.
    expect(phone.locator("#result h2").first).to_contain_text("Django")
    # The server behind the room stays closed to somebody without an account.
    phone.goto(f"{running_hub.url}user/ann/voila/render/dashboard.ipynb")
    expect(phone.locator("input[name=password]")).to_be_visible()


def test_the_values_for_kubernetes_open_a_notebook_of_the_image():
    values = yaml.safe_load((FOLDER / "values.yaml").read_text("utf-8"))
    user = values["singleuser"]
    path = user["defaultUrl"].removeprefix("/voila/render/")
    assert (FOLDER.parents[1] / path).is_file()
    # A volume over the home of the image would hide the repository.
    assert user["storage"]["type"] == "none"
