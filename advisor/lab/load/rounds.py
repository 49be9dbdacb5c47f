"""Measures a plan in interleaved rounds, in random order, one server at a time.

Every round measures every set-up once, in a new random order, so that a slow minute of the machine
affects all set-ups alike. A run is discarded, with a reason, if it has an error or if a server
process starts or ends during it. A route that an app lacks is requested only once. Ctrl-C keeps the
completed runs.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar
from urllib.error import HTTPError

from advisor.lab.load import drive as load
from advisor.lab.load.asking import request_for
from advisor.lab.machine import Cores, cores, describe, load_average, pinned
from advisor.lab.plan import WORKLOADS, SetUp
from advisor.lab.progress import Progress, ProgressStep, silent
from advisor.lab.records.reasons import one_line
from advisor.lab.servers.upstream import responder
from advisor.problem.measurements.record import BARE, HEADROOM, Cell, Discarded, Record, Run

Thing = TypeVar("Thing")

MOST_ROUNDS = 100
NO_SUCH_ROUTE = (404, 405)


class Started(Protocol):
    """A running server with its address, its processes and its versions."""

    @property
    def url(self) -> str:
        """Address without a slash at the end."""

    @property
    def python(self) -> str:
        """Version of the Python that runs it."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Versions of the framework and the server, by distribution."""

    def pids(self) -> Sequence[int]:
        """Ids of the server's processes."""


Start = Callable[[SetUp, str], AbstractContextManager[Started]]
"""Function that starts app and server of a set-up, given the address of the slow upstream."""


@dataclass(frozen=True)
class Settings:
    """Number and length of the rounds; no new round starts that would exceed ``budget`` seconds."""

    rounds: int = 5
    seconds: float = 2.0
    warm_up: float = 0.5
    seed: int = 1
    budget: float = 4 * 3600.0

    def __post_init__(self) -> None:
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise ValueError(f"rounds is {self.rounds}; allowed: 1 to {MOST_ROUNDS}")


QUICK = Settings(rounds=2, seconds=1.0, warm_up=0.3, budget=230.0)


@dataclass
class Bench:
    """A measurement in progress; `record` returns its results so far."""

    setups: Sequence[SetUp]
    start: Start
    settings: Settings
    progress: Progress = silent
    cores: Cores = field(default_factory=cores)
    stopped: str = ""

    def __post_init__(self) -> None:
        self._began = time.monotonic()
        self._started = _now()
        self._random = random.Random(self.settings.seed)
        self._kept: dict[SetUp, list[Run]] = {setup: [] for setup in self.setups}
        self._discarded: dict[SetUp, list[Discarded]] = {setup: [] for setup in self.setups}
        self._found: dict[SetUp, tuple[str, Mapping[str, str]]] = {}
        self._absent: set[SetUp] = set()
        self._done = 0
        self._load_average = load_average()

    def run(self) -> Record:
        """Measure all rounds, or as many as the budget or Ctrl-C allows."""
        try:
            with responder(self.cores.client) as upstream:
                longest = 0.0
                for number in range(self.settings.rounds):
                    began = time.monotonic()
                    if number and began - self._began + longest > self.settings.budget:
                        self.stopped = (
                            f"out of time after {number} of {self.settings.rounds} rounds"
                        )
                        break
                    self._round(number, upstream.url)
                    longest = max(longest, time.monotonic() - began)
        except KeyboardInterrupt:
            self.stopped = "interrupted"
        return self.record()

    def record(self) -> Record:
        """Record of the measurement so far."""
        cells = tuple(self._recorded(setup) for setup in self.setups)
        settings: dict[str, Any] = {
            "rounds": self.settings.rounds,
            "seconds": self.settings.seconds,
            "warm_up": self.settings.warm_up,
            "seed": self.settings.seed,
            "load_average_before": self._load_average,
        }
        record = Record(
            started=self._started,
            finished=_now(),
            machine=describe(),
            settings=settings,
            percentiles=load.PERCENTILES,
            cells=cells,
            stopped=self.stopped,
        )
        return replace(record, refused=refusal(record))

    def _round(self, number: int, upstream: str) -> None:
        together: dict[object, list[SetUp]] = {}
        for setup in self.setups:
            if setup in self._absent:  # the app lacks this route
                self._done += 1
                continue
            server = setup.framework, setup.workload.app, setup.server
            together.setdefault(server, []).append(setup)
        for sharing in self._shuffled(list(together.values())):
            self._on_one_server(number, self._shuffled(sharing), upstream)

    def _on_one_server(self, number: int, setups: list[SetUp], upstream: str) -> None:
        """Run set-ups that share a server; if it does not start, they lose this round."""
        waiting = list(setups)
        try:
            with self._serve(setups[0], upstream) as started:
                for setup in setups:
                    self._show(str(setup))
                    self._keep(setup, number, self._measured(setup, number, started))
                    waiting.remove(setup)
        except (OSError, RuntimeError) as error:
            for setup in waiting:
                self._keep(setup, number, Discarded(number, f"no server: {error}"))

    @contextmanager
    def _serve(self, setup: SetUp, upstream: str) -> Iterator[Started]:
        if setup.framework == BARE:
            with responder(self.cores.server) as bare:
                yield bare
            return
        with ExitStack() as stack:
            with pinned(self.cores.server):
                started = stack.enter_context(self.start(setup, upstream))
            yield started

    def _measured(self, setup: SetUp, number: int, started: Started) -> Run | Discarded:
        try:
            request = request_for(setup, started.url)
        except HTTPError as error:
            if error.code in NO_SUCH_ROUTE:
                self._absent.add(setup)
            return Discarded(number, f"the first request failed: {error}")
        except (OSError, ValueError) as error:
            return Discarded(number, f"the first request failed: {error}")
        before = tuple(started.pids())
        outcome = load.drive(
            load.Load(
                request,
                setup.concurrency,
                self.settings.seconds,
                self.settings.warm_up,
                before,
                self.cores.client,
            )
        )
        self._found[setup] = (started.python, started.versions)
        if outcome.errors:
            return Discarded(number, f"{outcome.errors} errors; the first: {outcome.first_error}")
        if not outcome.completed:
            return Discarded(number, "the server sent no answer during the run")
        if tuple(started.pids()) != before:
            return Discarded(number, "a server process started or ended during the run")
        return _run(setup, number, outcome)

    def _keep(self, setup: SetUp, number: int, result: Run | Discarded) -> None:
        self._done += 1
        if isinstance(result, Run):
            self._kept[setup].append(result)
        else:
            why = one_line(result.why)
            self._discarded[setup].append(replace(result, why=why))
            self._show(f"discarded: {setup}, round {number + 1}: {why}")

    def _show(self, doing: str) -> None:
        total = len(self.setups) * self.settings.rounds
        passed = time.monotonic() - self._began
        left = passed / self._done * (total - self._done) if self._done else None
        self.progress(ProgressStep(self._done, total, left, doing))

    def _recorded(self, setup: SetUp) -> Cell:
        python, versions = self._found.get(setup, ("", {}))
        return Cell(
            framework=setup.framework,
            scenario=setup.workload.id,
            server=setup.server.id,
            worker_class=setup.server.worker_class,
            workers=1,
            threads=setup.server.threads,
            handler=setup.handler,
            concurrency=setup.concurrency,
            readings=setup.readings,
            python=python,
            versions=dict(versions),
            runs=tuple(self._kept[setup]),
            discarded=tuple(self._discarded[setup]),
        )

    def _shuffled(self, things: list[Thing]) -> list[Thing]:
        return self._random.sample(things, len(things))


def refusal(record: Record) -> str:
    """Reason why a record cannot be scored; empty if it can.

    Rates are scored only if requests wait, and for those the client needs headroom. Otherwise the
    score is the processor time of a request, which does not depend on the client; the table marks
    rates that the client may have limited.
    """
    measured = [cell for cell in record.cells if cell.framework != BARE and cell.runs]
    if not measured:
        return "no server was measured"
    if not record.ceiling:
        return "the bare responder was not measured, so the limit of the load client is unknown"
    for cell in measured:
        if WORKLOADS[cell.scenario].wait_ms and record.bounded(cell):
            return (
                f"the load client reached {record.ceiling:.0f} requests/s on the bare responder, "
                f"less than {HEADROOM} times the rate of {cell.framework} under {cell.server}, so "
                "the client may have limited that rate"
            )
    return ""


def _run(setup: SetUp, number: int, outcome: load.LoadResult) -> Run:
    ideal = setup.workload.ideal(setup.concurrency)
    return Run(
        round=number,
        requests_per_second=round(outcome.requests_per_second, 2),
        completed=outcome.completed,
        latency_ms=outcome.latency_ms,
        cpu_us=round(outcome.cpu_seconds / outcome.completed * 1e6, 2),
        rss_mb=round(outcome.rss_mb, 2),
        goodput=None if ideal is None else round(outcome.requests_per_second / ideal, 4),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
