"""Limits the number of visitors' kernels and ends unused ones."""

import asyncio
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import zmq
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError
from traitlets import Integer, default

# A connection of a page has six sockets; ZeroMQ allows 1,023 in all unless it is told otherwise.
MOST_ZMQ_SOCKETS = 16_000
# ipykernel writes to the terminal without the server: what a visitor has sent, and on every start a
# warning about plain TCP, which is harmless on a loopback address. All kernels would share one
# database of what was typed: nobody types, and it was locked for seconds.
QUIET = ["--log-level=CRITICAL", "--HistoryManager.enabled=False"]


@dataclass
class Visit:
    """One kernel that Voilà started for a visitor, and what is known of the page.

    ``since`` is when somebody last came or went, ``served`` when the page had been sent,
    ``opening`` whether its script has reported, and ``left`` whether the page was given up.
    """

    kernel_id: str = ""
    since: datetime | None = None
    served: datetime | None = None
    opening: bool = False
    connected_once: bool = False
    left: bool = False


# The visit that a request is for; the kernel that is started for it registers itself here.
current_visit: ContextVar[Visit | None] = ContextVar("current_visit", default=None)


class AdvisorKernelManager(AsyncMappingKernelManager):
    """Limit the kernels of visitors and end those that no visitor uses.

    The manager counts only kernels that Voilà started. Those of JupyterLab in the same server end
    when the operator's settings (``cull_idle_timeout`` and others) say so. The limit does not
    include kernels that are kept warm for the next visitor.
    """

    max_kernels = Integer(20, config=True, help="Number of visitors at the same time.")
    pageless_timeout = Integer(
        10, config=True, help="Seconds after which a kernel ends if its page ran no script."
    )
    unclaimed_timeout = Integer(
        90, config=True, help="Seconds after which a kernel ends if its page never connected."
    )
    abandoned_timeout = Integer(
        300, config=True, help="Seconds after which a kernel ends if its page was closed."
    )
    idle_timeout = Integer(
        3600,
        config=True,
        help="Seconds without a move after which a kernel ends although its page is open; "
        "with cull_connected, cull_idle_timeout applies instead.",
    )

    _culler_callback: PeriodicCallback | None = None

    def __init__(self, **kwargs: Any) -> None:
        self._visits: dict[str, Visit] = {}
        self._starting = 0
        self._closing = False
        super().__init__(**kwargs)
        self.context.set(zmq.MAX_SOCKETS, MOST_ZMQ_SOCKETS)

    @default("cull_interval")
    def _default_cull_interval(self) -> int:
        return 5

    def initialize_culler(self) -> None:
        """Look for unused kernels, also where the operator ends no others."""
        if self._culler_callback is None:
            pause = self.cull_interval if self.cull_interval > 0 else self.cull_interval_default
            looking = self._culler_callback = PeriodicCallback(self.cull_kernels, 1000 * pause)
            looking.start()
        self._initialized_culler = True

    @property
    def visitors(self) -> int:
        """Number of places that are taken."""
        live = {k for k, visit in self._visits.items() if k in self and not visit.left}
        return len(live - self._waiting()) + self._starting

    @property
    def full(self) -> bool:
        """Whether the next visitor has to wait."""
        return self.visitors >= self.max_kernels

    @property
    def ready(self) -> int:
        """Number of kernels that have run the notebook and wait for a visitor."""
        return len(self._waiting())

    def _waiting(self) -> set[str]:
        """Kernels kept warm in Voilà's pool, if it keeps one."""
        ready = [t for t in self._pooled() if t.done() and not t.cancelled() and not t.exception()]
        return {task.result()["kernel_id"] for task in ready}

    def _pooled(self) -> list[asyncio.Task[dict[str, Any]]]:
        return [task for pool in getattr(self, "_pools", {}).values() for task in pool]

    async def start_kernel(self, **kwargs: Any) -> str:
        """Start a kernel; raise HTTP error 503 for a visitor beyond the limit."""
        preheat = (kwargs.get("env") or {}).get("VOILA_PREHEAT")
        if preheat is None:
            return str(await super().start_kernel(**kwargs))
        if self._closing:
            raise HTTPError(503)
        kwargs.setdefault("extra_arguments", QUIET)
        if preheat == "True":
            visit = Visit()
            kernel_id: str = await super().start_kernel(**kwargs)
        else:
            visit = current_visit.get() or Visit()
            if self.full:
                raise HTTPError(503)
            self._starting += 1
            try:
                kernel_id = await super().start_kernel(**kwargs)
            finally:
                self._starting -= 1
        visit.kernel_id = kernel_id
        self._visits[kernel_id] = visit
        # If tracebacks are not allowed, Jupyter reads the replacement text from the kernel.
        kernel = self.get_kernel(kernel_id)
        kernel.traceback_replacement_message = self.traceback_replacement_message
        if visit.left:
            await self.give_back(visit)
        return kernel_id

    def visit_of(self, kernel_id: str) -> Visit | None:
        """Visit whose page has this kernel."""
        return self._visits.get(kernel_id)

    async def give_back(self, visit: Visit) -> None:
        """End the kernel of a page that was given up before it connected."""
        if visit.connected_once:
            return  # its visitor may come back, and the page says when it is closed for good
        visit.left = True
        if visit.kernel_id:
            with suppress(KeyError, HTTPError):
                await self.shutdown_kernel(visit.kernel_id, now=True)

    async def make_room(self) -> bool:
        """Give back the place of the longest served page that has run no script, if there is one.

        Without this, requests that nobody looks at would keep visitors out.
        """
        latest = datetime.now(UTC) - timedelta(seconds=self.pageless_timeout / 3)
        found = [
            visit
            for visit in self._visits.values()
            if visit.served and visit.served < latest and visit.kernel_id in self
            if not (visit.opening or visit.connected_once or visit.left)
        ]
        if found:
            await self.give_back(min(found, key=lambda visit: visit.served or latest))
        return bool(found)

    async def drop_dead(self) -> None:
        """Take warm kernels out of the pool that have failed or died while they waited."""
        for pool in getattr(self, "_pools", {}).values():
            for task in [task for task in pool if task.done()]:
                kernel_id = (
                    "" if task.cancelled() or task.exception() else task.result()["kernel_id"]
                )
                kernel = self.get_kernel(kernel_id) if kernel_id in self else None
                if kernel and await kernel.is_alive():
                    continue
                pool.remove(task)
                if kernel:
                    with suppress(KeyError, HTTPError):
                        await self.shutdown_kernel(kernel_id, now=True)

    def notify_connect(self, kernel_id: str) -> None:
        """Note that a page opened its connection."""
        super().notify_connect(kernel_id)
        self._touch(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """Note that a page closed its connection."""
        super().notify_disconnect(kernel_id)
        self._touch(kernel_id)

    def _touch(self, kernel_id: str) -> None:
        if visit := self._visits.get(kernel_id):
            visit.since, visit.connected_once = datetime.now(UTC), True

    async def close(self) -> None:
        """End every kernel at once, including those that are still starting."""
        self._closing = True
        # A start that is cancelled half-way would leave an unknown process.
        starts = [*self._pending_kernels.values(), *self._pooled()]
        await asyncio.gather(*starts, return_exceptions=True)
        getattr(self, "_pools", {}).clear()
        ends = [self.shutdown_kernel(kernel_id, now=True) for kernel_id in self.list_kernel_ids()]
        await asyncio.gather(*ends, return_exceptions=True)

    async def forget_warm(self) -> None:
        """End the kernels kept warm, which have read old tables, and warm others."""
        old = self._pooled()
        for pool in getattr(self, "_pools", {}).values():
            pool.clear()
        for made in await asyncio.gather(*old, return_exceptions=True):
            if not isinstance(made, BaseException):
                with suppress(KeyError):
                    await self.shutdown_kernel(made["kernel_id"], now=True)
        await self._fill()

    async def cull_kernels(self) -> None:
        """End unused kernels, then refill Voilà's pool in case a start has failed."""
        await super().cull_kernels()
        self._visits = {k: visit for k, visit in self._visits.items() if k in self}
        await self._fill()

    async def _fill(self) -> None:
        """Start the kernels that Voilà's pool lacks, if it has one."""
        notebook = getattr(self, "notebook_path", None)
        if notebook and hasattr(self, "fill_if_needed"):
            await self.drop_dead()
            self.fill_if_needed(delay=0, notebook_name=notebook)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End the kernel of one visitor after its timeout; warm kernels stay."""
        visit = self._visits.get(kernel_id)
        if visit is None:
            if self.cull_idle_timeout > 0:
                await super().cull_kernel_if_idle(kernel_id)
            return
        # A warm kernel may have waited for hours, so its time starts when it is first in use.
        now = datetime.now(UTC)
        visit.since = visit.since or now
        kernel = self.get_kernel(kernel_id)
        if self._kernel_connections.get(kernel_id, 0):
            theirs = self.cull_connected and self.cull_idle_timeout > 0
            limit = self.cull_idle_timeout if theirs else self.idle_timeout
        elif visit.connected_once:
            limit = self.abandoned_timeout
        elif visit.served and not visit.opening:
            limit = min(self.pageless_timeout, self.unclaimed_timeout)
        else:
            limit = self.unclaimed_timeout
        idle = now - max(visit.since, kernel.last_activity)
        if kernel.execution_state != "busy" and idle > timedelta(seconds=limit):
            self.log.info("Ending kernel %s, unused for %s.", kernel_id, idle)
            with suppress(KeyError):
                await self.shutdown_kernel(kernel_id, now=True)
