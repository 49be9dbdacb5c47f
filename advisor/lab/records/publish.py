"""Writes a measurement into a problem folder.

The default reading becomes the performance, with the noise of the run as low and high. The other
readings go to ``readings.csv``. A table of the record, with machine and versions, goes to the file
that its source names, such as ``RECORDED.md``. The module updates only existing rows of criteria in
the record's unit; everything else stays as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from advisor.problem.measurements import BARE, Record, estimates, table
from advisor.problem.measurements.estimates import READINGS, UNITS, Estimate
from advisor.problem.problem import InputError
from advisor.problem.schema import COLUMNS

SOURCE = "recorded-run"
# Only these criteria depend on the server, so only they have several readings.
SERVED = ("cpu_cost", "io_concurrency")
SERVERS = ("gunicorn", "gevent", "uvicorn", "granian", "hypercorn", "daphne")


def publish(record: Record, folder: Path, source: str = SOURCE) -> int:
    """Write a record into the tables of a folder and return the number of cells.

    Parameters
    ----------
    record : Record
    folder : Path
    source : str
        Id of the record in ``sources.csv``; the ``url`` of that row is the file for the table.

    Raises
    ------
    MeasurementError
        If the record cannot be scored; the message says why.
    InputError
        If ``sources.csv`` has no such source.
    """
    files = {row["id"]: row["url"] for row in read_rows(folder / "sources.csv")}
    if source not in files:
        place = folder / "sources.csv"
        raise InputError(f"{place}: there is no source {source!r}; add a row for it")
    criteria = {row["id"]: row["unit"] for row in read_rows(folder / "criteria.csv")}
    kept = {criterion for criterion, unit in UNITS.items() if criteria.get(criterion) == unit}
    default, *others = (
        {key: one for key, one in estimates(record, reading).items() if key[1] in kept}
        for reading in READINGS
    )
    path = folder / "performances.csv"
    rows = read_rows(path)
    known = {(row["alternative"], row["criterion"]) for row in rows}
    for row in rows:
        if found := default.get((row["alternative"], row["criterion"])):
            row |= _cells(found, source)
    write_rows(path, rows, rows[0])
    said = {
        (reading, *key): {"reading": reading, "alternative": key[0], "criterion": key[1]}
        | _cells(one, source)
        for reading, found in zip(READINGS[1:], others, strict=True)
        for key, one in found.items()
        if key in known and one.criterion in SERVED
    }
    path = folder / "readings.csv"
    rows = read_rows(path) if path.exists() else []
    there = {(row["reading"], row["alternative"], row["criterion"]): row for row in rows}
    write_rows(path, sorted((there | said).values(), key=_reading), COLUMNS["readings.csv"])
    (folder / files[source]).write_text(text(record), encoding="utf-8")
    return len(known & default.keys()) + len(said)


def text(record: Record) -> str:
    """Record for readers, as Markdown: machine, settings, versions, all cells, imports."""
    workloads = dict.fromkeys(cell.scenario for cell in record.cells if cell.framework != BARE)
    asked = "".join(f" --workload {workload}" for workload in workloads)
    machine = "\n".join(f"- {key}: {value}" for key, value in record.machine.items())
    imports = f"\n## Imports\n\nMedians above bare Python.\n\n{_imports(record)}"
    settings = ", ".join(f"{key} {value}" for key, value in record.settings.items())
    return (
        f"# The recorded run of {record.day}\n\n"
        f"Taken with `advisor measure --readings{asked}`, from {record.started} to "
        f"{record.finished}. How it measures, what is scored from it and what the readings were "
        "on that day is in `MEASURED.md`. One worker process on one core, the load client on "
        "another; interleaved rounds in random order.\n\n"
        f"{machine}\n- settings: {settings}\n\n## Versions\n\n{_versions(record)}\n"
        f"## Servers\n\nMedians. ≥: the load client may have been the limit.\n\n{table(record)}"
        f"{imports if record.imports else ''}"
    )


def _versions(record: Record) -> str:
    servers = [name for name in SERVERS if any(name in cell.versions for cell in record.cells)]
    rows = [
        f"| framework | version | Python | {' | '.join(servers)} |",
        f"|---|---|---|{'---|' * len(servers)}",
    ]
    seen = set()
    for cell in record.cells:
        if cell.framework in seen or cell.framework == BARE or not cell.versions:
            continue
        seen.add(cell.framework)
        own, *others = (cell.versions.get(name, "–") for name in (cell.framework, *servers))
        rows.append(f"| {cell.framework} | {own} | {cell.python} | {' | '.join(others)} |")
    return "\n".join(rows) + "\n"


def _imports(record: Record) -> str:
    rows = ["| framework | statement | ms | MB |", "|---|---|--:|--:|"]
    for times in record.imports:
        ms, mb = (sorted(figures)[len(figures) // 2] for figures in (times.import_ms, times.rss_mb))
        rows.append(f"| {times.framework} | `{times.statement}` | {ms:.0f} | {mb:.0f} |")
    return "\n".join(rows) + "\n"


def _reading(row: Mapping[str, str]) -> int:
    return (*READINGS, row["reading"]).index(row["reading"])


def _cells(found: Estimate, source: str) -> dict[str, str]:
    low, high = (f"{bound:.3g}" for bound in (found.low, found.high))
    performance = f"{found.performance:.3g}"
    return {
        "performance": performance,
        "low": low if low != high else "",
        "high": high if low != high else "",
        "basis": "measured",
        "source": source,
        "as_of": found.as_of,
        "version": found.version,
        "note": found.note,
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read the rows of a CSV table as mappings of column to cell."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> None:
    """Write rows with a header, in the style of the tables of a problem folder."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer: csv.DictWriter[Any] = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
