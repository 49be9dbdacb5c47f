"""Begins a decision of one's own: a small problem folder that works, with remarks in its tables."""

from __future__ import annotations

import shutil
from pathlib import Path

from advisor.problem.paths import STARTER
from advisor.problem.problem import InputError


def start(folder: str | Path) -> Path:
    """Write the starter, three invented offices, into a new folder.

    Parameters
    ----------
    folder : str or Path
        May exist if it is empty.

    Returns
    -------
    Path
        The folder. Its ``problem.toml`` says how to go on.

    Raises
    ------
    InputError
        If there is something in it; nothing is overwritten.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already and not empty; name a new folder")
    return Path(shutil.copytree(STARTER, folder, dirs_exist_ok=True))
