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
    One for each `Cell`: a framework in one set-up under one scenario, with the runs that count
    and those that were discarded, with the reason.
``imports``, ``installs``
    What needs no server: `ImportTimes` and `Install`.
``calibration``
    The load client beside wrk on the same server; empty where wrk was not installed.

A file that Ctrl-C cut short is a valid record with fewer runs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

FORMAT = "backend-advisor measurement"
VERSION = 1
BARE = "bare"
# The client must be able to ask this many times what a server answers.
HEADROOM = 3
"""Stands where a framework's id would for the responder that has none."""


class MeasurementError(ValueError):
    """A file that is no record, or one of another version."""


@dataclass(frozen=True)
class Run:
    """One run of one cell; ``goodput`` is a share of the ideal, None where there is no ideal.

    ``latency_ms`` holds the percentiles of `Record.percentiles`.
    """

    round: int
    requests_per_second: float
    completed: int
    latency_ms: tuple[float, ...]
    cpu_us: float
    rss_mb: float
    goodput: float | None = None


@dataclass(frozen=True)
class Discarded:
    """A run that does not count, and why."""

    round: int
    why: str


@dataclass(frozen=True)
class Cell:
    """A framework in one set-up under one scenario.

    ``readings`` says what it stands for: ``"default"``, ``"tuned"``, both, or nothing but a
    comparison. ``threads`` is 0 where an event loop takes their place.
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
    import_ms: tuple[float, ...]
    bare_ms: tuple[float, ...]
    rss_mb: tuple[float, ...]


@dataclass(frozen=True)
class Install:
    """A clean install; ``strict_errors`` is None where no type checker was at hand."""

    framework: str
    version: str
    python: str
    distributions: int
    megabytes: float
    typed: bool
    python_floor: str
    strict_errors: int | None = None
    type_checker: str = ""


@dataclass(frozen=True)
class Calibration:
    """Requests per second that two clients got out of the same server, one after the other."""

    server: str
    client: tuple[float, ...]
    wrk: tuple[float, ...]


@dataclass(frozen=True)
class Record:
    """One measurement; see the module for what each part holds."""

    started: str
    finished: str
    machine: Mapping[str, Any]
    settings: Mapping[str, Any]
    percentiles: tuple[float, ...]
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

    def cells_of(self, framework: str, scenario: str, reading: str = "") -> tuple[Cell, ...]:
        """Cells of a framework under a scenario, of one reading if named."""
        return tuple(
            cell
            for cell in self.cells
            if (cell.framework, cell.scenario) == (framework, scenario)
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
        return from_dict(json.loads(Path(path).read_text(encoding="utf-8")))
    except OSError as error:
        raise MeasurementError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise MeasurementError(f"{path}: not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise MeasurementError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    except MeasurementError as error:
        raise MeasurementError(f"{path}: {error}") from None


def from_dict(found: object) -> Record:
    """Record from what JSON gave; `MeasurementError` names the key that is wrong."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise MeasurementError(f"no measurement; 'format' must be {FORMAT!r}")
    if found.get("version") != VERSION:
        message = f"'version' is {found.get('version')!r}; this advisor reads {VERSION}"
        raise MeasurementError(message)
    rest = {key: value for key, value in found.items() if key not in ("format", "version")}
    parts = {"imports": ImportTimes, "installs": Install, "calibration": Calibration}
    lists: dict[str, Any] = {
        key: tuple(_made(kind, part, key) for part in _list(rest.pop(key, []), key))
        for key, kind in parts.items()
    }
    cells = tuple(_cell(part) for part in _list(rest.pop("cells", []), "cells"))
    record = _made(Record, {**rest, **lists, "cells": cells}, "record")
    _check_latencies(record)
    return record


def _check_latencies(record: Record) -> None:
    for share in (50, 99):
        if share not in record.percentiles:
            raise MeasurementError(f"'percentiles' lacks {share}")
    count = len(record.percentiles)
    for run in (run for cell in record.cells for run in cell.runs):
        if len(run.latency_ms) != count:
            found = len(run.latency_ms)
            raise MeasurementError(f"'latency_ms' holds {found} figures for {count} percentiles")


def _cell(found: object) -> Cell:
    if not isinstance(found, dict):
        raise MeasurementError("'cells' holds something that is no object")
    runs = tuple(_made(Run, run, "runs") for run in _list(found.get("runs", []), "runs"))
    discarded = _list(found.get("discarded", []), "discarded")
    kept = tuple(_made(Discarded, run, "discarded") for run in discarded)
    return _made(Cell, {**found, "runs": runs, "discarded": kept}, "cells")


def _list(found: object, where: str) -> Sequence[object]:
    if not isinstance(found, list):
        raise MeasurementError(f"{where!r} must be a list")
    return found


Part = TypeVar("Part", Record, Cell, Run, Discarded, ImportTimes, Install, Calibration)

# What a field of each declared type may hold, as JSON gives it.
_ALLOWED: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "int | None": (int, type(None)),
    "float | None": (int, float, type(None)),
    "Mapping[str, Any]": (dict,),
    "Mapping[str, str]": (dict,),
}


def _made(kind: type[Part], found: object, where: str) -> Part:
    """One part of a record, its keys and their types checked."""
    if not isinstance(found, dict):
        raise MeasurementError(f"{where!r} holds something that is no object")
    known = {f.name: f for f in fields(kind) if f.init}
    if unknown := found.keys() - known.keys():
        raise MeasurementError(f"{where!r} has an unknown key {min(unknown)!r}")
    cells: dict[str, Any] = dict(found)
    for name, value in found.items():
        declared = str(known[name].type)
        if declared.startswith("tuple["):
            inner = declared.removeprefix("tuple[").removesuffix(", ...]")
            allowed = _ALLOWED.get(inner, (object,))
            fits = isinstance(value, list | tuple) and all(isinstance(v, allowed) for v in value)
            cells[name] = tuple(value) if fits else value
        else:
            fits = isinstance(value, _ALLOWED[declared])
        if not fits:
            raise MeasurementError(f"{where!r}: {name!r} is {value!r}; {declared} is needed")
    try:
        return kind(**cells)
    except TypeError as error:
        raise MeasurementError(f"{where!r}: {str(error).partition(')')[2].strip()}") from None
