"""The measuring machine: its description, its cores, and the usage of processes."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil

BYTES_PER_MB = 1e6
CPU_INFO = Path("/proc/cpuinfo")
SIBLINGS = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"


class Cores(NamedTuple):
    """Numbers of the cores for server and client; None lets the system choose."""

    server: int | None
    client: int | None


def cores() -> Cores:
    """Two cores that do not share an execution unit, if the system allows to choose cores."""
    if not hasattr(os, "sched_getaffinity"):
        return Cores(None, None)
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2:
        return Cores(None, None)
    server = usable[0]
    siblings = _siblings(server)
    return Cores(server, next((core for core in usable[1:] if core not in siblings), usable[1]))


def pin(core: int | None) -> None:
    """Bind this process and its future children to one core; None changes nothing."""
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})


@contextlib.contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Bind processes that start within the block to one core; restore the cores afterwards."""
    if core is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    pin(core)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def describe() -> dict[str, str | int | float | bool]:
    """Description of the machine for a record."""
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count() or 1,
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "pinned": cores().server is not None,
    }


def load_average() -> float | None:
    """Load average of the last minute; None if the system does not provide it."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


@dataclass(frozen=True)
class Usage:
    """Total processor time in seconds and resident memory in MB of some processes.

    Shared pages count once for each process.
    """

    cpu_seconds: float
    rss_mb: float


def usage(pids: Sequence[int]) -> Usage:
    """Add up the usage of processes.

    Raises
    ------
    ProcessLookupError
        If a process has ended, because its time is lost and the sum would be too small.
    """
    cpu, rss = 0.0, 0
    for pid in pids:
        try:
            process = psutil.Process(pid)
            times = process.cpu_times()
            rss += process.memory_info().rss
        except psutil.NoSuchProcess:
            raise ProcessLookupError(f"process {pid} ended during the measurement") from None
        cpu += times.user + times.system
    return Usage(cpu, rss / BYTES_PER_MB)


def tree(pid: int) -> tuple[int, ...]:
    """Ids of a process and all its descendants; empty if the process has ended."""
    try:
        root = psutil.Process(pid)
        return (pid, *(child.pid for child in root.children(recursive=True)))
    except psutil.NoSuchProcess:
        return ()


def _cpu_model() -> str:
    if CPU_INFO.is_file():
        for line in CPU_INFO.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, model = line.partition(":")
            if name.strip() == "model name":
                return model.strip()
    return platform.processor() or platform.machine()


def _siblings(core: int) -> set[int]:
    """Cores that share an execution unit with this one; the system lists them as 0,4 or 0-1."""
    try:
        listed = Path(SIBLINGS.format(core)).read_text(encoding="ascii").strip()
    except OSError:
        return set()
    found: set[int] = set()
    for part in listed.split(","):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found
