"""A room of a thousand on this machine: how fast, how large, and whether anything gets lost.

``python -m tests.tools.soak`` starts ``advisor serve --workshop`` as a process of its own and is
its participants: each listens for news on one connection and sends three ballots within a minute on
another. Then the server is killed in the middle of more ballots and started again, and at the end
the facilitator reveals. Everything is on loopback and ends after about two minutes.

With ``--hub`` the room is on the server of a hub's user, and 50 participants vote through the
hub's real proxy; nothing is killed.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np
import psutil

import advisor
from advisor.serve.doors import allow_many_connections
from tests.tools.servers import PATIENCE, free_port
from tests.tools.servers.hub import HINT, hub, install_proxy

HOST = "127.0.0.1"
CRITERIA = [criterion.id for criterion in advisor.load().criteria]
GOALS = "goals: p95 of a ballot 10 ms, 0 errors, 0 lost, 150 MB"


class Server:
    """The server under test; `kill` ends it without a warning."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def start(self) -> tuple[str, str]:
        """Start it, and return the code of its new room and the facilitator's key."""
        command = [sys.executable, "-m", "advisor", "serve", "--no-browser", "--workshop"]
        options = ["--port", str(self.port), "--store", str(self.folder / "rooms.sqlite")]
        log = (self.folder / "server.log").open("wb")
        self.process = subprocess.Popen(
            [*command, *options], stdout=log, stderr=log, start_new_session=True
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            said = (self.folder / "server.log").read_text("utf-8")
            if found := re.search(r"/workshop/(\w+)/host#(\S+)", said):
                return found[1], found[2]
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{said[-3000:]}")

    @property
    def megabytes(self) -> float:
        return psutil.Process(self.process.pid).memory_info().rss / 1e6

    @property
    def cpu_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # The kernel kept warm is a child in the same session.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@dataclass
class Counts:
    milliseconds: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    errors: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    revealed: list[float] = field(default_factory=list)
    reconnected: int = 0


class Phone:
    """One participant: a connection for news and one for ballots."""

    def __init__(self, port: int, code: str, counts: Counts, base: str = "/") -> None:
        self.port, self.room, self.counts = port, f"{base}workshop/{code}", counts
        self.person = f"{random.getrandbits(128):032x}"
        self.edition = 0
        self.listening = asyncio.Event()
        self._turn = asyncio.Lock()
        self._pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self) -> None:
        """Open the page as a browser does."""
        status = await self._ask("GET")
        self.counts.errors += status != 200

    async def listen(self) -> None:
        """Read news until the room is revealed; come back as a browser does."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                async for line in self._news():
                    if b'"phase":"revealed"' in line:
                        self.counts.revealed.append(time.monotonic())
                        return
            self.listening.clear()
            self.counts.reconnected += 1
            await asyncio.sleep(random.uniform(1, 4))

    async def _news(self) -> AsyncIterator[bytes]:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            path = f"{self.room}/news?person={self.person}"
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            while line := await reader.readline():
                if line.startswith(b"data:"):
                    self.listening.set()
                    yield line
        finally:
            writer.close()

    async def vote(self, *, patient: bool = False) -> None:
        """Send a ballot; a patient phone tries again until it is acknowledged."""
        async with self._turn:
            await self._vote(patient)

    async def _vote(self, patient: bool) -> None:
        self.edition += 1
        ballot = {
            "person": self.person,
            "round": 1,
            "edition": self.edition,
            "name": "",
            "weights": {c: random.randint(0, 99) + 0.5 for c in CRITERIA},
        }
        body = json.dumps(ballot).encode()
        while True:
            start = time.perf_counter()
            try:
                status = await self._ask("POST", "/ballot", body)
            except (OSError, asyncio.IncompleteReadError):
                status = 0
                self._pipe = None
            if status == 200:
                self.counts.milliseconds.append((time.perf_counter() - start) * 1000)
                self.counts.acknowledged[self.person] = self.edition
                return
            if not patient:
                self.counts.errors += 1
                return
            await asyncio.sleep(random.uniform(1, 3))

    async def _ask(self, method: str, path: str = "", body: bytes = b"") -> int:
        # A proxy closes a connection that is idle for some seconds, and a browser opens another.
        if self._pipe is None or self._pipe[0].at_eof():
            self._pipe = await asyncio.open_connection(HOST, self.port)
        reader, writer = self._pipe
        head = f"{method} {self.room}{path} HTTP/1.1\r\nHost: {HOST}\r\n"
        head += "Accept-Encoding: gzip\r\n"
        kind = "Content-Type: application/json\r\n" if body else ""
        writer.write(f"{head}{kind}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", answer)
        if waited := re.search(rb"(?i)server-timing: commit;dur=([\d.]+)", answer):
            self.counts.commits.append(float(waited[1]))
        await reader.readexactly(int(length[1]) if length else 0)
        return int(answer[9:12])


async def later(seconds: float, work: object) -> None:
    await asyncio.sleep(seconds)
    await work()


def disk_milliseconds(folder: Path) -> float:
    """How long this disk takes to make 4 kB safe, which every commit has to wait for."""
    with (folder / "probe").open("wb") as probe:
        start = time.perf_counter()
        probe.write(bytes(4096))
        probe.flush()
        os.fsync(probe.fileno())
        return (time.perf_counter() - start) * 1000


async def soak(people: int, seconds: float) -> bool:
    allow_many_connections()
    with tempfile.TemporaryDirectory() as scratch:
        server = Server(Path(scratch), free_port())
        code, key = server.start()
        print(f"{people} participants, three ballots each in {seconds:.0f} s; {GOALS}")
        print(f"server before anybody came: {server.megabytes:.0f} MB")
        counts = Counts()
        phones = [Phone(server.port, code, counts) for _ in range(people)]
        news = []

        async def join(phone: Phone) -> None:
            await phone.open()
            news.append(asyncio.create_task(phone.listen()))
            await phone.listening.wait()

        tasks = [later(random.uniform(0, seconds / 6), lambda p=p: join(p)) for p in phones]
        await asyncio.gather(*tasks)
        print(f"all have joined: {server.megabytes:.0f} MB")

        disk: list[float] = []

        async def probe() -> None:
            while True:
                disk.append(await asyncio.to_thread(disk_milliseconds, server.folder))
                await asyncio.sleep(1)

        probing = asyncio.create_task(probe())
        before = server.cpu_seconds
        times = [(random.uniform(0, seconds), phone) for phone in phones for _ in range(3)]
        await asyncio.gather(*(later(t, phone.vote) for t, phone in times))
        probing.cancel()
        largest = server.megabytes
        p50, p95, p99 = np.percentile(counts.milliseconds, [50, 95, 99])
        print(
            f"{len(counts.milliseconds)} ballots: median {p50:.1f} ms, p95 {p95:.1f} ms, "
            f"p99 {p99:.1f} ms, {counts.errors} errors, {largest:.0f} MB, "
            f"{server.cpu_seconds - before:.1f} s of CPU"
        )
        commits = np.percentile(counts.commits, [50, 95])
        print(
            f"of that, waiting for the commit: median {commits[0]:.1f} ms, p95 {commits[1]:.1f} ms"
        )
        waits = np.percentile(disk, [50, 95])
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(
            f"meanwhile one fsync took {waits[0]:.1f} ms (p95 {waits[1]:.1f} ms), load {load:.1f}"
        )

        # One more ballot each, within ten seconds; the server dies after four of them.
        more = [
            asyncio.create_task(later(random.uniform(0, 10), lambda p=p: p.vote(patient=True)))
            for p in phones
        ]
        await asyncio.sleep(4)
        server.kill()
        acknowledged = dict(counts.acknowledged)
        lost = missing(server.folder, code, acknowledged)
        print(f"killed (SIGKILL): {lost} acknowledged ballots lost")
        await asyncio.to_thread(server.start)
        await asyncio.gather(*more, *(phone.listening.wait() for phone in phones))
        lost += missing(server.folder, code, counts.acknowledged)
        print(f"started again: all {people} phones are back, {lost} ballots lost")

        start = time.monotonic()
        request = f"POST /workshop/{code}/reveal HTTP/1.1\r\nHost: {HOST}\r\n"
        head = f"{request}X-Facilitator-Key: {key}\r\nContent-Length: 0\r\n\r\n"
        _, writer = await asyncio.open_connection(HOST, server.port)
        writer.write(head.encode())
        await asyncio.wait_for(asyncio.gather(*news), 60)
        writer.close()
        print(f"revealed: the last phone has the result after {max(counts.revealed) - start:.2f} s")
        largest = max(largest, server.megabytes)
        print(f"server at the end: {server.megabytes:.0f} MB")
        server.stop()
    met = p95 <= 10 and not counts.errors and not lost and largest <= 150
    print("all goals are met" if met else "a goal is MISSED")
    return bool(met)


async def soak_hub(people: int, seconds: float) -> bool:
    """Vote in a room behind a hub's proxy; the server, the hub and the proxy share the machine."""
    proxy = install_proxy()
    if proxy is None:
        sys.exit(HINT)
    with tempfile.TemporaryDirectory() as scratch, hub(Path(scratch), proxy) as found:
        found.start("ann")
        asked = {"choices": {"problem": "python-backend"}}
        room = json.loads(found.ask("POST", "user/ann/workshop/rooms", asked))
        print(f"{people} participants behind a hub's proxy, three ballots each in {seconds:.0f} s")
        port, counts = int(found.url.rsplit(":", 1)[1].strip("/")), Counts()
        phones = [Phone(port, room["code"], counts, "/user/ann/") for _ in range(people)]
        await asyncio.gather(*(phone.get("setup") for phone in phones))
        news = [asyncio.create_task(phone.listen()) for phone in phones]
        await asyncio.gather(*(phone.listening.wait() for phone in phones))
        times = [(random.uniform(0, seconds), phone) for phone in phones for _ in range(3)]
        await asyncio.gather(*(later(t, phone.vote) for t, phone in times))
        p50, p95, p99 = np.percentile(counts.milliseconds, [50, 95, 99])
        print(
            f"{len(counts.milliseconds)} ballots: median {p50:.1f} ms, p95 {p95:.1f} ms, "
            f"p99 {p99:.1f} ms, {counts.errors} errors, load {os.getloadavg()[0]:.1f}"
        )
        for name, part in (("singleuser", "server of the user"), ("proxy", "proxy")):
            sizes = [process.memory_info().rss for process in found.processes(name)]
            print(f"{part}: {sum(sizes) / 1e6:.0f} MB")
        print(f"hub: {found.process.memory_info().rss / 1e6:.0f} MB")
        path = f"{found.url}user/ann/workshop/{room['code']}/reveal"
        headers = {"X-Facilitator-Key": room["key"]}
        start = time.monotonic()
        await asyncio.to_thread(urlopen, Request(path, b"", headers, method="POST"))
        await asyncio.wait_for(asyncio.gather(*news), 60)
        print(f"revealed: the last phone has the result after {max(counts.revealed) - start:.2f} s")
    return not counts.errors


def missing(folder: Path, code: str, acknowledged: dict[str, int]) -> int:
    """Acknowledged ballots that the store does not have."""
    with contextlib.closing(sqlite3.connect(folder / "rooms.sqlite")) as store:
        rows = store.execute("SELECT person, edition FROM ballots WHERE room = ?", (code,))
        stored = dict(rows.fetchall())
    return sum(stored.get(person, 0) < edition for person, edition in acknowledged.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, help="by default 1000, with --hub 50")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--hub", action="store_true", help="vote through the proxy of a hub")
    options = parser.parse_args()
    run, people = (soak_hub, 50) if options.hub else (soak, 1000)
    sys.exit(not asyncio.run(run(options.people or people, options.seconds)))
