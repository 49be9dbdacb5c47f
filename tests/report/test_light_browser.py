"""The light page in a browser, opened from a disk and without a network."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import advisor
from advisor.cli import main
from advisor.ranking.choices import Choices
from advisor.report.light import light_page
from advisor.report.record import ballot_of, read_record
from advisor.report.wording.evidence import unstated
from advisor.report.wording.verdict.answer import answer
from advisor.robustness.assessment import assess
from advisor.session.link import from_query, to_query
from tests.page.test_views import PICTURES
from tests.report.test_light_model import MATRICES
from tests.tools.axe import faults

pytestmark = pytest.mark.browser

STATE = {
    "scenario": "realtime_api",
    "answers": {"life": "decade", "shape": "both", "live": ""},
    "requirements": {"support_months": "6", "admin": ""},
    "weights": {"startup": 12.5, "typing": 0},
    "inputs": {"team_skill": {"django": 1, "fastapi": 4}},
    "included": ["litestar", "falcon"],
    "excluded": ["flask"],
    "reading": "tuned",
}


@pytest.fixture(scope="module")
def address(shipped, tmp_path_factory) -> str:
    path: Path = tmp_path_factory.mktemp("light") / "page.html"
    path.write_text(light_page(shipped), encoding="utf-8")
    return path.as_uri()


def opened(browser: Browser, address: str, **context) -> Page:
    """The page; it fails the test if the page reports an error or asks for anything else."""
    page = browser.new_context(**context).new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text))
    own = address.split("#")[0]
    page.on("request", lambda asked: asked.url.startswith(own) or page.faults.append(asked.url))
    page.goto(address)
    expect(page.locator("input[type=range]").first).to_be_attached()
    return page


def closed(page: Page) -> None:
    assert page.faults == []
    page.context.close()


def ask(page: Page, question: str, choice: str):
    return page.locator(f"[data-key='q-{question}.{choice}']")


def test_two_clicks_give_a_first_answer(browser: Browser, address, shipped):
    page = opened(browser, address, offline=True)
    title = page.locator(".top h2")
    expect(title).to_have_text("Tell us about your project")
    ask(page, "shape", "api").click()
    page.locator("[data-key='i-team_skill-fastapi.4']").click()
    chosen = {"answers": {"shape": "api"}, "inputs": {"team_skill": {"fastapi": 4}}}
    said = answer(assess(advisor.rank(shipped, **chosen)))
    expect(title).to_have_text(said.title)
    expect(page.get_by_text(said.sentence)).to_be_visible()
    expect(page.get_by_text("Biggest advantages of FastAPI")).to_be_visible()
    assert page.title() == "FastAPI, a clear choice · Which Python backend?"
    # Clicking an answer again takes it back.
    ask(page, "shape", "api").click()
    expect(ask(page, "shape", "api")).to_have_attribute("aria-pressed", "false")
    closed(page)


def test_a_slider_moves_its_group_and_stays_in_the_hand(browser: Browser, address):
    page = opened(browser, f"{address}#v=2&a=shape.api", viewport={"width": 360, "height": 740})
    lever = page.get_by_role("slider", name="Weight of the group Your own way")
    lever.scroll_into_view_if_needed()
    before = page.locator(".top .shares").inner_text()
    box = lever.bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 14, box["y"] + 14, steps=6)
    assert abs(lever.bounding_box()["y"] - box["y"]) <= 1
    page.mouse.up()
    assert float(lever.input_value()) > 80
    assert page.locator(".top .shares").inner_text() != before
    lever.press("Home")
    expect(page).to_have_url(re.compile(r"composability\.0"))
    page.get_by_role("button", name="Reset weights").click()
    expect(page).not_to_have_url(re.compile("w="))
    closed(page)


def test_the_address_is_a_link_of_the_dashboard(browser: Browser, address, shipped):
    chosen = Choices(**STATE).check(shipped)
    page = opened(browser, f"{address}#{to_query(shipped, chosen)}")
    page.locator("[data-key='q-shape.pages']").click()
    expect(page).to_have_url(re.compile(r"shape\.pages"))
    query = page.evaluate("location.hash").removeprefix("#")
    again = from_query(shipped, query)
    assert again.notice == ""
    assert again.choices == chosen.but(answers={**chosen.answers, "shape": "pages"})
    page.reload()
    expect(ask(page, "shape", "pages")).to_have_attribute("aria-pressed", "true")
    closed(page)


def test_a_link_with_strange_parts_opens_with_the_others(browser: Browser, address):
    page = opened(browser, f"{address}#v=2&a=shape.api~shape.rocket~moon.high&w=startup.1e999")
    expect(page.get_by_role("status").last).to_have_text(
        "Parts of this link are not valid here and were ignored: “shape”, “moon”, “startup”."
    )
    closed(page)


def test_a_record_opens_everywhere(browser: Browser, address, shipped, tmp_path, capsys):
    chosen = Choices(**STATE).check(shipped)
    page = opened(browser, f"{address}#{to_query(shipped, chosen)}", accept_downloads=True)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the record").click()
    file = tmp_path / saving.value.suggested_filename
    saving.value.save_as(file)
    record = read_record(file.read_text(encoding="utf-8"))
    assert Choices.from_dict(shipped, record["state"]) == chosen
    ranking = advisor.rank(shipped, chosen)
    assert record["weights"] == pytest.approx({c: w for c, w in ranking.raw_weights.items() if w})
    order = [ranking.alternatives[row] for row in ranking.order]
    assert [place["alternative"] for place in record["result"]["ranking"]] == order
    assert main(["record", "--state", str(file)]) == 0
    assert shipped.title in capsys.readouterr().out
    assert main(["diff", str(file)]) == 0
    assert "Nothing has changed" in capsys.readouterr().out
    # And here again, from the start.
    page.goto(address)
    page.reload()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(f"Opened {file.name}.")).to_be_visible()
    expect(page).to_have_url(re.compile("litestar"))
    assert from_query(shipped, page.evaluate("location.hash").removeprefix("#")).choices == chosen
    closed(page)


def test_a_vote_has_a_name_and_is_a_ballot(browser: Browser, address, shipped, tmp_path):
    page = opened(browser, f"{address}#v=2&s=small_service", accept_downloads=True)
    page.get_by_role("button", name="Save my vote").click()
    expect(page.get_by_text("A vote needs your name: enter it first.")).to_be_visible()
    field = page.get_by_label("Your name, for a vote")
    expect(field).to_be_focused()
    field.fill("Ann O'Neil")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save my vote").click()
    assert saving.value.suggested_filename.startswith("decision-python-backend-Ann_O_Neil-")
    saving.value.save_as(tmp_path / "vote.json")
    record = read_record((tmp_path / "vote.json").read_text(encoding="utf-8"))
    assert record["name"] == "Ann O'Neil"
    weights = advisor.rank(shipped, scenario="small_service").raw_weights
    heard = ballot_of(shipped, record, "file")
    assert heard.name == "Ann O'Neil"
    assert dict(heard.weights) == pytest.approx({c: w for c, w in weights.items() if w})
    closed(page)


def test_a_file_that_is_no_record_is_refused_in_one_sentence(browser: Browser, address, tmp_path):
    page = opened(browser, address)
    (tmp_path / "other.json").write_text(json.dumps({"format": "something"}), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "other.json")
    expect(
        page.get_by_text("other.json cannot be opened: it is not a decision record.")
    ).to_be_visible()
    closed(page)


def test_each_fact_has_its_source(browser: Browser, address, shipped):
    page = opened(browser, f"{address}#v=2&s=small_service")
    for fold in page.locator("#why summary").all():
        fold.click()
    for alternative in shipped.alternatives:
        source = shipped.sources[shipped.performances[alternative.id, "support_months"].source]
        cited = page.get_by_role("link", name=f"[{source.title}, {source.seen}]").first
        expect(cited).to_have_attribute("href", source.url)
    sizes = page.locator(".criterion", has_text="Installed size")
    source = shipped.sources[shipped.performances["django", "footprint"].source]
    told = f"Source of all: [{source.title}, {source.seen}]"
    expect(sizes.get_by_text(told)).to_have_count(1)
    closed(page)


def test_what_the_page_cannot_simulate_is_named(browser: Browser, address, shipped, tmp_path):
    page = opened(browser, address)
    ranking = advisor.rank(shipped, plausible=advisor.Plausible("anything"))
    (tmp_path / "any.json").write_text(advisor.record(ranking, "json"), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "any.json")
    said = "Opened any.json without what this page does not know: plausible."
    expect(page.get_by_text(said)).to_be_visible()
    closed(page)


def test_a_must_have_that_leaves_nothing_offers_the_way_out(browser: Browser, address):
    page = opened(browser, f"{address}#v=2&a=shape.api&r=support_months.36~websockets.built_in")
    expect(page.locator(".top h2")).to_have_text("No framework meets all your must-haves")
    expect(page.get_by_text("Closest:")).to_be_visible()
    page.locator("#answer").get_by_role("button").click()
    expect(page.locator(".top h2")).not_to_have_text("No framework meets all your must-haves")
    closed(page)


def test_texts_of_a_folder_stay_texts(browser: Browser, tiny, tmp_path):
    hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    ant, bee, cow = tiny.alternatives
    sources = {
        key: replace(one, title=hostile, url="javascript:alert(3)")
        for key, one in tiny.sources.items()
    }
    problem = replace(
        tiny,
        title=hostile,
        question=hostile,
        unknown=hostile,
        alternatives=(replace(ant, name=hostile), replace(bee, name="שלום"), cow),
        sources=sources,
    )
    path = tmp_path / "page.html"
    path.write_text(light_page(problem), encoding="utf-8")
    page = opened(browser, path.as_uri())
    page.on("dialog", lambda dialog: page.faults.append(dialog.message))
    page.locator("[data-key='q-distance.far']").click()
    for fold in page.locator("summary").all():
        fold.click()
    expect(page.locator("h1")).to_have_text(hostile)
    assert page.locator("img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.locator("script").count() == 2
    # A name from right to left keeps to its place in a sentence.
    assert "\u2068שלום\u2069" in page.locator("#why").inner_text()
    closed(page)


def test_a_decision_from_a_spreadsheet_is_answered_at_once(browser: Browser, tmp_path):
    for name, parts in (("site", ["Questions", "Why", "Save"]), ("laptop", ["Why", "Save"])):
        problem = advisor.read_matrix(MATRICES / f"{name}.csv").problem()
        path = tmp_path / f"{name}.html"
        path.write_text(light_page(problem), encoding="utf-8")
        page = opened(browser, path.as_uri(), viewport={"width": 360, "height": 740})
        expect(page.locator(".top h2")).to_have_text(answer(assess(advisor.rank(problem))).title)
        for fold in page.locator("summary").all():
            fold.click()
        assert "undefined" not in page.locator("#page").inner_html()
        expect(page.get_by_text("[not stated]").first).to_be_visible()
        expect(page.get_by_text(unstated(problem))).to_be_visible()
        assert page.get_by_role("navigation").get_by_role("button").all_inner_texts() == parts
        closed(page)


def test_an_input_in_figures_has_a_field(browser: Browser, tiny, tmp_path):
    liking = replace(tiny.criterion("liking"), levels=(), value_function="linear")
    problem = replace(tiny, criteria=(*tiny.criteria[:-1], liking))
    path = tmp_path / "page.html"
    path.write_text(light_page(problem), encoding="utf-8")
    page = opened(browser, f"{path.as_uri()}#v=2&w=liking.100")
    page.locator("summary[data-key='g-use']").click()
    page.locator("[data-key='n-liking-cow']").fill("2")
    page.locator("[data-key='n-liking-cow']").press("Tab")
    expect(page).to_have_url(re.compile(r"liking\.cow\.2"))
    expect(page.locator(".top h2")).to_have_text("Cow")
    closed(page)


def test_paper_shows_what_was_answered_and_nothing_to_press(browser: Browser, address):
    page = opened(browser, f"{address}#v=2&s=small_service&r=websockets.built_in")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.get_by_text("Months: a prototype, a campaign")).to_be_visible()
    expect(page.get_by_text("WebSockets, at least")).to_be_visible()
    for gone in ("No fixed date", "Back office, at least", "Save & share"):
        expect(page.get_by_text(gone)).to_be_hidden()
    expect(page.locator(".strip").first).to_be_visible()
    closed(page)


def test_a_phone_reaches_the_weights_with_one_tap(browser: Browser, address):
    page = opened(browser, address, viewport={"width": 360, "height": 740}, has_touch=True)
    lever = page.locator("#why input[type=range]").first
    assert lever.bounding_box()["y"] < 2 * 740  # at most one screen down
    page.get_by_role("navigation").get_by_role("button", name="Why").tap()
    expect(lever).to_be_in_viewport()
    closed(page)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_a_view_has_no_fault_that_axe_finds(browser: Browser, address, width, scheme):
    # As tall as the page: axe calls a control too small that a bar covers until somebody scrolls.
    size = {"width": width, "height": 24_000}
    page = opened(browser, address, viewport=size, color_scheme=scheme)
    for name, fragment in (
        ("start", ""),
        ("answered", "#v=2&s=realtime_api&o=litestar~starlette~falcon"),
        ("nobody", "#v=2&a=shape.api&r=support_months.36~websockets.built_in"),
    ):
        page.goto(f"{address}{fragment}")
        if name == "answered":
            for fold in page.locator("summary").all():
                fold.click()
        page.wait_for_timeout(100)
        page.screenshot(
            path=PICTURES / f"light-{width}-{scheme}-{name}.png",
            clip={"x": 0, "y": 0, "width": width, "height": 4000},
        )
        assert faults(page) == [], name
        wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room
    page.context.close()
