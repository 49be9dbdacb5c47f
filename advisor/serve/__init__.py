"""Serve the dashboard to visitors: Voilà with the advisor's page, limits and clean-up.

``advisor serve`` runs :func:`serve`. Inside a Jupyter server (Binder, JupyterLab), a server
extension of this package provides the same page and the same limits. To enable it, copy
``jupyter_server_config.d/advisor.json`` to a folder of that name on Jupyter's configuration path.
"""

from advisor.serve.app import serve

__all__ = ["serve"]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "advisor.serve.extension"}]
