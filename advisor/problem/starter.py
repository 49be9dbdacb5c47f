"""Creates a small problem folder with explanations in its tables, to start a new decision from."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

from advisor.problem.paths import STARTER
from advisor.problem.problem import InputError


def start(folder: str | Path) -> Path:
    """Copy the starter, a decision between three invented offices, into a new folder.

    Parameters
    ----------
    folder : str or Path
        Folder to create; it may exist if it is empty.

    Returns
    -------
    Path
        The folder. Its ``problem.toml`` explains the next steps.

    Raises
    ------
    InputError
        If the folder is not empty or is a file; nothing is overwritten.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} already exists and is not empty; choose another folder")
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    for table in folder.glob("*.csv"):
        # Excel takes UTF-8 without this mark for another encoding, and saves what it took.
        table.write_bytes(codecs.BOM_UTF8 + table.read_bytes())
    return folder
