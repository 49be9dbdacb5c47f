"""A full house: many visitors within seconds, each of whom moves a slider once a second.

``make soak`` prints, for each run, the seconds until the page can be used, the milliseconds of an
answer, how many connections were dropped, and the memory of the server with all its kernels. The
visitors are plain HTTP and WebSocket clients, which do what a page does, and up to three real
browsers. Everything stays on the loopback interface, and ends after a bounded time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin

import psutil
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from playwright.async_api import Error as BrowserError
from playwright.async_api import Playwright, async_playwright
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import WebSocketClientConnection, websocket_connect

from advisor.serve.kernels.forks import NAME, Nursery
from advisor.serve.kernels.manager import QUIET
from tests.tools.browser import FLAGS, find_browser
from tests.tools.servers import answers, free_port
from tests.tools.servers.visits import WIDGETS

PATIENCE = 120
KERNEL_ID = re.compile(r'"kernelId": ?"([\w-]+)"')


@dataclass
class Seen:
    """What all visitors of a run saw."""

    usable: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    full: int = 0
    empty: int = 0
    dropped: int = 0
    late: int = 0
    in_browsers: list[float] = field(default_factory=list)


class Visitor:
    """A page without a browser: it connects to its kernel, then moves the first slider."""

    sliders: ClassVar[dict[str, str]] = {}

    def __init__(self, base: str, seen: Seen) -> None:
        self.base, self.seen, self.session = base, seen, uuid.uuid4().hex
        self.waiting: dict[str, asyncio.Future[Any]] = {}
        self.connection: WebSocketClientConnection | None = None

    async def come(self, after: float, seconds: int) -> None:
        await asyncio.sleep(after)
        begin = time.monotonic()
        try:
            page = await AsyncHTTPClient().fetch(self.base, request_timeout=PATIENCE)
        except HTTPClientError as refusal:
            self.seen.full += refusal.code == 503
            self.seen.late += refusal.code != 503
            return
        html = page.body.decode()
        kernel = KERNEL_ID.search(html)
        if kernel is None or "widget-view+json" not in html:
            self.seen.empty += 1
            return
        socket = self.base.replace("http", "ws", 1)
        address = f"{socket}api/kernels/{kernel[1]}/channels?session_id={self.session}"
        self.connection = await websocket_connect(
            address, max_message_size=2**26, subprotocols=["v1.kernel.websocket.jupyter.org"]
        )
        reading = asyncio.ensure_future(self._read())
        try:
            slider = await self._first_slider(html)
            await asyncio.wait_for(self._send("kernel_info_request"), PATIENCE)
            self.seen.usable.append(time.monotonic() - begin)
            await self._move(slider, seconds)
        except TimeoutError:
            self.seen.late += 1
        finally:
            reading.cancel()
            self.connection.close()
            leave = f"{self.base}voila/api/shutdown/{kernel[1]}"
            with contextlib.suppress(HTTPClientError, OSError):
                await AsyncHTTPClient().fetch(leave, method="POST", body="")

    async def _move(self, slider: str, seconds: int) -> None:
        for second in range(seconds):
            begin = time.monotonic()
            update = {"method": "update", "state": {"value": 20 + second % 50}, "buffer_paths": []}
            await asyncio.wait_for(self._send("comm_msg", comm_id=slider, data=update), PATIENCE)
            self.seen.answered.append(time.monotonic() - begin)
            await asyncio.sleep(max(0, begin + 1 - time.monotonic()))

    async def _first_slider(self, html: str) -> str:
        """Name of the first slider among the widgets that the page brings or names."""
        found = WIDGETS.search(html)
        assert found
        address, inside = found.groups()
        if address:
            inside = (await AsyncHTTPClient().fetch(urljoin(self.base, address))).body.decode()
        digest = address or inside[:100]
        if digest not in self.sliders:  # a browser has a processor of its own to read them
            states = json.loads(inside)["state"]
            sliders = (k for k, v in states.items() if v["model_name"] == "FloatSliderModel")
            self.sliders[digest] = next(sliders)
        return self.sliders[digest]

    async def _send(self, kind: str, **content: Any) -> None:
        """Send a message, and wait until the kernel has done with it."""
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": kind, "session": self.session, "version": "5.3"}
        header |= {"username": "", "date": "2026-01-01T00:00:00Z"}
        metadata = {"version": "1.0.0"}  # of the protocol of widgets' states
        parts = [json.dumps(part).encode() for part in (header, {}, metadata, content)]
        self.waiting[name] = asyncio.get_running_loop().create_future()
        assert self.connection
        message = serialize_msg_to_ws_v1(parts, "shell")
        await self.connection.write_message(message, binary=True)
        await self.waiting[name]
        del self.waiting[name]

    async def _read(self) -> None:
        assert self.connection
        while (raw := await self.connection.read_message()) is not None:
            _, parts = deserialize_msg_from_ws_v1(raw)
            parent, content = json.loads(parts[1]), json.loads(parts[3])
            if content.get("execution_state") == "idle":
                done = self.waiting.get(parent.get("msg_id", ""))
                if done and not done.done():
                    done.set_result(None)
        self.seen.dropped += 1


async def look(playwright: Playwright, base: str, seen: Seen, after: float, seconds: int) -> None:
    """Visit in a real browser, and move the first slider there."""
    await asyncio.sleep(after)
    browser = await playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
    page = await browser.new_page()
    begin = time.monotonic()
    with contextlib.suppress(BrowserError):
        await page.goto(base, wait_until="commit", timeout=PATIENCE * 1000)
        handle = page.locator("[role=slider]").first
        await handle.wait_for(timeout=PATIENCE * 1000)
        seen.in_browsers.append(time.monotonic() - begin)
        for _ in range(seconds):
            await handle.press("ArrowRight")
            await asyncio.sleep(1)
        seen.dropped += await page.locator(".advisor-lost:visible").count()
        await page.goto("about:blank")  # a page that is only closed tells the server nothing
    await browser.close()


def memory(server: psutil.Process) -> float:
    """Proportional set size of the server and its kernels, in MB."""
    found = 0
    for process in [server, *server.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            found += process.memory_full_info().pss
    return found / 2**20


@contextlib.contextmanager
def serving(places: int, options: Sequence[str]) -> Iterator[tuple[str, psutil.Process]]:
    """Server of its own, ended by its process id."""
    port = free_port()
    command = [sys.executable, "-m", "advisor", "serve", "--no-browser", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--max-kernels", str(places), *options], cwd=folder, stdout=log, stderr=log
        )
        base = f"http://127.0.0.1:{port}/"
        while not answers(f"{base}voila/advisor/0.js"):
            time.sleep(0.2)
        time.sleep(5)  # until a kernel is ready
        try:
            yield base, psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(30)
        said = Path(folder, "log").read_text("utf-8")
        print(*[line for line in said.splitlines() if "Error" in line][:5], sep="\n", end="")


async def visit(base: str, server: psutil.Process, options: argparse.Namespace) -> None:
    """One run, and its row."""
    seen, start = Seen(), memory(server)
    AsyncHTTPClient.configure(None, max_clients=1000)
    async with async_playwright() as playwright:
        every = options.within / options.visitors
        real = [
            look(playwright, base, seen, at * options.within / 3, options.seconds)
            for at in range(options.browsers)
        ]
        plain = [
            Visitor(base, seen).come(at * every, options.seconds)
            for at in range(options.visitors - options.browsers)
        ]
        everybody = asyncio.gather(*plain, *real, return_exceptions=True)
        most = start
        while not everybody.done():
            most = max(most, await asyncio.to_thread(memory, server))
            await asyncio.sleep(5)
        faults = [found for found in await everybody if isinstance(found, Exception)]
    print(f"{options.visitors} visitors within {options.within} s, {options.places} places:")
    print(f"  usable after s: {_spread(seen.usable)}; in browsers: {_spread(seen.in_browsers)}")
    print(f"  answer, ms: {_spread([1000 * t for t in seen.answered])} of {len(seen.answered)}")
    refused = f"{seen.full} refused kindly, {seen.empty} empty pages, {seen.late} too late"
    print(f"  {refused}, {seen.dropped} connections dropped, {len(faults)} faults {faults[:2]}")
    served = max(1, len(seen.usable) + len(seen.in_browsers))
    print(f"  PSS, MB: {start:.0f} before, {most:.0f} at most: {(most - start) / served:.1f} each")
    await asyncio.sleep(options.rest)
    left = await asyncio.to_thread(memory, server)
    print(f"  {options.rest} s after they left: {left:.0f} MB", flush=True)


async def starts(number: int, fork: bool) -> None:
    """How soon a kernel answers, with and without what the page imports, and what it costs."""
    if fork:
        Nursery.start()
        KernelProvisionerFactory.instance().default_provisioner_name = NAME
    answered, imported, cost = [], [], []
    for place in range(number + 1):
        manager = AsyncKernelManager()
        begin = time.monotonic()
        await manager.start_kernel(extra_arguments=QUIET)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready()
        first = time.monotonic() - begin
        await client.execute_interactive("from advisor.page import dashboard", silent=True)
        if place:  # the first one waits for the parent of the others
            answered.append(1000 * first)
            imported.append(1000 * (time.monotonic() - begin))
            process = psutil.Process(manager.provisioner.pid)
            cost.append(process.memory_full_info().uss / 2**20)
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    if Nursery.running:
        Nursery.running.close()
    print(f"{number} {'forked' if fork else 'ordinary'} kernels, one after the other:")
    print(f"  answer after ms: {_spread(answered)}; with all imported: {_spread(imported)}")
    print(f"  memory of its own, MB: {_spread(cost)}", flush=True)


def _spread(found: list[float]) -> str:
    if not found:
        return "nobody"
    cut = statistics.quantiles(found, n=20)[-1] if len(found) > 1 else found[0]
    return f"median {statistics.median(found):.3g}, 95 % {cut:.3g}, worst {max(found):.3g}"


def main() -> None:
    """Run one or more houses, and print a block for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--within", type=float, default=10, help="seconds in which they come")
    parser.add_argument("--seconds", type=int, default=20, help="moves of each, one a second")
    parser.add_argument("--browsers", type=int, default=0, help="how many are real ones, up to 3")
    parser.add_argument("--places", type=int, default=60)
    parser.add_argument("--rest", type=int, default=30, help="seconds to wait after they left")
    parser.add_argument("--starts", type=int, default=0, help="only time so many kernels' starts")
    parser.add_argument("serve", nargs="*", help="further options of advisor serve, after --")
    options = parser.parse_args()
    if options.starts:
        for fork in (False, True):
            asyncio.run(starts(options.starts, fork))
        return
    with serving(options.places, options.serve) as (base, server):
        asyncio.run(visit(base, server, options))


if __name__ == "__main__":
    main()
