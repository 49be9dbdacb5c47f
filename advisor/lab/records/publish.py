"""Puts a recorded run into a problem folder.

The default reading becomes the performance, with the run's own noise as low and high; what the
tuned one says goes to ``readings.csv``; the record as a table, with the machine and the versions,
to ``RECORDED.md``. Only rows that the folder has, and criteria in the record's unit, are written.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from advisor.problem.measurements import BARE, Record, estimates, table
from advisor.problem.measurements.estimates import UNITS, Estimate
from advisor.problem.schema import COLUMNS

SOURCE = "recorded-run"
TEXT = "RECORDED.md"
# Figures that do not depend on how a server is run have no tuned reading.
SERVED = ("cpu_cost", "io_concurrency")


def publish(record: Record, folder: Path) -> int:
    """Write what a record says into a folder's tables and return the number of cells.

    Raises
    ------
    MeasurementError
        If the record may not be scored.
    """
    criteria = {row["id"]: row["unit"] for row in _rows(folder / "criteria.csv")}
    kept = {criterion for criterion, unit in UNITS.items() if criteria.get(criterion) == unit}
    default, tuned = (
        {key: one for key, one in estimates(record, reading).items() if key[1] in kept}
        for reading in ("default", "tuned")
    )
    path = folder / "performances.csv"
    rows = _rows(path)
    known = {(row["alternative"], row["criterion"]) for row in rows}
    for row in rows:
        if found := default.get((row["alternative"], row["criterion"])):
            row |= _cells(found)
    _write(path, rows, rows[0])
    readings = [
        {"reading": "tuned", "alternative": one.alternative, "criterion": one.criterion}
        | _cells(one)
        for key, one in tuned.items()
        if key in known and one.criterion in SERVED
    ]
    _write(folder / "readings.csv", readings, COLUMNS["readings.csv"])
    (folder / TEXT).write_text(text(record), encoding="utf-8")
    return len(known & default.keys()) + len(readings)


def text(record: Record) -> str:
    """The record for a reader: machine, settings, versions, every cell, imports."""
    machine = "\n".join(f"- {key}: {value}" for key, value in record.machine.items())
    settings = ", ".join(f"{key} {value}" for key, value in record.settings.items())
    return (
        f"# The recorded run of {record.day}\n\n"
        f"Taken with `advisor measure --readings`, from {record.started} to {record.finished}. "
        "How it measures and what is scored from it is in `MEASURED.md`. One worker process "
        "on one core, the load client on another; interleaved rounds in random order.\n\n"
        f"{machine}\n- settings: {settings}\n\n## Versions\n\n{_versions(record)}\n"
        f"## Servers\n\nMedians. ≥: the load client may have been the limit.\n\n{table(record)}\n"
        f"## Imports\n\nMedians above bare Python.\n\n{_imports(record)}"
    )


def _versions(record: Record) -> str:
    rows = [
        "| framework | version | Python | gunicorn | uvicorn | granian |",
        "|---|---|---|---|---|---|",
    ]
    seen = set()
    for cell in record.cells:
        if cell.framework in seen or cell.framework == BARE or not cell.versions:
            continue
        seen.add(cell.framework)
        names = (cell.framework, "gunicorn", "uvicorn", "granian")
        own, *servers = (cell.versions.get(name, "–") for name in names)
        rows.append(f"| {cell.framework} | {own} | {cell.python} | {' | '.join(servers)} |")
    return "\n".join(rows) + "\n"


def _imports(record: Record) -> str:
    rows = ["| framework | statement | ms | MB |", "|---|---|--:|--:|"]
    for times in record.imports:
        ms, mb = (sorted(figures)[len(figures) // 2] for figures in (times.import_ms, times.rss_mb))
        rows.append(f"| {times.framework} | `{times.statement}` | {ms:.0f} | {mb:.0f} |")
    return "\n".join(rows) + "\n"


def _cells(found: Estimate) -> dict[str, str]:
    low, high = (f"{bound:.3g}" for bound in (found.low, found.high))
    performance = f"{found.performance:.3g}"
    return {
        "performance": performance,
        "low": low if low != high else "",
        "high": high if low != high else "",
        "basis": "measured",
        "source": SOURCE,
        "as_of": found.as_of,
        "version": found.version,
        "note": found.note,
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer: csv.DictWriter[Any] = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
