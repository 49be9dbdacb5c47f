"""``advisor measure --features``: tests every product against the contract."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from advisor.lab.contract.features import FEATURES, READER, STAFF, Result, examine
from advisor.lab.manifest import Absent, App, manifests
from advisor.lab.plan import DEFAULT, SERVERS
from advisor.lab.servers import launch
from advisor.lab.servers.launch import User
from advisor.lab.servers.upstream import responder
from advisor.problem.problem import InputError

USERS = (User(*STAFF, staff=True), User(*READER, staff=False))
MARKS = {"works": "works", "absent": "–", "fails": "FAILS"}


@dataclass(frozen=True)
class Examined:
    """Features of one framework's product, with the versions that were tested."""

    python: str
    server: str
    versions: Mapping[str, str]
    features: Mapping[str, Result]


def examine_product(framework: str) -> Examined:
    """Run a framework's product under its documented server and test every feature.

    Raises
    ------
    RuntimeError
        If the environment cannot be created or the product does not start.
    """
    manifest = manifests()[framework]
    made = launch.environment(framework)
    return examine_app(framework, manifest.apps["product"], made, manifest.absent)


def examine_app(
    name: str, app: App, made: launch.Environment, absent: Mapping[str, Absent]
) -> Examined:
    """Run an app under its documented server and test every feature."""
    server = SERVERS[DEFAULT[next(iter(app.entries))]]
    with (
        responder() as upstream,
        launch.serve_app(made, name, app, server, upstream.url, USERS) as running,
    ):
        found = examine(running.url, absent)
    return Examined(made.python_version, server.id, made.versions, found)


def table(examined: Mapping[str, Examined]) -> str:
    """Text table with a row for each feature and a column for each framework."""
    width = max(len(feature.name) for feature in FEATURES.values()) + 2
    columns = [max(len(name), 5) + 2 for name in examined]
    across = zip(examined, columns, strict=True)
    lines = [" " * width + "".join(f"{name:>{column}}" for name, column in across)]
    for feature_id, feature in FEATURES.items():
        marks = [MARKS[found.features[feature_id].outcome] for found in examined.values()]
        cells = (f"{mark:>{column}}" for mark, column in zip(marks, columns, strict=True))
        lines.append(f"{feature.name:<{width}}{''.join(cells)}")
    return "\n".join(lines)


def main(frameworks: Sequence[str], output: str | None) -> int:
    """Test all products or the named ones; the exit status is 1 if a feature fails."""
    with_product = [name for name, manifest in manifests().items() if "product" in manifest.apps]
    for framework in frameworks:
        if framework not in with_product:
            known = ", ".join(with_product)
            raise InputError(f"there is no product for {framework!r}; allowed: {known}")
    examined = {}
    for framework in frameworks or with_product:
        print(f"{framework} …", file=sys.stderr)
        examined[framework] = examine_product(framework)
    print(table(examined))
    failed = [
        f"{framework}: {FEATURES[name].name}: {result.seen}"
        for framework, found in examined.items()
        for name, result in found.features.items()
        if result.outcome == "fails"
    ]
    print("\n".join(failed), file=sys.stderr)
    if output:
        write = markdown if output.endswith(".md") else to_json
        Path(output).write_text(write(examined, date.today()), encoding="utf-8")
    return 1 if failed else 0


def to_json(examined: Mapping[str, Examined], day: date) -> str:
    """All results with all versions, as JSON."""
    frameworks = {name: asdict(found) for name, found in examined.items()}
    return json.dumps({"date": day.isoformat(), "frameworks": frameworks}, indent=1) + "\n"


def markdown(examined: Mapping[str, Examined], day: date) -> str:
    """All results for readers, as Markdown: features, absent features with sources, versions."""
    lines = [
        "# What the reference products can do\n",
        f"Exercised over a real socket by `advisor measure --features` on {day.isoformat()}. The "
        "products are in `advisor/lab/apps/*/product`. –: absent, looked for and not found.\n",
        f"| feature | {' | '.join(examined)} |",
        "|---" * (len(examined) + 1) + "|",
    ]
    for feature_id, feature in FEATURES.items():
        marks = [MARKS[found.features[feature_id].outcome] for found in examined.values()]
        lines.append(f"| {feature.name} | {' | '.join(marks)} |")
    lines.append("\n## Absent\n")
    for framework, found in examined.items():
        for feature_id, result in found.features.items():
            if result.outcome == "absent":
                name = FEATURES[feature_id].name
                lines.append(f"- {framework}, {name}: {result.seen} <{result.page}>")
    lines.append("\n## With\n")
    for framework, found in examined.items():
        versions = {normal(name): version for name, version in found.versions.items()}
        named = ", ".join(f"{name} {versions[name]}" for name in requirements(framework))
        lines.append(f"- {framework}: Python {found.python}, {found.server}, {named}")
    return "\n".join(lines) + "\n"


def requirements(framework: str) -> list[str]:
    """Packages in the requirements of a product, as the package index spells them."""
    return packages(manifests()[framework].apps["product"].folder / "requirements.txt")


def packages(path: Path) -> list[str]:
    """Packages in a requirements file, as the package index spells them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [normal(re.split(r"[\[<>=~]", line)[0].strip()) for line in lines if line.strip()]


def normal(name: str) -> str:
    """Spell a package's name as the package index does."""
    return re.sub(r"[-_.]+", "-", name).lower()
