"""What the page says when its kernel is gone, restarted or hangs: its script on a fake kernel."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from advisor.page.life import connection

pytestmark = pytest.mark.browser

SCRIPT = Path(connection.__file__).with_name("connection.js").read_text(encoding="utf-8")
PAGE = """
<body><div class="advisor"><div id="here"></div><div id="controls"><button>Move</button></div></div>
"""
KERNEL = """
async (script) => {
  if (window.kernel) return window.start();
  window.comms = { me: {} };
  window.fetch = async () => { if (!window.served) throw 0; return { status: window.served }; };
  window.served = 200;
  const slots = [], signal = { connect: (slot) => slots.push(slot), disconnect() {} };
  window.kernel = {
    id: "k", status: "idle", connectionStatus: "connected",
    serverSettings: { baseUrl: "/", token: "" },
    statusChanged: signal, connectionStatusChanged: signal,
    requestCommInfo: () => window.hung ?? Promise.resolve({ content: { comms: window.comms } }),
    tell: (change) => (Object.assign(window.kernel, change), slots.forEach((slot) => slot())),
  };
  const { default: module } = await import(script);
  window.kernel.manager = { kernel: window.kernel };
  const model = { get: () => "me", widget_manager: window.kernel.manager };
  window.start = () => module.render({ model, el: document.getElementById("here") });
  window.start();
}
"""


@pytest.fixture
def page(browser: Browser):
    page = browser.new_page()
    page.clock.install()
    page.set_content(PAGE)
    return page


def connect(page: Page, *, voila: bool = True, lacks: str = "") -> None:
    if voila:
        page.evaluate(
            "lacks => { document.body.dataset.voila = 'voila'; window.advisorPage = { lacks }; }",
            lacks,
        )
    code = base64.b64encode(SCRIPT.encode()).decode()
    page.evaluate(KERNEL, f"data:text/javascript;base64,{code}")


def move(page: Page) -> None:
    """A move after a pause, and some time for an answer."""
    page.clock.run_for(11_000)
    page.get_by_role("button", name="Move").click()
    page.clock.run_for(15_000)


def test_nothing_is_said_while_all_is_well(page: Page):
    connect(page)
    move(page)
    expect(page.get_by_role("alert")).to_be_hidden()
    assert not page.locator("#controls").evaluate("part => part.inert")


@pytest.mark.parametrize("status", ["dead", "restarting", "autorestarting"])
def test_a_kernel_that_died_is_said_at_once_and_the_controls_stop(page: Page, status: str):
    connect(page)
    page.evaluate("status => kernel.tell({ status })", status)
    said = "Connection lost. Reload to carry on; the address keeps your settings."
    expect(page.get_by_role("alert")).to_have_text(f"{said}Reload")
    assert page.locator("#controls").evaluate("part => part.inert")
    assert not page.locator("#here").evaluate("part => part.inert")


def test_what_the_address_does_not_keep_is_said(page: Page):
    connect(page, lacks="the ballots")
    page.evaluate("kernel.tell({ status: 'dead' })")
    expect(page.get_by_role("alert")).to_contain_text("keeps your settings, but not the ballots.")


def test_a_kernel_that_the_server_ended_is_noticed_with_the_next_move(page: Page):
    connect(page)
    page.evaluate("window.served = 404")
    move(page)
    expect(page.get_by_role("alert")).to_contain_text("Connection lost.")


def test_a_kernel_that_was_restarted_unseen_is_noticed(page: Page):
    """Its id is the same and it answers, but it knows nothing of this page."""
    connect(page)
    page.evaluate("window.comms = {}")
    move(page)
    expect(page.get_by_role("alert")).to_contain_text("Connection lost.")


def test_a_kernel_that_somebody_else_restarted_is_asked_at_once(page: Page):
    connect(page)
    page.evaluate("comms = {}, kernel.tell({ status: 'starting' })")
    expect(page.get_by_role("alert")).to_contain_text("Connection lost.")


def test_a_kernel_that_hangs_is_noticed_and_its_answer_takes_the_notice_back(page: Page):
    connect(page)
    page.evaluate("void (window.hung = new Promise((resolve) => (window.wake = resolve)))")
    move(page)
    expect(page.get_by_role("alert")).to_contain_text("has not answered for 10 seconds")
    assert not page.locator("#controls").evaluate("part => part.inert")
    page.evaluate("wake({ content: { comms: window.comms } })")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_kernel_that_hangs_from_the_first_move_on_is_noticed(page: Page):
    """The page has asked a moment ago, so it asks when the pause is over."""
    connect(page)
    page.evaluate("void (window.hung = new Promise(() => {}))")
    page.get_by_role("button", name="Move").click()
    page.clock.run_for(22_000)
    expect(page.get_by_role("alert")).to_contain_text("has not answered for 10 seconds")


def test_a_server_that_is_gone_is_told_from_a_kernel_that_is_gone(page: Page):
    connect(page)
    page.evaluate("window.served = 0")
    move(page)
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer.")
    assert page.locator("#controls").evaluate("part => part.inert")


def test_a_server_that_is_back_gives_the_controls_back_with_the_focus(page: Page):
    connect(page)
    page.evaluate("window.served = 0")
    move(page)
    expect(page.get_by_role("alert")).to_contain_text("The page asks it again and again")
    page.evaluate("window.served = 200")
    page.clock.run_for(2_000)
    expect(page.get_by_role("alert")).to_be_hidden()
    assert not page.locator("#controls").evaluate("part => part.inert")
    expect(page.get_by_role("button", name="Move")).to_be_focused()


def test_a_server_that_is_back_without_the_kernel_is_told_from_that(page: Page):
    connect(page)
    page.evaluate("window.served = 0")
    move(page)
    page.evaluate("window.served = 404")
    page.clock.run_for(2_000)
    expect(page.get_by_role("alert")).to_contain_text("Connection lost. Reload to carry on")


def test_what_a_break_swallowed_is_sent_again_once(page: Page):
    """A widget that waits for an answer sends nothing more; another one is left alone."""
    connect(page)
    connect(page)  # a notebook may have several pieces
    sent = page.evaluate(
        """() => {
            const sent = [], model = (pending, names, buffer) => ({
                _pending_msgs: pending, _expectedEchoMsgIds: new Map(names.map((n) => [n, "id"])),
                _msg_buffer: buffer, get: (name) => `${name} now`,
                save: (values, { patch }) => sent.push([values, patch]),
            });
            const models = [model(1, ["value"], { label: "old" }), model(0, ["value"], null)];
            kernel.manager._models = models.map((one) => Promise.resolve(one));
            kernel.tell({ connectionStatus: "connecting" });
            return new Promise((done) => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => done({ sent, left: models[0]._pending_msgs });
                port2.postMessage("");
            });
        }"""
    )
    assert sent == {"sent": [[{"value": "value now", "label": "label now"}, True]], "left": 0}


def test_a_short_break_of_the_network_is_not_said(page: Page):
    connect(page)
    page.evaluate("kernel.tell({ connectionStatus: 'connecting' })")
    page.clock.run_for(2_000)
    page.evaluate("kernel.tell({ connectionStatus: 'connected' })")
    page.clock.run_for(10_000)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_jupyterlab_says_that_its_kernel_is_gone_and_what_to_do(page: Page):
    connect(page, voila=False)
    page.evaluate("kernel.tell({ status: 'restarting' })")
    expect(page.get_by_role("alert")).to_contain_text("Run the cell again")
    expect(page.get_by_text("Reload")).to_have_count(0)
    assert page.locator("#controls").evaluate("part => part.inert")
