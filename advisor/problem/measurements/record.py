"""What a measurement wrote down: the format of ``advisor measure``'s JSON files.

A file holds one run on one machine. Every single figure is kept as it was taken; medians,
spreads and ratios are worked out when it is read, by `estimates`. Keys of version 1:

``format``, ``version``
    ``"backend-advisor measurement"`` and 1.
``started``, ``finished``
    Days and times, ISO 8601, UTC.
``stopped``
    Why it ended before the plan did ("interrupted", "out of time"); empty for a whole run.
``refused``
    Why nothing may be scored from it; empty where it may.
``machine``, ``settings``
    What it ran on (cpu, cores, memory_gb, system, pinned), and how (rounds, seconds, warm_up,
    seed, ...). For the reader; nothing is computed from them.
``cells``
    One for each `Cell`: a framework in one set-up under one workload, with the runs that count
    and those that were discarded, with the reason.
``imports``, ``installs``
    What needs no server: `ImportTimes` and `Install`.
``calibration``
    The load client beside wrk on the same server; empty where wrk was not installed.

A file that Ctrl-C cut short is a valid record with fewer runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Annotated, Any

from msgspec import Meta, ValidationError, convert

from advisor.problem.paths import DATA
from advisor.problem.problem import InputError

FORMAT = "backend-advisor measurement"
VERSION = 1
TOO_DEEP = "nested too deep for a measurement"
BARE = "bare"
"""Stands where a framework's id would for the responder that has none."""
HEADROOM = 3
"""The load client must be able to ask this many times what a server answers."""
# An int stays one, so that a record is written again as it was read.
Real = int | float
Count = Annotated[int, Meta(ge=0)]
Amount = Annotated[int, Meta(ge=0)] | Annotated[float, Meta(ge=0)]


class MeasurementError(InputError):
    """A file that is no record, or one of another version."""


@dataclass(frozen=True)
class Run:
    """One run of one cell; ``goodput`` is a share of the ideal, None where there is no ideal.

    ``latency_ms`` holds the percentiles of `Record.percentiles`.
    """

    round: int
    requests_per_second: Amount
    completed: Count
    latency_ms: tuple[Amount, ...]
    cpu_us: Amount
    rss_mb: Amount
    goodput: Amount | None = None


@dataclass(frozen=True)
class Discarded:
    """A run that does not count, and why."""

    round: int
    why: str


@dataclass(frozen=True)
class Cell:
    """A framework in one set-up under one workload, whose key in the files is ``scenario``.

    ``readings`` says what it stands for: ``"default"``, ``"naive"``, ``"tuned"``, several of them,
    or nothing but a comparison. ``threads`` is 0 where an event loop or greenlets replace them.
    """

    framework: str
    scenario: str
    server: str
    worker_class: str
    workers: int
    threads: int
    handler: str
    concurrency: int
    readings: tuple[str, ...]
    python: str
    versions: Mapping[str, str]
    runs: tuple[Run, ...] = ()
    discarded: tuple[Discarded, ...] = ()


@dataclass(frozen=True)
class ImportTimes:
    """Wall time of importing a framework and of bare Python right before it, in milliseconds.

    ``import_ms`` is above the bare interpreter, run by run; ``rss_mb`` likewise.
    """

    framework: str
    version: str
    python: str
    statement: str
    import_ms: tuple[Real, ...]
    bare_ms: tuple[Amount, ...]
    rss_mb: tuple[Real, ...]


@dataclass(frozen=True)
class Install:
    """A clean install; ``strict_errors`` is None where no type checker was at hand."""

    framework: str
    version: str
    python: str
    distributions: Count
    megabytes: Amount
    typed: bool
    python_floor: str
    strict_errors: Count | None = None
    type_checker: str = ""


@dataclass(frozen=True)
class Calibration:
    """Requests per second that two clients got out of the same server, one after the other."""

    server: str
    client: tuple[Amount, ...]
    wrk: tuple[Amount, ...]


@dataclass(frozen=True)
class Record:
    """One measurement; see the module for what each part holds."""

    started: str
    finished: str
    machine: Mapping[str, Any]
    settings: Mapping[str, Any]
    percentiles: tuple[Real, ...]
    cells: tuple[Cell, ...] = ()
    imports: tuple[ImportTimes, ...] = ()
    installs: tuple[Install, ...] = ()
    calibration: tuple[Calibration, ...] = ()
    stopped: str = ""
    refused: str = ""
    format: str = field(default=FORMAT, init=False)
    version: int = field(default=VERSION, init=False)

    @property
    def day(self) -> str:
        """The day it was taken, YYYY-MM-DD."""
        return self.finished[:10]

    @property
    def ceiling(self) -> float:
        """Requests per second that the load client got out of the bare responder; 0 if unknown."""
        runs = [run for cell in self.cells_of(BARE, "hello") for run in cell.runs]
        return median(run.requests_per_second for run in runs) if runs else 0.0

    def bounded(self, cell: Cell) -> bool:
        """Whether the client, not the server, may have set a cell's requests per second.

        They are then a lower bound. The processor time of a request is the server's own.
        """
        runs = [run.requests_per_second for run in cell.runs]
        return cell.framework != BARE and bool(runs) and HEADROOM * median(runs) > self.ceiling

    def cells_of(self, framework: str, workload: str, reading: str = "") -> tuple[Cell, ...]:
        """Cells of a framework under a workload, of one reading if named."""
        return tuple(
            cell
            for cell in self.cells
            if (cell.framework, cell.scenario) == (framework, workload)
            and (not reading or reading in cell.readings)
        )


def write(record: Record, path: str | Path) -> None:
    """Write a record as JSON; a file that is there is replaced only once the new one is whole."""
    target = Path(path)
    part = target.with_name(f"{target.name}.part")
    part.write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")
    part.replace(target)


def read(path: str | Path) -> Record:
    """Read a record.

    Raises
    ------
    MeasurementError
        If the file cannot be read, is no record, is of another version, or lacks something.
    """
    try:
        return from_json(Path(path).read_bytes())
    except OSError as error:
        raise MeasurementError(f"{path}: {error.strerror or error}") from None
    except MeasurementError as error:
        raise MeasurementError(f"{path}: {error}") from None


def shipped(name: str) -> Record:
    """Measurement that ships, such as ``"recorded"`` or ``"set-ups"``."""
    return read(DATA / "measurements" / f"{name}.json")


def from_json(content: bytes) -> Record:
    """Record from the content of a file; raises as `read`."""
    try:
        found = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise MeasurementError("not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise MeasurementError(f"line {error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise MeasurementError(TOO_DEEP) from None
    except ValueError as error:  # a number of thousands of digits
        raise MeasurementError(f"not JSON that can be read: {error}") from None
    return from_dict(found)


def from_dict(found: object) -> Record:
    """Record from what JSON gave.

    Raises
    ------
    MeasurementError
        If it is no record; names the place that is wrong, what is there and what is allowed.
    """
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise MeasurementError(f"no measurement; 'format' must be {FORMAT!r}")
    try:
        if found.get("version") != VERSION:
            message = f"'version' is {found.get('version')!r}; this advisor reads {VERSION}"
            raise MeasurementError(message)
        record = convert(found, Record)
        _check(found, record, "$")
    except (ValidationError, UnicodeEncodeError) as error:
        raise MeasurementError(str(error)) from None
    except RecursionError:
        raise MeasurementError(TOO_DEEP) from None
    _check_latencies(record)
    _check_imports(record)
    return record


def _check(found: Any, made: Any, place: str) -> None:
    """Refuse what msgspec lets pass: keys that a dataclass does not have, NaN and infinity.

    Parameters
    ----------
    found, made : object
        What JSON gave and what became of it.
    place : str
        Where it stands, as msgspec writes it.
    """
    if isinstance(found, dict):
        parts = made if isinstance(made, dict) else vars(made)
        for key, value in found.items():
            if key not in parts:
                allowed = ", ".join(parts)
                raise MeasurementError(f"unknown key `{key}`; allowed: {allowed} - at `{place}`")
            _check(value, parts[key], f"{place}.{key}")
    elif isinstance(found, list | tuple):
        for number, (value, part) in enumerate(zip(found, made, strict=True)):
            _check(value, part, f"{place}[{number}]")
    elif isinstance(found, int | float) and not abs(found) <= sys.float_info.max:
        raise MeasurementError(f"{found} is no finite number - at `{place}`")


def _check_latencies(record: Record) -> None:
    for share in (50, 99):
        if share not in record.percentiles:
            raise MeasurementError(f"'percentiles' lacks {share}")
    count = len(record.percentiles)
    for run in (run for cell in record.cells for run in cell.runs):
        if len(run.latency_ms) != count:
            found = len(run.latency_ms)
            raise MeasurementError(f"'latency_ms' holds {found} figures for {count} percentiles")


def _check_imports(record: Record) -> None:
    for number, times in enumerate(record.imports):
        counts = [len(times.import_ms), len(times.bare_ms), len(times.rss_mb)]
        if len(set(counts)) > 1:
            each = " and ".join(map(str, counts))
            raise MeasurementError(
                f"'import_ms', 'bare_ms' and 'rss_mb' hold {each} figures; allowed: as many of "
                f"each - at `$.imports[{number}]`"
            )
