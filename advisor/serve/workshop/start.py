"""Opens a room when the server starts, and tells the facilitator where it is."""

from __future__ import annotations

import os
import resource
import socket
from contextlib import suppress
from pathlib import Path

import segno
from jupyter_core.paths import jupyter_data_dir

from advisor.problem.folder import load
from advisor.serve.workshop.rooms import Workshop

STORE_VARIABLE = "ADVISOR_DATABASE_URL"
# Two connections for each phone, and some for the dashboard.
OPEN_FILES = 8192


def workshop(store: str = "") -> Workshop:
    """Rooms for the problem of this server.

    Parameters
    ----------
    store : str
        Address of the store. By default that of the environment variable
        ``ADVISOR_DATABASE_URL``; without it, a file in Jupyter's data folder of this user.
    """
    default = Path(jupyter_data_dir(), "backend-advisor", "rooms.sqlite")
    address = store or os.environ.get(STORE_VARIABLE, "") or str(default)
    return Workshop(load, address)


def allow_many_connections() -> None:
    """Raise the soft limit of open files, which is 1,024 on many systems."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def visitors_address(host: str, port: int, base_url: str) -> str:
    """Address under which phones reach a server that listens on this host and port."""
    if host in ("0.0.0.0", "::"):
        host = _own_address() or host
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}{base_url}"


def invitation(address: str, code: str, key: str) -> str:
    """What the terminal shows: code, address and QR code, and the facilitator's own address."""
    link = f"{address}workshop/{code}"
    lines = [f"Room {code}", f"Participants: {link}"]
    if any(name in address for name in ("//127.0.0.1:", "//localhost:", "//[::1]:")):
        lines.append("Only this computer can open it. For phones, start with --host 0.0.0.0")
    lines.append(f"Facilitator, do not share: {link}/host#{key}")
    return "\n".join([*lines, "", _code(link)])


def _code(link: str) -> str:
    """QR code of half blocks, dark on light in a terminal with light letters on dark."""
    matrix = [[1 - (cell & 1) for cell in row] for row in segno.make(link).matrix_iter(border=2)]
    if len(matrix) % 2:
        matrix.append([0] * len(matrix[0]))
    blocks = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
    pairs = zip(matrix[::2], matrix[1::2], strict=True)
    return "\n".join(
        "".join(blocks[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs
    )


def _own_address() -> str:
    """Address of this computer in its network; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # an address for documentation, which nobody has
        return str(probe.getsockname()[0])
    return ""
