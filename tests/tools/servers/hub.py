"""A real JupyterHub with its real proxy, configured by ``binder/hub``, for tests and the soak."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import psutil

from tests.tools.servers import PATIENCE, free_port, running

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "binder" / "hub"
HINT = "There is no npm for the proxy of the hub. Install it: sudo apt install npm"
# What a test needs beside it: no accounts of the machine, free ports, root or not.
CONFIG = """
load_subconfig({config!r})
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.bind_url = {url!r}
c.JupyterHub.hub_port = {port}
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.environment = {environment!r}
c.JupyterHub.services = [{{"name": "tests", "api_token": {token!r}, "admin": True}}]
"""


@dataclass(frozen=True)
class Hub:
    """A running hub and a token that may do everything."""

    url: str
    token: str
    process: psutil.Process

    @property
    def routed(self) -> bool:
        """Whether the proxy, which starts first, knows the hub."""
        try:
            return bool(self.ask("GET", "hub/api/"))
        except URLError:
            return False

    def ask(self, method: str, path: str, body: object = None) -> bytes:
        """Ask the hub or a server behind it."""
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"{self.url}{path}", data, headers, method=method)) as answer:
            return bytes(answer.read())

    def start(self, user: str) -> None:
        """Start the server of a user, and wait for it."""
        self.ask("POST", f"hub/api/users/{user}")
        self.ask("POST", f"hub/api/users/{user}/server")
        deadline = time.monotonic() + PATIENCE
        while not json.loads(self.ask("GET", f"hub/api/users/{user}"))["servers"][""]["ready"]:
            assert time.monotonic() < deadline, f"the server of {user} did not start"
            time.sleep(0.2)

    def processes(self, name: str) -> list[psutil.Process]:
        """Processes of the hub whose command contains a name."""
        found = self.process.children(recursive=True)
        return [one for one in found if any(name in part for part in one.cmdline())]


def install_proxy() -> str | None:
    """Install the proxy once for each state of its lock file; None without npm."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    files = [FOLDER / name for name in ("package.json", "package-lock.json", ".npmrc")]
    digest = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    folder = ROOT / "build" / f"hub-{digest}"
    proxy = folder / "node_modules" / ".bin" / "configurable-http-proxy"
    if not proxy.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copy(file, folder)
        subprocess.run([npm, "ci", "--loglevel=error"], cwd=folder, check=True)
    return str(proxy)


@contextlib.contextmanager
def hub(folder: Path, proxy: str) -> Iterator[Hub]:
    """Start the hub in an empty folder, and end it with all servers of its users."""
    url, token = f"http://127.0.0.1:{free_port()}/", secrets.token_hex(16)
    environment = {
        "JUPYTER_CONFIG_PATH": str(ROOT / "advisor" / "serve"),  # the wheel installs the same
        "PYTHONPATH": str(ROOT),
    }
    config = CONFIG.format(
        config=str(FOLDER / "jupyterhub_config.py"),
        proxy=proxy,
        api=free_port(),
        url=url,
        port=free_port(),
        homes=str(folder / "{username}"),
        python=sys.executable,
        environment=environment,
        token=token,
    )
    (folder / "config.py").write_text(config)
    command = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "config.py")]
    known = set(psutil.Process().children())
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(command, f"{url}hub/login", cwd=folder, env={**os.environ}))
        [process] = set(psutil.Process().children()) - known
        # A hub that was asked to end ends them; one that had to be killed cannot.
        found = Hub(url, token, process)
        deadline = time.monotonic() + PATIENCE
        while not found.routed:
            assert time.monotonic() < deadline, "the hub did not start"
            time.sleep(0.1)
        try:
            yield found
        finally:
            servers = process.children(recursive=True)
    for server in servers:
        with contextlib.suppress(psutil.NoSuchProcess):
            server.kill()
