"""Compares the load client with wrk on the same servers, one after the other.

One server is the bare responder, for which the client is the limit; the other is FastAPI under
uvicorn, which is the limit itself.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from statistics import median

from advisor.lab.load.drive import Load, Request, drive
from advisor.lab.load.rounds import Started
from advisor.lab.machine import Cores, cores, pinned
from advisor.lab.plan import SERVERS
from advisor.lab.records.reasons import one_line
from advisor.lab.servers import launch
from advisor.lab.servers.upstream import responder
from advisor.problem.measurements.record import Calibration

CONCURRENCY = 32
WRK_LINE = re.compile(r"Requests/sec:\s+([\d.]+)")


def calibrate(
    name: str,
    serve: Callable[[], AbstractContextManager[Started]],
    *,
    pairs: int = 3,
    seconds: int = 3,
) -> Calibration | None:
    """Measure one server with both clients in turn; None if wrk is not installed."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return None
    at = cores()
    with serve() as server:
        url = f"{server.url}/hello"
        request = Request(url, expected={"message": "hello"})
        client, theirs = [], []
        for _ in range(pairs):
            load = Load(request, CONCURRENCY, seconds, 0.5, tuple(server.pids()), at.client)
            client.append(round(drive(load).requests_per_second, 1))
            theirs.append(_wrk(wrk, url, seconds, at))
    return Calibration(name, tuple(client), tuple(theirs))


def text(found: Calibration) -> str:
    """Result as one line of text."""
    ours, theirs = median(found.client), median(found.wrk)
    return (
        f"{found.server}: the load client reached {ours:.0f} requests/s, wrk {theirs:.0f} "
        f"(medians of {len(found.client)} runs; ratio {ours / theirs:.2f})"
    )


def both() -> tuple[Calibration, ...]:
    """Calibrations with the bare responder and a real server; empty if wrk is not installed."""
    server = cores().server

    @contextmanager
    def real() -> Iterator[Started]:
        made = launch.environment("fastapi")
        with ExitStack() as stack:
            with pinned(server):
                serving = launch.serve(made, "fastapi", "hello", SERVERS["uvicorn"], "")
                started = stack.enter_context(serving)
            yield started

    found = calibrate("bare", lambda: responder(server)), calibrate("fastapi, uvicorn", real)
    return tuple(one for one in found if one is not None)


def _wrk(wrk: str, url: str, seconds: int, at: Cores) -> float:
    with pinned(at.client):
        done = subprocess.run(
            [wrk, "-t1", f"-c{CONCURRENCY}", f"-d{seconds}s", url],
            capture_output=True,
            text=True,
            check=False,
        )
    line = WRK_LINE.search(done.stdout)
    if line is None:
        said = one_line(done.stderr or done.stdout)
        raise RuntimeError(f"wrk did not report the requests per second: {said}")
    return float(line[1])
