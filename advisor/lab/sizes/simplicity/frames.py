"""Counts the frames of a framework between server and handler; `MEASURED.md` defines them."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from advisor.lab.manifest import manifests
from advisor.lab.plan import DEFAULT, SERVERS
from advisor.lab.servers import launch
from advisor.lab.servers.launch import Environment
from advisor.lab.sizes.simplicity import stack
from advisor.lab.sizes.simplicity.handler import begin_with

# Servers, and the server modules of frameworks that include a server in their package.
SERVING = (
    *("gunicorn", "uvicorn", "granian"),
    *("aiohttp.web_protocol", "aiohttp.web_server", "aiohttp.web_runner"),
    *("sanic.http", "sanic.server", "sanic.worker"),
    *("tornado.http1connection", "tornado.httpserver", "tornado.iostream", "tornado.tcpserver"),
)
# `__main__` is the module that Python runs: the app or a server.
APP = ("hello", "__main__")


def frames(
    framework: str, environment: Environment, *, middleware: str = "startproject"
) -> tuple[str, ...]:
    """Frames of the framework and its dependencies on the stack of ``GET /hello``.

    Returns
    -------
    tuple of str
        Module and function, such as ``flask.app:Flask.wsgi_app``, innermost first.

    Raises
    ------
    RuntimeError
        If the app does not start.
    """
    server = SERVERS[DEFAULT[manifests()[framework].interfaces[0]]]
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch, "stack.json")

        def change(folder: Path) -> None:
            shutil.copy(str(stack.__file__), folder / "lab_stack.py")
            recorded = f'__import__("lab_stack").record({str(written)!r})'
            begin_with(recorded, folder / "hello.py")

        with launch.serve(
            environment, framework, "hello", server, "", middleware=middleware, change=change
        ) as running:
            # The first request builds objects that the second one reuses.
            urllib.request.urlopen(f"{running.url}/hello").close()
            return of_framework(json.loads(written.read_text(encoding="utf-8")))


def of_framework(found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Frames of the framework in a stack, innermost first."""
    above = takewhile(lambda frame: not _is_in(frame[0], SERVING), found)
    outside = (
        (module, function)
        for module, function in above
        if module.partition(".")[0] not in sys.stdlib_module_names and not _is_in(module, APP)
    )
    return tuple(f"{module}:{function}" for module, function in outside)


def _is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in packages)
