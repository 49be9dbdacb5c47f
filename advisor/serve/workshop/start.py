"""Opens a room when the server starts, and tells the facilitator where it is."""

from __future__ import annotations

import os
from pathlib import Path

import segno
from jupyter_core.paths import jupyter_data_dir

from advisor.problem.folder import load
from advisor.serve.workshop.rooms import Workshop

STORE_VARIABLE = "ADVISOR_DATABASE_URL"


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
