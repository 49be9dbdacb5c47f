"""A PostgreSQL server of its own for tests: in a temporary folder, on a free loopback port."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.tools.servers import PATIENCE, free_port

HINT = "There is no PostgreSQL for the tests. Install it: sudo apt install postgresql"
USER = "advisor"


def find_postgres() -> Path | None:
    """Folder of the server's programs; Debian keeps them out of the search path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((f for f in reversed(folders) if (f / "initdb").is_file()), None)


@contextlib.contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Start a server and yield the address of an empty database."""
    # The server refuses to run as root; Debian's package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        quiet = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL}
        options = ["--auth=trust", "--no-sync", f"--username={USER}", "--encoding=UTF8"]
        subprocess.run([programs / "initdb", "-D", data, *options], check=True, **quiet)
        port = free_port()
        command = [programs / "postgres", "-D", data, "-p", str(port), "-k", folder]
        server = subprocess.Popen(
            [*command, "-c", "listen_addresses=127.0.0.1"], stderr=subprocess.DEVNULL, **quiet
        )
        try:
            deadline = time.monotonic() + PATIENCE
            ready = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
            while subprocess.run(ready, check=False, capture_output=True).returncode:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("PostgreSQL did not start")
                time.sleep(0.1)
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(30)
