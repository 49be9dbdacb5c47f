"""Applies the advisor's page and limits to Voilà inside a Jupyter server (Binder, JupyterLab)."""

from typing import Any

import voila.server_extension
from traitlets.config import Config

from advisor.serve.config import KERNEL_MANAGER, find_templates, voila_config
from advisor.serve.content.frontend import bring_state, page_config_hook
from advisor.serve.pages import DashboardHandler, routes


def _link_jupyter_server_extension(server: Any) -> None:
    """Set the configuration before the server creates its parts; the user's settings win."""
    find_templates()
    bring_state()
    config = voila_config()
    config.VoilaConfiguration.page_config_hook = page_config_hook
    config.ServerApp.kernel_manager_class = KERNEL_MANAGER
    config.merge(server.config)
    # Jupyter replaces these as a whole, so what a host sets would switch compression off.
    theirs = server.config.ServerApp.get("tornado_settings", {})
    config.ServerApp.tornado_settings = {"compress_response": True, **theirs}
    server.update_config(Config(config))
    # Voilà's extension has no setting for its handler; Jupyter loads it after this one.
    voila.server_extension.TornadoVoilaHandler = DashboardHandler


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the advisor's own addresses."""
    base_url = server.web_app.settings["base_url"]
    server.web_app.add_handlers(".*$", routes(base_url))
    try:
        from advisor.serve.workshop.jupyter import routes as rooms
    except ModuleNotFoundError as error:  # without the extra, the dashboard says what to install
        if (error.name or "").startswith("advisor"):
            raise
    else:
        server.web_app.add_handlers(".*$", rooms(base_url, server.web_app.settings))
