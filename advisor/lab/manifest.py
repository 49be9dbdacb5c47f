"""The manifest of a framework's apps: ``apps/<framework>/app.toml``.

.. code:: toml

    [hello]                          # the smallest app
    wsgi = "hello:application"       # the documented interface comes first
    asgi = "hello:asgi_application"

    [product]                        # the whole reference app, if there is one
    folder = "product"
    wsgi = "config.wsgi:application"
    prepare = ["manage.py migrate"]  # commands for its Python before the first start
    database = "postgresql"          # scheme of a PostgreSQL address
    user = "-m shop.add {name} {password} {staff_flag}"  # adds a user; {staff} is True or False

    [waiting]                        # how its documentation runs it while requests wait
    server = "daphne"                # one of `advisor.lab.plan.SERVERS`
    handler = "async"                # one of `advisor.lab.plan.WAITING_HANDLERS`, or left out
    says = "…"                       # quotation from the page
    page = "https://…"

    [absent]                         # features that the product does not have
    websocket = { why = "…", page = "https://…" }

    [switched_on]                    # probes that the product passes by a line of its author
    forged_post = "the line, and its place"

An app with its own server names the command instead: ``own = "-m module --port {port}"``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

APPS = Path(__file__).with_name("apps")
INTERFACES = ("wsgi", "asgi", "own")
KINDS = ("hello", "product")
DOCUMENTED = "documented"


@dataclass(frozen=True)
class App:
    """How to start one app; ``entries`` are by interface, the documented one first."""

    folder: Path
    entries: Mapping[str, str]
    prepare: tuple[str, ...] = ()
    user: str = ""
    database: str = "postgresql"


@dataclass(frozen=True)
class Waiting:
    """Server and handler that the documentation recommends for waiting requests, with a source."""

    server: str
    says: str
    page: str
    handler: str = DOCUMENTED


@dataclass(frozen=True)
class Absent:
    """Why a framework lacks a feature, and the page that shows it."""

    why: str
    page: str


@dataclass(frozen=True)
class Manifest:
    """Apps of a framework by kind, its absent features, and probes that its author switched on."""

    framework: str
    apps: Mapping[str, App]
    waiting: Waiting
    absent: Mapping[str, Absent]
    switched_on: Mapping[str, str]

    @property
    def interfaces(self) -> tuple[str, ...]:
        """Interfaces of the smallest app, the documented one first."""
        return tuple(self.apps["hello"].entries)

    @property
    def requirements(self) -> tuple[Path, ...]:
        """Requirements files of the apps."""
        folders = dict.fromkeys((APPS / self.framework, *(a.folder for a in self.apps.values())))
        return tuple(path for f in folders if (path := f / "requirements.txt").exists())


@cache
def manifests() -> Mapping[str, Manifest]:
    """Manifests of all frameworks with an app, by framework id.

    Raises
    ------
    ValueError
        If an ``app.toml`` has an unknown or missing key; the message names the file and the key.
    """
    return {path.parent.name: read(path) for path in sorted(APPS.glob("*/app.toml"))}


def read(path: Path) -> Manifest:
    """Read one manifest; the name of its folder is the framework id."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    _known(path, "", found, (*KINDS, "waiting", "absent", "switched_on"))
    if "hello" not in found:
        raise ValueError(f"{path}: [hello] is missing; every framework needs its smallest app")
    apps = {kind: _app(path, kind, found[kind]) for kind in KINDS if kind in found}
    absent = {}
    for feature, said in found.get("absent", {}).items():
        _known(path, f"absent.{feature}", said, ("why", "page"))
        absent[feature] = Absent(**said)
    waiting = _waiting(path, found.get("waiting", {}))
    return Manifest(path.parent.name, apps, waiting, absent, found.get("switched_on", {}))


def _app(path: Path, kind: str, said: dict[str, Any]) -> App:
    _known(path, kind, said, ("folder", "prepare", "user", "database", *INTERFACES))
    entries = {key: said[key] for key in said if key in INTERFACES}
    if not entries:
        raise ValueError(f"{path}: [{kind}] has no interface; needed: {' or '.join(INTERFACES)}")
    folder = path.parent / said.get("folder", ".")
    if not folder.is_dir():
        raise ValueError(f"{path}: {kind}.folder: there is no folder {folder}")
    rest = {key: said[key] for key in ("user", "database") if key in said}
    return App(folder.resolve(), entries, tuple(said.get("prepare", ())), **rest)


def _waiting(path: Path, said: dict[str, str]) -> Waiting:
    needed = ("server", "says", "page")
    _known(path, "waiting", said, (*needed, "handler"))
    for key in needed:
        if key not in said:
            raise ValueError(f"{path}: waiting.{key} is missing; needed: {', '.join(needed)}")
    return Waiting(**said)


def _known(path: Path, where: str, said: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in said:
        if key not in keys:
            place = f"{where}.{key}" if where else key
            raise ValueError(f"{path}: unknown key {place}; allowed: {', '.join(keys)}")
