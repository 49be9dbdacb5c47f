"""Runs Voilà on one notebook until SIGINT or SIGTERM."""

import asyncio
import logging
import shutil
import signal
import socket
import sys
import webbrowser
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from advisor.problem.paths import default_problem
from advisor.serve.config import KERNEL_MANAGER, find_templates, voila_config
from advisor.serve.frontend import page_config_hook
from advisor.serve.pages import DashboardHandler, routes
from advisor.serve.tables import ServedTables

DEFAULT_PORT = 8866


class Server(Voila):
    """Voilà with the advisor's page and limits, on an open socket."""

    def __init__(self, listening: socket.socket, **traits: Any) -> None:
        super().__init__(**traits)
        self.listening = listening
        self.tables = ServedTables(default_problem(), self._forget_warm)

    async def _forget_warm(self) -> None:
        await self.kernel_manager.forget_warm()

    def init_settings(self) -> dict[str, Any]:
        """Compress responses; Voilà applies its ``tornado_settings`` too late for that."""
        settings = super().init_settings()
        # Jupyter's own error pages need settings that are missing here.
        pages = settings["voila_jinja2_env"]
        ours = {"compress_response": True, "jinja2_env": pages, "advisor_tables": self.tables}
        return {**settings, **ours}

    def init_handlers(self) -> list[Any]:
        """Add the advisor's handlers before those of Voilà and replace Voilà's page handler."""
        ours = {TornadoVoilaHandler: DashboardHandler}
        theirs = [(r[0], ours.get(r[1], r[1]), *r[2:]) for r in super().init_handlers()]
        return [*routes(self.server_url), *theirs]

    def listen(self) -> None:
        """Accept visitors; unlike Voilà's method, this one returns at once."""
        self.http_server = HTTPServer(self.app)
        self.http_server.add_socket(self.listening)

    async def run(self) -> None:
        """Serve until SIGINT or SIGTERM, then end every kernel."""
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # on Windows asyncio handles Ctrl-C by itself
                loop.add_signal_handler(number, stopping.set)
        try:
            self.start()
            print(f"Backend Advisor: {self.display_url}  (press Ctrl-C to stop)", flush=True)
            if self.open_browser:
                loop.run_in_executor(None, webbrowser.open, self.display_url)
            watching = asyncio.create_task(self.tables.watch())
            await stopping.wait()
            watching.cancel()
        finally:
            await self.close()

    async def close(self) -> None:
        """End every kernel and remove the connection files."""
        self.http_server.stop()
        await self.kernel_manager.close()
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def serve(
    notebook: Path,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    base_url: str = "/",
    open_browser: bool = True,
    max_kernels: int = 20,
    warm_kernels: int = 1,
    verbose: bool = False,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> int:
    """Serve a dashboard notebook to visitors until Ctrl-C or SIGTERM.

    Parameters
    ----------
    notebook : Path
        The notebook. Its outputs make up the page; its source code is never sent.
    host : str
        Address to listen on. By default only this machine can reach the page.
    port : int, optional
        Port to listen on; by default 8866 or, if that is taken, any free port.
    base_url : str
        Path of the page behind a reverse proxy, such as ``/user/someone/``.
    open_browser : bool
        Whether to open the page in a browser.
    max_kernels : int
        Number of visitors at the same time; the next visitor is asked to come back later.
    warm_kernels : int
        Number of additional kernels that run the notebook before a visitor comes.
    verbose : bool
        Whether to log what Voilà does.
    settings : mapping, optional
        Further Jupyter settings by class, such as
        ``{"AdvisorKernelManager": {"abandoned_timeout": 60}}``.

    Returns
    -------
    int
        Exit status: 0 after a clean end, 1 if the server could not start.
    """
    notebook = Path(notebook).resolve()
    if not notebook.is_file():
        print(f"The notebook {notebook} does not exist.", file=sys.stderr)
        return 1
    try:
        listening = _listen(host, port)
    except OSError as problem:
        print(f"Cannot listen on {host}, port {port}: {problem.strerror}.", file=sys.stderr)
        return 1
    find_templates()
    config = voila_config()
    config.VoilaConfiguration.multi_kernel_manager_class = KERNEL_MANAGER
    config.VoilaConfiguration.page_config_hook = page_config_hook
    config.VoilaConfiguration.preheat_kernel = warm_kernels > 0
    config.VoilaConfiguration.default_pool_size = warm_kernels
    config.AdvisorKernelManager.max_kernels = max_kernels
    config.AdvisorKernelManager.allow_tracebacks = False
    config.merge(Config(settings or {}))
    server = Server(
        listening,
        config=config,
        config_file_paths=[],  # a stray voila.json must not change what visitors get
        ip=host,
        port=listening.getsockname()[1],
        base_url="/" + base_url.strip("/") + "/" * bool(base_url.strip("/")),
        notebook_path=str(notebook),
        open_browser=open_browser,
        log_level=logging.INFO if verbose else logging.ERROR,
    )
    if not verbose:
        logging.getLogger("tornado").setLevel(logging.ERROR)
        logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    server.initialize([])
    with suppress(KeyboardInterrupt):
        asyncio.run(server.run())
    return 0


def _listen(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server(
            (host, DEFAULT_PORT if port is None else port), family=family
        )
    except OSError:
        if port is not None:
            raise
        listening = socket.create_server((host, 0), family=family)
    listening.setblocking(False)
    return listening
