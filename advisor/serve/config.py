"""The one place for how dashboards are served, alone or inside a Jupyter server."""

import os
from pathlib import Path

from traitlets.config import Config

# Laid out as a Jupyter data folder, so that Voilà finds the template by its ordinary rules.
SHARE = Path(__file__).with_name("share")

# Without the first no widget is drawn ("No provider for jupyterWidgetRegistry").
EXTENSIONS = [
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
]

KERNEL_MANAGER = "advisor.serve.kernels.AdvisorKernelManager"


def voila_config() -> Config:
    """Return what holds for Voilà wherever it runs.

    Returns
    -------
    Config
        Settings of ``VoilaConfiguration`` and ``VoilaExecutor``; the limits on kernels are the
        defaults of :class:`advisor.serve.kernels.AdvisorKernelManager`.
    """
    return Config(
        # When many arrive at once, what a cell shows comes long after its reply: the default of
        # 4 seconds sends pages without it. Whoever waits in vain is told.
        VoilaExecutor={"iopub_timeout": 60, "raise_on_iopub_timeout": True},
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
    """Let Jupyter look for templates in this package, before the places it knows itself."""
    paths = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    if str(SHARE) not in paths:
        os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), *paths]))
