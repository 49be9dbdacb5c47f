"""What only a browser can show of themes: dark and light, forced colours, paper."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.test_browser import DESK, PHONE, drawn

pytestmark = pytest.mark.browser

# Contrast of each text that is in sight with the ground it stands on, the worst first. Texts on
# marks of a chart are left out: palette.readable_on chooses them.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = colour.map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const paper = at.querySelector?.(":scope > .main-svg")?.style.background;
      const found = channels(paper || getComputedStyle(at).backgroundColor);
      if (found[3] > 250) return found;
    }
    return [255, 255, 255, 255];
  };
  const found = [];
  const texts = document.createTreeWalker(document.querySelector(".advisor"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, text = texts.currentNode.data.trim();
    if (!text || !element.checkVisibility()) continue;
    if (element.closest("style, option, button:disabled, .bartext, .annotation")) continue;
    const style = getComputedStyle(element);
    const ink = channels(element.closest("svg") ? style.fill : style.color);
    const both = [light(ink), light(ground(element))];
    found.push([(Math.max(...both) + 0.05) / (Math.min(...both) + 0.05), text]);
  }
  return found.sort((a, b) => a[0] - b[0]);
}"""


def legible(page: Page) -> None:
    """Every text that is in sight, in every tab."""
    for tab in page.get_by_role("tab").all():
        tab.click()
        panel = page.get_by_role("tabpanel", name=tab.inner_text())
        expect(panel.locator(":is(p, h2, li)").first).to_be_visible()
        found = page.evaluate(CONTRASTS)
        assert len(found) > 50
        assert found[0][0] >= 4.5, (tab.inner_text(), found[:5])


def ground(page: Page, selector: str) -> str:
    return page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor")


def ink(page: Page) -> str:
    """Colour of the first text of the radar."""
    label = page.locator(".advisor-radar .angularaxistick text").first
    return label.evaluate("e => getComputedStyle(e).fill")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=str)
def test_texts_can_be_read_in_either_theme(browser: Browser, dashboard_url: str, scheme, size):
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.goto(dashboard_url)
    drawn(page)
    legible(page)


def test_the_page_follows_the_system_without_asking_the_kernel(browser: Browser, dashboard_url):
    page = browser.new_page(viewport=DESK, color_scheme="light")
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.goto(dashboard_url)
    drawn(page)
    light = ground(page, ".advisor-radar"), ink(page)
    page.wait_for_timeout(500)
    sent.clear()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    assert ground(page, ".advisor-radar") != light[0]
    assert ink(page) != light[1]
    assert ground(page, "body") == "rgb(18, 22, 27)"
    assert sent == []


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_texts_can_be_read_in_jupyterlab(browser: Browser, lab_url: str, theme: str):
    """Whatever the system prefers: JupyterLab's own theme counts there."""
    page = browser.new_page(viewport=DESK, color_scheme="light" if "Dark" in theme else "dark")
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    drawn(page)
    page.get_by_role("menuitem", name="Settings").click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    page.locator(".lm-Menu-item", has_text=re.compile(f"^{theme}\\s*$")).click()
    light = str("Light" in theme).lower()
    expect(page.locator(f"body[data-jp-theme-light={light}]")).to_be_attached()
    page.wait_for_timeout(500)
    legible(page)


def test_forced_colours_say_what_is_chosen(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK, forced_colors="active", color_scheme="dark")
    page.goto(dashboard_url)
    drawn(page)
    chosen, other = page.locator("[role=tab][aria-selected=true]"), page.get_by_role("tab").last
    looks = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).borderBottomColor]"
    assert chosen.evaluate(looks) != other.evaluate(looks)
    level = page.locator(".advisor-levels").get_by_role("radio")
    level.first.click()
    expect(level.first).to_be_checked()
    assert level.first.evaluate(looks) != level.last.evaluate(looks)
    assert ink(page) == ground(page, ".advisor-radar").replace("0, 0, 0", "255, 255, 255")


def test_a_swipe_that_begins_on_the_radar_scrolls(browser: Browser, dashboard_url: str):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(dashboard_url)
    drawn(page)
    radar = page.locator(".advisor-radar .js-plotly-plot")
    radar.scroll_into_view_if_needed()
    box, before = radar.bounding_box(), page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + 150
    finger = context.new_cdp_session(page)
    for kind, far in [("touchStart", 0), *(("touchMove", 10 * i) for i in range(15))]:
        touch = {"type": kind, "touchPoints": [{"x": x, "y": y - far}]}
        finger.send("Input.dispatchTouchEvent", touch)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("before => scrollY > before + 50", arg=before)


def test_ctrl_p_prints_a_sheet(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK, color_scheme="dark")
    page.goto(dashboard_url)
    drawn(page)
    page.evaluate("window.print = () => (window.printed = true)")
    page.keyboard.press("Control+p")
    page.wait_for_function("window.printed")
    page.emulate_media(media="print", color_scheme="dark")
    sheet = page.locator(".advisor-sheet")
    expect(sheet.locator("h1")).to_contain_text("Django")
    for title in ("Ranking", "Why", "How sure", "Weights", "Sources"):
        expect(sheet.get_by_role("heading", name=title)).to_be_visible()
    expect(sheet.locator("header")).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d, from http"))
    assert page.locator("button:visible, select:visible, input:visible").count() == 0
    assert page.evaluate(CONTRASTS.replace('".advisor"', '".advisor-sheet"'))[0][0] >= 4.5


def test_wider_letters_cut_nothing(browser: Browser, dashboard_url: str):
    """The text spacing that WCAG 1.4.12 names."""
    page = browser.new_page(viewport=PHONE)
    page.goto(dashboard_url)
    drawn(page)
    spacing = "line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em"
    rules = "; ".join(f"{rule} !important" for rule in spacing.split("; "))
    page.add_style_tag(content=f"* {{ {rules} }} p {{ margin-bottom: 2em !important }}")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    cut = page.locator(".advisor :is(button, .widget-label, p, li, .name)").evaluate_all(
        "all => all.filter(e => e.checkVisibility() && !e.closest('.advisor-heard') "
        "&& e.scrollWidth > e.clientWidth + 1 && e.clientWidth).map(e => e.textContent)"
    )
    assert cut == []
    plot = page.locator(".advisor-radar .js-plotly-plot").bounding_box()
    for name in page.locator(".advisor-radar .angularaxistick text").all():
        assert name.bounding_box()["x"] >= plot["x"] - 1
