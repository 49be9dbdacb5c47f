"""Responses of the server: the page, its live connection, or a friendly refusal."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, cast
from urllib.parse import urlsplit

from tornado.ioloop import IOLoop
from tornado.web import GZipContentEncoding, HTTPError, RequestHandler, authenticated
from tornado.websocket import WebSocketHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from advisor.serve.content.frontend import TYPES, digest, front_end
from advisor.serve.content.once import WIDGETS, Once, environment
from advisor.serve.content.tables import FaultyTablesError
from advisor.serve.doors import Doors
from advisor.serve.kernels.forks import parent
from advisor.serve.kernels.manager import AdvisorKernelManager, Visit, current_visit

RETRY_AFTER = "60"
KERNEL_ID = re.compile(r'"kernelId": ?"([\w-]+)"')
# A page has one connection, and for a moment a second one after a break of the network.
MOST_CONNECTIONS = 3
# Pages that open at the same time.
MOST_LIVE = 1_000
# Seconds after which a page has its kernel or never will.
PATIENCE = 300
EMBEDDED = ("iframe", "frame", "embed", "object")


def doors_of(handler: RequestHandler) -> Doors | None:
    """Who may come in; inside a Jupyter server that decides itself, None."""
    return cast("Doors | None", handler.settings.get("advisor_doors"))


class NoRoomError(HTTPError):
    """The computer has no room for another kernel: no disk, memory, process or open file left."""

    no_room = True

    def __init__(self) -> None:
        super().__init__(503)


class DashboardHandler(TornadoVoilaHandler):
    """Handler of Voilà's page, which refuses a visitor early if the advisor is full."""

    def initialize(self, **settings: Any) -> None:
        """Know of nothing yet."""
        super().initialize(**settings)
        self.visit, self._left = Visit(), False

    @property
    def content_security_policy(self) -> str:
        """Which sites may show the page in a frame."""
        doors = doors_of(self)
        if doors is None:
            return cast(str, super().content_security_policy)
        return " ".join(["frame-ancestors", "'self'", *doors.frames])

    @property
    def xsrf_token(self) -> bytes:
        """Token for a form, which sets a cookie; pages of our own server have no forms."""
        return b"" if doors_of(self) else cast(bytes, super().xsrf_token)

    @authenticated  # type: ignore[untyped-decorator]
    async def get(self, path: str | None = None) -> None:
        """Send the page, or HTTP error 503 before a kernel starts."""
        self._refuse_frames()
        if tables := self.settings.get("advisor_tables"):
            await tables.look()
            if tables.faults:
                raise FaultyTablesError(tables.faults)
        manager = self.kernel_manager
        if not isinstance(manager, AdvisorKernelManager):  # the user of a Jupyter server chose it
            await super().get(path=path)
            return
        if manager.full and not await manager.make_room():
            raise HTTPError(503)
        if doors_of(self) is None:
            # Sets a cookie, which Voilà's script sends back to end the kernel when the page closes.
            self.xsrf_token  # noqa: B018
        await manager.drop_dead()
        current_visit.set(self.visit)
        try:
            if path or not await self._send_made(manager):
                await self._send(manager, path)
        except (Exception, asyncio.CancelledError) as fault:
            if self._left:  # the kernel is gone because the visitor is
                return
            doors = doors_of(self)
            if doors and isinstance(fault, OSError):
                doors.tell(f"room {fault.errno}", f"No page can start: {fault}.")
                raise NoRoomError from None
            raise
        self.visit.served = datetime.now(UTC)

    async def _send_made(self, manager: AdvisorKernelManager) -> bool:
        """Send the page that was made for everybody, if there is one."""
        once: Once | None = self.settings.get("advisor_once")
        page = await once.page() if once else None
        if page is None:
            return False
        parent.set(page.parent)
        try:
            folder = str(Path(self.notebook_path).parent)
            kernel_id = await manager.start_kernel(path=folder, env=environment())
        except ChildProcessError:
            return False
        finally:
            parent.set(None)
        self.set_header("Content-Type", "text/html")
        self.set_header("Cache-Control", "no-store")
        if not self._left:
            self.write(page.of(kernel_id))
        return True

    async def _send(self, manager: AdvisorKernelManager, path: str | None) -> None:
        """Send the page piece by piece, as long as its visitor and its kernel are there."""
        # The page brings the state of its widgets, a megabyte. A host's settings may not compress.
        if not any(isinstance(one, GZipContentEncoding) for one in self._transforms):
            self._transforms.append(GZipContentEncoding(self.request))
        async for html in self.get_generator(path=path):
            if not self.visit.kernel_id and (found := KERNEL_ID.search(html)):
                self.visit = manager.visit_of(found[1]) or self.visit
                if self._left:
                    await manager.give_back(self.visit)
            if self.visit.kernel_id and (self._left or self.visit.kernel_id not in manager):
                return
            if not self._left:  # else wait until the page names its warm kernel
                self.write(html)
                self.flush()

    async def head(self, path: str | None = None) -> None:
        """Answer a question about the page, for which no kernel starts."""
        if getattr(self.kernel_manager, "full", False):
            raise HTTPError(503)
        self.set_header("Content-Type", "text/html")
        self.finish()

    def on_connection_close(self) -> None:
        """Give the place of a page back that was reloaded or left before it had been sent."""
        super().on_connection_close()
        self._left = True
        if isinstance(self.kernel_manager, AdvisorKernelManager):
            IOLoop.current().add_callback(self.kernel_manager.give_back, self.visit)

    def _refuse_frames(self) -> None:
        """Refuse a frame of another site that the browser would not show: it needs no kernel."""
        doors, asked = doors_of(self), self.request.headers
        embedded = asked.get("Sec-Fetch-Dest") in EMBEDDED
        if embedded and asked.get("Sec-Fetch-Site") == "cross-site" and doors and not doors.frames:
            site = urlsplit(asked.get("Referer", "")).netloc or "another site"
            doors.tell(
                f"frame {site}",
                f"{site} tried to show the page in a frame. To allow it, start the advisor with "
                "--allow-frame and the address of that site.",
            )
            raise HTTPError(403)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say when to retry, in a header for programs, and log the error for the operator."""
        if status_code == 503:
            self.set_header("Retry-After", RETRY_AFTER)
        elif status_code >= 500:
            self.log.error("%s failed: %s", self.request.path, kwargs.get("exc_info", [""])[1])
        super().write_error(status_code, **kwargs)


class FrontEndHandler(RequestHandler):
    """Handler of the page's scripts and widgets; their addresses change with their content.

    They are compressed once for all visitors, whatever the settings of the server say.
    """

    def get(self, version: str, name: str) -> None:
        """Send a script, or the widgets of the page that was made for everybody."""
        once: Once | None = self.settings.get("advisor_once")
        script = None
        if name == WIDGETS and once:
            script = once.widgets.get(version)
        elif name in front_end() and version == digest(name):
            script = front_end()[name]
        if script is None:
            raise HTTPError(404)
        self.set_header("Content-Type", TYPES[Path(name).suffix])
        # The widgets have the tables in them, which may be somebody's own.
        whose = "private" if name == WIDGETS else "public"
        self.set_header("Cache-Control", f"{whose}, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(script)
        else:
            self.finish(gzip.decompress(script))


class LiveHandler(WebSocketHandler):
    """Connection of a page that is opening: it shows what gets through and whether it is left.

    The page says which kernel is its own. If the connection then ends before the page has connected
    to that kernel, the page was reloaded or closed, and the kernel ends at once.
    """

    visit: Visit | None = None
    _open: ClassVar[set[LiveHandler]] = set()

    def prepare(self) -> None:
        """Refuse more than a crowd would need; each keeps a file of the server open."""
        if len(self._open) >= MOST_LIVE:
            raise HTTPError(429)

    def check_xsrf_cookie(self) -> None:
        """Ask for no cookie, because nothing can be changed here."""

    def check_origin(self, origin: str) -> bool:
        """Whether the page is ours."""
        doors = doors_of(self)
        if doors is None:
            return bool(super().check_origin(origin))
        return doors.matches(origin, self.request.headers.get("Host"))

    def open(self, *args: str, **kwargs: str) -> None:
        """Wait for the page, but not for ever."""
        self._open.add(self)
        IOLoop.current().call_later(PATIENCE, self.close)

    def on_message(self, message: str | bytes) -> None:
        """Note which kernel the page has."""
        manager = self.settings["kernel_manager"]
        if isinstance(message, str) and isinstance(manager, AdvisorKernelManager):
            self.visit = manager.visit_of(message)
            if self.visit:
                self.visit.opening = True

    def on_close(self) -> None:
        """Give back the place of a page that is gone."""
        self._open.discard(self)
        if self.visit:
            IOLoop.current().add_callback(self.settings["kernel_manager"].give_back, self.visit)

    def post(self) -> None:
        """Say why a live connection was refused, to the page and to the operator."""
        doors, asked = doors_of(self), self.request.headers
        origin, host = asked.get("Origin", ""), asked.get("Host", "")
        cause = "upgrade"
        at = self.get_argument("path", "")[:200]
        if doors and not doors.matches(origin, host):
            cause = "origin"
            doors.tell(
                f"origin {origin}",
                f"Refused the live connection of a page: its browser opened {origin!r}, but the "
                f"request named {host!r}. If a proxy changes the name, let it pass on Host with "
                f"its port, or start the advisor with --origin {origin}",
            )
        elif doors and at and at != doors.base_url:
            cause = "path"
            doors.tell(
                "path",
                f"A visitor has the page at {at!r}, but it is served at {doors.base_url!r}, so a "
                f"proxy changes the path. Start the advisor with --base-url {at!r} and let the "
                "proxy keep the path.",
            )
        elif doors:
            doors.tell(
                "upgrade",
                "A visitor's browser could not open a live connection. If a proxy is in front, let "
                "it pass WebSockets (the headers Upgrade and Connection).",
            )
        self.finish({"cause": cause})


class HealthHandler(RequestHandler):
    """Answer for a platform that asks whether the server is up; it starts no kernel."""

    def get(self) -> None:
        """Say how many places are taken, and how many of the next visitors find a page ready."""
        manager, once = self.settings["kernel_manager"], self.settings["advisor_once"]
        self.set_header("Cache-Control", "no-store")
        places = {"visitors": manager.visitors, "places": manager.max_kernels}
        ready = manager.max_kernels - manager.visitors if once.ready else manager.ready
        self.finish({"status": "ok", **places, "ready": ready})

    def head(self) -> None:
        """Answer without a body."""
        self.finish()


class ForeignNameHandler(RequestHandler):
    """Refusal of a request that names a host which is not ours."""

    def prepare(self) -> None:
        """Refuse, whatever the method, and tell the operator which name it was."""
        name = self.request.host_name
        cast(Doors, doors_of(self)).tell(
            f"name {name}",
            f"Refused a request for the name {name!r}. If visitors reach the page by that name, "
            f"start the advisor with --origin and its address, such as --origin https://{name}",
        )
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            "The advisor does not answer to this name. The person who runs it can allow the name "
            "with the option --origin.\n"
        )


class NowhereHandler(RequestHandler):
    """Answer outside the page's own address, where a proxy may have changed the path."""

    def prepare(self) -> None:
        """Say that there is nothing, and tell the operator where the page is."""
        doors = cast(Doors, doors_of(self))
        if self.request.path == "/":
            doors.tell(
                "path",
                f"Somebody asked for '/', but the page is served at {doors.base_url!r}. If a proxy "
                "strips the path, let it keep the path, or start the advisor without --base-url.",
            )
        self.set_status(404)
        page = self.settings["voila_jinja2_env"].get_template("error.html")
        self.finish(page.render(status_code=404, base_url=doors.base_url))


class KernelSocketHandler(VoilaKernelWebsocketHandler):
    """A page's connection to its kernel, from where the page may be and not too many."""

    _open: ClassVar[Counter[str]] = Counter()

    def check_origin(self, origin: str | None = None) -> bool:
        """Whether the page is ours."""
        doors = cast(Doors, doors_of(self))
        return doors.matches(origin or self.get_origin(), self.request.headers.get("Host"))

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Send without Voilà's filter, which counts to any number that a message begins with."""
        return super(VoilaKernelWebsocketHandler, self).write_message(message, binary)

    async def get(self, kernel_id: str) -> None:
        """Connect, and stay until the connection ends."""
        if self._open[kernel_id] >= MOST_CONNECTIONS:
            raise HTTPError(429)
        self._open[kernel_id] += 1
        try:
            await super().get(kernel_id=kernel_id)
        finally:
            self._open[kernel_id] -= 1
            if not self._open[kernel_id]:
                del self._open[kernel_id]


class ShutdownHandler(VoilaShutdownKernelHandler):
    """A page that is closed ends its kernel, whose name nobody else knows."""

    def check_xsrf_cookie(self) -> None:
        """Ask for no cookie: the page has none, and the kernel's name is secret."""

    def check_origin(self, origin_to_satisfy_tornado: str = "") -> bool:
        """Whether the page is ours."""
        doors, asked = cast(Doors, doors_of(self)), self.request.headers
        return doors.matches(asked.get("Origin"), asked.get("Host"))

    async def post(self, kernel_id: str) -> None:
        """End the kernel; a page may say so twice."""
        if kernel_id in self.kernel_manager:
            await super().post(kernel_id)
        else:
            self.set_status(204)


class TemplateFileHandler(TemplateStaticFileHandler):
    """Voilà's files of templates; an unknown template is not found."""

    def parse_url_path(self, path: str) -> str:
        """Find the file; an impossible path or template is not found."""
        try:
            return cast(str, super().parse_url_path(path))
        except (AssertionError, ValueError):
            raise HTTPError(404) from None


OURS: dict[type[RequestHandler], type[RequestHandler]] = {
    TornadoVoilaHandler: DashboardHandler,
    VoilaKernelWebsocketHandler: KernelSocketHandler,
    VoilaShutdownKernelHandler: ShutdownHandler,
    TemplateStaticFileHandler: TemplateFileHandler,
}
"""Handlers of Voilà and those that replace them in a server of our own."""


def routes(base_url: str) -> list[tuple[str, type[RequestHandler]]]:
    """Return the addresses that the advisor adds to Voilà's own."""
    return [
        (rf"{base_url}voila/advisor/([0-9a-f]+)/([\w.]+)", FrontEndHandler),
        (rf"{base_url}voila/advisor/live", LiveHandler),
    ]
