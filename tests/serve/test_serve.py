"""``advisor serve``: what a visitor gets, how many there may be, and what is left behind.

Each server runs as a process of its own on a free port; no browser is needed.
"""

import asyncio
import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import nbformat
import psutil
import pytest
from jupyter_server.base.websocket import WS_PING_INTERVAL
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from advisor import new
from advisor.problem.paths import PROBLEM_VARIABLE
from advisor.serve import frontend
from advisor.serve.app import DEFAULT_PORT, _listen, serve

SLIDER = "import ipywidgets\nsecret_name = 3\nipywidgets.IntSlider(secret_name)"
# What a kernel prints and shows comes late, as it does when many start at once; its reply does not.
LATE = f"""
import sys, time
sys.stdout.flush_timeout = sys.stderr.flush_timeout = 0
get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep(6))
{SLIDER}
"""
RUN = (
    "import json, sys; from advisor.serve import serve; sys.exit(serve(**json.loads(sys.argv[1])))"
)
SHORT = {"cull_interval": 1, "unclaimed_timeout": 2, "abandoned_timeout": 1}


def write_notebook(folder, source):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# For readers"),
        nbformat.v4.new_code_cell(source),
    ]
    path = folder / "page.ipynb"
    nbformat.write(notebook, path)
    return path


def get(url, **headers):
    """Return status, headers and text, whatever the status."""
    try:
        answer = urlopen(Request(url, headers=headers), timeout=30)
    except HTTPError as error:
        answer = error
    with answer:
        body = answer.read()
    if answer.headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    return answer.status, answer.headers, body.decode()


def page_of(html):
    """Return Voilà's page configuration."""
    found = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


def kernel_of(html):
    return page_of(html)["kernelId"]


def wait_until(true, seconds=15):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def runs(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


class Slider:
    """The slider of `SLIDER` as a browser has it: an open connection to the page's kernel."""

    def __init__(self, html, connection):
        self.model = re.search(r'"model_id": ?"([0-9a-f]+)"', html)[1]
        self.connection = connection

    @classmethod
    async def open(cls, url, html, **headers):
        address = f"{url.replace('http', 'ws', 1)}api/kernels/{kernel_of(html)}/channels"
        return cls(html, await websocket_connect(HTTPRequest(address, headers=headers)))

    async def move(self, value):
        """Move it, and wait until the kernel says that it has followed."""
        header = {"msg_id": f"move-{value}", "msg_type": "comm_msg", "version": "5.3"}
        update = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        message = {
            "channel": "shell",
            "header": {**header, "session": "test", "username": "", "date": "2026-01-01T00:00:00Z"},
            "parent_header": {},
            "metadata": {},
            "content": {"comm_id": self.model, "data": update},
        }
        await self.connection.write_message(json.dumps(message))
        while True:
            answer = await asyncio.wait_for(self.connection.read_message(), 15)
            assert answer is not None, "the connection was closed"
            content = json.loads(answer)["content"]
            if content.get("data", {}).get("state", {}).get("value") == value:
                return


class Running:
    def __init__(self, process, url):
        self.process, self.url = process, url

    def kernels(self):
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.Error):  # it may end meanwhile
                if any("ipykernel" in part for part in child.cmdline()):
                    found.append(child)
        return found

    def lives(self, kernel_id):
        return get(f"{self.url}api/kernels/{kernel_id}")[0] == 200


@contextmanager
def running(folder, source=SLIDER, **options):
    options = {
        "notebook": str(write_notebook(folder, source)),
        "open_browser": False,
        "warm_kernels": 0,
        **options,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, json.dumps(options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        address = re.search(r"http://\S*:\d+/\S*", line)
        assert address, process.stderr.read()
        while not line.startswith("Places"):
            line = process.stdout.readline()
        yield Running(process, address[0])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Two visitors at most, forgotten quickly, under a path of its own."""
    with running(
        tmp_path_factory.mktemp("plain"),
        base_url="someone/else",
        max_kernels=2,
        settings={"AdvisorKernelManager": SHORT},
    ) as server:
        yield server


@pytest.fixture
def visit(server):
    """Visit when nobody else is there."""
    wait_until(lambda: not server.kernels())
    return lambda: get(server.url)


def test_the_page_is_ours_and_self_contained(server, visit):
    status, _, html = visit()
    assert status == 200
    assert server.url.endswith("/someone/else/")
    assert "<title>Backend Advisor</title>" in html
    assert '<html lang="en">' in html
    assert re.search(r'role="status">Starting the advisor', html)
    assert "application/vnd.jupyter.widget-view+json" in html
    assert "secret_name" not in html
    assert "For readers" not in html
    assert not set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", html)) - {"http://www.w3.org"}


def test_answers_are_compressed_and_scripts_come_in_one_piece(server, visit):
    _, headers, html = get(server.url, **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    address = re.search(r'<script defer src="(/someone/else/voila/advisor/[^"]+)"', html)[1]
    root = server.url.removesuffix("/someone/else/")
    status, headers, script = get(root + address, **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert script.count("webpackChunk_JUPYTERLAB_CORE_OUTPUT||[]).push") > 40
    assert script.rindex("var _JUPYTERLAB") > script.rindex("webpackChunk_voila_dashboards")
    assert get(root + address)[2] == script
    names = {extension["name"] for extension in page_of(html)["federated_extensions"]}
    assert names == {
        "@voila-dashboards/widgets-manager8",
        "@jupyter-widgets/jupyterlab-manager",
        "anywidget",
    }


def test_a_full_house_is_said_kindly_and_ends_with_the_visits_nobody_claimed(server, visit):
    kernels = [kernel_of(visit()[2]) for _ in range(2)]
    status, headers, html = visit()
    assert status == 503
    assert int(headers["Retry-After"]) > 0
    assert "The advisor is full" in html
    assert "Traceback" not in html
    assert len(server.kernels()) == 2
    wait_until(lambda: not any(server.lives(kernel) for kernel in kernels))
    assert visit()[0] == 200


def test_a_connected_visitor_is_kept_and_an_abandoned_kernel_is_not(server, visit):
    kernel = kernel_of(visit()[2])
    address = server.url.replace("http", "ws", 1) + f"api/kernels/{kernel}/channels"

    async def stay():
        connection = await websocket_connect(address)
        await asyncio.sleep(SHORT["unclaimed_timeout"] + 2 * SHORT["cull_interval"] + 1)
        alive = await asyncio.to_thread(server.lives, kernel)
        connection.close()
        return alive

    assert asyncio.run(stay())
    wait_until(lambda: not server.lives(kernel))


@pytest.fixture(scope="module", autouse=True)
def long_stay(tmp_path_factory):
    """A visitor who moves the slider once a second for two ping intervals, beside other tests."""

    async def stay(url):
        slider = await Slider.open(url, get(url)[2])
        end = time.monotonic() + 2 * WS_PING_INTERVAL / 1000 + 5
        moves = 0
        while time.monotonic() < end:
            moves += 1
            await slider.move(moves)
            await asyncio.sleep(1)
        slider.connection.close()
        return moves

    with running(tmp_path_factory.mktemp("stay")) as server, ThreadPoolExecutor(1) as pool:
        yield pool.submit(lambda: asyncio.run(stay(server.url)))


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
    with running(
        tmp_path, warm_kernels=1, max_kernels=1, settings={"AdvisorKernelManager": SHORT}
    ) as server:
        wait_until(server.kernels)
        [warm] = server.kernels()
        time.sleep(SHORT["unclaimed_timeout"] + 3 * SHORT["cull_interval"])
        assert runs(warm)
        begin = time.monotonic()
        status, _, html = get(server.url)
        assert (status, time.monotonic() - begin < 1) == (200, True)
        assert kernel_of(html) in " ".join(warm.cmdline())
        assert get(server.url)[0] == 503
        wait_until(lambda: len(server.kernels()) == 2)  # the next one is being warmed
        wait_until(lambda: not runs(warm))  # nobody connected to the first
        wait_until(lambda: get(server.url)[0] == 200)
        kernels = server.kernels()
        begin = time.monotonic()
        server.process.terminate()
        out, err = server.process.communicate(timeout=10)
        assert time.monotonic() - begin < 8
        assert (server.process.returncode, out, err) == (0, "", "")
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
        assert server.process.wait(10) == 0
    assert not [kernel for kernel in kernels if runs(kernel)]
    assert status == 200
    assert "Something went wrong" in html
    assert not [
        word for word in ("Traceback", "ValueError", "secret", "show_tracebacks") if word in html
    ]


@pytest.mark.parametrize("warm", [0, 1])
def test_an_output_that_comes_late_is_waited_for(tmp_path, warm):
    with running(tmp_path, LATE, warm_kernels=warm) as server:
        html = get(server.url)[2]
    assert "application/vnd.jupyter.widget-view+json" in html
    assert "Something went wrong" not in html


@pytest.mark.parametrize(
    ("source", "settings"),
    [(LATE, {"VoilaExecutor": {"iopub_timeout": 1}}), ("shown = False", {})],
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
        env={**os.environ, "JUPYTER_CONFIG_PATH": str(Path(frontend.__file__).parent)},
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


def test_without_voilas_known_runtime_its_start_script_is_still_sent(tmp_path, monkeypatch):
    (tmp_path / "voila.js").write_text("another build")
    monkeypatch.setattr(frontend, "collect_static_paths", lambda *_: [str(tmp_path)])
    assert [path.name for path in frontend.core_scripts()] == ["voila.js"]
    monkeypatch.setattr(frontend, "collect_static_paths", lambda *_: [])
    assert frontend.core_scripts() == []
    config = {"federated_extensions": []}
    assert frontend.FrontEnd().digest(config) == ""


def test_a_page_stays_connected_while_a_slider_moves(long_stay):
    assert long_stay.result() > 30


# A page that shows which tables its kernel has read.
TITLE = "import advisor, ipywidgets\nipywidgets.HTML(advisor.load().title)"


def titled(folder, title):
    path = folder / "problem.toml"
    text = re.sub(r"^title = .*$", f"title = {title}", path.read_text("utf-8"), flags=re.M)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("warm", [0, 1])
def test_whoever_comes_after_a_save_sees_it_and_a_fault_until_it_is_mended(
    tmp_path, monkeypatch, warm
):
    tables = new(tmp_path / "tables")
    monkeypatch.setenv(PROBLEM_VARIABLE, str(tables))
    with running(tmp_path, TITLE, warm_kernels=warm, max_kernels=4) as server:
        if warm:
            wait_until(server.kernels)
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
        server.process.terminate()
        _, err = server.process.communicate(timeout=10)
    assert "1 fault\nproblem.toml:10: title: is missing or empty" in err
    assert "no fault any more" in err


def test_a_fault_is_in_the_terminal_before_anybody_visits(tmp_path, monkeypatch):
    tables = new(tmp_path / "tables")
    monkeypatch.setenv(PROBLEM_VARIABLE, str(tables))
    with running(tmp_path) as server:
        titled(tables, "")
        line = server.process.stderr.readline()
        assert line == f"{tables}: 1 fault\n"
        assert "problem.toml:10: file: cannot be read as TOML" in server.process.stderr.readline()
