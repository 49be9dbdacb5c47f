"""What only a browser can show of sharing: the panel by keyboard, the code, the presentation."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from advisor import load, rank, record
from tests.page.test_browser import DESK, PHONE, TABLET, drawn, preset
from tests.page.test_themes import CONTRASTS

pytestmark = pytest.mark.browser

PROJECTOR = {"width": 1280, "height": 720}


@pytest.fixture
def page(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(dashboard_url)
    drawn(page)
    return page


def share(page: Page) -> Locator:
    return page.get_by_role("button", name="Save & share")


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Save & share")


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK], ids=str)
def test_save_and_share_is_in_sight_at_every_width(browser: Browser, dashboard_url: str, size):
    page = browser.new_page(viewport=size)
    page.goto(dashboard_url)
    drawn(page)
    expect(share(page)).to_be_in_viewport(ratio=1)
    share(page).click()
    expect(panel(page).get_by_role("heading", name="Link")).to_be_in_viewport()
    expect(panel(page).get_by_role("img", name="QR code of the link")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_panel_opens_and_closes_by_keyboard(page: Page):
    share(page).focus()
    page.keyboard.press("Enter")
    expect(share(page)).to_have_attribute("aria-expanded", "true")
    field = panel(page).get_by_role("textbox", name="Link to this page")
    expect(field).to_be_visible()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(share(page)).to_be_focused()
    expect(share(page)).to_have_attribute("aria-expanded", "false")
    expect(panel(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(field).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_be_hidden()


def test_the_link_that_is_shown_is_that_of_the_page_and_is_copied(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share(page).click()
    field = panel(page).get_by_role("textbox", name="Link to this page")
    preset(page, "cms_shop").click()
    page.wait_for_url("**/*s=cms_shop*")
    expect(field).to_have_value(page.url)
    panel(page).get_by_role("button", name="Copy link").click()
    expect(panel(page)).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_code_is_dark_on_white_in_the_dark_theme_too(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK, color_scheme="dark", forced_colors="active")
    page.goto(dashboard_url)
    drawn(page)
    share(page).click()
    expect(panel(page).locator(".code path")).to_have_count(2)
    light, dark = panel(page).locator(".code path").all()
    assert light.evaluate("p => getComputedStyle(p).fill") == "rgb(255, 255, 255)"
    assert dark.evaluate("p => getComputedStyle(p).stroke") == "rgb(0, 0, 0)"


def test_a_save_is_confirmed(page: Page):
    share(page).click()
    with page.expect_download() as download:
        panel(page).get_by_role("button", name="Markdown").click()
    said = panel(page).get_by_role("status").filter(has_text="Saved as")
    expect(said).to_have_text(f"Saved as {download.value.suggested_filename}.")
    expect(panel(page).get_by_text("Open saved decisions")).to_have_text("Open saved decisions")


def stage(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Presentation")


def size_of(text: Locator) -> float:
    return float(text.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


def test_the_presentation_by_keyboard(page: Page):
    preset(page, "cms_shop").click()
    expect(page.locator(".advisor-banner h2")).to_have_text("Django")
    page.locator("body").press("p")
    place = stage(page).get_by_role("status")
    expect(place).to_have_text("Answer · 1 of 4")
    expect(stage(page).get_by_role("heading", name="Django")).to_be_visible()
    # A room has no use for a code of this computer's own address.
    expect(stage(page).get_by_role("img", name="QR code of the link")).to_have_count(0)
    assert page.evaluate("document.fullscreenElement === document.documentElement")
    for title in ("Why · 2 of 4", "How sure · 3 of 4", "What would change it · 4 of 4"):
        page.keyboard.press("ArrowRight")
        expect(place).to_have_text(title)
        expect(stage(page).get_by_role("heading", name="Django")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("What would change it · 4 of 4")
    page.keyboard.press("Home")
    expect(place).to_have_text("Answer · 1 of 4")
    stage(page).get_by_role("button", name="Next step").click()
    expect(place).to_have_text("Why · 2 of 4")
    page.keyboard.press("Escape")
    expect(stage(page)).to_have_count(0)
    assert page.evaluate("document.fullscreenElement === null")


def test_the_button_presents_and_has_the_focus_again(page: Page):
    page.get_by_role("button", name="Present").click()
    expect(stage(page)).to_be_visible()
    stage(page).get_by_role("button", name="Leave").click()
    expect(stage(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Present")).to_be_focused()


def test_a_letter_in_a_field_presents_nothing(page: Page):
    share(page).click()
    field = panel(page).get_by_role("textbox", name="Who decides")
    field.press_sequentially("Pip")
    expect(field).to_have_value("Pip")
    expect(stage(page)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PROJECTOR, {"width": 1920, "height": 1080}], ids=str)
def test_a_room_can_read_it(browser: Browser, dashboard_url: str, scheme, size):
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(dashboard_url)
    drawn(page)
    preset(page, "cms_shop").click()
    expect(page.locator(".advisor-banner h2")).to_have_text("Django")
    page.get_by_role("button", name="Present").click()
    for title in ("Answer", "Why", "How sure", "What would change it"):
        expect(stage(page).get_by_role("status")).to_have_text(re.compile(f"^{title} ·"))
        assert size_of(stage(page).locator("h2")) >= 46
        seen = stage(page).locator(":is(.row-name, .tag, .share, .shares li, .present-step p, li)")
        assert all(size_of(text) >= 24 for text in seen.locator("visible=true").all())
        assert stage(page).evaluate("e => e.scrollWidth <= e.clientWidth")
        assert page.evaluate(CONTRASTS.replace('".advisor"', '".advisor-present"'))[0][0] >= 4.5
        page.keyboard.press("ArrowRight")


def test_nothing_is_sent_while_it_is_closed_but_what_the_page_shows(page: Page):
    expect(page.locator(".advisor-present .answer")).to_have_count(0)
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".advisor-present .answer")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".advisor-present .answer")).to_have_count(0)


def test_jupyterlab_offers_the_record_and_no_link(browser: Browser, lab_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    drawn(page)
    share(page).click()
    expect(panel(page).get_by_role("heading", name="Decision record")).to_be_visible()
    expect(panel(page).get_by_role("heading", name="Link")).to_have_count(0)
    page.get_by_role("button", name="Present").click()
    expect(stage(page).get_by_role("status")).to_have_text(re.compile("^Answer · 1 of "))
    box = stage(page).bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, DESK["width"])
    page.keyboard.press("ArrowRight")
    expect(stage(page).get_by_role("status")).to_have_text(re.compile("^Why · 2 of "))
    page.keyboard.press("Escape")
    expect(stage(page)).to_have_count(0)


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page: Page, tmp_path):
    large, small = tmp_path / "large.json", tmp_path / "small.json"
    large.write_bytes(b" " * 11_000_000)
    small.write_text("{}")
    share(page).click()
    button = panel(page).locator(".widget-upload")
    refusal = panel(page).locator(".advisor-too-large")
    for file in (large, small):
        with page.expect_file_chooser() as chooser:
            button.click()
        chooser.value.set_files(file)
        if file is large:
            said = "large.json has 11.0 MB. The page takes up to 9 MB at once, so nothing was sent."
            expect(refusal).to_have_text(said)
            expect(page.locator(".advisor-lost")).to_be_hidden()
    expect(panel(page)).to_contain_text("small.json could not be opened", timeout=15_000)
    expect(refusal).to_have_count(0)


def test_a_reload_keeps_the_ballots_of_a_group(page: Page, tmp_path):
    folder = load()
    for name, weights in (("Ann", {"startup": 90}), ("Bo", {"typing": 80})):
        text = record(rank(folder, weights), "json", name=name)
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    share(page).click()
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Open saved decisions").click()
    choosing.value.set_files([tmp_path / "Ann.json", tmp_path / "Bo.json"])
    group = page.get_by_text("2 ballots, weighed together")
    expect(group).to_be_visible()
    expect(page).to_have_url(re.compile("w="))
    page.wait_for_function("sessionStorage.length > 0")
    page.reload()
    drawn(page)
    share(page).click()
    expect(group).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    expect(group).to_be_hidden()
    page.wait_for_function("sessionStorage.length === 0")
