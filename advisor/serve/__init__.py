"""Serve the dashboard to visitors: Voilà with the advisor's page, limits and clean-up.

``advisor serve`` runs :func:`serve`. Inside a Jupyter server (Binder, JupyterHub, JupyterLab), a
server extension of this package provides the same page and the same limits. The wheel installs
``jupyter_server_config.d/advisor.json``, which enables it.
"""

from advisor.serve.app import serve

__all__ = ["serve"]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "advisor.serve.extension"}]
