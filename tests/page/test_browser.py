"""What only a browser can show: the served page draws, follows the hand and fits the screen.

One server for all of them; each test gets a page, and so a kernel, of its own.
"""

import json
import re
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import advisor
from tests.tools import servers

pytestmark = pytest.mark.browser

DESK, LAPTOP = {"width": 1600, "height": 1000}, {"width": 1100, "height": 768}
TABLET, PHONE = {"width": 768, "height": 1024}, {"width": 360, "height": 800}


@pytest.fixture
def page(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(dashboard_url)
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait until questions, sliders, rows and the radar are there."""
    expect(page.get_by_role("radio").first).to_be_visible(timeout=60_000)
    expect(page.locator(".advisor-left [role=slider]").first).to_be_attached()
    expect(page.locator(".advisor-why .strip .mark").first).to_be_attached(timeout=60_000)
    expect(page.locator(".advisor-radar .scatterlayer path").first).to_be_attached()


def outline(page: Page, selector: str) -> list[str]:
    """Shapes of the marks of a chart, or where the parts of a row are."""
    return page.locator(selector).evaluate_all(f"marks => marks.map({SHAPE})")


def moved(page: Page, selector: str, before: list[str]) -> None:
    """Wait until the first mark has another shape or place."""
    page.wait_for_function(
        f"([selector, old]) => ({SHAPE})(document.querySelector(selector)) !== old",
        arg=[selector, before[0]],
    )


SHAPE = "mark => mark.getAttribute('d') ?? mark.outerHTML"
ROWS = ".advisor-why .row"
RADAR = ".advisor-radar .scatterlayer path.js-line"


def test_a_slider_moves_everything_by_keyboard(page: Page):
    rows, radar = outline(page, ROWS), outline(page, RADAR)
    page.locator(".group-needs .advisor-group").click()
    share = page.locator(".group-needs .share").first
    before = share.inner_text()
    page.get_by_role("button", name="Why as a table").click()
    table = page.locator(".advisor-why table")
    written = table.text_content()
    slider = page.get_by_role("slider", name="Weight of Data layer")
    expect(slider).to_be_visible()
    slider.focus()
    for _ in range(3):
        slider.press("PageUp")
    expect(share).not_to_have_text(before)
    page.wait_for_function(
        """() => {
            const slider = document.querySelector(".weight-data_layer [role=slider]");
            const share = document.querySelector(".group-needs .share").textContent;
            const now = Math.round(slider.ariaValueNow);
            return slider.ariaValueText === `${now}, ${share} of the weight`;
        }"""
    )
    moved(page, ROWS, rows)
    moved(page, RADAR, radar)
    expect(table).not_to_have_text(written)
    expect(page.locator(".group-needs .touched")).to_have_count(1)


def test_a_chart_out_of_sight_is_true_without_a_scroll(page: Page):
    page.get_by_role("tab", name="Head to head").click()
    bars = ".panel-versus .waterfalllayer path"
    expect(page.locator(bars).first).to_be_attached()
    page.set_viewport_size({"width": 1600, "height": 300})
    page.evaluate("scrollTo(0, 0)")
    before = outline(page, bars)
    preset(page, "realtime_api").click()
    moved(page, bars, before)
    expect(page.locator(".panel-versus")).not_to_be_in_viewport()


def test_a_weight_can_be_typed_and_reset(page: Page):
    page.locator(".group-needs .advisor-group").click()
    number = page.locator(".weight-data_layer .widget-readout")
    expect(number).to_be_visible()
    start = number.inner_text()
    number.click()
    number.fill("0")
    number.press("Enter")
    share = page.locator(".group-needs .share").first
    expect(share).to_have_text(re.compile(r"^0\s%$"))
    page.get_by_role("button", name="Reset weights").click()
    expect(number).to_have_text(start)
    expect(page.locator(".touched")).to_have_count(0)


def question(page: Page, name: str) -> Locator:
    asked = advisor.load().project_question(name).question
    return page.get_by_role("radiogroup", name=asked)


def preset(page: Page, name: str) -> Locator:
    start = page.get_by_role("radiogroup", name="Start from:")
    return start.get_by_role("radio", name=advisor.load().scenario(name).name)


def test_one_click_answers_and_another_takes_it_back(page: Page):
    expect(page.get_by_role("heading", name="1 Your project")).to_be_visible()
    asked = question(page, "shape")
    answer = asked.locator("[value=api]")
    answer.click()
    expect(answer).to_be_checked()
    count = page.locator(".advisor-project .count")
    expect(count).to_have_text(re.compile("^1 of "))
    page.locator(".ask-shape summary").click()
    expect(page.locator(".ask-shape .effect li").first).to_be_visible()
    answer.click()
    expect(answer).not_to_be_checked()
    expect(count).to_have_text(re.compile("^0 of "))


def test_answers_are_a_radio_group_by_keyboard(page: Page):
    asked = question(page, "shape")
    answers = asked.get_by_role("radio").all()
    answers[0].focus()
    page.keyboard.press("Space")
    expect(answers[0]).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(answers[1]).to_be_checked()
    expect(answers[1]).to_be_focused()
    expect(page.locator(".ask-shape .advisor-told")).to_have_attribute("aria-live", "polite")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(answers[-1]).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator(".ask-shape summary")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(answers[-1]).to_be_focused()
    page.keyboard.press("Space")
    expect(answers[-1]).not_to_be_checked()


def test_questions_come_one_after_another(page: Page):
    asked = page.locator(".advisor-project .advisor-asked > *")
    expect(asked).to_have_count(2)
    page.locator(".advisor-project .advisor-asked > :nth-child(2) button").first.click()
    expect(asked).to_have_count(3)
    expect(page.locator(":focus")).to_be_checked()
    page.get_by_role("button", name="Skip the rest").click()
    expect(asked).to_have_count(1)


def test_a_deal_breaker_says_how_many_are_left(page: Page):
    page.get_by_role("button", name="Deal-breakers").click()
    page.locator(".need-websockets [value='built in']").click()
    expect(page.locator(".need-websockets .advisor-told")).to_contain_text("3 → 1. Rules out")
    expect(page.get_by_role("heading", name="Deal-breakers")).to_contain_text("1 set")


def test_fine_tuning_is_folded_on_a_phone_alone(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=PHONE)
    page.goto(dashboard_url)
    drawn(page)
    fold = page.get_by_role("button", name="Fine-tune")
    sliders = page.locator(".advisor-left").get_by_role("slider")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(sliders).to_have_count(0)
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(sliders.first).to_be_visible()
    fold.click()
    page.set_viewport_size(DESK)
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(sliders.first).to_be_visible()


def test_a_finger_has_room(browser: Browser, dashboard_url: str):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(dashboard_url)
    drawn(page)
    for name in ("Deal-breakers", "Fine-tune"):
        page.get_by_role("button", name=name).click()
    expect(page.locator(".advisor-needs .advisor-chip").first).to_be_visible()
    targets = page.locator(".advisor-left :is(button, select):visible")
    small = "parts => parts.filter(p => p.offsetHeight < 44).map(p => p.outerHTML)"
    assert targets.evaluate_all(small) == []
    cut = "parts => parts.filter(p => p.scrollWidth > p.clientWidth + 1).map(p => p.outerHTML)"
    assert targets.evaluate_all(cut) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_preset_changes_the_leader(page: Page):
    title = page.locator(".advisor-banner h2")
    expect(title).to_have_text("Tell us about your project")
    rows, radar = outline(page, ROWS), outline(page, RADAR)
    preset(page, "realtime_api").click()
    expect(title).to_have_text("FastAPI")
    expect(page.locator(".advisor-reasons")).to_contain_text("FastAPI over")
    expect(page).to_have_title(re.compile("FastAPI, .* · Which Python backend"))
    moved(page, ROWS, rows)
    moved(page, RADAR, radar)


def test_tables_say_the_same_as_the_charts(page: Page):
    page.get_by_role("tab", name="Scores").click()
    page.get_by_role("button", name="Ranking as a table").click()
    rows = page.locator(".advisor-bars tbody tr")
    expect(rows.first).to_be_visible()
    drawn_totals = page.locator(".advisor-bars .scatterlayer text").all_text_contents()
    written = [row.locator("td").nth(1).inner_text() for row in rows.all()]
    assert written == [total.strip("\u00a0") for total in drawn_totals]


def test_groups_fold_and_the_radar_shows_one_group(page: Page):
    expect(page.locator(".weight-startup")).to_be_hidden()
    page.locator(".group-simple .advisor-group").click()
    expect(page.locator(".weight-startup")).to_be_visible()
    group = next(group for group in advisor.load().groups if group.id == "simple")
    page.get_by_label("Axes").select_option(label=group.name)
    axes = page.locator(".advisor-radar .angularaxistick text")
    expect(axes.filter(has_text="Start-up")).to_have_count(1)


def test_a_row_opens_to_its_facts_and_stays_open_while_a_weight_moves(page: Page):
    row = page.locator(".advisor-why .row").filter(has_text="The parts you need")
    row.locator("summary").press("Enter")
    fact = row.locator(".fact").filter(has_text="API contract")
    expect(fact.get_by_role("link").first).to_have_attribute("href", re.compile("^(https|#)"))
    expect(row.locator("summary")).to_be_focused()
    before = fact.locator(".share").inner_text()
    page.locator(".group-needs .advisor-group").click()
    slider = page.get_by_role("slider", name="Weight of API contract")
    expect(slider).to_be_visible()
    slider.focus()
    slider.press("End")
    expect(fact.locator("h3 .share")).not_to_have_text(before)
    expect(fact).to_be_visible()
    row.locator("summary").click()
    expect(fact).to_be_hidden()


def test_a_fact_that_was_measured_leads_to_the_text_that_says_how(page: Page):
    page.locator(".advisor-why .row").filter(has_text="Simple and light").locator("summary").click()
    page.locator(".advisor-why .facts a[href^='#']").first.click()
    expect(page.get_by_role("tab", name="Evidence")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".appendix[open]").first).to_be_in_viewport(timeout=15_000)


def test_what_would_change_it_can_be_tried_and_taken_back(page: Page):
    preset(page, "realtime_api").click()
    title, button = page.locator(".advisor-banner h2"), page.locator(".advisor-try")
    expect(title).to_have_text("FastAPI")
    button.click()
    expect(title).not_to_have_text("FastAPI")
    expect(button).to_have_text("Back")
    button.click()
    expect(title).to_have_text("FastAPI")
    expect(page.locator(".touched")).to_have_count(0)


def test_the_answer_is_large_a_heading_and_stays_in_sight(page: Page):
    for size in (TABLET, LAPTOP, DESK):
        page.set_viewport_size(size)
        page.evaluate("scrollTo(0, 0)")
        heading = page.get_by_role("heading", level=2, name="Tell us about your project")
        assert float(heading.evaluate("h => parseFloat(getComputedStyle(h).fontSize)")) >= 40
        page.mouse.wheel(0, 900)
        page.wait_for_function("scrollY > 300")
        assert 0 <= page.locator(".advisor-banner").bounding_box()["y"] < 2


def test_a_swipe_on_the_radar_scrolls_a_phone(browser: Browser, dashboard_url: str):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(dashboard_url)
    drawn(page)
    drag = page.locator(".advisor-radar .maindrag").first
    expect(drag).to_have_css("pointer-events", "none")


def test_evidence_leads_to_its_source(page: Page):
    page.get_by_role("tab", name="Evidence").click()
    page.locator(".evidence summary", has_text="Promised support").click()
    link = page.locator(".evidence[open] a").first
    expect(link).to_be_visible()
    assert link.get_attribute("href").startswith("https://")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_text_that_a_source_points_to_opens(page: Page):
    page.get_by_role("tab", name="Evidence").click()
    page.locator(".evidence summary", has_text="Start-up time").click()
    page.locator(".evidence[open] a[href^='#']").first.click()
    expect(page.locator(".appendix[open]")).to_be_in_viewport()


def test_tabs_by_keyboard(page: Page):
    first, last = page.get_by_role("tab").first, page.get_by_role("tab", name="Evidence")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    expect(page.get_by_role("tabpanel", name="Facts")).to_be_visible()
    first.focus()
    page.keyboard.press("End")
    expect(last).to_be_focused()
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(last).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name="Evidence")).to_be_visible()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()


def test_how_sure_is_drawn_and_follows(page: Page):
    preset(page, "realtime_api").click()
    page.get_by_role("tab", name="How sure").click()
    panel = page.get_by_role("tabpanel", name="How sure")
    expect(panel.locator("[role=img]")).to_have_count(4)
    expect(panel.locator(".heatmaplayer image")).to_have_count(1)
    expect(panel.locator(".ternarylayer .js-fill").first).to_be_attached()
    expect(panel.locator(".barlayer path").first).to_be_attached()
    first = panel.locator(".points li").first
    before = first.inner_text()
    page.get_by_label("Weights", exact=True).select_option(label="any weights")
    expect(first).not_to_have_text(before)
    expect(page.locator(".advisor-banner")).to_contain_text("all possible weights")
    page.locator(".show-django input").uncheck()
    page.locator(".show-flask input").uncheck()
    expect(panel.locator(".heatmaplayer image")).to_have_count(0)


def test_nothing_is_wider_than_the_screen(page: Page):
    for fold in ("Deal-breakers", "Fine-tune"):
        button = page.get_by_role("button", name=fold)
        if button.get_attribute("aria-expanded") == "false":
            button.click()
    for part in page.locator(".advisor-group, .advisor-why .row summary").all():
        part.click()
    for tab in page.get_by_role("tab").all():
        tab.click()
        panel = page.get_by_role("tabpanel", name=tab.inner_text())
        expect(panel.locator(":is(p, h2, li, .legend)").first).to_be_visible()
        panel.locator("summary").evaluate_all("parts => parts.forEach(part => part.click())")
        page.locator(".advisor-folds:not(.mod-active):visible").evaluate_all(
            "folds => folds.forEach(fold => fold.click())"
        )
        expect(page.locator(".advisor-why table")).to_be_visible()
        for size in (PHONE, TABLET, LAPTOP, DESK):
            page.set_viewport_size(size)
            wide = "document.documentElement.scrollWidth <= innerWidth"
            page.wait_for_function(wide)  # charts follow the width
            sticking_out = page.locator(".advisor .table table:visible").evaluate_all(
                "tables => tables.map(t => t.scrollWidth - t.closest('.table').clientWidth)"
            )
            assert max(sticking_out) <= 1, (tab.inner_text(), size)


def test_nobody_else_is_asked_and_nothing_of_the_source_is_shown(browser: Browser, dashboard_url):
    page = browser.new_page(viewport=DESK)
    hosts, failed = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    page.goto(dashboard_url)
    drawn(page)
    assert hosts - {""} == {urlsplit(dashboard_url).netloc}
    assert failed == []
    expect(page).to_have_title("Which Python backend?")
    assert "advisor.dashboard()" not in page.content()


def test_jupyterlab_shows_the_same_page(browser: Browser, lab_url: str):
    page = browser.new_page(viewport=DESK)
    page.goto(f"{lab_url}/lab/tree/dashboard.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    drawn(page)
    rows, radar = outline(page, ROWS), outline(page, RADAR)
    answers = question(page, "shape").get_by_role("radio").all()
    answers[0].focus()
    page.keyboard.press("ArrowRight")
    expect(answers[1]).to_be_checked()
    page.locator(".group-needs .advisor-group").click()
    slider = page.get_by_role("slider", name="Weight of Data layer")
    expect(slider).to_be_visible()
    slider.focus()
    slider.press("PageUp")
    moved(page, ROWS, rows)
    moved(page, RADAR, radar)


def test_the_verdict_stays_in_sight_on_a_phone(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=PHONE)
    page.goto(dashboard_url)
    drawn(page)
    page.wait_for_function("(scrollTo(0, 2000), scrollY > 1000)")
    box = page.locator(".advisor-banner").bounding_box()
    assert 0 <= box["y"] < 5
    assert box["height"] <= 66


def test_what_is_drawn_has_a_name_for_those_who_cannot_see_it(page: Page):
    for slider in page.get_by_role("slider").all():
        assert slider.get_attribute("aria-label").startswith("Weight of ")
    assert page.locator(".advisor-heard").get_attribute("role") == "status"
    expect(page.get_by_role("heading", name="Tell us about your project")).to_be_visible()
    group = page.locator(".group-simple .advisor-group")
    assert group.get_attribute("aria-expanded") == "false"
    group.click()
    expect(group).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".advisor-radar [role=img]")).to_have_count(1)
    page.get_by_role("tab", name="How sure").click()
    page.get_by_label("Weights", exact=True).select_option(label="around your weights")
    expect(page.get_by_role("slider", name="Spread")).to_be_visible()
    for chart in page.get_by_role("tabpanel").locator("[role=img]").all():
        assert "shows the same" in chart.get_attribute("aria-label")


def test_leaving_the_page_ends_its_kernel(browser: Browser, dashboard_url: str):
    """Else a few reloads would take every place."""
    page = browser.new_page(viewport=DESK)
    page.goto(dashboard_url)
    drawn(page)
    config = json.loads(page.locator("#jupyter-config-data").text_content())
    kernel = urljoin(dashboard_url, f"{config['baseUrl']}api/kernels/{config['kernelId']}")
    assert page.request.get(kernel).status == 200
    page.reload()
    drawn(page)
    assert page.request.get(kernel).status == 404


def test_a_link_opens_what_was_set_and_reload_and_back_keep_it(
    browser: Browser, dashboard_url: str
):
    page = browser.new_page(viewport=DESK)
    page.goto(urljoin(dashboard_url, "?v=2&s=realtime_api&w=startup.80&kept=yes"))
    drawn(page)
    page.wait_for_function(
        "document.querySelector('.advisor-banner').textContent.includes('FastAPI')"
    )
    expect(preset(page, "realtime_api")).to_be_checked()
    preset(page, "cms_shop").click()
    page.wait_for_url("**/*s=cms_shop*")
    assert "kept=yes" in page.url
    page.reload()
    drawn(page)
    page.wait_for_function(
        "document.querySelector('.advisor-banner').textContent.includes('Django')"
    )
    expect(preset(page, "cms_shop")).to_be_checked()
    page.go_back()
    page.wait_for_url("**/*s=realtime_api*")


def test_no_slider_moves_a_weight_while_a_link_opens(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=DESK)
    for _ in range(3):
        page.goto(urljoin(dashboard_url, "?v=2&s=small_service"))
        drawn(page)
        expect(page.locator(".advisor-banner h2")).to_contain_text("Flask")
        page.wait_for_timeout(500)
        assert page.url.endswith("?v=2&s=small_service")
        expect(page.locator(".touched")).to_have_count(0)


def test_a_hostile_link_opens_the_page_with_a_notice(browser: Browser, dashboard_url: str):
    page = browser.new_page(viewport=PHONE)
    page.goto(urljoin(dashboard_url, "?v=2&s=<script>alert(1)</script>&w=startup.9e9"))
    drawn(page)
    expect(page.locator(".advisor-notice")).to_contain_text("were ignored")


def test_a_saved_page_opens_without_a_network_and_draws(page: Page, browser: Browser, tmp_path):
    page.get_by_role("button", name="Save & share").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML with charts").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    context = browser.new_context(offline=True, viewport=PHONE)
    kept, asked = context.new_page(), []
    kept.on("request", lambda request: asked.append(request.url))
    kept.goto(file.as_uri())
    expect(kept.locator("#charts .barlayer path").first).to_be_attached(timeout=30_000)
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert kept.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_link_works_under_a_base_address(browser: Browser, tmp_path):
    """As behind a hub or on Binder, where the page lives below /user/somebody/."""
    with servers.dashboard(tmp_path, "--base-url", "/user/somebody/") as url:
        page = browser.new_page(viewport=DESK)
        page.goto(urljoin(url, "user/somebody/?v=2&s=realtime_api&w=startup.80&kept=yes"))
        drawn(page)
        expect(page.locator(".advisor-banner")).to_contain_text("FastAPI")
        page.locator(".group-simple .advisor-group").click()
        expect(page.get_by_label("Weight of Start-up time, 0 to 100")).to_have_text("80")
        preset(page, "cms_shop").click()
        page.wait_for_function("location.search.includes('cms_shop')")
        there = urlsplit(page.url)
        assert there.path == "/user/somebody/"
        assert "kept=yes" in there.query
        page.close()
