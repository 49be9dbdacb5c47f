"""Measures the import time of a framework and the memory after the import.

Each run compares ``python -I -c STATEMENT`` with ``python -I -c pass`` right before it. Rounds are
interleaved over the frameworks in random order. The first rounds, which warm the byte code, are
ignored.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from advisor.lab.machine import BYTES_PER_MB
from advisor.lab.progress import Progress, ProgressStep, silent
from advisor.lab.servers.launch import Environment
from advisor.problem.measurements.record import ImportTimes

WARM_UP_ROUNDS = 2
SETTINGS = "from django.conf import settings; settings.configure()"
# Imports of a project's first line; by default the package with the framework's name.
STATEMENTS = {
    "django": (
        "from django.http import HttpResponse; import django.urls; "
        "from django.core.wsgi import get_wsgi_application"
    ),
    "djangorestframework": f"{SETTINGS}; import rest_framework.views",
    "django-ninja": f"{SETTINGS}; import ninja",
    "aiohttp": "from aiohttp import web",
    "pyramid": "from pyramid.config import Configurator; from pyramid.response import Response",
    "starlette": (
        "from starlette.applications import Starlette; "
        "from starlette.responses import JSONResponse; from starlette.routing import Route"
    ),
    "tornado": "from tornado.web import Application, RequestHandler",
}


def import_times(
    environments: Mapping[str, Environment],
    *,
    rounds: int = 25,
    seed: int = 1,
    progress: Progress = silent,
) -> tuple[ImportTimes, ...]:
    """Time the imports; Ctrl-C keeps the complete rounds.

    Parameters
    ----------
    environments : mapping of framework id to Environment
    rounds : int
        Number of rounds, without the warm-up.
    seed : int
        Seed of the random order.
    progress : callable
        Called with a `ProgressStep` before each import.
    """
    shuffle = random.Random(seed)
    names = list(environments)
    took: dict[str, list[tuple[float, float, float]]] = {name: [] for name in names}
    try:
        for number in range(WARM_UP_ROUNDS + rounds):
            found = {}
            for name in shuffle.sample(names, len(names)):
                progress(ProgressStep(number, WARM_UP_ROUNDS + rounds, None, f"importing {name}"))
                found[name] = _once(environments[name].python, statement(name))
            if number >= WARM_UP_ROUNDS:
                for name, figures in found.items():
                    took[name].append(figures)
    except KeyboardInterrupt:
        pass
    return tuple(_times(name, environments[name], took[name]) for name in names if took[name])


def statement(framework: str) -> str:
    """Import statement of a framework."""
    return STATEMENTS.get(framework, f"import {framework.replace('-', '_')}")


def _once(python: Path, imported: str) -> tuple[float, float, float]:
    """Milliseconds above bare Python, milliseconds of bare Python, and MB above bare Python."""
    bare = _seconds(python, "pass")
    seconds = _seconds(python, imported)
    memory = _memory(python, imported) - _memory(python, "pass")
    return 1000 * (seconds - bare), 1000 * bare, memory


def _seconds(python: Path, code: str) -> float:
    began = time.perf_counter()
    subprocess.run([str(python), "-I", "-c", code], check=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - began


def _memory(python: Path, code: str) -> float:
    # The process waits while its memory is read, because its own figure includes its parent's peak.
    waits = f"{code}\nprint(flush=True); input()"
    with subprocess.Popen(
        [str(python), "-I", "-c", waits], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        rss: int = psutil.Process(process.pid).memory_info().rss
        process.communicate(b"\n")
    return rss / BYTES_PER_MB


def _times(
    name: str, environment: Environment, took: list[tuple[float, float, float]]
) -> ImportTimes:
    above, bare, memory = zip(*took, strict=True)
    return ImportTimes(
        framework=name,
        version=environment.versions.get(name, ""),
        python=environment.python_version,
        statement=statement(name),
        import_ms=tuple(round(ms, 2) for ms in above),
        bare_ms=tuple(round(ms, 2) for ms in bare),
        rss_mb=tuple(round(mb, 2) for mb in memory),
    )
