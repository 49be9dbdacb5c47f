"""Finds the installed plotly.js: the small bundle of this package, or the full one."""

from importlib.util import find_spec
from pathlib import Path

from jupyter_core.paths import jupyter_path

BUNDLE = Path("labextensions", "backend-advisor", "plotly.js")


def small_plotly_js() -> Path | None:
    """Find the module that is installed next to Jupyter's front-end extensions; None if missing."""
    found = (Path(folder) / BUNDLE for folder in jupyter_path())
    return next((path for path in found if path.is_file()), None)


def full_plotly_js() -> Path | None:
    """Find the plotly.js of the installed plotly package, without importing plotly."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        return None
    script = Path(spec.origin).with_name("package_data") / "plotly.min.js"
    return script if script.is_file() else None
