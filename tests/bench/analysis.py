"""Times the analysis core against the least any implementation has to do.

``python -m tests.bench.analysis`` prints, from one run: ratios to the bare floor (one
matrix product and one argsort) on 10 alternatives x 15 criteria and 100,000 weight
vectors, rounds interleaved; what one slider move costs on the shipped problem; and
time and memory up to 1,000,000 x 50 x 50. Everything on one core. Machines are
noisy: read the ratios, not the absolute figures. ``--quick`` leaves out the largest.
"""

from __future__ import annotations

import os

for library in ("OPENBLAS", "MKL", "OMP"):  # read when NumPy is first imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import resource  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
import tracemalloc  # noqa: E402
from collections.abc import Callable  # noqa: E402

import numpy as np  # noqa: E402

import advisor  # noqa: E402
from advisor import robustness  # noqa: E402
from advisor.analysis.acceptability import smaa  # noqa: E402
from advisor.analysis.sampling import simplex  # noqa: E402
from advisor.analysis.stability import nearest_loss, performance_flips, weight_stability  # noqa: E402
from advisor.analysis.uncertainty import UncertainValues, triangular  # noqa: E402
from advisor.scoring import additive, normalise_weights, ranks  # noqa: E402

ROUNDS = 7
ALTERNATIVES, CRITERIA, VECTORS = 10, 15, 100_000
REACH = [
    (10_000, 10, 15),
    (100_000, 10, 15),
    (1_000_000, 10, 15),
    (100_000, 50, 15),
    (100_000, 10, 50),
    (100_000, 50, 50),
    (1_000_000, 50, 50),
]


def interleaved(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
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


def ratios() -> None:
    rng = np.random.default_rng(1)
    values = rng.random((ALTERNATIVES, CRITERIA))
    weights = rng.dirichlet(np.ones(CRITERIA), VECTORS)
    everywhere = simplex(CRITERIA)
    calls: dict[str, Callable[[], object]] = {
        "bare floor": lambda: np.argsort(weights @ values.T, axis=1),
        "additive": lambda: additive(values, weights),
        "additive and ranks": lambda: ranks(additive(values, weights)),
        "SMAA-2, weights given": lambda: smaa(values, weights, VECTORS, rng),
        "SMAA-2, weights drawn too": lambda: smaa(values, everywhere, VECTORS, rng),
        "SMAA-2, all values uncertain too": lambda: smaa(
            uncertain(values), everywhere, VECTORS, rng
        ),
    }
    found = interleaved(calls, ROUNDS)
    print(f"{ALTERNATIVES} x {CRITERIA}, {VECTORS:,} weight vectors, median of {ROUNDS}")
    for name, milliseconds in found.items():
        print(f"  {name:34}{milliseconds:8.1f} ms{milliseconds / found['bare floor']:7.2f} x")


def slider_move() -> None:
    problem = advisor.load()
    moves = iter(range(1, 10_000))
    shape = (len(problem.alternatives), len(problem.criteria))

    def everything() -> None:
        ranking = advisor.rank(problem, {"startup": next(moves) % 100})
        sliders = normalise_weights(list(ranking.raw_weights.values()))
        leader = ranking.order[0]
        weight_stability(ranking.values, sliders, leader)
        performance_flips(ranking.values, sliders, leader)
        nearest_loss(ranking.values, sliders, leader)
        robustness.acceptability(ranking)
        robustness.find_lead(ranking)

    rng = np.random.default_rng(1)
    worst = uncertain(rng.random(shape))
    calls: dict[str, Callable[[], object]] = {
        "ranking, contributions": lambda: advisor.rank(problem, {"startup": next(moves) % 100}),
        "10,000 draws, weights only": lambda: smaa(worst.stated, simplex(shape[1]), 10_000, rng),
        "10,000 draws, all values uncertain": lambda: smaa(worst, simplex(shape[1]), 10_000, rng),
        "whole recompute": everything,
    }
    print(f"\nOne slider move, {shape[0]} x {shape[1]} as shipped, median of 25")
    for name, milliseconds in interleaved(calls, 25).items():
        print(f"  {name:34}{milliseconds:8.2f} ms")


def reach(quick: bool) -> None:
    print("\nSMAA-2, every value uncertain, weights drawn; the peak is traced over 50,000 draws")
    for draws, alternatives, criteria in REACH[: -1 if quick else None]:
        values = np.random.default_rng(2).random((alternatives, criteria))
        start = time.perf_counter()
        smaa(uncertain(values), simplex(criteria), draws, np.random.default_rng(3))
        taken = time.perf_counter() - start
        tracemalloc.start()  # in a run of its own, because tracing takes time
        smaa(uncertain(values), simplex(criteria), min(draws, 50_000), np.random.default_rng(3))
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        print(
            f"  {draws:9,} x {alternatives} x {criteria}"
            f"{taken:9.2f} s{taken / draws * 1e6:9.2f} µs/draw{peak:8.0f} MB at peak"
        )
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  the whole process never held more than {resident:.0f} MB")


if __name__ == "__main__":
    ratios()
    slider_move()
    reach(quick="--quick" in sys.argv)
