"""Serve the dashboard to visitors: Voilà with the advisor's page, limits and clean-up.

``advisor serve`` runs :func:`serve`. Inside a Jupyter server (Binder, JupyterHub, JupyterLab), a
server extension of this package provides the same page and the same limits. The wheel installs
``jupyter_server_config.d/advisor.json``, which enables it.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.serve.app import serve

__all__ = ["serve"]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    # A server beside an advisor without the extra `page` has nothing to load, and need not say so.
    return [{"module": "advisor.serve.extension"}] if find_spec("voila") else []


def __getattr__(name: str) -> Any:
    if name == "serve":
        from advisor.serve.app import serve

        return serve
    raise AttributeError(f"module 'advisor.serve' has no attribute {name!r}")
