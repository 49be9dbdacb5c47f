"""The load client: a fixed number of clients that ask again as soon as they are answered.

A closed loop, like wrk: a slow server is asked less often, so its p99 is too kind. An answer
counts when its status is the expected one and its JSON body holds what is expected; anything else
is an error. The client runs in a process of its own, so that neither a notebook's event loop nor
the progress bar takes part in what is timed; asyncio with httptools and uvloop, because the usual
Python clients are slower than the servers (`advisor.lab.load.calibration`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from typing import Any

PERCENTILES = (0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 100)
PATIENCE_SECONDS = 10.0
LARGEST_CONCURRENCY = 1024


@dataclass(frozen=True)
class Request:
    """What is asked, and what an answer must hold to count."""

    url: str
    method: str = "GET"
    body: Any = None
    status: int = 200
    expected: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Load:
    """How much is asked: clients at the same time, seconds before and while it counts.

    ``pids`` are the server's processes, whose use is read at both ends of the counted
    seconds; ``core`` is where the client runs.
    """

    request: Request
    concurrency: int
    seconds: float
    warm_up: float = 0.0
    pids: tuple[int, ...] = ()
    core: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.concurrency <= LARGEST_CONCURRENCY:
            message = f"concurrency is {self.concurrency}; allowed: 1 to {LARGEST_CONCURRENCY}"
            raise ValueError(message)
        if self.seconds <= 0 or self.warm_up < 0:
            found = f"seconds is {self.seconds} and warm_up is {self.warm_up}"
            raise ValueError(f"{found}; allowed: seconds above 0, warm_up of at least 0")


@dataclass(frozen=True)
class LoadResult:
    """What came of a load; ``latency_ms`` holds the `PERCENTILES`, empty when nothing came."""

    completed: int
    seconds: float
    latency_ms: tuple[float, ...]
    errors: int
    first_error: str
    cpu_seconds: float
    rss_mb: float

    @property
    def requests_per_second(self) -> float:
        """Answers that counted, per second."""
        return self.completed / self.seconds


def drive(load: Load) -> LoadResult:
    """Put a load on a server from a process of its own.

    Raises
    ------
    RuntimeError
        If the client itself fails; a server that fails gives errors in the outcome.
    """
    bound = load.warm_up + load.seconds + 3 * PATIENCE_SECONDS
    done = subprocess.run(
        [sys.executable, "-m", "advisor.lab.load.client"],
        input=json.dumps(asdict(load)),
        capture_output=True,
        text=True,
        timeout=bound,
        start_new_session=True,  # Ctrl-C is for us; this process ends by itself
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load client failed:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    return LoadResult(**{**found, "latency_ms": tuple(found["latency_ms"])})
