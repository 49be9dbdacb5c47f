"""Runs Voilà on one notebook until SIGINT, SIGTERM or SIGHUP."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import RequestHandler
from traitlets.config import Config
from voila.app import Voila

from advisor.problem.paths import default_problem
from advisor.serve.config import KERNEL_MANAGER, find_templates, voila_config
from advisor.serve.content.frontend import bring_state, front_end, page_config_hook
from advisor.serve.content.once import Once
from advisor.serve.content.tables import ServedTables
from advisor.serve.doors import Doors, Visitors, allow_many_connections, base_path
from advisor.serve.kernels.connection import KernelConnection
from advisor.serve.kernels.forks import NAME, Nursery, can_fork
from advisor.serve.pages import (
    OURS,
    ForeignNameHandler,
    HealthHandler,
    NowhereHandler,
    routes,
)

if TYPE_CHECKING:
    from advisor.serve.workshop.rooms import Workshop

DEFAULT_PORT = 8866


# Jupyter and IPython make folders at these places, by default in the home of whoever runs them.
FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


class ForeignName(Matcher):
    """Matches requests that name a host which is not ours."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Match all but the question of a platform, which may use any name."""
        health = request.path == f"{self.doors.base_url}health"
        return None if health or self.doors.admits(request.host_name) else {}


class Server(Voila):
    """Voilà with the advisor's page and limits, on an open socket."""

    def __init__(
        self,
        listening: socket.socket,
        doors: Doors,
        workshop: Workshop | None,
        room: bool,
        **traits: Any,
    ) -> None:
        super().__init__(**traits)
        self.listening, self.doors = listening, doors
        self.workshop, self.room = workshop, room
        self.tables = ServedTables(default_problem(), self._forget)
        self.once = Once(self)

    async def _forget(self) -> None:
        self.once.forget()
        await self.kernel_manager.forget_warm()

    def init_settings(self) -> dict[str, Any]:
        """Compress responses; Voilà applies its ``tornado_settings`` too late for that."""
        settings = super().init_settings()
        # Jupyter's own error pages need settings that are missing here.
        pages = settings["voila_jinja2_env"]
        ours = {
            "advisor_doors": self.doors,
            "advisor_tables": self.tables,
            "advisor_once": self.once,
            "default_handler_class": NowhereHandler,
        }
        return {**settings, "compress_response": True, "jinja2_env": pages, **ours}

    def init_handlers(self) -> list[Any]:
        """Add the advisor's handlers before those of Voilà and replace some of Voilà's."""
        theirs = [(r[0], OURS.get(r[1], r[1]), *r[2:]) for r in super().init_handlers()]
        health: tuple[str, type[RequestHandler]] = (f"{self.server_url}health", HealthHandler)
        return [health, *routes(self.server_url), *self._rooms(), *theirs]

    def _rooms(self) -> list[Any]:
        if self.workshop is None:
            return []
        from advisor.serve.workshop import handlers

        return list(handlers.routes(self.server_url, self.workshop))

    def listen(self) -> None:
        """Accept visitors; unlike Voilà's method, this one returns at once."""
        foreign = Rule(ForeignName(self.doors), ForeignNameHandler)
        self.app.default_router.rules.insert(0, foreign)
        self.http_server = HTTPServer(self.app)
        self.http_server.add_socket(self.listening)

    async def run(self) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP, then end every kernel."""
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            # On Windows asyncio handles Ctrl-C by itself, and SIGHUP does not exist.
            with suppress(AttributeError, NotImplementedError):
                number = getattr(signal, name)
                # Under nohup the server outlives its terminal.
                if name != "SIGHUP" or signal.getsignal(number) != signal.SIG_IGN:
                    loop.add_signal_handler(number, stopping.set)
        loop.set_exception_handler(_report)
        try:
            self.start()
            print(self._welcome(), flush=True)
            page = await self._open_room() if self.room else self.doors.here
            if self.open_browser:
                loop.run_in_executor(None, webbrowser.open, page)
            watching = [asyncio.create_task(self.tables.watch())]
            if self.voila_configuration.default_pool_size:
                watching.append(asyncio.create_task(self.once.keep()))
            await stopping.wait()
            for task in watching:
                task.cancel()
        finally:
            await self.close()

    def _welcome(self) -> str:
        """What is served, who can reach it, and what to set."""
        doors, places = self.doors, self.kernel_manager.max_kernels
        lines = [f"Backend Advisor: {doors.here}  (press Ctrl-C to stop)"]
        if doors.open_to_network:
            lines.append(f"On other computers: {doors.elsewhere}")
            lines.append(
                "Everybody who can reach this computer can open the page, without a password. "
                "It takes no code and keeps nothing that a visitor enters."
            )
        else:
            lines.append(
                "Only this computer can reach the page; --host 0.0.0.0 opens it to others."
            )
        lines.append(f"Places: {places} visitors at the same time (--max-kernels).")
        return "\n".join(lines)

    async def _open_room(self) -> str:
        """Open a room, show its code, and return the address of the facilitator's page."""
        assert self.workshop is not None
        from advisor.serve.workshop.start import invitation

        earlier = await self.workshop.codes()
        found, key = await self.workshop.open({"problem": self.workshop.problem.id}, names=True)
        address = self.doors.elsewhere if self.doors.open_to_network else self.doors.here
        print(invitation(address, found.room.code, key), flush=True)
        if earlier:
            print(f"Earlier rooms are still open: {', '.join(earlier)}", flush=True)
        return f"{address}workshop/{found.room.code}/host#{key}"

    async def close(self) -> None:
        """End every kernel."""
        self.http_server.stop()
        if self.workshop:
            await self.workshop.close()
        await self.kernel_manager.close()
        self.once.close()


def serve(
    notebook: Path,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    base_url: str = "/",
    open_browser: bool = True,
    max_kernels: int = 20,
    warm_kernels: int = 1,
    workshop: bool = False,
    store: str = "",
    verbose: bool = False,
    origins: Sequence[str] = (),
    frames: Sequence[str] = (),
    fork: bool = True,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> int:
    """Serve a dashboard notebook to visitors until Ctrl-C, SIGTERM or SIGHUP.

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
        Number of additional kernels that run the notebook before a visitor comes. If kernels are
        forked and this is not 0, the notebook runs once before anybody comes, and none is kept.
    workshop : bool
        Whether to open a room for a group and print how to join it.
    store : str
        Address of the database of rooms, see `advisor.serve.workshop.start.workshop`.
    verbose : bool
        Whether to log what Voilà does.
    origins : sequence of str
        Addresses by which visitors reach the page if it is not ``host``: a name of this computer,
        or the address of a proxy, such as ``https://advisor.example.org``.
    frames : sequence of str
        Sites that may show the page in a frame; by default none.
    fork : bool
        Whether to run the notebook once, if it shows nothing but widgets, and to fork each
        visitor's kernel from the process in which it ran. Only Linux can. Where something is
        missing, the notebook runs in an ordinary kernel for each visitor.
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
        base_url = base_path(base_url)
    except ValueError as problem:
        said = str(problem)
        print(f"{said[0].upper()}{said[1:]}.", file=sys.stderr)
        return 1
    try:
        listening = _listen(host, port)
    except OSError as problem:
        where = host if port is None else f"{host}, port {port}"
        print(f"Cannot listen on {where}: {problem.strerror}.", file=sys.stderr)
        return 1
    allow_many_connections()
    doors = Doors(host, listening.getsockname()[1], base_url, origins, frames)
    rooms = _workshop(store, needed=workshop or bool(store))
    config = voila_config()
    config.VoilaConfiguration.multi_kernel_manager_class = KERNEL_MANAGER
    config.VoilaConfiguration.page_config_hook = page_config_hook
    forking = fork and can_fork()
    # A page that is made once for everybody needs no kernels that have run the notebook.
    config.VoilaConfiguration.preheat_kernel = warm_kernels > 0 and not (forking and front_end())
    config.VoilaConfiguration.default_pool_size = warm_kernels
    config.AdvisorKernelManager.max_kernels = max_kernels
    config.AdvisorKernelManager.allow_tracebacks = False
    # A kernel that was started again lacks all that its page has made.
    config.KernelRestarter.restart_limit = 0
    config.Voila.identity_provider_class = Visitors
    config.Voila.kernel_websocket_connection_class = KernelConnection
    config.merge(Config(settings or {}))
    if not verbose:
        logging.getLogger("tornado").setLevel(logging.ERROR)
        logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="advisor-", ignore_cleanup_errors=True) as folder:
        os.environ.update({name: str(Path(folder, name.lower())) for name in FOLDERS})
        find_templates()
        bring_state()
        server = Server(
            listening,
            doors,
            rooms,
            workshop,
            config=config,
            config_file_paths=[],  # a stray voila.json must not change what visitors get
            connection_dir_root=folder,
            ip=doors.host,
            port=doors.port,
            base_url=doors.base_url,
            notebook_path=str(notebook),
            open_browser=open_browser,
            log_level=logging.INFO if verbose else logging.ERROR,
        )
        server.initialize([])
        try:
            if forking:
                Nursery.start()
                server.config.KernelProvisionerFactory.default_provisioner_name = NAME
            with suppress(KeyboardInterrupt):
                asyncio.run(server.run())
        finally:
            if Nursery.running:
                Nursery.running.close()
    return 0


def _report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report a fault, but not that Voilà missed a kernel which ended because its page was left."""
    where = repr(context.get("future"))
    ended = "generate_content_hybrid" in where and "Kernel died" in where
    if "put_html" not in where and not ended:
        loop.default_exception_handler(context)


def _workshop(store: str, *, needed: bool) -> Workshop | None:
    """Rooms for the dashboard's visitors; none if the packages for them are not installed."""
    try:
        from advisor.serve.workshop.start import workshop
    except ModuleNotFoundError as error:
        if needed or (error.name or "").startswith("advisor"):
            raise
        return None
    return workshop(store)


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
