"""The record of an inspection, run by run, and whether the runs agree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from advisor.lab.contract.inspection.probes import Probed
from advisor.problem.problem import InputError


@dataclass(frozen=True)
class Inspected:
    """One framework in one run.

    ``product_concepts`` is None without a product, and ``bare_frames`` is None if there is no
    middleware to leave out.
    """

    python: str
    server: str
    versions: Mapping[str, str]
    concepts: tuple[str, ...]
    product_concepts: tuple[str, ...] | None
    frames: tuple[str, ...]
    bare_frames: tuple[str, ...] | None
    interface: int
    with_dependencies: int
    probes: Mapping[str, Probed]

    def figures(self) -> dict[str, object]:
        """Figures that must be equal in all runs, by name."""
        return {
            "concepts": self.concepts,
            "product_concepts": self.product_concepts,
            "frames": self.frames,
            "bare_frames": self.bare_frames,
            "interface": self.interface,
            "with_dependencies": self.with_dependencies,
            **{name: probed.outcome for name, probed in self.probes.items()},
        }


@dataclass(frozen=True)
class InspectionRecord:
    """All runs of a day, each with every framework."""

    date: str
    runs: tuple[Mapping[str, Inspected], ...]

    def compared(self) -> tuple[int, tuple[str, ...]]:
        """Number of figures, and names of the figures that differ between runs."""
        first, *others = self.runs
        count, differing = 0, []
        for framework, found in first.items():
            for name, value in found.figures().items():
                count += 1
                if any(run[framework].figures()[name] != value for run in others):
                    differing.append(f"{framework} {name}")
        return count, tuple(differing)


def write(record: InspectionRecord, path: Path) -> None:
    """Write a record as JSON."""
    path.write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> InspectionRecord:
    """Read a record.

    Raises
    ------
    InputError
        If the file is not an inspection record; the message says where it is wrong.
    """
    try:
        record = msgspec.json.decode(path.read_bytes(), type=InspectionRecord)
    except msgspec.DecodeError as error:
        raise InputError(f"{path} is not an inspection record: {error}") from None
    if not record.runs:
        raise InputError(f"{path} is not an inspection record: it has no runs")
    return record
