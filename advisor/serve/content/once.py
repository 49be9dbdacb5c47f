"""The page, made once for all visitors: only the name of the kernel in it differs.

The notebook runs in a process of its own. The kernel of each visitor is a fork of that process, so
it has the widgets that the page shows, and nothing has to run when somebody comes.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import inf
from pathlib import Path
from typing import Any

import nbformat
from voila.app import Voila
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from advisor.serve.content.frontend import front_end, known, lean, page_config_hook
from advisor.serve.kernels.forks import NO_PROCESS, Nursery, Prepared

WIDGETS = "widgets.json"
VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = "the-kernel-of-this-visitor"
# A page that is still on its way asks for the widgets of before.
MOST_KEPT = 4
# Seconds until another try, if no process could be forked. A notebook that cannot run for everybody
# is not tried again before somebody changes the tables.
AGAIN = 60
# Seconds that a visitor waits for the page. The ordinary way shows something at once.
WAIT = 2
# Seconds until the page is checked again.
PAUSE = 1


@dataclass(frozen=True)
class SharedPage:
    """A page, and the process that has run its notebook.

    Attributes
    ----------
    html : str
        The page with `KERNEL` in place of the name of its kernel.
    parent : Prepared
        The process.
    day : date
        The day on which it was made; the page says how old its figures are.
    """

    html: str
    parent: Prepared
    day: date

    def of(self, kernel_id: str) -> str:
        """The page of one visitor."""
        return self.html.replace(KERNEL, kernel_id)


class Once:
    """The page of a server's one notebook, made anew when its tables change or a day has passed.

    Parameters
    ----------
    voila : Voila
        The server.

    Attributes
    ----------
    widgets : dict of bytes
        Compressed states of all widgets by their digest, which is part of their address.
    """

    def __init__(self, voila: Voila) -> None:
        self.voila = voila
        self.widgets: dict[str, bytes] = {}
        self._page: SharedPage | None = None
        self._making: asyncio.Task[None] | None = None
        self._retired: list[Prepared] = []
        self._retry = 0.0

    @property
    def ready(self) -> bool:
        """Whether the page is there and as it must be."""
        page = self._page
        return bool(
            page and page.day == date.today() and not (page.parent.failed or page.parent.ended)
        )

    async def page(self) -> SharedPage | None:
        """The page; None where the notebook has to run for this visitor.

        That is so until the page is made, without forked kernels or the own front end, and for a
        notebook that fails, takes too long, starts threads, opens files or shows other things than
        the widgets of the own front end.
        """
        self._tidy()
        possible = Nursery.running and front_end() and time.monotonic() > self._retry
        if not self._page and not self._making and possible:
            self._making = asyncio.create_task(self._make())
        if self._making:
            await asyncio.wait([self._making], timeout=WAIT)
        return self._page if self.ready else None

    async def keep(self) -> None:
        """Have the page ready before anybody comes."""
        while True:
            await self.page()
            await asyncio.sleep(PAUSE)

    def forget(self) -> None:
        """Make the page anew."""
        self._making, self._retry = None, 0.0
        self._retire()

    def close(self) -> None:
        """End the processes."""
        self._retire()
        for parent in self._retired:
            parent.close()

    def _tidy(self) -> None:
        if self._page and not self.ready:
            self._retire()
        for parent in [one for one in self._retired if one.ended]:
            parent.close()
            self._retired.remove(parent)

    def _retire(self) -> None:
        """Let the process of the page end with its last kernel."""
        if self._page:
            self._page.parent.retire()
            self._retired.append(self._page.parent)
        self._page = None

    async def _make(self) -> None:
        """Make the page, unless it is out of date before it is there."""
        mine, made = asyncio.current_task(), None
        try:
            made = await self._made()
        except Exception:
            self.voila.log.exception("The page could not be made once for all visitors.")
            self._retry = time.monotonic() + AGAIN
        if self._making is mine:
            self._page, self._making = made, None
        elif made:
            made.parent.close()

    async def _made(self) -> SharedPage | None:
        voila = self.voila
        config = get_page_config(
            base_url=voila.base_url,
            settings=voila.app.settings,
            log=voila.log,
            voila_configuration=voila.voila_configuration,
        )
        renderer = NotebookRenderer(
            voila_configuration=voila.voila_configuration,
            traitlet_config=voila.config,
            notebook_path=os.path.relpath(voila.notebook_path, voila.root_dir),
            template_paths=voila.template_paths,
            config_manager=voila.config_manager,
            contents_manager=voila.contents_manager,
            base_url=voila.base_url,
            kernel_spec_manager=voila.kernel_spec_manager,
            page_config=page_config_hook(config, base_url=voila.base_url),
        )
        await renderer.initialize()
        notebook = renderer.notebook
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        today = date.today()
        parent = await Prepared.run(cells, Path(voila.notebook_path).parent)
        if not _ours(parent):
            voila.log.info("The notebook runs for each visitor: %s", parent.fault)
            parent.close()
            forked = not parent.fault.startswith(NO_PROCESS)
            self._retry = inf if forked else time.monotonic() + AGAIN
            return None
        html = await self._rendered(renderer, parent)
        parent.outputs, parent.widgets = [], {}
        return SharedPage(html, parent, today)

    async def _rendered(self, renderer: NotebookRenderer, parent: Prepared) -> str:
        """The page as Voilà would write it, from outputs that are there already."""
        states = {name: lean(about) for name, about in parent.widgets.items()}
        widgets = json.dumps({"state": states}).encode()
        name = sha256(widgets).hexdigest()[:16]
        self.widgets[name] = gzip.compress(widgets, 9, mtime=0)
        for old in list(self.widgets)[:-MOST_KEPT]:
            del self.widgets[old]
        shown = nbformat.v4.new_code_cell(
            outputs=[nbformat.v4.new_output("display_data", **one) for one in parent.outputs]
        )
        at = f"{self.voila.base_url}voila/advisor/{name}/{WIDGETS}"
        renderer.notebook.metadata.update(advisor_front_end=True, advisor_widgets=at)

        async def kernel_start(_notebook: Any) -> str:
            return KERNEL

        async def cells(_notebook: Any, _kernel_id: str) -> AsyncIterator[Any]:
            yield shown

        pieces = renderer.exporter.generate_from_notebook_node(
            renderer.notebook,
            resources=renderer.resources,
            extra_context={"kernel_start": kernel_start, "cell_generator": cells},
            page_config=renderer.page_config,
        )
        return "".join([html async for html, _ in pieces])


def _ours(parent: Prepared) -> bool:
    """Whether the notebook has run, and the own front end can show everything."""
    if parent.fault:
        return False
    shown = [one for one in parent.outputs if not one["metadata"].get("backend_advisor")]
    views = bool(shown) and all(VIEW in one["data"] for one in shown)
    if not (views and all(known(about["state"]) for about in parent.widgets.values())):
        parent.fault = "it shows other things than widgets of the own front end"
    return not parent.fault


def environment() -> dict[str, str]:
    """Surroundings of a visitor's kernel, which tell its manager that it is one."""
    return {**os.environ, "VOILA_PREHEAT": "False"}
