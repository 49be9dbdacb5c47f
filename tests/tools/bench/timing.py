"""Fair timing: one core, rounds interleaved, medians. Import this before NumPy."""

from __future__ import annotations

import os

for library in ("OPENBLAS", "MKL", "OMP"):  # read when NumPy is first imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import statistics  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402

import numpy as np  # noqa: E402

from advisor.mcda.sampling.values import UncertainValues, triangular  # noqa: E402

Calls = dict[str, Callable[[], object]]


def interleaved(calls: Calls, rounds: int) -> dict[str, float]:
    """Median milliseconds of each call; every round runs all of them once."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            taken[name].append((time.perf_counter() - start) * 1e3)
    return {name: statistics.median(times) for name, times in taken.items()}


def uncertain(values: np.ndarray) -> UncertainValues:
    """Every single cell uncertain: the dearest case."""
    return triangular(np.clip(values - 0.2, 0, 1), values, np.clip(values + 0.2, 0, 1))
