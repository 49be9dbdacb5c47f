"""The plan of a measurement: frameworks × workloads × servers, and the readings of each set-up.

A *reading* says how a framework runs. Its rules are fixed before the measurement and never changed
afterwards for a faster set-up.

``naive``
    The first server on the framework's deployment page, with one worker process because the
    server has one core: a sync worker (WSGI) or an event loop.
``default``
    The same, except while requests wait. Then it is the set-up that the framework's documentation
    names for waiting requests or for many or long connections, in any sentence, section or page.
    If there is none, it is the set-up that the documentation recommends, or else describes first,
    with its processes and threads for one processor; other settings are the defaults of the
    server. A framework without such pages runs like the framework that it is built on. A server
    that cannot run here is replaced by the most similar one, with the same processes and threads.
    The handler is the one that the documentation shows for the set-up. ``[waiting]`` of an
    ``app.toml`` records the findings.
``tuned``
    The best fit for the workload: 64 threads (WSGI) or coroutines (ASGI) while requests wait,
    otherwise granian, which supports both interfaces.

All other set-ups are for comparison only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.lab.manifest import DOCUMENTED, manifests
from advisor.problem.measurements.record import BARE
from advisor.problem.problem import InputError

WAIT_MS = 50
ORDER: dict[str, Any] = {
    "number": "A-1001",
    "currency": "EUR",
    "gift": False,
    "placed": "2026-11-23",
    "discount": 5,
    "note": "leave it at the door",
    "customer": {"name": "Ada Lovelace", "email": "ada@example.org"},
    "lines": [{"sku": "book-1", "quantity": 2, "price": "12.50"}],
}


@dataclass(frozen=True, eq=False)  # compared by identity, because its dicts have no hash
class Workload:
    """One kind of request to one kind of app.

    A request waits for ``wait_ms`` milliseconds. The app ``hello`` consists of the framework and
    its server only; ``product`` is a complete reference app.
    """

    id: str
    name: str
    method: str
    path: str
    status: int
    expected: dict[str, Any]
    concurrency: int = 16
    body: Any = None
    wait_ms: int = 0
    app: str = "hello"

    def ideal(self, concurrency: int) -> float | None:
        """Answers per second if no client waits for another; None if requests do not wait."""
        return concurrency / self.wait_ms * 1000 if self.wait_ms else None


WORKLOADS = {
    workload.id: workload
    for workload in (
        Workload("hello", "a trivial JSON answer", "GET", "/hello", 200, {"message": "hello"}),
        Workload(
            "wait", "50 ms of waiting", "GET", f"/wait?ms={WAIT_MS}", 200, {},
            concurrency=64, wait_ms=WAIT_MS,
        ),
        Workload(
            "upstream", "a slow service asked over HTTP", "GET", f"/upstream?ms={WAIT_MS}", 200,
            {}, concurrency=64, wait_ms=WAIT_MS, app="product",
        ),
        Workload(
            "create", "a validated POST", "POST", "/api/orders", 201,
            {"number": ORDER["number"]}, body=ORDER, app="product",
        ),
        Workload(
            "read", "a row from SQLite", "GET", "/api/orders/{id}", 200,
            {"number": ORDER["number"]}, app="product",
        ),
        Workload(
            "list", "20 rows from SQLite", "GET", "/api/orders", 200, {}, app="product",
        ),
        Workload("work", "5 ms of computing", "GET", "/work", 200, {}, app="product"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class ServerConfig:
    """Configuration of a server; ``threads`` is 0 for an event loop or greenlets."""

    id: str
    interface: str
    worker_class: str
    threads: int


SERVERS = {
    server.id: server
    for server in (
        ServerConfig("gunicorn-sync", "wsgi", "sync", 1),
        ServerConfig("gunicorn-gthread-4", "wsgi", "gthread", 4),
        ServerConfig("gunicorn-gthread-64", "wsgi", "gthread", 64),
        ServerConfig("gunicorn-gevent", "wsgi", "gevent", 0),
        ServerConfig("granian-wsgi", "wsgi", "granian", 1),
        ServerConfig("uvicorn", "asgi", "uvicorn", 0),
        ServerConfig("granian-asgi", "asgi", "granian", 0),
        ServerConfig("hypercorn", "asgi", "hypercorn", 0),
        ServerConfig("daphne", "asgi", "daphne", 0),
        ServerConfig("own", "own", "own", 0),
    )
}
BARE_SERVER = ServerConfig("asyncio", "none", "asyncio", 0)
DEFAULT = {"wsgi": "gunicorn-sync", "asgi": "uvicorn", "own": "own"}
TUNED = {"wsgi": "granian-wsgi", "asgi": "granian-asgi", "own": "own"}
TUNED_WAITING = {"wsgi": "gunicorn-gthread-64", "asgi": "uvicorn", "own": "own"}

# Handlers of the waiting workload besides the documented one; an app may lack them.
WAITING_HANDLERS = {"sync": f"/wait-sync?ms={WAIT_MS}", "async": f"/wait-async?ms={WAIT_MS}"}


@dataclass(frozen=True)
class SetUp:
    """One framework under one workload, on one server, with a number of concurrent clients."""

    framework: str
    workload: Workload
    server: ServerConfig
    handler: str
    concurrency: int
    readings: tuple[str, ...]

    @property
    def path(self) -> str:
        """Path and query of the request."""
        return WAITING_HANDLERS.get(self.handler, self.workload.path)

    def __str__(self) -> str:
        handler = "" if self.handler == DOCUMENTED else f", {self.handler} handler"
        return f"{self.framework}, {self.workload.id}, {self.server.id}{handler}"


def plan(
    frameworks: Iterable[str],
    workloads: Iterable[str] = tuple(WORKLOADS),
    *,
    readings_only: bool = False,
) -> tuple[SetUp, ...]:
    """List all set-ups to measure, the bare responder first.

    Parameters
    ----------
    frameworks, workloads : iterable of str
        Ids from `advisor.lab.manifest.manifests` and `WORKLOADS`. A framework has no set-up for a
        workload whose app it lacks.
    readings_only : bool
        Whether to include only set-ups of a reading, each with one number of clients. Otherwise
        all set-ups are included, ``hello`` and ``wait`` with 1, 16 and 64 clients.

    Raises
    ------
    InputError
        If a framework or workload is unknown; the message lists the known ones.
    """
    asked = [_known(workload, WORKLOADS, "workload") for workload in workloads]
    chosen = [WORKLOADS[workload] for workload in WORKLOADS if workload in asked]
    setups = [SetUp(BARE, WORKLOADS["hello"], BARE_SERVER, DOCUMENTED, 16, ())]
    for framework in frameworks:
        apps = manifests()[_known(framework, manifests(), "framework")].apps
        for server in SERVERS.values():
            for workload in chosen:
                if workload.app in apps and server.interface in apps[workload.app].entries:
                    setups += _setups(framework, server, workload, readings_only)
    return tuple(setups)


def readings_of(
    framework: str, server: ServerConfig, workload: Workload, handler: str
) -> tuple[str, ...]:
    """Readings that use a set-up."""
    manifest = manifests()[framework]
    first = next(iter(manifest.apps[workload.app].entries))
    chosen = {
        "default": (DEFAULT[first], DOCUMENTED),
        "naive": (DEFAULT[first], DOCUMENTED),
        "tuned": (TUNED[first], DOCUMENTED),
    }
    if workload.wait_ms:
        waiting = manifest.waiting
        # The other apps wait in one handler only.
        chosen["default"] = waiting.server, waiting.handler if workload.id == "wait" else DOCUMENTED
        chosen["tuned"] = TUNED_WAITING[first], DOCUMENTED
    return tuple(name for name, setup in chosen.items() if setup == (server.id, handler))


def _setups(
    framework: str, server: ServerConfig, workload: Workload, readings_only: bool
) -> list[SetUp]:
    several = workload.id in ("hello", "wait") and not readings_only
    handlers = [DOCUMENTED]
    if workload.id == "wait":
        coroutines = server.interface != "wsgi"
        handlers += [kind for kind in WAITING_HANDLERS if kind == "sync" or coroutines]
    found = []
    for handler in handlers:
        readings = readings_of(framework, server, workload, handler)
        for concurrency in (1, 16, 64) if several else (workload.concurrency,):
            stands_for = readings if concurrency == workload.concurrency else ()
            if stands_for or not readings_only:
                found.append(SetUp(framework, workload, server, handler, concurrency, stands_for))
    return found


def _known(asked: str, known: Iterable[str], what: str) -> str:
    names: Sequence[str] = tuple(known)
    if asked not in names:
        raise InputError(f"there is no {what} {asked!r}; allowed: {', '.join(names)}")
    return asked
