"""The slow service behind the workloads that wait, which also is the bare responder.

It answers ``GET /slow?ms=50`` after 50 ms and any other path at once. Without a delay it is the
*bare* responder: the least work that a Python process needs for an answer. It shows the limit of
the load client, and it is the unit of processor time.

It reads no bodies and does not check requests, because only our own client uses it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import cast

import uvloop

from advisor.lab.machine import pin, tree

BODY = b'{"message": "hello"}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
    len(BODY),
    BODY,
)
END_OF_HEAD = b"\r\n\r\n"
DELAY = re.compile(rb"GET /slow\?ms=(\d{1,5}) ")
LAST_ANSWER = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(frozen=True)
class RunningResponder:
    """A running responder: its address without a slash at the end, and its process id."""

    url: str
    pid: int
    python: str = platform.python_version()
    versions: Mapping[str, str] = field(default_factory=lambda: {"uvloop": version("uvloop")})

    def pids(self) -> tuple[int, ...]:
        """The process and its children."""
        return tree(self.pid)


class Responder(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._received = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport for the answers."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Answer every request whose head is complete."""
        *heads, self._received = (self._received + data).split(END_OF_HEAD)
        for head in heads:
            delay = DELAY.match(head)
            last = bool(LAST_ANSWER.search(head))
            if delay:
                self._loop.call_later(int(delay[1]) / 1000, self._answer, last)
            else:
                self._answer(last)

    def _answer(self, last: bool) -> None:
        if not self._transport.is_closing():
            self._transport.write(ANSWER)
            if last:
                self._transport.close()


async def _serve() -> None:
    """Serve on a free port until standard input ends, that is, until the parent has ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Responder, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    parent_gone = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), parent_gone.set)
    await parent_gone.wait()


@contextlib.contextmanager
def responder(core: int | None = None) -> Iterator[RunningResponder]:
    """Run the server in a separate process, on one core if given, and end it afterwards."""
    command = [sys.executable, "-m", "advisor.lab.servers.upstream"]
    command += [] if core is None else ["--core", str(core)]
    # A separate session keeps Ctrl-C away from it; the pipe ends it even if this process crashes.
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = process.stdout.readline().strip().decode()
        if not port:
            raise RuntimeError(f"the slow upstream did not start (exit status {process.wait()})")
        yield RunningResponder(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="advisor.lab.servers.upstream", description=__doc__)
    parser.add_argument("--core", type=int)
    pin(parser.parse_args().core)
    uvloop.run(_serve())
