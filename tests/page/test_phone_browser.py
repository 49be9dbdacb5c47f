"""What a finger and a small window need, and what stands on a first screen."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.page.test_browser import PHONE, TABLET, drawn

pytestmark = pytest.mark.browser

SCREEN = {"width": 360, "height": 740}
LAPTOPS = ({"width": 1280, "height": 720}, {"width": 1440, "height": 900})


@pytest.fixture
def phone(browser: Browser, dashboard_url: str) -> Iterator[Page]:
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True)
    return opened(context, dashboard_url)


def opened(context: BrowserContext | Browser, url: str, **options: object) -> Page:
    page = context.new_page(**options)
    page.goto(url)
    drawn(page)
    return page


def top(part: Locator) -> float:
    return part.evaluate("part => part.getBoundingClientRect().top")


def bottom(part: Locator) -> float:
    return part.evaluate("part => part.getBoundingClientRect().bottom")


def at_rest(page: Page) -> None:
    """Wait until the page has not scrolled for a moment."""
    page.evaluate(
        """async () => {
            const pause = () => new Promise((resolve) => setTimeout(resolve, 300));
            for (let was; was !== scrollY; await pause()) was = scrollY;
        }"""
    )


def place(page: Page, name: str) -> Locator:
    bar = page.get_by_role("navigation", name="Places on this page")
    return bar.get_by_role("button", name=name)


def test_a_bar_leads_to_four_places_and_says_which_one_is_there(phone: Page):
    parts = {
        "Why": ".advisor-why",
        "Tune": ".advisor-weights",
        "Share": ".advisor-shared",
        "Answer": ".advisor-head",
    }
    expect(place(phone, "Answer")).to_have_attribute("aria-current", "location")
    for name, part in parts.items():
        button = place(phone, name)
        assert button.bounding_box()["height"] >= 44
        button.tap()
        expect(phone.locator(part)).to_be_in_viewport()
        expect(button).to_have_attribute("aria-current", "location")
        expect(phone.locator(".advisor-places [aria-current]")).to_have_count(1)
        assert bottom(button) <= SCREEN["height"]
    place(phone, "Tune").tap()
    expect(phone.locator(".advisor-left [role=slider]").first).to_be_in_viewport()
    place(phone, "Share").tap()
    expect(phone.get_by_role("heading", name="Decision record")).to_be_visible()


def test_the_bar_hides_neither_the_last_line_nor_the_focus(phone: Page):
    place(phone, "Tune").tap()
    expect(phone.locator(".advisor-left [role=slider]").first).to_be_visible()
    bar, banner = phone.locator(".advisor-places"), phone.locator(".advisor-banner")
    for control in phone.locator(".advisor-left :is(button, [role=slider]):visible").all():
        phone.evaluate("scrollTo(0, 0)")
        control.focus()
        box = control.bounding_box()
        assert box["y"] >= min(bottom(banner), box["y"]), control.inner_text()
        assert box["y"] + box["height"] <= top(bar) + 1, control.inner_text()
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert top(bar) >= bottom(phone.locator(".advisor-grid")) - 1


def test_a_wide_page_has_no_bar(browser: Browser, dashboard_url: str):
    page = opened(browser, dashboard_url, viewport=TABLET)
    expect(page.locator(".advisor-places")).to_be_hidden()


def test_a_tap_answers_and_brings_the_next_question_into_view(phone: Page):
    shape = phone.locator(".ask-shape")
    shape.locator("[value=api]").tap()
    expect(shape.get_by_role("radio")).to_have_count(1)  # the answer, and nothing else
    people = phone.locator(".advisor-project .advisor-asked > :nth-child(2)")
    rows = people.get_by_role("radiogroup")
    for row in rows.all():
        row.get_by_role("radio").nth(2).tap()
    third = phone.locator(".advisor-project .advisor-asked > :nth-child(3)")
    expect(third).to_be_in_viewport(ratio=1)
    at_rest(phone)
    assert top(third) >= bottom(phone.locator(".advisor-banner")) - 1
    assert bottom(third) <= top(phone.locator(".advisor-places")) + 1
    expect(rows.last.get_by_role("radio").nth(2)).to_be_focused()
    shape.locator("[value=api]").tap()
    assert shape.get_by_role("radio").count() > 1


def test_an_answer_by_keyboard_moves_nothing(browser: Browser, dashboard_url: str):
    page = opened(browser, dashboard_url, viewport=SCREEN)
    first = page.locator(".ask-shape").get_by_role("radio").first
    first.focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    page.wait_for_timeout(800)  # longer than a finger would wait for the next question
    assert page.evaluate("scrollY") == before
    expect(first).to_be_focused()
    assert page.locator(".ask-shape").get_by_role("radio").count() > 1


@pytest.mark.parametrize("size", [*LAPTOPS, SCREEN], ids=str)
def test_a_slider_stands_on_the_first_screen(browser: Browser, dashboard_url: str, size):
    page = opened(browser, dashboard_url, viewport=size)
    sliders = page.get_by_role("slider").all()
    seen = 1 if size["width"] > 700 else 2  # a phone may scroll once
    assert min(bottom(slider) for slider in sliders) <= seen * size["height"]


def test_no_handle_runs_from_the_finger_on_its_first_move(phone: Page):
    phone.add_style_tag(content="* { overflow-anchor: none !important; }")
    shape = phone.locator(".ask-shape [value=api]")
    shape.tap()
    expect(phone.locator(".advisor-banner h2")).not_to_have_text("Tell us about your project")
    place(phone, "Tune").tap()
    for group in ("needs", "fast"):
        phone.locator(f".group-{group} .advisor-group").tap()
    expect(phone.locator(".weight-io_concurrency")).to_be_visible()
    for name in (".group-weight-needs", ".weight-data_layer", ".weight-io_concurrency"):
        slider = phone.locator(f"{name} [role=slider]")
        slider.focus()
        at_rest(phone)
        before = top(slider)
        slider.press("PageUp")
        group = slider.locator("xpath=ancestor::*[contains(@class, 'advisor-weight')][1]")
        expect(group.locator(".advisor-undo")).to_be_visible()
        assert abs(top(slider) - before) <= 1, name


def test_a_tap_on_a_track_moves_the_handle(phone: Page):
    place(phone, "Tune").tap()
    slider = phone.locator(".group-weight-simple")
    expect(slider).to_be_visible()
    base = slider.locator(".noUi-base").bounding_box()
    phone.touchscreen.tap(base["x"] + 0.8 * base["width"], base["y"] + base["height"] / 2)
    expect(slider.get_by_role("textbox")).to_have_text(re.compile("^(79|80|81)$"))


def test_what_a_finger_moves_or_ticks_has_room(phone: Page):
    place(phone, "Tune").tap()
    reach = """part => {
        const { x, y, width, height } = part.getBoundingClientRect();
        const hit = (dx, dy) => part.contains(document.elementFromPoint(x + dx, y + dy));
        return [hit(width / 2, height / 2 - 20), hit(width / 2, height / 2 + 20)];
    }"""
    handle = phone.locator(".group-weight-simple [role=slider]")
    handle.scroll_into_view_if_needed()
    assert handle.evaluate(reach) == [True, True]
    place(phone, "Why").tap()
    for lever in phone.locator(".lever").all():
        assert lever.bounding_box()["height"] >= 44
    for box in phone.locator("input[type=checkbox]").all():
        assert min(box.bounding_box()["width"], box.bounding_box()["height"]) >= 24


def test_a_lever_follows_the_mouse_and_stays_in_its_row(browser: Browser, dashboard_url: str):
    page = opened(browser, dashboard_url, viewport=LAPTOPS[1])
    row = page.locator('.row[data-id="records"]')
    lever = row.locator(".lever")
    before, box = top(row), lever.bounding_box()
    before_share = row.locator(".share").inner_text()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 20, y)
    page.mouse.down()
    for step in range(20, 91, 5):
        page.mouse.move(box["x"] + step, y)
    expect(row.locator(".share")).not_to_have_text(before_share)
    assert top(row) == before
    page.mouse.up()
    weight = float(lever.input_value())
    assert weight == float(lever.get_attribute("max"))
    expect(page.locator(".group-weight-records .widget-readout")).to_have_text(f"{weight:.0f}")
    said = re.compile(rf"^{weight:.0f}, \d+\s% of the weight$")
    expect(lever).to_have_attribute("aria-valuetext", said)


def test_no_key_on_a_lever_is_lost(browser: Browser, dashboard_url: str):
    page = opened(browser, dashboard_url, viewport=LAPTOPS[1])
    lever = page.locator('.row[data-id="safe"] .lever')
    start = float(lever.input_value())
    lever.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    shown = page.locator(".group-weight-safe .widget-readout")
    expect(shown).to_have_text(f"{start + 15:.0f}")
    expect(lever).to_be_focused()
    assert float(lever.input_value()) == start + 15
    page.get_by_role("button", name="Reset weights").click()
    expect(shown).to_have_text(f"{start:.0f}")
    assert float(lever.input_value()) == start


def names(page: Page) -> list[str]:
    return page.locator(".sortable tbody tr:not([hidden]) .name").all_inner_texts()


def test_facts_are_sorted_and_searched(browser: Browser, dashboard_url: str):
    page = opened(browser, dashboard_url, viewport=LAPTOPS[1])
    page.get_by_role("tab", name="Facts").click()
    page.get_by_role("radiogroup", name="Facts about").locator("[value=fast]").click()
    head = page.get_by_role("columnheader", name="CPU per request")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    values = "rows => rows.map(row => Number(row.cells[2].dataset.value ?? -1))"
    found = page.locator(".sortable tbody tr").evaluate_all(values)
    assert found == sorted(found, reverse=True)
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("columnheader", name="Framework").get_by_role("button").click()
    assert names(page) == sorted(names(page), key=str.lower)
    field = page.get_by_role("searchbox")
    field.fill("falcon")
    assert names(page) == ["Falcon"]
    field.fill("cpu")
    assert len(names(page)) == 15
    expect(page.get_by_role("columnheader")).to_have_count(2)
    expect(page.get_by_role("tabpanel").get_by_role("status")).to_have_text("15 of 15")
    field.fill("no such thing")
    expect(page.get_by_role("tabpanel").get_by_role("status")).to_have_text("Nothing found")
    field.fill("")
    page.locator(".sortable td a[href^='#']").first.click()
    expect(page.locator(".appendix[open]").first).to_be_in_viewport(timeout=15_000)


def test_facts_are_cards_on_a_phone(phone: Page):
    phone.get_by_role("tab", name="Facts").tap()
    phone.get_by_role("radiogroup", name="Facts about").locator("[value='']").tap()
    expect(phone.locator(".sortable thead button")).to_have_count(30)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sort = phone.locator(".sortable thead button").filter(has_text="Start-up time")
    sort.tap()
    expect(phone.get_by_role("columnheader", name="Start-up time")).to_have_attribute(
        "aria-sort", "descending"
    )


def test_the_answer_sticks_in_jupyterlab_beside_its_sidebar(browser: Browser, lab_url: str):
    page = browser.new_page(viewport={"width": 1340, "height": 900})
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    drawn(page)
    assert 860 <= page.locator(".advisor").bounding_box()["width"] < 1100
    longest = "all => Math.max(...all.map(one => one.offsetWidth))"
    assert page.locator(".advisor-left .noUi-target").evaluate_all(longest) < 400
    banner = page.locator(".advisor-banner")
    banner.hover()
    page.mouse.wheel(0, 1500)
    page.wait_for_timeout(500)
    notebook = page.locator(".jp-WindowedPanel-outer")
    assert abs(top(banner) - top(notebook)) < 60
