"""Limits the number of visitors' kernels and ends unused ones."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Integer, default


@dataclass
class Visit:
    """One kernel that Voilà started for a visitor."""

    since: datetime | None = None
    connected_once: bool = False


class AdvisorKernelManager(AsyncMappingKernelManager):
    """Limit the kernels of visitors and end those that no visitor uses.

    The manager counts and ends only kernels that Voilà started, not those of JupyterLab in the
    same server. The limit does not include kernels that are kept warm for the next visitor.
    """

    max_kernels = Integer(20, config=True, help="Number of visitors at the same time.")
    unclaimed_timeout = Integer(
        90, config=True, help="Seconds after which a kernel ends if its page never connected."
    )
    abandoned_timeout = Integer(
        300, config=True, help="Seconds after which a kernel ends if its page was closed."
    )

    def __init__(self, **kwargs: Any) -> None:
        self._visits: dict[str, Visit] = {}
        self._starting = 0
        self._closing = False
        super().__init__(**kwargs)

    @default("cull_idle_timeout")
    def _default_cull_idle_timeout(self) -> int:
        return 3600

    @default("cull_interval")
    def _default_cull_interval(self) -> int:
        return 15

    @property
    def full(self) -> bool:
        """Whether the next visitor has to wait."""
        live = {kernel_id for kernel_id in self._visits if kernel_id in self}
        return len(live - self._waiting()) + self._starting >= self.max_kernels

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
        # ipykernel warns about plain TCP on every start, which is harmless on a loopback address.
        kwargs.setdefault("extra_arguments", ["--log-level=ERROR"])
        if preheat == "True":
            kernel_id: str = await super().start_kernel(**kwargs)
        else:
            if self.full:
                raise HTTPError(503)
            self._starting += 1
            try:
                kernel_id = await super().start_kernel(**kwargs)
            finally:
                self._starting -= 1
        self._visits[kernel_id] = Visit()
        # If tracebacks are not allowed, Jupyter reads the replacement text from the kernel.
        kernel = self.get_kernel(kernel_id)
        kernel.traceback_replacement_message = self.traceback_replacement_message
        return kernel_id

    def notify_connect(self, kernel_id: str) -> None:
        """Note that a page opened its connection."""
        super().notify_connect(kernel_id)
        self._touch(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """Note that a page closed its connection."""
        super().notify_disconnect(kernel_id)
        self._touch(kernel_id)

    def _touch(self, kernel_id: str) -> None:
        if kernel_id in self._visits:
            self._visits[kernel_id] = Visit(datetime.now(UTC), connected_once=True)

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
        self._fill()

    async def cull_kernels(self) -> None:
        """End unused kernels, then refill Voilà's pool in case a start has failed."""
        await super().cull_kernels()
        self._visits = {k: visit for k, visit in self._visits.items() if k in self}
        self._fill()

    def _fill(self) -> None:
        """Start the kernels that Voilà's pool lacks, if it has one."""
        notebook = getattr(self, "notebook_path", None)
        if notebook and hasattr(self, "fill_if_needed"):
            self.fill_if_needed(delay=0, notebook_name=notebook)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End the kernel of one visitor after its timeout; warm kernels stay."""
        visit = self._visits.get(kernel_id)
        if visit is None:
            return
        # A warm kernel may have waited for hours, so its time starts when it is first in use.
        now = datetime.now(UTC)
        visit.since = visit.since or now
        kernel = self.get_kernel(kernel_id)
        if self._kernel_connections.get(kernel_id, 0):
            limit = self.cull_idle_timeout
        elif visit.connected_once:
            limit = self.abandoned_timeout
        else:
            limit = self.unclaimed_timeout
        idle = now - max(visit.since, kernel.last_activity)
        if kernel.execution_state != "busy" and idle > timedelta(seconds=limit):
            self.log.info("Ending kernel %s, unused for %s.", kernel_id, idle)
            with suppress(KeyError):
                await self.shutdown_kernel(kernel_id, now=True)
