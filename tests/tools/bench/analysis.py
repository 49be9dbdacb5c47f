"""Times what one slider move costs, and how the analysis grows.

``python -m tests.tools.bench.analysis`` prints, from one run on one core: the parts of one slider
move on the shipped problem, and time and memory of SMAA-2 up to 1,000,000 x 50 x 50.
``--quick`` leaves out the largest; ``--plot FILE`` draws the growth as a page of HTML.
"""

from __future__ import annotations

import argparse
import resource
import time
import tracemalloc
from pathlib import Path

from tests.tools.bench.timing import Calls, interleaved, uncertain  # isort: skip  # before NumPy

import numpy as np
import plotly.graph_objects as go

import advisor
from advisor.mcda.acceptability import smaa
from advisor.mcda.additive import normalise_weights
from advisor.mcda.sampling.weights import simplex
from advisor.mcda.sensitivity import nearest_loss, performance_flips, weight_stability
from advisor.robustness.assessment import assess

# Draws, alternatives, criteria: one of them grows at a time, then all together.
GROWTH = {
    "draws": [(1_000, 10, 15), (10_000, 10, 15), (100_000, 10, 15), (1_000_000, 10, 15)],
    "alternatives": [(100_000, 3, 15), (100_000, 10, 15), (100_000, 50, 15)],
    "criteria": [(100_000, 10, 5), (100_000, 10, 15), (100_000, 10, 50)],
    "everything": [(1_000, 10, 15), (100_000, 50, 50), (1_000_000, 50, 50)],
}
TRACED = 50_000


def slider_move() -> None:
    """Print what a move costs, part by part and whole."""
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
        assert assess(ranking).lead

    rng = np.random.default_rng(1)
    worst = uncertain(rng.random(shape))
    calls: Calls = {
        "ranking, contributions": lambda: advisor.rank(problem, {"startup": next(moves) % 100}),
        "10,000 draws, weights only": lambda: smaa(worst.stated, simplex(shape[1]), 10_000, rng),
        "10,000 draws, all values uncertain": lambda: smaa(worst, simplex(shape[1]), 10_000, rng),
        "whole recompute": everything,
    }
    print(f"\nOne slider move, {shape[0]} x {shape[1]} as shipped, median of 25")
    for name, milliseconds in interleaved(calls, 25).items():
        print(f"  {name:36}{milliseconds:8.2f} ms")
    print("  (whole: ranking, contributions, stability, flips, 10,000 draws, verdict)")


def growth(quick: bool) -> dict[str, list[tuple[int, float]]]:
    """Print and return, for what grows, (draws x alternatives x criteria, seconds)."""
    print(f"\nSMAA-2, every value uncertain, weights drawn; the peak is over {TRACED:,} draws")
    timed: dict[tuple[int, int, int], float] = {}
    lines = {}
    for grows, sizes in GROWTH.items():
        for size in sizes[:-1] if quick and grows == "everything" else sizes:
            if size not in timed:
                timed[size] = _timed(*size)
        lines[grows] = [(int(np.prod(size)), timed[size]) for size in sizes if size in timed]
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  the whole process never held more than {resident:.0f} MB")
    return lines


def _timed(draws: int, alternatives: int, criteria: int) -> float:
    values = uncertain(np.random.default_rng(2).random((alternatives, criteria)))
    start = time.perf_counter()
    smaa(values, simplex(criteria), draws, np.random.default_rng(3))
    taken = time.perf_counter() - start
    tracemalloc.start()  # in a run of its own, because tracing takes time
    smaa(values, simplex(criteria), min(draws, TRACED), np.random.default_rng(3))
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(
        f"  {draws:9,} x {alternatives:2} x {criteria:2}"
        f"{taken:9.3f} s{taken / draws * 1e6:9.2f} µs/draw{peak:8.0f} MB at peak"
    )
    return taken


def plot(lines: dict[str, list[tuple[int, float]]], file: Path) -> None:
    """Draw time against size; a straight line of slope 1 is growth in proportion."""
    figure = go.Figure()
    for grows, points in lines.items():
        sizes, seconds = zip(*points, strict=True)
        figure.add_scatter(x=sizes, y=seconds, mode="lines+markers", name=f"more {grows}")
    figure.update_xaxes(type="log", title="draws × alternatives × criteria")
    figure.update_yaxes(type="log", title="seconds")
    figure.update_layout(title="SMAA-2 with every value uncertain, one core")
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.write_html(file)
    print(f"  drawn in {file}")


def main() -> None:
    """Run both parts."""
    parser = argparse.ArgumentParser(prog="analysis", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    options = parser.parse_args()
    slider_move()
    lines = growth(options.quick)
    if options.plot:
        plot(lines, options.plot)


if __name__ == "__main__":
    main()
