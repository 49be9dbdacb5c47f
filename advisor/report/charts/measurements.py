"""A measurement as figures: throughput, latencies, and rates while requests wait."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import Any

from advisor.problem.measurements import BARE, Record, Spread
from advisor.problem.measurements.record import Cell
from advisor.report.charts.base import GRID, Figure, Part, bare_layout, safe
from advisor.report.charts.palette import colour, dash, symbol

ROW = 26
AXIS = {"gridcolor": GRID, "zeroline": False, "fixedrange": True}


def throughput(record: Record, workload: str = "hello") -> Figure:
    """Requests per second by number of clients, one line per framework and server."""
    lines: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for cell in _measured(record, workload):
        if cell.handler == "documented":
            speed = median(run.requests_per_second for run in cell.runs)
            lines.setdefault((cell.framework, cell.server), []).append((cell.concurrency, speed))
    traces = [
        {
            **_line(record, framework, place),
            "name": f"{framework}, {server}",
            "x": [str(clients) for clients, _ in sorted(points)],
            "y": [round(speed, 1) for _, speed in sorted(points)],
        }
        for place, ((framework, server), points) in enumerate(lines.items())
    ]
    return _lines(traces, "Clients", {"title": "Requests/s", "type": "log", "dtick": "D2"})


def latencies(record: Record, workload: str = "hello", reading: str = "default") -> Figure:
    """Longest latency of each share of the requests, one line per framework."""
    shares = [f"{share:g} %" for share in record.percentiles]
    traces = []
    for cell in _measured(record, workload):
        if reading in cell.readings:
            rounds = zip(*(run.latency_ms for run in cell.runs), strict=True)
            traces.append(
                {
                    **_line(record, cell.framework, 0),
                    "name": f"{cell.framework}, {cell.server}",
                    "x": shares,
                    "y": [round(median(ms), 2) for ms in rounds],
                }
            )
    axis = {"title": "Milliseconds", "type": "log", "dtick": "D2"}
    return _lines(traces, "Share of the requests that took no longer", axis)


def waiting(record: Record, clients: int = 64) -> Figure:
    """Rate while every request waits, in % of the ideal in which no client waits for another.

    There is one bar per framework, server and kind of handler; a thin line spans the rounds.
    """
    cells = [c for c in _measured(record, "wait") if c.concurrency == clients]
    spreads = [Spread.of(100 * (run.goodput or 0) for run in cell.runs) for cell in cells]
    rows = sorted(zip(cells, spreads, strict=True), key=lambda row: row[1].median)
    names = [_set_up(cell) for cell, _ in rows]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [round(spread.median, 1) for _, spread in rows],
        "y": names,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [round(spread.high - spread.median, 1) for _, spread in rows],
            "arrayminus": [round(spread.median - spread.low, 1) for _, spread in rows],
        },
        "marker": {"color": [colour(_place(record, cell.framework)) for cell, _ in rows]},
        "text": [f"{spread.median:.0f}" for _, spread in rows],
        "textposition": "auto",
        "insidetextanchor": "start",
        "textangle": 0,
        "hovertemplate": "%{y}: %{x:.1f} %<extra></extra>",
    }
    layout = {
        **bare_layout(ROW * len(rows) + 70),
        "margin": {"l": 10, "r": 40, "t": 4, "b": 50},
        "xaxis": {**AXIS, "title": f"% of the ideal, {clients} clients", "range": [0, 110]},
        "yaxis": {"automargin": True, "fixedrange": True},
    }
    return Figure({"data": [bars], "layout": layout})


def _measured(record: Record, workload: str) -> Iterable[Cell]:
    return (
        cell
        for cell in record.cells
        if cell.scenario == workload and cell.framework != BARE and cell.runs
    )


def _set_up(cell: Cell) -> str:
    handler = "" if cell.handler == "documented" else f", {cell.handler} handler"
    return safe(f"{cell.framework}, {cell.server}{handler}")


def _place(record: Record, framework: str) -> int:
    return list(dict.fromkeys(c.framework for c in record.cells if c.framework != BARE)).index(
        framework
    )


def _line(record: Record, framework: str, place: int) -> dict[str, Any]:
    """Line style: one colour per framework, with a marker and a dash per server."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "line": {"color": colour(_place(record, framework)), "dash": dash(place)},
        "marker": {"symbol": symbol(place), "size": 9},
    }


def _lines(traces: list[Part], across: str, up: Part) -> Figure:
    layout = {
        **bare_layout(420),
        "showlegend": True,
        "margin": {"l": 60, "r": 20, "t": 4, "b": 50},
        "xaxis": {**AXIS, "title": across, "type": "category"},
        "yaxis": {**AXIS, **up},
    }
    return Figure({"data": traces, "layout": layout})
