"""Whether repeats of a whole measurement agree.

A cell is one framework on one criterion in one reading. It agrees if all records give it the same
level (`level` in `advisor.problem.measurements`). Other cells are listed with their figures, so
that a reader can distinguish a cell at the border of two levels from one with a large change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.problem.measurements.estimates import READINGS, Estimate, estimates, level
from advisor.problem.measurements.record import Record
from advisor.problem.problem import InputError

WANTED = 0.95
"""Share of agreeing cells that repeats on a quiet machine should reach."""


@dataclass(frozen=True)
class RepeatAgreement:
    """Number of cells that all records have, and the cells among them with different levels."""

    compared: int
    differing: tuple[tuple[str, tuple[Estimate, ...]], ...]

    @property
    def share(self) -> float:
        """Share of the cells with the same level in all records, in [0, 1]; 1 without cells."""
        return 1 - len(self.differing) / self.compared if self.compared else 1.0

    def __str__(self) -> str:
        same = self.compared - len(self.differing)
        share = f"{100 * self.share:.0f} %"
        lines = [f"{same} of {self.compared} cells have the same level in all records ({share})"]
        for reading, found in self.differing:
            figures = " / ".join(f"{one.performance:.3g}" for one in found)
            first = found[0]
            meet = all(first.meets(other) for other in found)
            why = "within the noise of the runs" if meet else "beyond the noise of the runs"
            lines.append(f"  {first.alternative} {first.criterion} {reading}: {figures}, {why}")
        return "\n".join(lines)


def agreement(records: Sequence[Record]) -> RepeatAgreement:
    """Compare records of the same plan; raises `InputError` for fewer than two records."""
    if len(records) < 2:
        raise InputError("at least two records are needed")
    compared, differing = 0, []
    for reading in READINGS:
        found = [estimates(record, reading) for record in records]
        for cell in sorted(set.intersection(*(set(one) for one in found))):
            compared += 1
            of_cell = tuple(one[cell] for one in found)
            if len({level(one.criterion, one.performance) for one in of_cell}) > 1:
                differing.append((reading, of_cell))
    return RepeatAgreement(compared, tuple(differing))
