"""Binder without Binder: an environment from ``binder/`` alone, as nobody, under a hub’s base."""

import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import ROOT
from tests.tools.servers import free_port, running

pytestmark = pytest.mark.browser

BASE = "/user/someone/"


@pytest.fixture(scope="module")
def user() -> dict[str, object]:
    """Somebody without rights, where the tests run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


@pytest.fixture(scope="module")
def python(user) -> str:
    """An interpreter that the user may run: root's own may lie in root's home."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run([candidate, "-c", ""], check=True, cwd="/", **user)
        except OSError:
            continue
        return candidate
    pytest.fail("no Python that a user without rights may run")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """The tracked files, as Binder clones them."""
    folder = tmp_path_factory.mktemp("binder")
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, names):
        (folder / "repo" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "repo" / name)
    return folder


def test_repo2docker_picks_the_files_up(checkout: Path):
    """As far as it goes without Docker: the recipe for the image it would build."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug"]
    user = ["--user-id", "1000", "--user-name", "someone"]
    done = subprocess.run(
        [*command, *user, "."], cwd=checkout / "repo", capture_output=True, text=True
    )
    recipe = done.stdout + done.stderr
    assert done.returncode == 0, recipe
    for step in (
        "python=3.11",
        'pip install --no-cache-dir -r "binder/requirements.txt"',
        "RUN ./binder/postBuild",
    ):
        assert step in recipe


@pytest.fixture(scope="module")
def address(checkout: Path, user, python: str):
    """Build the environment with the two steps that repo2docker takes, then serve it."""
    repo, bin = checkout / "repo", checkout / "env" / "bin"
    env = {**os.environ, "PATH": f"{bin}:{os.environ['PATH']}", "HOME": str(checkout)}
    env["PIP_NO_COMPILE"] = "1"  # what is imported compiles itself; most of it is not
    pip = [bin / "python", "-m", "pip", "install", "--quiet", "-r", "binder/requirements.txt"]
    subprocess.run(["sh", ".ci/venv", python, checkout / "env"], cwd=repo, check=True)
    subprocess.run(pip, cwd=repo, env=env, check=True)
    subprocess.run(["./binder/postBuild"], cwd=repo, env=env, check=True)
    if user:
        # pytest's folders are for their owner only; nobody has to get in.
        for folder in (checkout, *checkout.parents[:2]):
            folder.chmod(0o755)
        for path in (checkout, *checkout.rglob("*")):
            shutil.chown(path, "nobody", "nogroup") if not path.is_symlink() else None
    port = free_port()
    command = [str(bin / "jupyter"), "lab", "--no-browser", f"--ServerApp.port={port}"]
    options = [f"--ServerApp.base_url={BASE}", "--IdentityProvider.token="]
    url = f"http://127.0.0.1:{port}{BASE}"
    with running([*command, *options], f"{url}api/status", cwd=repo, env=env, **user):
        yield url


def test_the_dashboard_link(address: str, browser: Browser):
    page = browser.new_page()
    page.goto(f"{address}voila/render/notebooks/dashboard.ipynb")
    expect(page.get_by_role("slider").first).to_be_visible(timeout=60_000)
    expect(page.locator(".advisor-why .strip").first).to_be_attached(timeout=60_000)
    assert page.title() == "Which Python backend?"
    page.close()


def test_the_jupyterlab_link(address: str):
    with urllib.request.urlopen(f"{address}lab/tree/notebooks/guided.ipynb") as answer:
        assert answer.status == 200
        assert "jupyter-config-data" in answer.read().decode()
    with urllib.request.urlopen(f"{address}api/contents/notebooks/guided.ipynb") as answer:
        assert "Which Python backend?" in answer.read().decode()
