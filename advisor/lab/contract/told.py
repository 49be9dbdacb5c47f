"""The results of swaps for readers: shares of working features, a table and a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.lab.contract.command import normal, packages
from advisor.lab.contract.features import FEATURES
from advisor.lab.contract.variants import SWAPS, variants


def share(row: Mapping[str, Any], swap: str) -> float:
    """Share of the features that worked before a swap and still work after it, in [0, 1]."""
    before = [n for n, result in row["before"]["features"].items() if result["outcome"] == "works"]
    after = row["swaps"][swap]["features"]
    kept = [name for name in before if after[name]["outcome"] == "works"]
    return len(kept) / len(before)


def mean_share(row: Mapping[str, Any]) -> float | None:
    """Mean share over the four swaps; None if a swap was not tested."""
    if row["swaps"].keys() != SWAPS.keys():
        return None
    return sum(share(row, swap) for swap in SWAPS) / len(SWAPS)


def table(record: Mapping[str, Any]) -> str:
    """Markdown table of working features and changed lines: one row per swap."""
    lines = [f"| swap | {' | '.join(record)} |", "|---" * (len(record) + 1) + "|"]
    for swap, name in SWAPS.items():
        cells = [_cell(row, swap) for row in record.values()]
        lines.append(f"| {name} (`{swap}`) | {' | '.join(cells)} |")
    means = [mean_share(row) for row in record.values()]
    shares = ["–" if mean is None else f"{100 * mean:.1f} %" for mean in means]
    lines.append(f"| mean share | {' | '.join(shares)} |")
    sums = [_lines(row["swaps"].values()) for row in record.values()]
    return "\n".join([*lines, f"| together | {' | '.join(sums)} |"])


def _lines(tried: Iterable[Mapping[str, Any]]) -> str:
    counts = [(found["added"], found["removed"]) for found in tried]
    added, removed = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    return f"+{added} −{removed} lines"


def _cell(row: Mapping[str, Any], swap: str) -> str:
    if swap not in row["swaps"]:
        return "not tried"
    found = row["swaps"][swap]
    outcomes = [result["outcome"] for result in found["features"].values()]
    kept, had = outcomes.count("works"), len(outcomes) - outcomes.count("absent")
    return f"{kept} of {had}, {_lines([found])}"


def told(record: Mapping[str, Any]) -> str:
    """Text for readers: the table, all features, lost features and versions."""
    days = sorted({f["date"] for row in record.values() for f in row["swaps"].values()})
    lines = [
        f"Tried on {' and '.join(days)}; written by `advisor lab swaps --tell` from the record, "
        "`data/measurements/swaps.json`. A cell: features that work, of those that worked before; "
        "lines added and removed.\n",
        table(record),
    ]
    for framework, row in record.items():
        tried = row["swaps"]
        lines += [
            f"\n### {framework}\n",
            f"| feature | before | {' | '.join(tried)} |",
            "|---" * (len(tried) + 2) + "|",
        ]
        for name, feature in FEATURES.items():
            seen = [
                found["features"][name]["outcome"] for found in (row["before"], *tried.values())
            ]
            lines.append(f"| {feature.name} | {' | '.join(seen)} |")
        lines.append("")
        for swap, found in tried.items():
            lines.append(f"- `{swap}`: {found['by']} <{found['page']}>")
            for name, result in found["features"].items():
                if result["outcome"] == "lost":
                    what = FEATURES[name].name
                    lines.append(f"  - Lost, {what}: {result['seen']} <{result['page']}>")
        versions = ", ".join(_versions(framework, tried))
        lines.append(f"- Python {row['before']['python']}, {row['before']['server']}; {versions}")
    return "\n".join(lines) + "\n"


def _versions(framework: str, tried: Mapping[str, Any]) -> list[str]:
    """Packages in the requirements of the variants, each once, with the tested version."""
    found = {}
    for swap, variant in variants(framework).items():
        if swap in tried:
            names = packages(variant.requirements[0])
            installed = {normal(n): v for n, v in tried[swap]["versions"].items()}
            found.update({name: installed[name] for name in names})
    return [f"{name} {version}" for name, version in found.items()]
