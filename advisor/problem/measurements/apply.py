"""Replaces facts of a problem with the user's own measurements."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from advisor.problem.elements import Performance, Source
from advisor.problem.measurements.estimates import UNITS, Estimate, Spread, estimates
from advisor.problem.measurements.record import Record
from advisor.problem.problem import Problem

OWN_SOURCE = "own-record"
OWN_TEXT = "own-record.md"


def with_measurements(problem: Problem, record: Record, reading: str = "default") -> Problem:
    """Copy of a problem in which measured figures replace the shipped ones.

    A figure is replaced if the problem has its alternative and criterion and the criterion uses
    the unit of the measurement. All other facts stay as they are.

    Parameters
    ----------
    problem : Problem
    record : Record
    reading : str
        One of `READINGS`.

    Raises
    ------
    MeasurementError, LookupError
        As in `estimates`.
    """
    units = {criterion.id: criterion.unit for criterion in problem.criteria}
    changed = dict(problem.performances)
    for key, found in estimates(record, reading).items():
        if key in changed and units[found.criterion] == UNITS[found.criterion]:
            changed[key] = _performance(found, OWN_SOURCE)
    source = Source(
        OWN_SOURCE,
        f"Measurement of {record.day}",
        "advisor measure, on this machine",
        OWN_TEXT,
        record.day,
    )
    return replace(
        problem,
        performances=changed,
        sources={**problem.sources, OWN_SOURCE: source},
        texts={**problem.texts, OWN_TEXT: table(record)},
    )


def table(record: Record) -> str:
    """Markdown table of a record's cells: medians, and the spread of the requests/s.

    ≥ marks a lower bound: a rate that the load client may have limited.
    """
    rows = [
        "| framework | workload | server | threads | handler | clients | reading | requests/s "
        "| lowest–highest | p50 ms | p99 ms | µs/request | MB | runs | discarded |",
        "|---|---|---|--:|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    at = {share: place for place, share in enumerate(record.percentiles)}
    for cell in record.cells:
        first = (
            f"| {cell.framework} | {cell.scenario} | {cell.server} | {cell.threads or '–'} "
            f"| {cell.handler} | {cell.concurrency} | {', '.join(cell.readings) or '–'} "
        )
        if not cell.runs:
            rows.append(f"{first}| – | – | – | – | – | – | 0 | {len(cell.discarded)} |")
            continue
        speed = Spread.of(run.requests_per_second for run in cell.runs)
        p50, p99 = (median(run.latency_ms[at[share]] for run in cell.runs) for share in (50, 99))
        cpu = median(run.cpu_us for run in cell.runs)
        rss = median(run.rss_mb for run in cell.runs)
        rate = f"{'≥ ' if record.bounded(cell) else ''}{speed.median:.0f}"
        rows.append(
            f"{first}| {rate} | {speed.low:.0f}–{speed.high:.0f} | {p50:.1f} "
            f"| {p99:.1f} | {cpu:.0f} | {rss:.0f} | {len(cell.runs)} | {len(cell.discarded)} |"
        )
    return "\n".join(rows) + "\n"


def _performance(found: Estimate, source: str) -> Performance:
    return Performance(
        found.alternative,
        found.criterion,
        found.performance,
        found.low,
        found.high,
        "measured",
        source,
        found.as_of,
        found.version,
        found.note,
    )
