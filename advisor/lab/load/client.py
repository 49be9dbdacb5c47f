"""The process of the load client, which `advisor.lab.load.drive.drive` starts.

It reads a `Load` as JSON from standard input and writes the `LoadResult` to standard output.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict
from typing import cast
from urllib.parse import urlsplit

import httptools
import numpy as np
import uvloop

from advisor.lab.load.drive import PATIENCE_SECONDS, PERCENTILES, Load, LoadResult, Request
from advisor.lab.machine import Usage, pin, usage

PAUSE_AFTER_ERROR = 0.01


class Clients:
    """All clients of a load, and their common counters."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.address = urlsplit(load.request.url)
        self.message = _message(load.request)
        self.counting = False
        self.stopping = False
        self.latencies: list[float] = []
        self.errors = 0
        self.first_error = ""
        # Bytes of a checked answer; equal bytes need no second check.
        self.checked_answer = b""
        self._checked_body = b""
        self._connections: set[Connection] = set()
        self._opening: set[asyncio.Task[None]] = set()

    async def run(self) -> LoadResult:
        """Warm up, count, and then wait for the answers to open requests."""
        await asyncio.gather(*(self._open() for _ in range(self.load.concurrency)))
        await asyncio.sleep(self.load.warm_up)
        before, begin = self._usage(), time.perf_counter()
        self.counting = True
        await asyncio.sleep(self.load.seconds)
        self.counting, self.stopping = False, True
        after, end = self._usage(), time.perf_counter()
        await self._drain()
        return self._outcome(before, after, end - begin)

    def answered(self, seconds: float) -> None:
        """Count a correct answer."""
        if self.counting:
            self.latencies.append(seconds)

    def fail(self, message: str) -> None:
        """Count an error."""
        self.errors += 1
        self.first_error = self.first_error or message

    def wrong(self, status: int, body: bytes) -> str:
        """Reason why an answer is wrong; empty if it is correct."""
        request = self.load.request
        if status != request.status:
            return f"status {status} instead of {request.status}: {body[:200]!r}"
        if body == self._checked_body:
            return ""
        try:
            found = json.loads(body)
        except ValueError:
            return f"the body is not JSON: {body[:200]!r}"
        if not isinstance(found, dict) or not request.expected.items() <= found.items():
            return f"the body lacks {request.expected!r}: {body[:200]!r}"
        self._checked_body = body
        return ""

    def replace(self, connection: Connection, pause: float = 0.0) -> None:
        """Replace a finished connection by a new one."""
        self._connections.discard(connection)
        connection.close()
        if not self.stopping:
            asyncio.get_running_loop().call_later(pause, self._open_soon)

    def _open_soon(self) -> None:
        task = asyncio.ensure_future(self._open())
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _open(self) -> None:
        if self.stopping:
            return
        connection = Connection(self)
        self._connections.add(connection)
        host, port = self.address.hostname or "", self.address.port or 80
        try:
            await asyncio.get_running_loop().create_connection(lambda: connection, host, port)
        except OSError as error:
            self.fail(f"cannot connect: {error}")
            self.replace(connection, PAUSE_AFTER_ERROR)

    def _usage(self) -> Usage:
        try:
            return usage(self.load.pids)
        except ProcessLookupError as error:
            self.fail(str(error))
            return Usage(0.0, 0.0)

    async def _drain(self) -> None:
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < deadline and any(c.waiting for c in self._connections):
            await asyncio.sleep(0.01)
        for connection in tuple(self._connections):
            if connection.waiting:
                self.fail(f"no answer within {PATIENCE_SECONDS:g} s")
            connection.close()

    def _outcome(self, before: Usage, after: Usage, seconds: float) -> LoadResult:
        milliseconds = np.array(self.latencies) * 1000
        found = np.percentile(milliseconds, PERCENTILES) if self.latencies else np.array([])
        return LoadResult(
            completed=len(self.latencies),
            seconds=seconds,
            latency_ms=tuple(found.round(3).tolist()),
            errors=self.errors,
            first_error=self.first_error,
            cpu_seconds=after.cpu_seconds - before.cpu_seconds,
            rss_mb=after.rss_mb,
        )


class Connection(asyncio.Protocol):
    """One connection of one client: a request at a time."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._transport: asyncio.Transport | None = None
        self._asked_at = time.perf_counter()  # the latency includes connecting
        self.waiting = True
        self._begun = False
        self._next_answer()

    def close(self) -> None:
        """Close the connection and drop its open request."""
        self.waiting = False
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._clients.message)

    def data_received(self, data: bytes) -> None:
        """Receive a piece of an answer; after the last piece, check it and send a new request."""
        if not self._begun and data == self._clients.checked_answer:
            self._go_on()
            return
        in_one_piece, self._begun = not self._begun, True
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"the answer is not HTTP: {error}")
            return
        if self._complete:
            self._check(data if in_one_piece else b"")

    def connection_lost(self, exc: Exception | None) -> None:
        """Count an error if an answer was due."""
        if self.waiting:
            self._fail("the server closed the connection before it answered")

    def on_body(self, body: bytes) -> None:
        """Called by the parser with a piece of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Called by the parser at the end of an answer."""
        self._complete = True
        self._stays_open = self._parser.should_keep_alive()  # wrong after the parser has returned

    def _next_answer(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._body, self._complete, self._begun, self._stays_open = b"", False, False, False

    def _check(self, answer: bytes) -> None:
        wrong = self._clients.wrong(self._parser.get_status_code(), self._body)
        if wrong:
            self._fail(wrong)
        elif self._stays_open:
            self._clients.checked_answer = answer or self._clients.checked_answer
            self._next_answer()
            self._go_on()
        else:
            self._clients.answered(time.perf_counter() - self._asked_at)
            self._clients.replace(self)

    def _go_on(self) -> None:
        now = time.perf_counter()
        self._clients.answered(now - self._asked_at)
        if self._clients.stopping or self._transport is None:
            self.waiting = False
            return
        self._asked_at = now
        self._transport.write(self._clients.message)

    def _fail(self, message: str) -> None:
        self._clients.fail(message)
        self._clients.replace(self, PAUSE_AFTER_ERROR)


def _message(request: Request) -> bytes:
    address = urlsplit(request.url)
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    body = b"" if request.body is None else json.dumps(request.body).encode()
    lines = [f"{request.method} {path} HTTP/1.1", f"Host: {address.netloc}"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _main() -> None:
    wanted = json.load(sys.stdin)
    load = Load(**{**wanted, "request": Request(**wanted["request"])})
    pin(load.core)
    json.dump(asdict(uvloop.run(Clients(load).run())), sys.stdout)


if __name__ == "__main__":
    _main()
