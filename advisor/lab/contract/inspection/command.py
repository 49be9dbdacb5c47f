"""``advisor lab inspect``: counts what a reader must know and probes secure defaults."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from advisor.lab.contract.command import USERS
from advisor.lab.contract.inspection.facts import publish
from advisor.lab.contract.inspection.probes import RAISES, AppKind, Probed, ask, unknown
from advisor.lab.contract.inspection.record import Inspected, InspectionRecord, read, write
from advisor.lab.contract.inspection.tables import markdown
from advisor.lab.manifest import APPS, manifests
from advisor.lab.plan import DEFAULT, SERVERS
from advisor.lab.servers import launch
from advisor.lab.servers.launch import Environment
from advisor.lab.sizes.simplicity.concepts import concepts
from advisor.lab.sizes.simplicity.frames import frames
from advisor.lab.sizes.simplicity.handler import begin_with
from advisor.lab.sizes.simplicity.interface import interface, with_dependencies
from advisor.problem.folder import load
from advisor.problem.problem import InputError


def main(
    frameworks: Sequence[str],
    runs: int,
    recorded: str | None,
    output: str | None,
    folder: str | None,
) -> int:
    """Inspect all or the named frameworks, or read a record; write it and print its tables.

    If ``folder`` names a problem folder, the facts are written into its tables.
    """
    for framework in frameworks:
        if framework not in manifests():
            known = ", ".join(manifests())
            raise InputError(f"there is no reference app for {framework!r}; allowed: {known}")
    record = read(Path(recorded)) if recorded else inspect(frameworks or tuple(manifests()), runs)
    if output and output.endswith(".md"):
        Path(output).write_text(markdown(record), encoding="utf-8")
    elif output:
        write(record, Path(output))
    print(markdown(record))
    if folder:
        load(folder)  # reports a fault before anything is written
        print(f"Wrote {publish(record, Path(folder))} cells to {folder}")
    return 0


def inspect(frameworks: Sequence[str], runs: int) -> InspectionRecord:
    """Inspect frameworks several times, each time with new servers.

    Raises
    ------
    RuntimeError
        If an environment cannot be created or an app does not start.
    """
    environments = {framework: launch.environment(framework) for framework in frameworks}
    found = []
    for number in range(1, runs + 1):
        run = {}
        for framework, environment in environments.items():
            print(f"run {number} of {runs}, {framework} …", file=sys.stderr)
            run[framework] = inspect_one(framework, environment)
        found.append(run)
    return InspectionRecord(date.today().isoformat(), tuple(found))


def inspect_one(framework: str, environment: Environment) -> Inspected:
    """Count and probe one framework."""
    manifest = manifests()[framework]
    product = manifest.apps.get("product")
    site = next(environment.python.parent.parent.glob("lib/python3.*/site-packages"))
    has_middleware = "HELLO_MIDDLEWARE" in (APPS / framework / "hello.py").read_text("utf-8")
    return Inspected(
        python=environment.python_version,
        server=SERVERS[DEFAULT[manifest.interfaces[0]]].id,
        versions=environment.versions,
        concepts=tuple(sorted(concepts(APPS / framework / "service.py"))),
        product_concepts=tuple(sorted(concepts(product.folder))) if product else None,
        frames=frames(framework, environment),
        bare_frames=frames(framework, environment, middleware="none") if has_middleware else None,
        interface=len(interface(site, framework)),
        with_dependencies=len(with_dependencies(site, framework)),
        probes={
            **_probed(framework, environment, "hello"),
            **_probed(framework, environment, "raising"),
            **(_probed(framework, environment, "product") if product else unknown("product")),
        },
    )


def _probed(framework: str, environment: Environment, kind: AppKind) -> dict[str, Probed]:
    app = "product" if kind == "product" else "hello"
    server = SERVERS[DEFAULT[next(iter(manifests()[framework].apps[app].entries))]]

    def change(folder: Path) -> None:
        if kind == "raising":
            begin_with(RAISES, folder / "hello.py")

    users = USERS if kind == "product" else ()
    with launch.serve(environment, framework, app, server, "", users, change=change) as running:
        return ask(running.url, kind)
