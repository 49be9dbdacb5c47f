"""An inspection for readers: figures, probes, and observations of failed probes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.lab.contract.inspection.probes import OF_THE_PRODUCT, PROBES, Probe
from advisor.lab.contract.inspection.record import Inspected, InspectionRecord
from advisor.lab.manifest import manifests

MARKS = {"passed": "yes", "failed": "no", "unknown": "?"}


def markdown(record: InspectionRecord) -> str:
    """Tables of the first run, and the agreement of all runs."""
    found = record.runs[0]
    lines = [
        "# How simple and how secure each framework is out of the box\n",
        f"Counted and probed by `advisor lab inspect` on {record.date}; `MEASURED.md` says what "
        "counts, when a probe passes, and what this does not show. "
        f"{_agreement(record)}\n",
        "## To learn and carry\n",
        "Frames: of Django, DRF and Ninja with the middleware of `startproject` / with none.\n",
        "| framework | concepts | of the product | frames | interface | with dependencies |",
        "|---|---:|---:|---:|---:|---:|",
        *(_figures(name, one) for name, one in found.items()),
        "\n## Secure defaults\n",
        "yes: passed. +: passed by a line that the product's author added, which counts apart. no: "
        "failed. ?: no product to ask.\n",
        *_table(PROBES, found),
        "\nThe login page of the products:\n",
        *_table(OF_THE_PRODUCT, found),
        "\n## Seen where a probe failed\n",
        *_failures(found),
        "\n## Lines behind a +\n",
        *_added(found),
        "\n## With\n",
        *(_with(name, one) for name, one in found.items()),
    ]
    return "\n".join(lines) + "\n"


def _figures(framework: str, found: Inspected) -> str:
    of_product = "?" if found.product_concepts is None else len(found.product_concepts)
    bare = "" if found.bare_frames is None else f" / {len(found.bare_frames)}"
    return (
        f"| {framework} | {len(found.concepts)} | {of_product} | {len(found.frames)}{bare} "
        f"| {found.interface} | {found.with_dependencies} |"
    )


def _agreement(record: InspectionRecord) -> str:
    if len(record.runs) == 1:
        return "One run."
    count, differing = record.compared()
    same = f"{count - len(differing)} of {count} figures are the same in {len(record.runs)} runs"
    return f"{same}{', all but ' if differing else ''}{', '.join(differing)}."


def _table(probes: Mapping[str, Probe], found: Mapping[str, Inspected]) -> Iterable[str]:
    """Rows of a table: one per tested framework, one column per probe, and the numbers passed."""
    yield f"| framework | {' | '.join(probes)} | yes | + | asked |"
    yield "|---" * (len(probes) + 1) + "|---:|---:|---:|"
    for framework, one in found.items():
        marks = [mark(framework, name, one) for name in probes]
        asked = len(marks) - marks.count("?")
        if asked:
            counts = f"{marks.count('yes')} | {marks.count('+')} | {asked}"
            yield f"| {framework} | {' | '.join(marks)} | {counts} |"


def mark(framework: str, name: str, found: Inspected) -> str:
    """Mark of a probe: yes, no, ? if it was not run, + if it passed by a line of the author."""
    outcome = found.probes[name].outcome
    added = outcome == "passed" and name in manifests()[framework].switched_on
    return "+" if added else MARKS[outcome]


def _failures(found: Mapping[str, Inspected]) -> Iterable[str]:
    """Observations of failed probes, with their frameworks."""
    for name in (*PROBES, *OF_THE_PRODUCT):
        seen: dict[str, list[str]] = {}
        for framework, one in found.items():
            if one.probes[name].outcome == "failed":
                seen.setdefault(one.probes[name].seen, []).append(framework)
        for said, frameworks in seen.items():
            yield f"- {name}: {said} ({', '.join(frameworks)})"


def _added(found: Mapping[str, Inspected]) -> Iterable[str]:
    for framework, one in found.items():
        for name in PROBES:
            if mark(framework, name, one) == "+":
                yield f"- {framework}, {name}: {manifests()[framework].switched_on[name]}"


def _with(framework: str, found: Inspected) -> str:
    version = found.versions[framework]
    return f"- {framework} {version}: Python {found.python}, {found.server}"
