"""Finds a Chromium for the browser tests, and installs one where it may.

``python -m tests.tools.browser`` is what the Makefile runs first: exit 0 with the
browser's path, 1 with one line that says what to install.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root needs the first; the others keep Chromium from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HINT = "There is no browser for the tests. Install one: sudo apt install chromium libatomic1"


def find_browser() -> str | None:
    """Path of the system's Chromium, or else of the one Playwright has downloaded."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def ready_browser() -> str | None:
    """Path of a Chromium, provided that Playwright's driver starts; Debian may lack libatomic1."""
    driver = [sys.executable, "-m", "playwright", "--version"]
    if subprocess.run(driver, check=False, capture_output=True).returncode:
        return None
    return find_browser()


def install_browser() -> str | None:
    """Install Chromium with apt as root, else try Playwright's own download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-dejavu-core", "libatomic1"]
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            done = subprocess.run(command, check=False, capture_output=True, text=True, env=quietly)
            if done.returncode:
                print(done.stderr, file=sys.stderr)
    else:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False, capture_output=True)
    return ready_browser()


if __name__ == "__main__":
    try:
        found = ready_browser() or install_browser()
    except Error as error:
        sys.exit(f"{HINT}\n{error}")
    print(f"Browser: {found}" if found else HINT)
    # Without CI a missing browser skips the browser tests; the line above has said so.
    sys.exit(0 if found or not os.environ.get("CI") else 1)
