"""Writes an inspection into a problem folder: names, frames and secure defaults."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from advisor.lab.contract.inspection.probes import PROBES
from advisor.lab.contract.inspection.record import Inspected, InspectionRecord
from advisor.lab.contract.inspection.tables import mark
from advisor.lab.records.publish import read_rows, write_rows

SOURCE = "inspected-run"
NAMED = 4


def publish(record: InspectionRecord, folder: Path) -> int:
    """Write an inspection into ``performances.csv`` and return the number of cells.

    The function updates existing rows only, with the figures of the first run.
    """
    path, found = folder / "performances.csv", record.runs[0]
    rows, count = read_rows(path), 0
    for row in rows:
        facts = _facts(row["alternative"], found.get(row["alternative"]))
        if cells := facts.get(row["criterion"]):
            version = found[row["alternative"]].versions[row["alternative"]]
            row |= {"low": "", "high": "", "basis": "measured", "source": SOURCE}
            row |= {"as_of": record.date, "version": version, **cells}
            count += 1
    write_rows(path, rows, rows[0])
    return count


def _facts(framework: str, found: Inspected | None) -> dict[str, dict[str, str]]:
    """Cells of each criterion that the inspection covers."""
    if found is None:
        return {}
    some = ", ".join(name.strip(".=") for name in found.concepts[:NAMED])
    named = {"performance": str(len(found.concepts)), "note": f"Among them {some}."}
    return {"concepts": named, "frames": _frames(found), "secure_defaults": _safe(framework, found)}


def _frames(found: Inspected) -> dict[str, str]:
    bare = found.bare_frames
    if bare is None or len(bare) == len(found.frames):
        note, low = "As its first page writes an application.", ""
    else:
        note, low = "With the middleware of its start command; low is without any.", str(len(bare))
    return {"performance": str(len(found.frames)), "low": low, "note": note}


def _safe(framework: str, found: Inspected) -> dict[str, str]:
    marks = Counter(mark(framework, name, found) for name in PROBES)
    passed, added, unknown = marks["yes"], marks["+"], marks["?"]
    if unknown:
        return {
            "performance": f"{passed + unknown / 2:g}",
            "low": str(passed),
            "high": str(passed + unknown),
            "note": f"{passed} of {len(PROBES) - unknown} passed; the {unknown} that need a "
            "product were not tried, so this is the middle of what is possible.",
        }
    note = "As its own start command writes it."
    if found.bare_frames is None:  # only Django and the frameworks on it have a start command
        note = "Nothing was switched on by the author."
    if added:
        note = f"{added} more that the product’s author switched on."
    high = str(passed + added) if added else ""
    return {"performance": str(passed), "high": high, "note": note}
