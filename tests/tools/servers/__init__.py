"""Real servers for tests and benches: on loopback, on a free port, ended by their process id."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    command: list[str], url: str, *, cwd: Path, env: dict[str, str] | None = None, **popen: object
) -> Iterator[str]:
    """Start a server, wait until the address answers, and end it with all its children."""
    log = Path(cwd, "server.log")
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=cwd, env=env, stdout=out, stderr=out, start_new_session=True, **popen
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text('utf-8')[-3000:]}")
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True  # refused, but by a server that is up
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


# As if the wheel had been built without npm.
BARE = "from advisor.serve.content import frontend; frontend.SCRIPTS = ('none',)"


@contextlib.contextmanager
def dashboard(cwd: Path, *options: str, first: str = "") -> Iterator[str]:
    """The dashboard as ``advisor serve`` serves it, from an empty folder."""
    port = free_port()
    code = f"{first}\nimport sys; from advisor.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "serve", "--no-browser", "--port", str(port)]
    base = f"http://127.0.0.1:{port}/"
    with running([*command, *options], f"{base}voila/advisor/no.js", cwd=cwd):
        yield base


@contextlib.contextmanager
def jupyterlab(cwd: Path, notebooks: Path) -> Iterator[str]:
    """JupyterLab on the notebooks, without settings of whoever runs the tests."""
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    options = [
        f"--ServerApp.port={port}",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={notebooks}",
        "--LabApp.news_url=None",
    ]
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(cwd / "config"), "HOME": str(cwd)}
    base = f"http://127.0.0.1:{port}"
    with running([*command, *options], f"{base}/api/status", cwd=cwd, env=env):
        yield base
