"""``advisor serve``: what a visitor gets, how many there may be, and what is left behind.

Each server runs as a process of its own on a free port; no browser is needed.
"""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tornado.websocket import websocket_connect

from advisor import new
from advisor.problem.paths import PROBLEM_VARIABLE
from advisor.serve.app import DEFAULT_PORT, _listen, serve
from advisor.serve.content import frontend
from tests.tools.servers.visits import (
    SHORT,
    SLIDER,
    TITLE,
    get,
    kernel_of,
    running,
    runs,
    titled,
    wait_until,
    widgets_of,
    write_notebook,
)

pytestmark = pytest.mark.usefixtures("long_stay")

# What a kernel prints and shows comes late, as it does when many start at once; its reply does not.
LATE = f"""
import sys, time
sys.stdout.flush_timeout = sys.stderr.flush_timeout = 0
get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep(SECONDS))
{SLIDER}
"""
# Longer than nbclient waits by itself.
FIVE = LATE.replace("SECONDS", "5")


def test_the_page_is_ours_and_self_contained(server):
    status, _, html = get(server.url)
    assert status == 200
    assert server.url.endswith("/some/where/")
    assert "<title>Backend Advisor</title>" in html
    assert '<html lang="en">' in html
    assert re.search(r'role="status">Starting the advisor', html)
    assert "application/vnd.jupyter.widget-view+json" in html
    assert "secret_name" not in html
    assert "For readers" not in html
    assert not set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", html)) - {"http://www.w3.org"}


def test_the_page_brings_its_widgets_and_a_front_end_that_is_compressed_and_kept(server):
    _, headers, html = get(server.url, **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    states = [widget["state"] for widget in widgets_of(server.url, html).values()]
    assert [state["value"] for state in states if state["_model_name"] == "IntSliderModel"] == [3]
    address = re.search(r'<script type="module" src="(/some/where/voila/advisor/[^"]+)"', html)[1]
    root = server.url.removesuffix("/some/where/")
    status, headers, script = get(root + address, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"].startswith("text/javascript")
    assert "IntSliderModel" in script
    assert get(root + address)[2] == script
    assert "voila.js" not in html


def test_without_forks_the_page_brings_its_widgets_inside(tmp_path):
    with running(tmp_path) as server:
        html = get(server.url)[2]
        assert '"IntSliderModel"' in html
        states = [widget["state"] for widget in widgets_of(server.url, html).values()]
        assert [one["value"] for one in states if one["_model_name"] == "IntSliderModel"] == [3]


def test_a_page_with_what_the_own_front_end_does_not_know_gets_that_of_voila(tmp_path):
    output = "from ipywidgets import IntSlider, Output, VBox\nVBox([IntSlider(3), Output()])"
    for source in (output, "display(__import__('ipywidgets').IntSlider(3), 'a text')"):
        with running(tmp_path, source) as server:
            html = get(server.url)[2]
            assert "advisor-widgets" not in html
            address = re.search(r'<script defer src="([^"]+/voila.js)"', html)[1]
            assert get(server.url.rstrip("/") + address)[0] == 200


def test_a_full_house_is_said_kindly_and_ends_with_the_visits_nobody_claimed(tmp_path):
    settings = {"AdvisorKernelManager": SHORT}
    with running(tmp_path, max_kernels=2, settings=settings) as server:
        kernels = [kernel_of(get(server.url)[2]) for _ in range(2)]
        address = server.channels(kernels[0])

        async def stay():
            connection = await websocket_connect(address)
            refused = await asyncio.to_thread(get, server.url)
            await asyncio.to_thread(wait_until, lambda: not server.lives(kernels[1]))
            await asyncio.sleep(2 * SHORT["cull_interval"])
            alive = await asyncio.to_thread(server.lives, kernels[0])
            connection.close()
            return refused, alive

        (status, headers, html), alive = asyncio.run(stay())
        assert status == 503
        assert int(headers["Retry-After"]) > 0
        assert "The advisor is full" in html
        assert "Traceback" not in html
        assert alive
        wait_until(lambda: not server.lives(kernels[0]))  # abandoned
        assert get(server.url)[0] == 200


def test_other_addresses_answer_without_a_traceback(server):
    for path in (
        "nothing",
        "voila/files/page.ipynb",
        "voila/advisor/0.js",
        "api/kernels/a-b-c-d-e",
    ):
        status, _, html = get(server.url + path)
        assert status in (403, 404), path
        assert "Traceback" not in html


def test_a_warm_kernel_waits_for_its_visitor_and_ends_with_the_server(tmp_path):
    settings = {"AdvisorKernelManager": {**SHORT, "unclaimed_timeout": 1}}
    with running(tmp_path, warm_kernels=1, max_kernels=1, settings=settings) as server:
        server.warmed()
        [warm] = server.kernels()
        time.sleep(3 * SHORT["cull_interval"])
        assert runs(warm)
        status, _, html = get(server.url)
        assert status == 200
        assert kernel_of(html) in " ".join(warm.cmdline())
        assert get(server.url)[0] == 503
        wait_until(lambda: len(server.kernels()) == 2)  # the next one is being warmed
        wait_until(lambda: not runs(warm))  # nobody connected to the first
        wait_until(lambda: get(server.url)[0] == 200)
        kernels = server.kernels()
        assert server.end() == ""
        assert len(server.lines) == 3
        assert not [kernel for kernel in kernels if runs(kernel)]


@pytest.mark.parametrize("warm", [0, 1])
def test_a_raising_notebook_shows_no_traceback_and_ctrl_c_ends_all(tmp_path, warm):
    with running(
        tmp_path, "secret_name = 'secret value'\nraise ValueError(secret_name)", warm_kernels=warm
    ) as server:
        if warm:
            wait_until(server.kernels)
        status, _, html = get(server.url)
        kernels = server.kernels()
        server.process.send_signal(signal.SIGINT)
        assert server.ended() == 0
    assert not [kernel for kernel in kernels if runs(kernel)]
    assert status == 200
    assert "Something went wrong" in html
    assert not [
        word for word in ("Traceback", "ValueError", "secret", "show_tracebacks") if word in html
    ]


def test_an_output_that_comes_late_is_waited_for(tmp_path):
    with running(tmp_path, FIVE, warm_kernels=1) as server:
        wait_until(server.kernels)
        with ThreadPoolExecutor() as pool:  # the warm kernel and a cold one
            pages = [html for _, _, html in pool.map(get, [server.url] * 2)]
    for html in pages:
        assert "application/vnd.jupyter.widget-view+json" in html
        assert "Something went wrong" not in html


@pytest.mark.parametrize(
    ("source", "settings"),
    [(FIVE, {"VoilaExecutor": {"iopub_timeout": 1}}), ("shown = False", {})],
    ids=["later than anybody waits", "never"],
)
def test_a_page_without_what_it_should_show_says_so(tmp_path, source, settings):
    with running(tmp_path, source, settings=settings) as server:
        html = get(server.url)[2]
    assert "Something went wrong" in html
    assert "Traceback" not in html


def test_a_jupyter_server_serves_the_same_page_with_the_same_limits(tmp_path):
    write_notebook(tmp_path, SLIDER)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyter_server",
            "--no-browser",
            f"--port={port}",
            "--ip=127.0.0.1",
            "--allow-root",
            "--IdentityProvider.token=",
            f"--ServerApp.root_dir={tmp_path}",
            "--AdvisorKernelManager.max_kernels=1",
        ],
        env={**os.environ, "JUPYTER_CONFIG_PATH": str(Path(frontend.__file__).parents[1])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/voila/render/page.ipynb"

    def answers():
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(answers, 30)
        status, _, html = get(url)
        assert (status, "Starting the advisor" in html) == (200, True)
        assert "/voila/advisor/" in html
        status, headers, html = get(url)
        assert (status, "The advisor is full" in html) == (503, True)
        assert headers["Retry-After"]
    finally:
        process.terminate()
        process.wait(10)


def test_the_port_is_another_only_when_none_was_asked_for(tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        notebook = write_notebook(tmp_path, SLIDER)
        assert serve(notebook, port=port, open_browser=False) == 1
        assert f"port {port}" in capsys.readouterr().err
    with _listen("127.0.0.1", None) as first, _listen("127.0.0.1", None) as second:
        assert second.getsockname()[1] not in (DEFAULT_PORT, first.getsockname()[1])


def test_a_missing_notebook_is_named(tmp_path, capsys):
    assert serve(tmp_path / "none.ipynb") == 1
    assert "none.ipynb" in capsys.readouterr().err


def test_a_wheel_without_the_bundle_leaves_the_page_to_voila(monkeypatch):
    frontend.front_end.cache_clear()
    monkeypatch.setattr(frontend, "jupyter_path", lambda *_: ["/nowhere"])
    assert frontend.page_config_hook({}, base_url="/") == {}
    frontend.front_end.cache_clear()


def test_a_page_stays_connected_while_a_slider_moves(long_stay):
    assert long_stay.result() > 1


# A page that shows which tables its kernel has read.
@pytest.mark.parametrize("warm", [0, 1])
def test_whoever_comes_after_a_save_sees_it_and_a_fault_until_it_is_mended(
    tmp_path, monkeypatch, warm
):
    tables = new(tmp_path / "tables")
    monkeypatch.setenv(PROBLEM_VARIABLE, str(tables))
    with running(tmp_path, TITLE, warm_kernels=warm, max_kernels=4) as server:
        assert "Which office?" in get(server.url)[2]
        if warm:
            wait_until(lambda: len(server.kernels()) == 2)  # one visitor, and a warm kernel
        titled(tables, '"Which desk?"')
        html = get(server.url)[2]
        assert "Which desk?" in html
        assert "Which office?" not in html
        titled(tables, "7")
        status, headers, html = get(server.url)
        assert (status, bool(headers["Retry-After"])) == (503, True)
        assert "The tables have a fault" in html
        said = r"<b>problem.toml</b>, line 10, column <b>title</b>: is missing or empty"
        assert re.search(said, html)
        titled(tables, '"Which room?"')
        assert "Which room?" in get(server.url)[2]
        err = server.end()
    assert "1 fault\nproblem.toml:10: title: is missing or empty" in err
    assert "no fault any more" in err


def test_a_fault_is_in_the_terminal_before_anybody_visits(tmp_path, monkeypatch):
    tables = new(tmp_path / "tables")
    monkeypatch.setenv(PROBLEM_VARIABLE, str(tables))
    with running(tmp_path) as server:
        titled(tables, "")
        wait_until(lambda: server.said().count("\n") == 2)
    assert server.said().startswith(f"{tables}: 1 fault\n")
    assert "problem.toml:10: file: cannot be read as TOML" in server.said()


def test_control_characters_of_the_tables_do_not_reach_the_terminal(tmp_path, monkeypatch):
    tables = new(tmp_path / "tables")
    monkeypatch.setenv(PROBLEM_VARIABLE, str(tables))
    criteria = tables / "criteria.csv"
    head, *rest = criteria.read_text("utf-8").split("\n")
    with running(tmp_path) as server:
        odd = f"{head},\x1b]0;owned\x07\x9b1m"
        criteria.write_text("\n".join([odd, *rest]), "utf-8")
        wait_until(lambda: "owned" in server.said())
    assert r"\x1b]0;owned\x07\x9b1m" in server.said()
    assert not set(server.said()) & {"\x1b", "\x07", "\x9b"}
