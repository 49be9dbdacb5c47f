"""Computes performances from a record of ``advisor measure``.

Speeds differ between machines, so the scored figures are ratios within one run. They are computed
round by round, because a disturbance slows a whole round down:

``cpu_cost``
    Processor time per request ÷ that of the bare responder in the same round: a multiple of the
    least work that a Python process needs for an answer. The unit does not depend on the measured
    frameworks, so measuring another framework changes no score.
``io_concurrency``
    Answers per second while every request waits, in % of the ideal in which no client waits for
    another.
``startup``
    Import time above bare Python ÷ start-up time of bare Python, measured right before it.
``footprint``
    Megabytes of a clean install, which are the same on every machine.

A performance is the median over the rounds. Its low and high bound the 95 % confidence interval of
that median (see `median_interval`); they describe the noise within the run and nothing else. If
two intervals overlap, the figures differ by less than the noise, and the verdict, which draws from
the intervals, calls a lead that rests on them a tie. `level` is coarser: a repeat of the whole
measurement should give the same level again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb
from statistics import median, quantiles

from advisor.problem.measurements.record import BARE, Cell, MeasurementError, Record

READINGS = ("default", "naive", "tuned")
UNITS = {
    "cpu_cost": "× bare Python",
    "io_concurrency": "% of ideal",
    "startup": "× bare Python",
    "footprint": "MB",
}
# One level per doubling, or per quarter of a bounded share; the first and last levels are open.
LEVEL_EDGES = {
    "cpu_cost": (8, 16, 32, 64),
    "io_concurrency": (10, 25, 50, 75),
    "startup": (4, 8, 16, 32),
    "footprint": (2, 4, 8, 16, 32, 64),
}


@dataclass(frozen=True)
class Spread:
    """Median, extremes and quartiles of repeats."""

    median: float
    low: float
    high: float
    lower_quartile: float
    upper_quartile: float
    count: int

    @classmethod
    def of(cls, repeats: Iterable[float]) -> Spread:
        """Spread of one or more repeats; raises `ValueError` if there is none."""
        found = sorted(repeats)
        if not found:
            raise ValueError("there are no repeats; allowed: one or more")
        several = len(found) > 1
        lower, _, upper = quantiles(found, n=4, method="inclusive") if several else found * 3
        return cls(median(found), found[0], found[-1], lower, upper, len(found))


@dataclass(frozen=True)
class Estimate:
    """Measured performance of one alternative on one criterion, in the unit of `UNITS`."""

    alternative: str
    criterion: str
    performance: float
    low: float
    high: float
    version: str
    as_of: str
    note: str

    def meets(self, other: Estimate) -> bool:
        """Whether the intervals of the two estimates overlap."""
        return self.low <= other.high and other.low <= self.high


def median_interval(repeats: Sequence[float]) -> tuple[float, float]:
    """Interval that contains the true median with 95 % confidence, for any distribution.

    The number of repeats below the median is binomial (n, ½), so the k-th lowest and the k-th
    highest repeat bound the median with confidence 1 − 2 P(fewer than k). Five or fewer repeats
    cannot reach 95 %; then the interval spans all of them. Source: W. J. Conover, Practical
    Nonparametric Statistics, 3rd edition, section 3.2.

    Examples
    --------
    >>> median_interval([9, 1, 2, 3, 4, 5, 6, 7, 8])
    (2, 8)
    """
    found, n = sorted(repeats), len(repeats)
    k, fewer = 0, 1 / 2**n
    while fewer <= 0.025:
        k += 1
        fewer += comb(n, k) / 2**n
    k = max(k, 1)
    return found[k - 1], found[n - k]


def level(criterion: str, performance: float) -> int:
    """Number of the level that contains a performance; 0 is the level of the lowest figures.

    Examples
    --------
    >>> level("cpu_cost", 7.9), level("cpu_cost", 8.1), level("io_concurrency", 96)
    (0, 1, 4)
    """
    return bisect_right(LEVEL_EDGES[criterion], performance)


def estimates(record: Record, reading: str) -> dict[tuple[str, str], Estimate]:
    """Compute all performances of a reading, by framework id and criterion id.

    Raises
    ------
    MeasurementError
        If the record cannot be scored; the message says why.
    LookupError
        If the reading is not one of `READINGS`; the message lists them.
    """
    if reading not in READINGS:
        raise LookupError(f"there is no reading {reading!r}; allowed: {', '.join(READINGS)}")
    if record.refused:
        raise MeasurementError(f"this measurement cannot be scored: {record.refused}")
    found = [*_served(record, reading), *_imported(record), *_installed(record)]
    return {(one.alternative, one.criterion): one for one in found}


def _served(record: Record, reading: str) -> list[Estimate]:
    bare = {run.round: run.cpu_us for cell in record.cells_of(BARE, "hello") for run in cell.runs}
    found = []
    for cell in record.cells:
        if reading not in cell.readings:
            continue
        if cell.scenario == "hello":
            ratios = [run.cpu_us / bare[run.round] for run in cell.runs if bare.get(run.round)]
            found += _estimate(record, cell, "cpu_cost", ratios)
        if cell.scenario == "wait":
            shares = [100 * run.goodput for run in cell.runs if run.goodput is not None]
            found += _estimate(record, cell, "io_concurrency", shares)
    return found


def _estimate(
    record: Record, cell: Cell, criterion: str, repeats: Sequence[float]
) -> list[Estimate]:
    """One estimate, or none if every run was discarded."""
    if not repeats:
        return []
    threads = f", {cell.threads} threads" if cell.threads > 1 else ""
    handler = "" if cell.handler == "documented" else f", {cell.handler} handler"
    workers = f"{cell.workers} worker{'s' if cell.workers > 1 else ''}"
    note = (
        f"{cell.server}, {workers}{threads}{handler}, {cell.concurrency} clients, "
        f"{len(repeats)} runs."
    )
    version = cell.versions.get(cell.framework, "")
    low, high = median_interval(repeats)
    return [
        Estimate(cell.framework, criterion, median(repeats), low, high, version, record.day, note)
    ]


def _imported(record: Record) -> list[Estimate]:
    found = []
    for times in record.imports:
        ratios = [a / b for a, b in zip(times.import_ms, times.bare_ms, strict=True) if b > 0]
        if ratios:
            low, high = median_interval(ratios)
            note = f"{times.statement}; {len(ratios)} runs."
            found.append(
                Estimate(
                    times.framework, "startup", median(ratios), low, high, times.version,
                    record.day, note,
                )
            )  # fmt: skip
    return found


def _installed(record: Record) -> list[Estimate]:
    return [
        Estimate(
            install.framework, "footprint", install.megabytes, install.megabytes,
            install.megabytes, install.version, record.day,
            f"{install.distributions} distribution{'' if install.distributions == 1 else 's'}, "
            "the framework included; no server.",
        )
        for install in record.installs
    ]  # fmt: skip
