"""A room from beginning to end in a browser; each participant has a context of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import advisor
from advisor.report import read_record
from tests.page.test_browser import drawn
from tests.tools.servers import PATIENCE, free_port

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
PROJECTOR = {"width": 1920, "height": 1080}
ONLY_START = {
    criterion.id: 90.0 * (criterion.id == "startup") for criterion in advisor.load().criteria
}
EVE = '<img src=x onerror="document.title=1">'


class Served:
    """``advisor serve --workshop`` with the links that it prints."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "advisor", "serve", "--no-browser", "--workshop"]
        options = ["--port", str(self.port), "--store", str(self.folder / "rooms.sqlite")]
        log = self.folder / "server.log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, *options],
                cwd=self.folder,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(r"(http\S+/workshop/\w{6})/(host#\S+)", log.read_text())):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        self.link, self.host = found[1], f"{found[1]}/{found[2]}"

    def open_room(self) -> None:
        """Open a further room, and make its links those of the server."""
        rooms = self.link.rpartition("/")[0]
        choices = json.dumps({"choices": {"problem": "python-backend"}}).encode()
        asked = Request(f"{rooms}/rooms", choices, {"Content-Type": "application/json"})
        with urlopen(asked) as answer:
            room = json.load(answer)
        self.link = f"{rooms}/{room['code']}"
        self.host = f"{self.link}/host#{room['key']}"

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("rooms"))
    yield server
    server.kill()


@pytest.fixture
def served(server: Served) -> Served:
    """The server, with a room of this test alone."""
    server.open_room()
    return server


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Open an address in a context of its own; every error of a page is a failure."""
    contexts, errors = [], []

    def visit(address: str, viewport: Any = PHONE) -> Any:
        context = browser.new_context(viewport=viewport, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert errors == []


def levers(phone: Any) -> Any:
    """The sliders of the groups of criteria."""
    return phone.locator("#why [data-key^='g-'][type=range]")


def lever(phone: Any, group: str) -> Any:
    return phone.locator(f"#why [data-key='g-{group}'][type=range]")


def vote(phone: Any, group: str, name: str = "") -> None:
    """Put all weight on one group of criteria and send that."""
    expect(levers(phone).first).to_be_visible()
    for one in levers(phone).all():
        one.press("End" if one.get_attribute("data-key") == f"g-{group}" else "Home")
    phone.locator("#name").fill(name)
    phone.locator("#send").click()
    expect(phone.locator("#said")).to_contain_text("Received at")


def test_a_room_from_the_code_to_the_record(served, visit):
    code = served.link[-6:]
    host = visit(served.host, PROJECTOR)
    expect(host.locator("#code")).to_have_text(code)
    assert host.locator("#qr").evaluate("image => image.decode().then(() => image.naturalWidth)")
    expect(host.locator("#reveal")).to_be_disabled()
    expect(host.locator("#timer")).to_have_text(re.compile(r"^\d+:\d\d$"))

    # By the code, in small letters, and by the link.
    first = visit(served.link.removesuffix(code))
    first.locator("#code").fill("ZZZZZZ")
    first.locator("#join button").click()
    expect(first.locator("#said")).to_contain_text("There is no room ZZZZZZ")
    first.goto(served.link.replace(code, "ZZZZZZ"))
    expect(first.locator("#said")).to_contain_text("There is no room ZZZZZZ")
    first.locator("#code").fill(code.lower())
    first.locator("#join button").click()
    phones = [first, *(visit(served.link) for _ in range(3))]
    simple, needs, team = "simple", "needs", "team"
    # Nobody is shown a leader before saying anything, and nobody can send that.
    expect(first.locator(".top h2")).to_have_text("Tell us about your project")
    expect(first.locator("#send")).to_be_disabled()
    expect(first.locator("#said")).to_have_text("Answer a question or move a slider first.")
    for phone, group, name in zip(
        phones, (simple, simple, needs, needs), (EVE, "Bo", "", "Di"), strict=True
    ):
        vote(phone, group, name)
    expect(host.locator("#joined")).to_have_text("4")
    expect(host.locator("#voted")).to_have_text("4")

    # A reload keeps the vote and its sender.
    phones[1].reload()
    expect(phones[1].locator("#said")).to_contain_text("Received at")
    assert [one.input_value() for one in levers(phones[1]).all()].count("0") == 9
    assert lever(phones[1], simple).input_value() != "0"
    assert phones[1].locator("#name").input_value() == "Bo"
    assert "#" not in phones[1].url
    vote(phones[1], needs, "Bo")
    expect(host.locator("#voted")).to_have_text("4")

    host.locator("#reveal").click()
    expect(host.locator("#timer")).to_be_hidden()
    for phone in phones:
        expect(phone.locator("#result h2").first).to_contain_text("Django")
        expect(phone.locator("#send-bar")).to_be_hidden()
        expect(phone.locator("#own")).to_be_hidden()
    expect(phones[0].locator("#result")).to_contain_text("you 100\u00a0%")
    expect(host.locator("#answer h2")).to_contain_text("Django")
    expect(host.locator("#talk h2")).to_have_text("Disagreement that matters")
    expect(host.locator("#talk")).to_contain_text("Simple and light: the ballots give it 0\u00a0%")

    # What if the three were not there whose ballots put Django first? A name is a text.
    host.locator("#camps > div > label input").first.check()
    expect(host.locator("#answer h2")).to_contain_text("Flask")
    host.locator("#undo").click()
    expect(host.locator("#answer h2")).to_contain_text("Django")
    assert host.title().startswith(f"Room {code}")

    # Somebody comes late, sees the result and votes in the second round.
    late = visit(served.link)
    expect(late.locator("#result h2").first).to_contain_text("Django")
    host.locator("#round").click()
    expect(late.locator("#said")).to_contain_text("Answer a question or move a slider first")
    expect(phones[2].locator("#said")).to_contain_text("Round 2: send your vote again")
    for phone in phones[:2]:
        vote(phone, simple)
    for phone in (*phones[2:], late):
        vote(phone, team)
    expect(host.locator("#voted")).to_have_text("5")
    host.locator("#reveal").click()
    expect(host.locator("#answer")).to_contain_text("since the round before")
    expect(late.locator("#result")).to_contain_text("Result of round 2: 5 ballots")

    with host.expect_download() as download:
        host.locator("[data-form=json]").click()
    record = read_record(Path(download.value.path()).read_text("utf-8"))
    assert len(record["state"]["ballots"]) == 5

    for page in (host, late):
        found = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in found] == []

    host.on("dialog", lambda dialog: dialog.accept())
    host.locator("#purge").click()
    expect(host.locator("main")).to_contain_text("The server has deleted its votes")
    expect(late.locator("#where")).to_contain_text("has ended")


def test_phones_come_back_after_the_server_was_killed(served, visit):
    host, phone = visit(served.host, PROJECTOR), visit(served.link)
    vote(phone, "needs")
    served.kill()
    lever(phone, "simple").press("End")
    phone.locator("#send").click()
    expect(phone.locator("#said")).to_contain_text("kept on this phone and sent again")
    expect(host.locator("#said")).to_contain_text("The server cannot be reached")
    served.start()
    expect(phone.locator("#said")).to_contain_text("Received at", timeout=30_000)
    expect(host.locator("#said")).to_be_hidden(timeout=30_000)
    expect(host.locator("#voted")).to_have_text("1")
    host.locator("#reveal").click()
    expect(phone.locator("#result h2").first).to_be_visible(timeout=30_000)


def test_the_dashboard_opens_a_room_with_its_choices(dashboard_url, visit):
    dashboard = visit(dashboard_url, PROJECTOR)
    drawn(dashboard)
    dashboard.get_by_role("button", name="Save & share").click()
    with dashboard.context.expect_page() as opened:
        dashboard.get_by_role("button", name="Open a room").click()
    host = opened.value
    expect(host.locator("#code")).to_have_text(re.compile(r"^\w{6}$"))
    expect(host.locator("#phase")).to_have_text("Round 1: voting is open")
    expect(dashboard.get_by_role("link", name="Facilitator’s page")).to_be_visible()
    phone = visit(host.url.partition("/host")[0])
    vote(phone, "needs")
    expect(host.locator("#voted")).to_have_text("1")
    host.on("dialog", lambda dialog: dialog.accept())
    host.locator("#purge").click()
    expect(host.locator("main")).to_contain_text("has ended")


def test_a_phone_asks_what_the_facilitator_left_open(served, visit):
    phone = visit(served.link)
    expect(phone.locator("#why .share").first).to_be_visible()
    before = phone.locator("#why .share").all_text_contents()
    assert phone.locator("#breakers, #field, [data-key^='i-']").count() == 0
    phone.get_by_role("button", name="Small service or prototype").click()
    chip = phone.locator("[data-key='q-shape.api']")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(phone.locator(".top h2")).not_to_have_text("Tell us about your project")
    assert phone.locator("#why .share").all_text_contents() != before
    expect(phone.locator("#said")).to_have_text("Not sent yet.")
    phone.locator("summary[data-key='questions']").click()
    phone.locator("[data-key='q-existing.standard']").click()
    expect(phone.get_by_text("but the facilitator has not said how each framework")).to_be_visible()
    phone.locator("#send").click()
    expect(phone.locator("#said")).to_contain_text("Received at")
    phone.reload()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#said")).to_contain_text("Received at")

    # A vote that somebody has saved elsewhere has its weights and no others.
    saved = advisor.record(advisor.rank(advisor.load(), ONLY_START), "json", name="Di")
    other = json.dumps({"problem": "ships", "weights": {}})
    for name, text, said in (
        ("other.json", other, "other.json is no vote about this question. Nothing changed."),
        ("vote.json", saved, "Changed since you sent it."),
    ):
        file = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
        phone.locator("#file").set_input_files(file)
        expect(phone.locator("#said")).to_have_text(said)
    expect(phone.locator("#name")).to_have_value("Di")
    heavy = [
        one.get_attribute("data-key") for one in levers(phone).all() if one.input_value() != "0"
    ]
    assert heavy == ["g-simple"]

    sent = json.loads(phone.evaluate("JSON.stringify(localStorage)"))
    assert list(sent) == [f"advisor-room-{served.link[-6:]}"]
    assert phone.context.cookies() == []
    # As tall as the page: axe calls a control too small that a bar covers until somebody scrolls.
    phone.set_viewport_size({"width": PHONE["width"], "height": 8000})
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        assert [one["id"] for one in Axe().run(phone).response["violations"]] == []
    wide, room = phone.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
