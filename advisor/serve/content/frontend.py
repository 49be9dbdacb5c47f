"""Sends the scripts of the page: its own front end, if the wheel was built with it, else Voilà's.

The own front end has what the dashboard uses. The build step of the wheel bundles it together
with plotly.js (``advisor/page/front``). Pages with other widgets get that of Voilà.
"""

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import voila.notebook_renderer
from jupyter_core.paths import jupyter_path
from voila.execute import VoilaExecutor

# Widgets that the own front end knows; of those of anywidget it runs the ones of the page.
MODULES = ("@jupyter-widgets/base", "@jupyter-widgets/controls", "anywidget")
SCRIPTS = ("front.js", "front.css", "plotly.js")
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
}


@cache
def front_end() -> dict[str, bytes]:
    """Compressed scripts by their names, if all are installed."""
    folders = map(Path, jupyter_path("labextensions", "backend-advisor"))
    folder = next((f for f in folders if all((f / name).is_file() for name in SCRIPTS)), None)
    if folder is None:
        return {}
    return {name: gzip.compress((folder / name).read_bytes(), 9, mtime=0) for name in SCRIPTS}


@cache
def digest(name: str) -> str:
    """Part of the address of a script that changes with its content."""
    return sha256(front_end()[name]).hexdigest()[:16]


def page_config_hook(page_config: dict[str, Any], **known: Any) -> dict[str, Any]:
    """Tell the template where the scripts are; Voilà calls this for every page."""
    if front_end():
        page_config["advisorFrontEnd"] = {
            name: f"{known['base_url']}voila/advisor/{digest(name)}/{name}" for name in SCRIPTS
        }
    return page_config


class Executor(VoilaExecutor):
    """Keeps the state of the widgets with the notebook, so that the page brings it along."""

    async def execute_cell(self, *args: Any, **kwargs: Any) -> Any:
        """Run a cell, and note the widgets so far and whether the own front end knows them."""
        try:
            return await super().execute_cell(*args, **kwargs)
        finally:
            self.set_widgets_metadata()
            ours = all(map(known, self.widget_state.values()))
            self.nb.metadata.advisor_front_end = ours and bool(front_end())

    def _serialize_widget_state(self, state: dict[str, Any]) -> dict[str, Any]:
        return lean(super()._serialize_widget_state(state))

    def handle_comm_msg(self, outs: Any, msg: dict[str, Any], cell_index: int) -> None:
        """Forget a widget that is closed."""
        super().handle_comm_msg(outs, msg, cell_index)
        if msg["msg_type"] == "comm_close":
            self.widget_state.pop(msg["content"]["comm_id"], None)


def lean(about: dict[str, Any]) -> dict[str, Any]:
    """A widget without what a layout leaves open, which is most of it and nothing to a browser."""
    if about["model_name"] != "LayoutModel":
        return about
    set_ones = {name: value for name, value in about["state"].items() if value is not None}
    return {**about, "state": set_ones}


def known(state: dict[str, Any]) -> bool:
    """Whether the own front end has this widget."""
    ours = str(state.get("_anywidget_id", "advisor.")).startswith("advisor.")
    return state.get("_model_module") in MODULES and ours


def bring_state() -> None:
    """Make Voilà use our executor; it has no setting for that."""
    voila.notebook_renderer.VoilaExecutor = Executor
