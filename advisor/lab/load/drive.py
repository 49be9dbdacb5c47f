"""The load client: a fixed number of clients that send a new request after each answer.

It is a closed loop, like wrk: a slow server gets fewer requests, so its p99 looks better than it
is. An answer is correct if it has the expected status and its JSON body has the expected content;
anything else is an error. The client runs in its own process, so that neither the event loop of a
notebook nor the progress bar affects the timing. It uses asyncio with httptools and uvloop, because
the usual Python clients are slower than the servers (`advisor.lab.load.calibration`).
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
    """A request, and the status and content of a correct answer."""

    url: str
    method: str = "GET"
    body: Any = None
    status: int = 200
    expected: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Load:
    """A load: the request, the number of clients, and the seconds of warm-up and counting.

    ``pids`` are the processes of the server, whose usage is read at both ends of the counted
    seconds; the client runs on the processor core ``core``.
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
    """Result of a load; ``latency_ms`` has one latency per `PERCENTILES`, or none at all."""

    completed: int
    seconds: float
    latency_ms: tuple[float, ...]
    errors: int
    first_error: str
    cpu_seconds: float
    rss_mb: float

    @property
    def requests_per_second(self) -> float:
        """Correct answers per second."""
        return self.completed / self.seconds


def drive(load: Load) -> LoadResult:
    """Put a load on a server, from a separate process.

    Raises
    ------
    RuntimeError
        If the client itself fails. Failures of the server are counted in ``errors``.
    """
    bound = load.warm_up + load.seconds + 3 * PATIENCE_SECONDS
    done = subprocess.run(
        [sys.executable, "-m", "advisor.lab.load.client"],
        input=json.dumps(asdict(load)),
        capture_output=True,
        text=True,
        timeout=bound,
        start_new_session=True,  # Ctrl-C must not reach this process, which ends by itself
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load client failed:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    return LoadResult(**{**found, "latency_ms": tuple(found["latency_ms"])})
