"""Settings for serving dashboards, alone or inside a Jupyter server."""

import os
from pathlib import Path

from traitlets.config import Config

# This folder has the layout of a Jupyter data folder, so that Voilà finds the template.
SHARE = Path(__file__).with_name("share")

# Without the first one the page draws no widgets ("No provider for jupyterWidgetRegistry").
EXTENSIONS = [
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
]

KERNEL_MANAGER = "advisor.serve.kernels.manager.AdvisorKernelManager"


def voila_config() -> Config:
    """Return the settings of Voilà for both ways to run it.

    Returns
    -------
    Config
        Settings of ``VoilaConfiguration`` and ``VoilaExecutor``; the limits on kernels are the
        defaults of :class:`advisor.serve.kernels.manager.AdvisorKernelManager`.
    """
    return Config(
        # If many visitors arrive at once, the output of a cell comes long after its reply, and the
        # default of 4 seconds would send pages without it. After a timeout the page says so.
        VoilaExecutor={
            "iopub_timeout": 120,
            "raise_on_iopub_timeout": True,
            "startup_timeout": 180,
        },
        VoilaConfiguration={
            "template": "advisor",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "strip_sources": True,
            "show_tracebacks": False,
            "extension_allowlist": EXTENSIONS,
            "file_allowlist": [],
        },
    )


def find_templates() -> None:
    """Make Jupyter look for templates in this package before its default places."""
    paths = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if str(SHARE) not in paths:
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), *paths]))
