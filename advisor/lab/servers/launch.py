"""Starts the apps of a framework under servers, in a separate environment.

Environments are created once in the user's cache folder and kept. Servers listen on a free loopback
port, and `advisor.lab.servers.guard` ends them even if this process crashes.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.lab.machine import tree
from advisor.lab.manifest import App, manifests
from advisor.lab.plan import ServerConfig
from advisor.lab.servers import guard

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "backend-advisor-lab"
SERVERS = ("gunicorn[gevent]", "uvicorn[standard]", "granian", "hypercorn", "daphne")
# Driver for PostgreSQL, if the environment asks for it.
DRIVERS = ("psycopg[binary]",) if "DATABASE_URL" in os.environ else ()
NEWEST_FIRST = ("3.14", "3.13", "3.12")
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Environment:
    """A virtual environment with a framework and the servers."""

    python: Path
    python_version: str
    versions: Mapping[str, str]


@dataclass(frozen=True)
class User:
    """A user of a product; only staff may write."""

    name: str
    password: str
    staff: bool

    def added_by(self, command: str) -> str:
        """Command from the manifest that adds this user."""
        flag = "--staff" if self.staff else ""
        return command.format(
            name=self.name, password=self.password, staff=self.staff, staff_flag=flag
        )


@dataclass(frozen=True)
class RunningApp:
    """A server that runs."""

    url: str
    pid: int
    environment: Environment

    @property
    def python(self) -> str:
        """Version of the Python that runs it."""
        return self.environment.python_version

    @property
    def versions(self) -> Mapping[str, str]:
        """Versions of all packages in the environment."""
        return self.environment.versions

    def pids(self) -> tuple[int, ...]:
        """The server's processes."""
        return tree(self.pid)


def environment(framework: str, cache: Path = CACHE) -> Environment:
    """Environment of a framework's apps, see `environment_of`."""
    return environment_of(framework, manifests()[framework].requirements, cache)


def environment_of(name: str, files: Sequence[Path], cache: Path = CACHE) -> Environment:
    """Return an environment; the first call creates it with the newest available Python.

    Parameters
    ----------
    name : str
        Name of its folder in the cache.
    files : sequence of Path
        Requirements files of the packages that it needs besides the servers.
    cache : Path
        Folder of all environments.

    Raises
    ------
    RuntimeError
        If it cannot be created; the message has the last line of pip.
    """
    folder = cache / name
    python, made = folder / "bin" / "python", folder / "made"
    needs = "".join([*(path.read_text(encoding="utf-8") for path in files), *SERVERS, *DRIVERS])
    if not made.exists() or made.read_text(encoding="utf-8") != needs:
        if not python.exists():
            _run([_newest_python(), "-m", "venv", str(folder)])
        asked = [*SERVERS, *DRIVERS, *(f"--requirement={path}" for path in files)]
        _run([str(python), "-m", "pip", "install", "--quiet", *asked])
        made.write_text(needs, encoding="utf-8")
    listed = _run([str(python), "-m", "pip", "list", "--format", "json"])
    version = _run([str(python), "-c", "import platform; print(platform.python_version())"])
    versions = {package["name"].lower(): package["version"] for package in json.loads(listed)}
    return Environment(python, version.strip(), versions)


def serve(
    environment: Environment,
    framework: str,
    kind: str,
    server: ServerConfig,
    upstream: str,
    users: Sequence[User] = (),
    *,
    middleware: str = "startproject",
    change: Callable[[Path], None] = lambda folder: None,
) -> contextlib.AbstractContextManager[RunningApp]:
    """Run an app of a framework, see `serve_app`."""
    app = manifests()[framework].apps[kind]
    return serve_app(
        environment,
        framework,
        app,
        server,
        upstream,
        users,
        middleware=middleware,
        change=change,
    )


@contextlib.contextmanager
def serve_app(
    environment: Environment,
    name: str,
    app: App,
    server: ServerConfig,
    upstream: str,
    users: Sequence[User] = (),
    *,
    middleware: str = "startproject",
    change: Callable[[Path], None] = lambda folder: None,
) -> Iterator[RunningApp]:
    """Run an app under a server until the end of the block.

    The app runs in a copy of its folder, with its own database unless the environment variable
    ``DATABASE_URL`` names a PostgreSQL database, such as ``postgresql://user@host/name``.

    Parameters
    ----------
    environment : Environment
    name : str
        Name of the framework or variant, for messages.
    app : App
    server : ServerConfig
    upstream : str
        Address of the slow service that the app calls.
    users : sequence of User
        Users to add before the start.
    middleware : str
        Value of ``HELLO_MIDDLEWARE``, for apps that use it.
    change : callable
        Called with the copy of the folder before the app starts.

    Raises
    ------
    RuntimeError
        If the app does not answer within `PATIENCE_SECONDS`; the message has the end of its log.
    """
    port = _free_port()
    command = [str(environment.python), *_command(server, app.entries[server.interface], port)]
    variables = {
        **os.environ,
        "UPSTREAM_URL": upstream,
        "HELLO_MIDDLEWARE": middleware,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if "DATABASE_URL" in os.environ:
        _, _, rest = os.environ["DATABASE_URL"].partition("://")
        variables["DATABASE_URL"] = f"{app.database}://{rest}"
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryFile() as log:
        folder = Path(scratch, "app")
        shutil.copytree(app.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        change(folder)
        for prepare in (*app.prepare, *(user.added_by(app.user) for user in users)):
            _run([str(environment.python), *shlex.split(prepare)], cwd=folder, env=variables)
        process = subprocess.Popen(
            [sys.executable, "-I", str(guard.__file__), *command],
            cwd=folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pid = int(process.stdout.readline() or 0)
            url = f"http://127.0.0.1:{port}"
            if not _answers(f"{url}/hello", process):
                log.seek(0)
                said = log.read().decode("utf-8", "replace")[-1500:]
                raise RuntimeError(f"{name} under {server.id} did not start:\n{said}")
            yield RunningApp(url, pid, environment)
        finally:
            process.stdin.close()
            process.stdout.close()
            try:
                process.wait(2 * guard.GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(server: ServerConfig, application: str, port: int) -> list[str]:
    """Arguments for the Python of the environment."""
    address = f"127.0.0.1:{port}"
    match server.id.split("-")[0]:
        case "gunicorn":
            threads = ["--threads", str(server.threads)] if server.threads > 1 else []
            kind = ["--worker-class", server.worker_class, *threads]
            return ["-m", "gunicorn", "--workers", "1", *kind, "--bind", address, application]
        case "uvicorn":
            return ["-m", "uvicorn", "--host", "127.0.0.1", "--port", str(port), application]
        case "hypercorn":
            return ["-m", "hypercorn", "--bind", address, application]
        case "daphne":
            return ["-m", "daphne", "--bind", "127.0.0.1", "--port", str(port), application]
        case "own":
            return shlex.split(application.format(port=port))
        case _:
            at = ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
            factory = ["--factory"] if application.endswith("()") else []
            application = application.removesuffix("()")
            return ["-m", "granian", "--interface", server.interface, *factory, *at, application]


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS):
                return True
        except urllib.error.HTTPError:
            return True  # it speaks HTTP; the content is checked later
        except OSError:
            time.sleep(0.05)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _newest_python() -> str:
    for version in NEWEST_FIRST:
        by_pyenv = sorted(PYENV.glob(f"{version}.*/bin/python{version}"))
        for found in (*by_pyenv, shutil.which(f"python{version}")):
            if found and _works(str(found)):
                return str(found)
    return sys.executable


def _works(python: str) -> bool:
    # A shim of pyenv is on the PATH, but it runs only the version chosen for this folder.
    return subprocess.run([python, "-V"], capture_output=True, check=False).returncode == 0


def _run(command: list[str], **where: Any) -> str:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, capture_output=True, text=True, check=False, **where
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(f"{' '.join(command)}: {last[-300:]}")
    return done.stdout
