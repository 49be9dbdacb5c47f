"""Paths of the shipped files, which are next to the package in a checkout and inside a wheel."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "_shipped"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent

DATA = _ROOT / "data"
NOTEBOOKS = _ROOT / "notebooks"
SHIPPED_PROBLEM = DATA / "python-backend"
STARTER = DATA / "starter"
# The server passes its problem folder to its kernels in this variable.
PROBLEM_VARIABLE = "ADVISOR_DATA"


def default_problem() -> Path:
    """Folder of the problem that is loaded when the caller names none.

    Returns
    -------
    Path
        The folder that the environment variable ``ADVISOR_DATA`` names; without it, the folder of
        the shipped problem.
    """
    return Path(os.environ.get(PROBLEM_VARIABLE) or SHIPPED_PROBLEM)
