"""The format of the JSON files that ``advisor measure`` writes.

A file holds one run on one machine. It keeps every single figure as it was taken; `estimates`
computes medians, spreads and ratios when the file is read. Keys of version 1:

``format``, ``version``
    ``"backend-advisor measurement"`` and 1.
``started``, ``finished``
    Dates and times, ISO 8601, UTC.
``stopped``
    Why the run ended before its plan was complete ("interrupted", "out of time"); empty for a
    complete run.
``refused``
    Why the run cannot be scored; empty if it can.
``machine``, ``settings``
    Description of the machine (cpu, cores, memory_gb, system, pinned) and of the run (rounds,
    seconds, warm_up, seed, ...). They are for the reader; nothing is computed from them.
``cells``
    One `Cell` for each framework in one set-up under one workload, with its valid runs and its
    discarded runs with their reasons.
``imports``, ``installs``
    Measurements without a server: `ImportTimes` and `Install`.
``calibration``
    The load client compared with wrk on the same server; empty if wrk was not installed.

A file of a run that Ctrl-C interrupted is a valid record with fewer runs.
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
TOO_DEEP = "the file is nested too deeply to be a measurement"
BARE = "bare"
"""Framework id of the bare responder, which uses no framework."""
HEADROOM = 3
"""The load client must be able to send at least this many times the requests that a server
answers."""
# Integers stay integers, so that writing a record gives the same file again.
Real = int | float
Count = Annotated[int, Meta(ge=0)]
Amount = Annotated[int, Meta(ge=0)] | Annotated[float, Meta(ge=0)]


class MeasurementError(InputError):
    """A file is not a measurement, or has another version."""


@dataclass(frozen=True)
class Run:
    """One run of one cell.

    ``latency_ms`` holds one latency for each of `Record.percentiles`. ``goodput`` is the rate as
    a share of the ideal rate, or None if the workload has no ideal.
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
    """A discarded run and the reason."""

    round: int
    why: str


@dataclass(frozen=True)
class Cell:
    """A framework in one set-up under one workload, whose key in the files is ``scenario``.

    ``readings`` lists the readings that use this cell: any of ``"default"``, ``"naive"`` and
    ``"tuned"``; it is empty for a cell that is only there for comparison. ``threads`` is 0 if the
    server uses an event loop or greenlets.
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

    All three sequences have one figure per run. ``import_ms`` and ``rss_mb`` (in MB) are the
    differences to the bare interpreter.
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
    """A clean install; ``strict_errors`` is None if no type checker was installed."""

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
    """Requests per second that two clients reached on the same server, one after the other."""

    server: str
    client: tuple[Amount, ...]
    wrk: tuple[Amount, ...]


@dataclass(frozen=True)
class Record:
    """One measurement; the docstring of the module describes each part."""

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
        """Day on which the measurement ended, YYYY-MM-DD."""
        return self.finished[:10]

    @property
    def ceiling(self) -> float:
        """Requests per second that the load client reached on the bare responder; 0 if unknown."""
        runs = [run for cell in self.cells_of(BARE, "hello") for run in cell.runs]
        return median(run.requests_per_second for run in runs) if runs else 0.0

    def bounded(self, cell: Cell) -> bool:
        """Whether the load client rather than the server may have limited a cell's rate.

        The requests per second are then a lower bound. The processor time per request is not
        affected.
        """
        runs = [run.requests_per_second for run in cell.runs]
        return cell.framework != BARE and bool(runs) and HEADROOM * median(runs) > self.ceiling

    def cells_of(self, framework: str, workload: str, reading: str = "") -> tuple[Cell, ...]:
        """Cells of a framework under a workload; only those of a reading if one is named."""
        return tuple(
            cell
            for cell in self.cells
            if (cell.framework, cell.scenario) == (framework, workload)
            and (not reading or reading in cell.readings)
        )


def write(record: Record, path: str | Path) -> None:
    """Write a record as JSON; an existing file is replaced only when the new one is complete."""
    target = Path(path)
    part = target.with_name(f"{target.name}.part")
    part.write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")
    part.replace(target)


def read(path: str | Path) -> Record:
    """Read a record.

    Raises
    ------
    MeasurementError
        If the file cannot be read, is not a record, has another version or lacks a key.
    """
    try:
        return from_json(Path(path).read_bytes())
    except OSError as error:
        raise MeasurementError(f"{path}: {error.strerror or error}") from None
    except MeasurementError as error:
        raise MeasurementError(f"{path}: {error}") from None


def shipped(name: str) -> Record:
    """Read a shipped measurement, such as ``"recorded"`` or ``"set-ups"``."""
    return read(DATA / "measurements" / f"{name}.json")


def from_json(content: bytes) -> Record:
    """Record from the content of a file; raises `MeasurementError` as `read` does."""
    try:
        found = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise MeasurementError("the file is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise MeasurementError(f"line {error.lineno}: not valid JSON: {error.msg}") from None
    except RecursionError:
        raise MeasurementError(TOO_DEEP) from None
    except ValueError as error:  # a number of thousands of digits
        raise MeasurementError(f"the JSON cannot be read: {error}") from None
    return from_dict(found)


def from_dict(found: object) -> Record:
    """Record from parsed JSON.

    Raises
    ------
    MeasurementError
        If ``found`` is not a record; the message names the place, the value and what is allowed.
    """
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise MeasurementError(f"the file is not a measurement; 'format' must be {FORMAT!r}")
    try:
        if found.get("version") != VERSION:
            message = f"'version' is {found.get('version')!r}; this advisor reads version {VERSION}"
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
    """Refuse unknown keys, NaN and infinity, which msgspec accepts.

    Parameters
    ----------
    found, made : object
        The parsed JSON and the object that msgspec made from it.
    place : str
        Their path, as msgspec writes it.
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
        raise MeasurementError(f"{found} is not a finite number - at `{place}`")


def _check_latencies(record: Record) -> None:
    for share in (50, 99):
        if share not in record.percentiles:
            raise MeasurementError(f"'percentiles' lacks {share}; 50 and 99 are needed")
    count = len(record.percentiles)
    for run in (run for cell in record.cells for run in cell.runs):
        if len(run.latency_ms) != count:
            found = len(run.latency_ms)
            raise MeasurementError(
                f"'latency_ms' has {found} figures; allowed: {count}, one per percentile"
            )


def _check_imports(record: Record) -> None:
    for number, times in enumerate(record.imports):
        counts = [len(times.import_ms), len(times.bare_ms), len(times.rss_mb)]
        if len(set(counts)) > 1:
            each = " and ".join(map(str, counts))
            raise MeasurementError(
                f"'import_ms', 'bare_ms' and 'rss_mb' have {each} figures; allowed: the same "
                f"number of each - at `$.imports[{number}]`"
            )
