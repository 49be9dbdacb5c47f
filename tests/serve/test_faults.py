"""What goes wrong between a visitor and the server: each kind of fault, and what is said of it."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import websocket_connect

from advisor import load
from advisor.serve import serve
from advisor.serve.doors import Doors, allow_many_connections, base_path
from advisor.serve.kernels.connection import KernelConnection
from tests.tools.servers.visits import (
    SLIDER,
    Slider,
    ask,
    connects,
    get,
    kernel_of,
    running,
    runs,
    wait_until,
    write_notebook,
)

pytestmark = pytest.mark.usefixtures("long_stay")

PATIENT = {"cull_interval": 60, "unclaimed_timeout": 60, "pageless_timeout": 60}
# Raises when the slider moves, as a fault of ours would.
RAISING = """
import sys, ipywidgets
slider = ipywidgets.IntSlider(3)
def fail(change):
    print("secret place", file=sys.stderr)
    raise ValueError("secret place")
slider.observe(fail, "value")
slider
"""


def test_a_foreign_name_is_refused_before_a_kernel_starts(server):
    port, before = server.url.split(":")[2].split("/")[0], len(server.kernels())
    for name in ("evil.example", f"evil.example:{port}", "advisor.example.org.evil.example"):
        status, _, text = get(server.url, Host=name)
        assert (status, "--origin" in text) == (403, True)
        live = server.url.replace("http", "ws", 1) + "voila/advisor/live"
        assert connects(live, Host=name) == 403
    assert len(server.kernels()) <= before
    for name in ("localhost", "LOCALHOST.", f"127.0.0.1:{port}", "[::1]", "advisor.example.org"):
        assert get(f"{server.url}voila/advisor/0/front.js", Host=name)[0] == 404
    assert "Refused a request for the name 'evil.example'" in server.said()
    assert server.said().count("'evil.example'") == 1


def test_a_name_is_admitted_only_if_it_was_meant():
    alone = Doors("127.0.0.1", 80)
    assert not alone.admits(socket.gethostname() if "." in socket.gethostname() else "printer")
    network = Doors("0.0.0.0", 80, origins=["https://advisor.example.org"])
    own = socket.gethostname()
    assert all(map(network.admits, ["advisor.example.org", own, "192.168.1.7", "fe80::1"]))
    assert not network.admits("example.org")
    assert Doors("tool.example.org", 80).admits("Tool.example.org")


def test_a_live_connection_of_another_origin_is_refused_with_the_reason(server):
    kernel = kernel_of(get(server.url)[2])
    address = server.channels(kernel)
    host = server.url.split("/")[2]
    assert connects(address, Origin="http://proxy.example") == 403
    assert connects(address, Origin="https://advisor.example.org") == 101
    assert connects(address, Origin=f"http://{host}") == 101
    live = f"{server.url}voila/advisor/live"
    assert connects(live.replace("http", "ws", 1), Origin="http://proxy.example") == 403
    causes = [
        json.loads(ask(live, "POST", Origin=origin)[2])["cause"]
        for origin in ("http://proxy.example", f"http://{host}")
    ]
    assert causes == ["origin", "upgrade"]


def test_the_terminal_names_what_did_not_match(server):
    for _ in range(2):
        ask(f"{server.url}voila/advisor/live", "POST", Origin="http://proxy.example:8080")
    wait_until(lambda: "proxy.example:8080" in server.said())
    [line] = [line for line in server.said().splitlines() if "proxy.example:8080" in line]
    assert "its browser opened 'http://proxy.example:8080'" in line
    assert f"named '{server.url.split('/')[2]}'" in line
    assert line.endswith("--origin http://proxy.example:8080")


def test_a_frame_of_another_site_is_allowed_by_name_and_costs_no_kernel_otherwise(server, tmp_path):
    embedded = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
    before = len(server.kernels())
    status, headers, _ = get(server.url, **embedded, Referer="https://wiki.example.org/page")
    assert status == 403
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert len(server.kernels()) <= before
    wait_until(lambda: "wiki.example.org tried to show the page in a frame" in server.said())
    with running(tmp_path, frames=["https://wiki.example.org"]) as server:
        status, headers, _ = get(server.url, **embedded, Referer="https://wiki.example.org/page")
        assert status == 200
        allowed = "frame-ancestors 'self' https://wiki.example.org"
        assert headers["Content-Security-Policy"] == allowed


def test_no_cookie_is_set_and_a_page_that_closes_ends_its_kernel_without_one(server):
    _, headers, html = get(server.url)
    assert "Set-Cookie" not in headers
    kernel = kernel_of(html)
    assert server.lives(kernel)
    for _ in range(2):
        status, headers, _ = ask(f"{server.url}voila/api/shutdown/{kernel}", "POST")
        assert (status, headers["Set-Cookie"]) == (204, None)
    assert not server.lives(kernel)


def test_a_closing_request_of_another_site_is_refused(server):
    kernel = kernel_of(get(server.url)[2])
    address = f"{server.url}voila/api/shutdown/{kernel}"
    assert ask(address, "POST", Origin="http://evil.example")[0] == 404
    assert server.lives(kernel)


def test_a_question_about_the_page_starts_no_kernel(server):
    get(server.url)
    before = len(server.kernels())
    assert ask(server.url, "HEAD")[0] == 200
    found = server.health()
    assert (found["status"], found["places"]) == ("ok", 100)
    assert found["ready"] == (100 - found["visitors"] if sys.platform == "linux" else 0)
    assert ask(f"{server.url}health", Host="10.0.0.1")[0] == 200
    assert ask(f"{server.url}health", Host="probe.internal")[0] == 200
    assert len(server.kernels()) <= before


@pytest.mark.parametrize(
    "path",
    [
        "logout",
        "login",
        "voila/templates/unknown/static/x.js",
        "voila/templates/lab",
        "voila/templates/lab/other/x",
        "voila/templates/../../etc/static/passwd",
    ],
)
def test_what_is_not_there_is_not_found(server, path):
    status, _, html = get(server.url + path)
    assert status in (403, 404)
    assert "Traceback" not in html


def test_what_a_kernel_prints_goes_to_the_operator_and_not_to_the_visitor(tmp_path):
    with running(tmp_path, RAISING) as server:

        async def listen():
            slider = await Slider.open(server.url, get(server.url)[2])
            heard = []
            read = slider.connection.read_message

            async def noted():
                message = await read()
                heard.append(message)
                return message

            slider.connection.read_message = noted
            await slider.move(7)
            await asyncio.to_thread(wait_until, lambda: "secret place" in server.said())
            await slider.move(8)
            return heard

        heard = asyncio.run(listen())
        assert not [message for message in heard if "secret" in message or "File " in message]


@pytest.mark.parametrize("fork", [False, True])
def test_what_a_visitor_sends_cannot_control_the_terminal(tmp_path, fork):
    """What is asked of a widget, and the name of a widget that is not there, are printed."""
    odd = "\x1b]0;owned\x07\x9b1m\nBackend Advisor: http://evil.example\r" + "x" * 10_000
    with running(tmp_path, fork=fork) as server:

        async def send():
            slider = await Slider.open(server.url, get(server.url)[2])
            await slider.ask_for(odd)
            there, slider.model = slider.model, f"absent {odd}"
            await slider.ask_for("request_state")
            slider.model = there
            await slider.move(7)
            await asyncio.to_thread(wait_until, lambda: "absent" in server.said())
            slider.connection.close()

        asyncio.run(send())
        said = server.end()
    assert not set(said) & {"\x1b", "\x07", "\x9b", "\r"}
    assert r"\x1b]0;owned\x07\x9b1m" in said
    assert not [line for line in said.splitlines() if line.startswith("Backend Advisor")]
    assert max(map(len, said.splitlines())) < 5_000


def leave(server, after=0.2):
    """Ask for the page and give it up, as a quick reload does."""
    host, port = server.url.split("/")[2].split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        time.sleep(after)


@pytest.mark.parametrize("warm", [0, 1])
def test_ten_quick_reloads_lock_nobody_out(tmp_path, warm):
    settings = {"AdvisorKernelManager": PATIENT}
    with running(tmp_path, max_kernels=6, warm_kernels=warm, settings=settings) as server:
        for _ in range(10):
            leave(server)
        wait_until(lambda: server.health()["visitors"] == 0)
        assert get(server.url)[0] == 200
        assert server.end() == ""


@pytest.mark.parametrize("fork", [False, True])
def test_pages_that_nobody_looks_at_give_their_places_to_the_next_visitor(tmp_path, fork):
    settings = {"AdvisorKernelManager": {**PATIENT, "pageless_timeout": 3}}
    with running(tmp_path, fork=fork, max_kernels=2, settings=settings) as server:
        kernels = [kernel_of(get(server.url)[2]) for _ in range(2)]
        opened = server.channels(kernels[1])

        async def stay():
            connection = await websocket_connect(opened)
            await asyncio.sleep(1.5)
            answer = await asyncio.to_thread(get, server.url)
            alive = [await asyncio.to_thread(server.lives, kernel) for kernel in kernels]
            connection.close()
            return answer[0], alive

        assert asyncio.run(stay()) == (200, [False, True])


def test_a_page_that_is_left_while_it_opens_gives_its_place_back_at_once(tmp_path):
    with running(tmp_path, settings={"AdvisorKernelManager": PATIENT}) as server:
        kernel, other = (kernel_of(get(server.url)[2]) for _ in range(2))

        async def open_and_leave():
            live = server.url.replace("http", "ws", 1) + "voila/advisor/live"
            first, second = await websocket_connect(live), await websocket_connect(live)
            await first.write_message(kernel)
            await second.write_message(other)
            connected = await websocket_connect(server.channels(other))
            await asyncio.sleep(0.5)
            first.close()
            second.close()
            await asyncio.to_thread(wait_until, lambda: not server.lives(kernel))
            alive = await asyncio.to_thread(server.lives, other)
            connected.close()
            return alive

        assert asyncio.run(open_and_leave())


async def connected(address, **options):
    """A connection, as soon as the server has noticed that an earlier one is closed."""
    while True:
        try:
            return await websocket_connect(address, **options)
        except HTTPClientError as refusal:
            if refusal.code != 429:
                raise
        await asyncio.sleep(0.05)


def test_a_page_has_a_few_connections_and_others_have_theirs(server):
    mine, yours = (kernel_of(get(server.url)[2]) for _ in range(2))

    async def crowd():
        found = [await websocket_connect(server.channels(mine)) for _ in range(3)]
        with pytest.raises(HTTPClientError) as refusal:
            await websocket_connect(server.channels(mine))
        (await websocket_connect(server.channels(yours))).close()
        found[0].close()
        found[0] = await connected(server.channels(mine))
        for connection in found:
            connection.close()
        return refusal.value.code

    assert asyncio.run(crowd()) == 429


def test_a_terminal_that_closes_ends_every_kernel(tmp_path):
    with running(tmp_path, warm_kernels=1) as server:
        get(server.url)
        wait_until(lambda: len(server.kernels()) == 2)
        kernels = server.kernels()
        files = [Path(part) for part in kernels[0].cmdline() if part.endswith(".json")]
        assert files[0].exists()
        assert server.end(signal.SIGHUP) == ""
    assert not [kernel for kernel in kernels if runs(kernel)]
    assert not files[0].parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_a_server_under_nohup_outlives_its_terminal(tmp_path):
    with running(tmp_path, fork=True, ignored=signal.SIGHUP) as server:
        server.process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert get(f"{server.url}health")[0] == 200
        server.move(get(server.url)[2])
        assert server.end() == ""


@pytest.mark.parametrize("ago", [0, 2])
def test_a_warm_kernel_that_died_is_not_handed_out(tmp_path, ago):
    # Jupyter looks for dead kernels, and would start them without what the notebook made.
    settings = {"KernelRestarter": {"time_to_dead": 0.5}}
    with running(tmp_path, warm_kernels=1, settings=settings) as server:
        server.warmed()
        [dead] = server.kernels()
        dead.kill()
        wait_until(lambda: not runs(dead))
        time.sleep(0.5 + ago)  # its last thread ends after the process is called dead
        html = get(server.url)[2]
        assert "widget-view+json" in html

        async def move():
            slider = await Slider.open(server.url, html)
            await slider.move(9)

        asyncio.run(move())


SERVE = (
    "import sys; from advisor.serve import serve; serve(sys.argv[1], port=0, open_browser=False)"
)


def test_the_page_needs_no_home(tmp_path):
    """As in a container that runs as another user."""
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON", "XDG"))
    }
    process = subprocess.Popen(
        [sys.executable, "-B", "-c", SERVE, str(write_notebook(tmp_path, SLIDER))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Nobody can make a folder there, not even root.
        env={**environment, "HOME": "/proc/nowhere"},
    )
    try:
        line = process.stdout.readline()
        assert "Backend Advisor" in line, process.stderr.read()
        status, _, html = get(line.split()[2])
        assert (status, "widget-view+json" in html) == (200, True)
        for _ in range(2):
            status, _, text = ask(
                f"{line.split()[2]}workshop/rooms",
                "POST",
                json.dumps({"choices": {"problem": load().id}}).encode(),
                **{"Content-Type": "application/json"},
            )
            error = json.loads(text)["error"]
            assert (status, "/proc/nowhere/" in error, "--store" in error) == (503, False, True)
    finally:
        process.terminate()
        _, said = process.communicate(timeout=30)
    assert "Traceback" not in said
    [line] = said.splitlines()
    assert "/proc/nowhere/.local/share/jupyter/backend-advisor" in line
    assert "--store" in line


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", "http://127.0.0.1:"),
        ("::1", "http://[::1]:"),
        ("0.0.0.0", "http://127.0.0.1:"),
    ],
)
def test_the_printed_addresses_open(tmp_path, host, here):
    try:
        socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError:
        pytest.skip(f"this machine cannot listen on {host}")
    with running(tmp_path, host=host) as server:
        said = "".join(server.lines)
        assert server.url.startswith(here)
        assert [get(address + "health")[0] for address in server.addresses] == [200] * len(
            server.addresses
        )
        assert ("without a password" in said) == (host == "0.0.0.0")
        assert ("Only this computer" in said) == (host != "0.0.0.0")


@pytest.mark.parametrize("odd", ["/a(b/", "/a+b/", "/ä/", "/a b/", "/a*/", "/[/"])
def test_an_odd_base_address_is_refused_with_its_letter(tmp_path, capsys, odd):
    assert serve(write_notebook(tmp_path, SLIDER), base_url=odd, open_browser=False) == 1
    said = capsys.readouterr().err
    assert f"'{odd.strip('/ab')[0]}'" in said.replace("' '", f"'{odd.strip('/ab')[0]}'")
    assert "allowed: a-z, A-Z, 0-9" in said
    assert said.startswith("The base address ")


def test_a_refused_base_address_is_shown_as_it_was_given(tmp_path, capsys):
    assert serve(write_notebook(tmp_path, SLIDER), base_url="/Ä", open_browser=False) == 1
    assert "'/Ä'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("/a/../b/", ".."),
        ("/./", "."),
        ("..", ".."),
        ("/%2e%2e/", "%2e%2e"),
        ("/a/.%2E", ".%2E"),
    ],
)
def test_a_base_address_that_clients_would_change_is_refused_with_its_part(given, part):
    with pytest.raises(ValueError, match="allowed") as refusal:
        base_path(given)
    assert f"the base address {given!r} has the part {part!r}" in str(refusal.value)


def test_a_base_address_of_a_hub_is_kept():
    assert base_path("a.b/..c/...") == "/a.b/..c/.../"
    assert base_path("user/some%40one@x.org/") == "/user/some%40one@x.org/"


@pytest.mark.parametrize("fork", [True, False])
def test_without_room_for_its_files_the_page_says_so_and_comes_when_there_is_some(
    tmp_path, monkeypatch, fork
):
    """As on a disk that is full: no file can be written for the connection of a kernel."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "own"))
    (tmp_path / "own").mkdir()
    with running(tmp_path, fork=fork) as server:
        server.move(get(server.url)[2])
        [there] = (tmp_path / "own").glob("advisor-*/voila_*")
        there.rename(there.with_suffix(".aside"))
        there.touch()
        status, headers, html = get(server.url)
        assert (status, headers["Retry-After"], headers["Set-Cookie"]) == (503, "60", None)
        assert "The advisor has no room left" in html
        there.unlink()
        there.with_suffix(".aside").rename(there)
        server.move(get(server.url)[2])
        assert "No page can start" in server.said()
        assert server.health()["visitors"] == 2


def test_a_thousand_idle_connections_keep_nobody_out(tmp_path):
    """More than the number of files that a program may open at first."""
    allow_many_connections()
    with running(tmp_path, fork=True, open_files=256) as server:

        async def crowd():
            address = f"{server.url.replace('http', 'ws', 1)}voila/advisor/live"
            idle = [await websocket_connect(address) for _ in range(1000)]
            with pytest.raises(HTTPClientError, match="429"):
                await websocket_connect(address)
            await asyncio.to_thread(lambda: server.move(get(server.url)[2]))
            for connection in idle:
                connection.close()

        asyncio.run(crowd())
        assert server.said() == ""


def test_of_thousands_of_moves_the_newest_wins_and_others_are_answered_meanwhile(server):
    async def flood():
        mine, yours = [await Slider.open(server.url, get(server.url)[2]) for _ in range(2)]
        for move in range(3000):
            await mine.send(move % 99)
        await yours.move(7)
        await mine.send(99)
        heard = 0
        while await mine.heard() != 99:
            heard += 1
        for slider in (mine, yours):
            slider.connection.close()
        return heard

    assert asyncio.run(flood()) < 1500


@pytest.mark.parametrize(
    ("state", "paths", "waits"),
    [({"value": 2}, [], True), ({"max": 9}, [], False), ({"value": [{}]}, [["value", 0]], False)],
)
def test_only_a_move_of_the_same_property_waits_and_no_file(state, paths, waits):
    connection = SimpleNamespace(_working={"slider ['value']": ("first", 0.0)}, _newest={})
    data = {"method": "update", "state": state, "buffer_paths": paths}
    message = {
        "channel": "shell",
        "header": {"msg_type": "comm_msg", "msg_id": "second"},
        "content": {"comm_id": "slider", "data": data},
    }

    async def given():
        connection._end = lambda *_: None
        return KernelConnection._waits(connection, json.dumps(message))

    assert asyncio.run(given()) is waits


def test_frames_that_are_no_messages_harm_nobody(server):
    kernel = kernel_of(get(server.url)[2])
    frames = [
        b"",
        b"\xff" * 8,
        b"\xff" * 7 + b"\x0f" + bytes(100),
        (3).to_bytes(8, "little") + b"\xff" * 24 + b"{}",
        bytes(80),
        "",
        "null",
        "[]",
        "{}",
        '{"channel": "shell"}',
        '{"channel": "shell", "header": 3}',
        '{"channel": [], "header": {"msg_type": "comm_msg"}}',
        "[" * 100_000,
        json.dumps({"channel": "shell", "header": {"msg_type": "execute_request"}}),
    ]

    async def send(protocols):
        for frame in frames:
            connection = await connected(server.channels(kernel), subprotocols=protocols)
            await connection.write_message(frame, binary=isinstance(frame, bytes))
            assert (await asyncio.to_thread(get, f"{server.url}health"))[0] == 200
            connection.close()

    asyncio.run(send(["v1.kernel.websocket.jupyter.org"]))
    asyncio.run(send(None))
    assert server.lives(kernel)
