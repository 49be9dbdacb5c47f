"""What a tree of processes costs: processor time and resident memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psutil

BYTES_PER_MB = 1e6


@dataclass(frozen=True)
class Usage:
    """Processor time so far, in seconds, and resident memory, in MB, of some processes.

    Pages that processes share count once for each of them.
    """

    cpu_seconds: float
    rss_mb: float


def usage(pids: Sequence[int]) -> Usage:
    """Add up what the processes have used.

    Raises
    ------
    ProcessLookupError
        If one of them is gone: its time can no longer be read, so a sum would be too small.
    """
    cpu, rss = 0.0, 0
    for pid in pids:
        try:
            process = psutil.Process(pid)
            times = process.cpu_times()
            rss += process.memory_info().rss
        except psutil.NoSuchProcess:
            raise ProcessLookupError(f"process {pid} ended while it was measured") from None
        cpu += times.user + times.system
    return Usage(cpu, rss / BYTES_PER_MB)


def tree(pid: int) -> tuple[int, ...]:
    """A process and all its descendants; empty when it is gone."""
    try:
        root = psutil.Process(pid)
        return (pid, *(child.pid for child in root.children(recursive=True)))
    except psutil.NoSuchProcess:
        return ()
