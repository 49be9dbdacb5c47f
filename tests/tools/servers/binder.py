"""What Binder does with this repository, without Docker and without the network of mybinder.

The steps are those of the installed repo2docker (``buildpacks/conda`` and ``buildpacks/base.py``):
an environment with its base packages, ``pip install -r binder/requirements.txt`` and
``binder/postBuild``, both as user 1000. Then BinderHub starts the server. What it passes and what
mybinder adds was read in the public repositories jupyterhub/binderhub, b9fad99
(``binderhub/binderspawner_mixin.py``, ``helm-chart/binderhub/values.yaml``), and
jupyterhub/mybinder.org-deploy, 95860db of 2026-08-05 (``etcJupyter`` in ``mybinder/values.yaml``).

Most packages of the environment are those of the running one, which has the same versions
(``tests/product/test_package.py``): their files are linked in two seconds instead of installed in
half a minute.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import repo2docker

from tests.tools.servers import free_port, running

ROOT = Path(__file__).parents[3]
LOCK = Path(repo2docker.__file__).parent / "buildpacks/conda/environment.py-3.11-linux-64.lock"
# Packages for Python in that file which binder/requirements.txt does not replace.
BASE = (
    *("alembic", "annotated-types", "certipy", "cryptography", "jupyter-offlinenotebook"),
    *("jupyter-resource-usage", "jupyterhub-base", "mako", "notebook", "oauthlib", "pamela"),
    *("pydantic", "pydantic-core", "typing-inspection"),
)
NAMES = {"jupyterhub-base": "jupyterhub"}  # of conda, where the package index has another one
USER = 1000
PREFIX = "/user/owner-name-x1y2z3/"
TOKEN = "token-of-this-launch"
LAUNCH_HOST, REQUEST = "https://binder.example.org/", "v2/gh/owner/name/v1.0"
SETTINGS = {
    "ServerApp": {
        "allow_origin": "*",
        "tornado_settings": {"trust_xheaders": True},
        "shutdown_no_activity_timeout": 600,
    },
    "MappingKernelManager": {
        "cull_idle_timeout": 600,
        "cull_interval": 60,
        "cull_connected": True,
    },
}


@dataclass(frozen=True)
class Image:
    """What Binder's image has: the repository, an environment, and the home of its user."""

    repository: Path
    environment: Path
    home: Path
    user: dict[str, object]

    @property
    def env(self) -> dict[str, str]:
        """Environment variables of its processes."""
        path = f"{self.environment / 'bin'}:{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "HOME": str(self.home), "PYTHONPATH": ""}

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        """Run a command as its user in the repository."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.repository,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            **self.user,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done


def unprivileged() -> dict[str, object]:
    """Who builds and serves: user 1000 where the tests run as root, else whoever runs them."""
    return {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}


def find_python(user: dict[str, object]) -> str | None:
    """A Python of our version that the user may run; that of root may lie in root's home."""
    ours = "{}.{}".format(*sys.version_info)
    code = "import sys; print('{}.{}'.format(*sys.version_info))"
    for candidate in (sys._base_executable, f"/usr/bin/python{ours}"):
        with contextlib.suppress(OSError):
            said = subprocess.run(
                [candidate, "-c", code], capture_output=True, text=True, cwd="/", **user
            )
            if said.stdout.strip() == ours:
                return candidate
    return None


def build(folder: Path, python: str) -> Image:
    """Take the steps of repo2docker in a folder that its user may enter."""
    user = unprivileged()
    image = Image(folder / "repository", folder / "environment", folder / "home", user)
    image.home.mkdir()
    _check_out(image.repository)
    subprocess.run([python, "-m", "venv", "--without-pip", image.environment], check=True)
    _link_packages(image.environment)
    if user:
        for place in (image.repository, image.home, image.environment):
            for path in (place, *place.rglob("*")):
                # A linked file belongs to the running environment too.
                if path.is_dir() or place != image.environment:
                    os.chown(path, USER, USER, follow_symlinks=False)
    pip = ("python", "-m", "pip", "install", "--quiet", "--no-cache-dir")
    image.run(*pip, "--no-deps", "--no-compile", *_base_packages())
    image.run(*pip, "-r", "binder/requirements.txt")
    image.run("./binder/postBuild")
    return image


def _check_out(repository: Path) -> None:
    """Copy the tracked files, as Binder clones them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, repository / name)


def _pinned() -> list[str]:
    lines = (ROOT / "binder" / "requirements.txt").read_text("utf-8").splitlines()
    return [line.split("==")[0] for line in lines if "==" in line]


def _link_packages(environment: Path) -> None:
    site = next(environment.glob("lib/python*/site-packages"))
    ours = f"#!{sys.executable}\n".encode()
    for name in {*_pinned(), "pip"} - set(BASE):
        for file in distribution(name).files or ():
            source, target = Path(str(file.locate())), Path(os.path.normpath(site / file))
            if file.suffix == ".pyc" or not source.is_file():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.parent.name == "bin" and source.read_bytes().startswith(ours):
                theirs = f"#!{environment}/bin/python\n".encode()
                target.write_bytes(source.read_bytes().replace(ours, theirs, 1))
                target.chmod(0o755)
            else:
                with contextlib.suppress(FileExistsError):  # two packages share a folder's file
                    _link(source, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # on another disk
        shutil.copy(source, target)


def _base_packages() -> list[str]:
    """The versions in repo2docker's own environment."""
    text = LOCK.read_text("utf-8")
    found = {name: re.search(rf"/{name}-([\d.]+)-[^/]+$", text, re.MULTILINE) for name in BASE}
    return [f"{NAMES.get(name, name)}=={version[1]}" for name, version in found.items() if version]


@contextlib.contextmanager
def served(image: Image) -> Iterator[str]:
    """Start the server as BinderHub does, and yield its address."""
    port = free_port()
    options = {
        "base_url": PREFIX,
        "token": TOKEN,
        "trust_xheaders": "True",
        "allow_origin": "*",
        "allow_origin_pat": ".*",
    }
    given = [f"--{app}.{k}={v}" for app in ("NotebookApp", "ServerApp") for k, v in options.items()]
    # BinderHub lets the server listen on all addresses of the pod.
    command = [image.environment / "bin" / "jupyter-lab", "--ip=127.0.0.1", f"--port={port}"]
    etc = image.home.parent / "etc-jupyter"  # mybinder mounts it at /etc/jupyter
    etc.mkdir()
    (etc / "jupyter_server_config.json").write_text(json.dumps(SETTINGS))
    env = {
        **image.env,
        "JUPYTER_CONFIG_PATH": str(etc),
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
        "BINDER_LAUNCH_HOST": LAUNCH_HOST,
        "BINDER_REQUEST": REQUEST,
    }
    address = f"http://127.0.0.1:{port}{PREFIX}"
    started = [str(part) for part in [*command, *given]]
    with running(started, f"{address}api", cwd=image.repository, env=env, **image.user):
        yield address
