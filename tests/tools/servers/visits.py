"""Servers of one notebook in processes of their own, and visitors without a browser."""

import asyncio
import gzip
import json
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import nbformat
import psutil
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

TITLE = "import advisor, ipywidgets\nipywidgets.HTML(advisor.load().title)"
SLIDER = "import ipywidgets\nsecret_name = 3\nipywidgets.IntSlider(secret_name)"
SHORT = {"cull_interval": 1, "unclaimed_timeout": 2, "abandoned_timeout": 1}

# One process imports the server once, and all servers are forked from it.
processes = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
if sys.platform == "linux":
    processes.set_forkserver_preload(["advisor.serve.app"])


def write_notebook(folder: Path, source: str) -> Path:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# For readers"),
        nbformat.v4.new_code_cell(source),
    ]
    path = folder / "page.ipynb"
    nbformat.write(notebook, path)
    return path


def titled(folder: Path, title: str) -> None:
    """Give a problem another title, which is written as in TOML."""
    path = folder / "problem.toml"
    text = re.sub(r"^title = .*$", f"title = {title}", path.read_text("utf-8"), flags=re.M)
    path.write_text(text, "utf-8")


def ask(
    url: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, Any, str]:
    """Status, headers and text of a request with any method, whatever the status."""
    try:
        answer = urlopen(Request(url, body, headers, method=method), timeout=30)
    except HTTPError as error:
        answer = error
    with answer:
        body = answer.read()
    if answer.headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    return answer.status, answer.headers, body.decode()


def get(url: str, **headers: str) -> tuple[int, Any, str]:
    return ask(url, **headers)


def page_of(html: str) -> Any:
    """Return Voilà's page configuration."""
    found = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found, html
    return json.loads(found[1])


def kernel_of(html: str) -> str:
    return str(page_of(html)["kernelId"])


WIDGETS = re.compile(r'id="advisor-widgets"[^>]*?(?:href="(.+?)"|json">(.*?)</script>)', re.DOTALL)


def widgets_of(url: str, html: str) -> Any:
    """All widgets of a page by their names, which it brings or has at an address."""
    found = WIDGETS.search(html)
    assert found, html
    return json.loads(found[2] or get(urljoin(url, found[1]))[2])["state"]


def wait_until(true: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def runs(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def connects(address: str, **headers: str) -> int:
    """Status of an attempt to open a WebSocket; 101 if it opened."""

    async def attempt() -> int:
        try:
            (await websocket_connect(HTTPRequest(address, headers=headers))).close()
        except HTTPClientError as refusal:
            return int(refusal.code)
        return 101

    return asyncio.run(attempt())


class Slider:
    """The slider of `SLIDER` as a browser has it: an open connection to the page's kernel."""

    def __init__(self, html: str, connection: Any) -> None:
        found = re.search(r'"model_id": ?"([0-9a-f]+)"', html)
        assert found, html
        self.model, self.connection = found[1], connection

    @classmethod
    async def open(cls, url: str, html: str, **headers: str) -> "Slider":
        address = f"{url.replace('http', 'ws', 1)}api/kernels/{kernel_of(html)}/channels"
        return cls(html, await websocket_connect(HTTPRequest(address, headers=headers)))

    async def send(self, value: int) -> None:
        await self._send(
            f"move-{value}", {"method": "update", "state": {"value": value}, "buffer_paths": []}
        )

    async def _send(self, name: str, data: dict[str, Any]) -> None:
        header = {"msg_id": name, "msg_type": "comm_msg", "version": "5.3"}
        message = {
            "channel": "shell",
            "header": {**header, "session": "test", "username": "", "date": "2026-01-01T00:00:00Z"},
            "parent_header": {},
            "metadata": {},
            "content": {"comm_id": self.model, "data": data},
        }
        await self.connection.write_message(json.dumps(message))

    async def move(self, value: int) -> None:
        """Move it, and wait until the kernel says that it has followed."""
        await self.send(value)
        while await self.heard() != value:
            pass

    async def ask_for(self, method: str) -> None:
        """Send what a widget may know or not."""
        await self._send("asked", {"method": method})

    async def value(self) -> int:
        """Ask the kernel where it is."""
        await self.ask_for("request_state")
        return await self.heard()

    async def heard(self) -> int:
        """The next value that the kernel tells."""
        while True:
            answer = await asyncio.wait_for(self.connection.read_message(), 60)
            assert answer is not None, "the connection was closed"
            state = json.loads(answer)["content"].get("data", {}).get("state", {})
            if "value" in state:
                return int(state["value"])


class Running:
    """A server, what it has printed, and its processes."""

    def __init__(self, child: Any, out: Connection, err: Connection) -> None:
        self._child = child
        self.process = psutil.Process(child.pid)
        self.lines: list[str] = []
        self._told: list[str] = []
        streams = ((out, self.lines), (err, self._told))
        self._readers = [
            threading.Thread(target=self._read, args=pair, daemon=True) for pair in streams
        ]
        for reader in self._readers:
            reader.start()
        wait_until(lambda: not child.is_alive() or self._welcomed())
        assert self._welcomed(), self.said()
        addresses = [found for line in self.lines for found in re.findall(r"http://\S+", line)]
        self.addresses = [address for address in addresses if address.count("/") > 2]
        self.url = self.addresses[0]

    @staticmethod
    def _read(stream: Connection, lines: list[str]) -> None:
        with os.fdopen(os.dup(stream.fileno()), errors="replace") as text:
            lines.extend(iter(text.readline, ""))

    def _welcomed(self) -> bool:
        return any(line.startswith("Places") for line in self.lines)

    def said(self) -> str:
        """What it has said on its standard error, so far."""
        return "".join(self._told)

    def kernels(self) -> list[psutil.Process]:
        """Its kernels: those with a process of their own, and those that were forked."""
        found = []
        for child in self.process.children(recursive=True):
            with suppress(psutil.Error, ProcessLookupError):  # it may end meanwhile
                command = " ".join(child.cmdline())
                # A forked kernel has a session of its own; the process that ran the page has not.
                forked = "kernels.nursery" in command and os.getsid(child.pid) == child.pid
                if (forked and child.ppid() != self.process.pid) or "ipykernel" in command:
                    found.append(child)
        return found

    def nursery(self) -> psutil.Process:
        """The process that others are forked from."""
        children = self.process.children()
        return next(one for one in children if "kernels.nursery" in " ".join(one.cmdline()))

    def move(self, html: str) -> None:
        """Move the slider of a page, and see that its kernel answers."""

        async def go() -> None:
            slider = await Slider.open(self.url, html)
            for value in (7, 8, 9):
                await slider.move(value)
            slider.connection.close()

        asyncio.run(go())

    def lives(self, kernel_id: str) -> bool:
        return get(f"{self.url}api/kernels/{kernel_id}")[0] == 200

    def health(self) -> Any:
        return json.loads(get(f"{self.url}health")[2])

    def warmed(self, number: int = 1) -> None:
        """Wait until the next visitors find a page ready."""
        wait_until(lambda: self.health()["ready"] >= number)

    def channels(self, kernel_id: str) -> str:
        return self.url.replace("http", "ws", 1) + f"api/kernels/{kernel_id}/channels"

    def end(self, how: int = signal.SIGTERM) -> str:
        """End it, and return what it has said on its standard error."""
        self.process.send_signal(how)
        assert self.ended() in (0, -how)
        return self.said()

    def ended(self) -> int | None:
        """Wait until it has ended by itself."""
        self._child.join(20)
        for reader in self._readers:
            reader.join(20)
        return self._child.exitcode  # type: ignore[no-any-return]


def _serve(options: dict[str, Any], environment: dict[str, str], out: Any, err: Any) -> None:
    os.environ.clear()
    os.environ.update(environment)
    if ignored := options.pop("ignored", 0):
        signal.signal(ignored, signal.SIG_IGN)
    if files := options.pop("open_files", 0):
        from resource import RLIMIT_NOFILE, getrlimit, setrlimit

        setrlimit(RLIMIT_NOFILE, (files, getrlimit(RLIMIT_NOFILE)[1]))
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    out.close()
    err.close()
    from advisor.serve import serve

    sys.exit(serve(**options))


@contextmanager
def running(folder: Path, source: str = SLIDER, **options: Any) -> Iterator[Running]:
    """Serve a notebook with one cell on a free port; by default nothing is kept warm.

    ``open_files`` is how many files the server may open at first, and ``ignored`` is a signal that
    it ignores, as under ``nohup``.
    """
    options = {
        "notebook": write_notebook(folder, source),
        "open_browser": False,
        "port": 0,
        "warm_kernels": 0,
        "fork": False,
        **options,
    }
    (out, their_out), (err, their_err) = processes.Pipe(duplex=False), processes.Pipe(False)
    child = processes.Process(
        target=_serve, args=(options, dict(os.environ), their_out, their_err), daemon=False
    )
    child.start()
    their_out.close()
    their_err.close()
    try:
        yield Running(child, out, err)
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        out.close()
        err.close()
