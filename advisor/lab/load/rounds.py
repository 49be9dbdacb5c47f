"""Measures a plan: interleaved rounds, in random order, one server at a time.

Every round takes every cell once, so that a slow minute of the machine hits all of them; the
order is drawn anew each time. A run with an error, or in which a server process came or went, is
discarded and says why; a route that an app does not have is asked for once. Ctrl-C keeps the
runs that are done.
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
from advisor.lab.plan import WORKLOADS, Cell
from advisor.lab.progress import Progress, Step, silent
from advisor.lab.records.reasons import one_line
from advisor.lab.servers.upstream import responder
from advisor.problem.measurements.record import BARE, HEADROOM, Discarded, Record, Run
from advisor.problem.measurements.record import Cell as Recorded

Thing = TypeVar("Thing")

MOST_ROUNDS = 100
NO_SUCH_ROUTE = (404, 405)


class Started(Protocol):
    """A server that runs: where it answers, what it consists of, and in which versions."""

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
        """Its processes."""


Start = Callable[[Cell, str], AbstractContextManager[Started]]
"""Starts the app and the server of a cell with the address of the slow upstream."""


@dataclass(frozen=True)
class Settings:
    """How long and how often; ``budget`` bounds the whole, in seconds, to whole rounds."""

    rounds: int = 5
    seconds: float = 2.0
    warm_up: float = 0.5
    seed: int = 1
    budget: float = 4 * 3600.0

    def __post_init__(self) -> None:
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise ValueError(f"{self.rounds} rounds; allowed: 1 to {MOST_ROUNDS}")


QUICK = Settings(rounds=2, seconds=1.0, warm_up=0.3, budget=230.0)


@dataclass
class Bench:
    """The measurement under way; `record` is what there is of it so far."""

    cells: Sequence[Cell]
    start: Start
    settings: Settings
    progress: Progress = silent
    cores: Cores = field(default_factory=cores)
    stopped: str = ""

    def __post_init__(self) -> None:
        self._began = time.monotonic()
        self._started = _now()
        self._random = random.Random(self.settings.seed)
        self._kept: dict[Cell, list[Run]] = {cell: [] for cell in self.cells}
        self._discarded: dict[Cell, list[Discarded]] = {cell: [] for cell in self.cells}
        self._found: dict[Cell, tuple[str, Mapping[str, str]]] = {}
        self._absent: set[Cell] = set()
        self._done = 0
        self._load_average = load_average()

    def run(self) -> Record:
        """Measure all rounds, or as many as the time or the user allows."""
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
        """What was measured so far."""
        cells = tuple(self._recorded(cell) for cell in self.cells)
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
        setups: dict[object, list[Cell]] = {}
        for cell in self.cells:
            if cell in self._absent:  # asked once; asking again tells nothing new
                self._done += 1
                continue
            setup = cell.framework, cell.workload.app, cell.server
            setups.setdefault(setup, []).append(cell)
        for cells in self._shuffled(list(setups.values())):
            self._setup(number, self._shuffled(cells), upstream)

    def _setup(self, number: int, cells: list[Cell], upstream: str) -> None:
        """Run cells that share a server; that it does not start costs them this round."""
        waiting = list(cells)
        try:
            with self._serve(cells[0], upstream) as started:
                for cell in cells:
                    self._show(str(cell))
                    self._keep(cell, number, self._measured(cell, number, started))
                    waiting.remove(cell)
        except (OSError, RuntimeError) as error:
            for cell in waiting:
                self._keep(cell, number, Discarded(number, f"no server: {error}"))

    @contextmanager
    def _serve(self, cell: Cell, upstream: str) -> Iterator[Started]:
        if cell.framework == BARE:
            with responder(self.cores.server) as bare:
                yield bare
            return
        with ExitStack() as stack:
            with pinned(self.cores.server):
                started = stack.enter_context(self.start(cell, upstream))
            yield started

    def _measured(self, cell: Cell, number: int, started: Started) -> Run | Discarded:
        try:
            request = request_for(cell, started.url)
        except HTTPError as error:
            if error.code in NO_SUCH_ROUTE:
                self._absent.add(cell)
            return Discarded(number, f"no first answer: {error}")
        except (OSError, ValueError) as error:
            return Discarded(number, f"no first answer: {error}")
        before = tuple(started.pids())
        outcome = load.drive(
            load.Load(
                request,
                cell.concurrency,
                self.settings.seconds,
                self.settings.warm_up,
                before,
                self.cores.client,
            )
        )
        self._found[cell] = (started.python, started.versions)
        if outcome.errors:
            return Discarded(number, f"{outcome.errors} errors, first: {outcome.first_error}")
        if not outcome.completed:
            return Discarded(number, "no answer came in the counted seconds")
        if tuple(started.pids()) != before:
            return Discarded(number, "a process of the server came or went")
        return _run(cell, number, outcome)

    def _keep(self, cell: Cell, number: int, result: Run | Discarded) -> None:
        self._done += 1
        if isinstance(result, Run):
            self._kept[cell].append(result)
        else:
            why = one_line(result.why)
            self._discarded[cell].append(replace(result, why=why))
            self._show(f"discarded: {cell}, round {number + 1}: {why}")

    def _show(self, doing: str) -> None:
        total = len(self.cells) * self.settings.rounds
        passed = time.monotonic() - self._began
        left = passed / self._done * (total - self._done) if self._done else None
        self.progress(Step(self._done, total, left, doing))

    def _recorded(self, cell: Cell) -> Recorded:
        python, versions = self._found.get(cell, ("", {}))
        return Recorded(
            framework=cell.framework,
            scenario=cell.workload.id,
            server=cell.server.id,
            worker_class=cell.server.worker_class,
            workers=1,
            threads=cell.server.threads,
            handler=cell.handler,
            concurrency=cell.concurrency,
            readings=cell.readings,
            python=python,
            versions=dict(versions),
            runs=tuple(self._kept[cell]),
            discarded=tuple(self._discarded[cell]),
        )

    def _shuffled(self, things: list[Thing]) -> list[Thing]:
        return self._random.sample(things, len(things))


def refusal(record: Record) -> str:
    """Why nothing may be scored; empty when the client had headroom wherever a rate is scored.

    A rate is scored while requests wait. Where they do not, the score is the processor time of a
    request, which the server's own clock tells; a faster server is marked in the table.
    """
    measured = [cell for cell in record.cells if cell.framework != BARE and cell.runs]
    if not measured:
        return "no server was measured"
    if not record.ceiling:
        return "the bare responder was not measured, so nobody knows what the client can ask"
    for cell in measured:
        if WORKLOADS[cell.scenario].wait_ms and record.bounded(cell):
            return (
                f"the load client reached {record.ceiling:.0f} requests/s, less than {HEADROOM} "
                f"times those of {cell.framework} under {cell.server}: "
                "the client itself may be what was measured"
            )
    return ""


def _run(cell: Cell, number: int, outcome: load.Outcome) -> Run:
    ideal = cell.workload.ideal(cell.concurrency)
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
