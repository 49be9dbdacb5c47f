"""Creates a problem to start a new decision from, and turns a folder into a workbook and back."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.problem.folder import load
from advisor.problem.paths import STARTER, default_problem
from advisor.problem.problem import InputError
from advisor.problem.schema import COLUMNS
from advisor.problem.tables import Fault
from advisor.problem.tables.origin import open_origin
from advisor.problem.tables.transfer import write_book, write_folder
from advisor.problem.tables.workbook import WorkbookError

WORKBOOK = ".xlsx"


def start(target: str | Path) -> Path:
    """Write the starter, a decision between three invented offices, as a folder or a workbook.

    Parameters
    ----------
    target : str or Path
        Folder to create, which may exist if it is empty, or a workbook ``NAME.xlsx``.

    Returns
    -------
    Path
        The folder, whose ``README.md`` explains the tables, or the workbook, whose comments do.

    Raises
    ------
    InputError
        If the target exists already; nothing is overwritten.
    """
    if Path(target).suffix.lower() == WORKBOOK:
        return convert(STARTER, target)
    folder = convert(STARTER, target)
    shutil.copy(STARTER / "README.md", folder)
    return folder


def convert(source: str | Path | Mapping[str, Any] | None, target: str | Path) -> Path:
    """Write a problem in another form: a folder as a workbook, a workbook or data frames as either.

    Parameters
    ----------
    source : str, Path or mapping, optional
        As in `advisor.load`; the problem must have no fault.
    target : str or Path
        As in `start`.

    Returns
    -------
    Path
        The folder or workbook. Remarks of the tables are comments on the cells of a workbook.

    Raises
    ------
    ProblemError
        If the source has a fault.
    InputError
        If the target exists already, or if a workbook cannot hold a text.
    """
    target = Path(target)
    book = target.suffix.lower() == WORKBOOK
    if target.exists() and (book or not target.is_dir() or any(target.iterdir())):
        state = "exists" if target.is_file() else "exists and is not empty"
        raise InputError(f"{target} already {state}; choose another name")
    problem = load(source)
    if not isinstance(source, Mapping):
        source = default_problem() if source is None else Path(source)
    origin = open_origin(source, [name.removesuffix(".csv") for name in COLUMNS])
    if isinstance(origin, Fault):  # it was there a moment ago
        raise InputError(str(origin))
    if not book:
        write_folder(origin, problem.texts, target)
        return target
    try:
        write_book(origin, problem.texts, target)
    except WorkbookError as error:
        raise InputError(f"{target}: {error}") from None
    return target


def new_folder(folder: str | Path) -> Path:
    """Create a folder; raises `InputError` if it is not empty or is a file."""
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} already exists and is not empty; choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
