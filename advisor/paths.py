"""Where the shipped files are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "_shipped"
_ROOT = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent

DATA = _ROOT / "data"
NOTEBOOKS = _ROOT / "notebooks"
SHIPPED_PROBLEM = DATA / "python-backend"
