"""Kernels that are forked from a process which has imported everything; Linux only.

Such a kernel shares the memory of what was imported, and needs no time to import it. If the page
was made once for everybody (`advisor.serve.content.once`), the kernel shares the page as well. If
the process to fork from is missing or does not answer, a kernel is started in the ordinary way.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from advisor.serve.kernels.nursery import LAUNCHER, READY, SURROUNDINGS

NAME = "advisor-fork"
NURSERY = (
    "import socket, sys; from advisor.serve.kernels.nursery import main; "
    "main(socket.socket(fileno=int(sys.argv[1])))"
)
# Importing everything takes about two seconds on an idle machine. A visitor waits for that, but
# gets an ordinary kernel rather than wait longer.
IMPORTING = 10
# A fork takes milliseconds. An order that is older has been given to an ordinary kernel instead.
PATIENCE = 30
# Seconds that a fork may take to open its ports; it is handed out after that in any case.
LISTENING = 2
NO_PROCESS = "no process could be forked"


class Parent:
    """A process that others are forked from, and the connection on which it takes orders."""

    def __init__(self) -> None:
        self.orders, self.theirs = socket.socketpair()
        self.orders.setblocking(False)
        self._turn, self.failed = asyncio.Lock(), False
        self._heard = b""

    def close(self) -> None:
        """End the process; its kernels notice and end, too."""
        self.failed = True
        self.orders.close()

    async def ready(self) -> bool:
        """Whether it can take orders."""
        return not self.failed

    async def fork(self, order: dict[str, Any], handle: socket.socket | None = None) -> int | None:
        """Process id of a new process; None if there is none."""
        async with self._turn:
            try:
                if not await self.ready():
                    return None
                answer = await self._answer({**order, "until": time.monotonic() + PATIENCE}, handle)
            except (OSError, asyncio.CancelledError) as fault:
                # It has ended or does not answer, or its answer would be taken for the next one.
                self.failed = True
                if isinstance(fault, asyncio.CancelledError):
                    raise
                return None
        return int(answer) if answer.strip().isdigit() else None

    async def _answer(self, order: dict[str, Any], handle: socket.socket | None) -> bytes:
        loop = asyncio.get_running_loop()
        line = json.dumps(order).encode() + b"\n"
        try:
            async with asyncio.timeout_at(order["until"] + loop.time() - time.monotonic() + 1):
                if handle:
                    sent = socket.send_fds(self.orders, [line], [handle.fileno()])
                    line = line[sent:]
                await loop.sock_sendall(self.orders, line)
                return await self.hear()
        except TimeoutError:
            return self.orders.recv(64)  # it may have come while the server was too busy to look

    async def hear(self) -> bytes:
        """The next line that it says."""
        loop = asyncio.get_running_loop()
        while not self._heard.endswith(b"\n"):
            more = await loop.sock_recv(self.orders, 2**20)
            if not more:
                raise ConnectionError("the process has ended")
            self._heard += more
        heard, self._heard = self._heard, b""
        return heard


class Nursery(Parent):
    """The parent that has imported everything."""

    running: Nursery | None = None

    def __init__(self) -> None:
        super().__init__()
        self._begun, self._imported = time.monotonic(), False
        with self.theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", NURSERY, str(self.theirs.fileno())],
                pass_fds=[self.theirs.fileno()],
                env={**os.environ, **SURROUNDINGS},
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the server, which ends its kernels itself
            )

    @classmethod
    def start(cls) -> None:
        """Start the process, and make it the parent of kernels."""
        cls.running = cls()
        module = "advisor.serve.kernels.forks:ForkProvisioner"
        group = KernelProvisionerFactory.GROUP_NAME
        KernelProvisionerFactory.provisioners[NAME] = EntryPoint(NAME, module, group)

    def close(self) -> None:
        """End the process, and wait for that."""
        Nursery.running = None
        super().close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    async def ready(self) -> bool:
        """Whether everything has been imported; at the beginning, wait for that."""
        if not self._imported and not self.failed:
            left = self._begun + IMPORTING - time.monotonic()
            with suppress(TimeoutError):
                async with asyncio.timeout(max(left, 0)):
                    self._imported = await self.hear() == READY
        return self._imported and not self.failed


class Prepared(Parent):
    """A parent that has run a notebook.

    Attributes
    ----------
    outputs : list of dict
        What the notebook shows: ``data`` and ``metadata`` of each output.
    widgets : dict
        State of its widgets by their names, as Jupyter stores it.
    fault : str
        Why the notebook cannot run once for everybody; empty if it can.
    """

    fault = ""
    outputs: list[dict[str, Any]]
    widgets: dict[str, Any]
    process: Forked | None = None

    @classmethod
    async def run(cls, cells: Sequence[str], folder: Path) -> Prepared:
        """Run the cells of a notebook; a process that fails, or takes too long, is ended."""
        made = cls()
        order = {"cells": cells, "environment": dict(os.environ), "folder": str(folder)}
        found: dict[str, Any] = {"fault": NO_PROCESS}
        try:
            with made.theirs:
                pid = await Nursery.running.fork(order, made.theirs) if Nursery.running else None
            if pid:
                made.process = Forked(pid)
                async with asyncio.timeout(PATIENCE):
                    found = json.loads(await made.hear())
        except TimeoutError:
            found = {"fault": f"it takes more than {PATIENCE} seconds"}
        except OSError as fault:
            found = {"fault": f"{NO_PROCESS}: {fault}"}
        finally:
            if found["fault"]:
                made.close()
        vars(made).update(found)
        return made

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process is None or self.process.poll() is not None

    def retire(self) -> None:
        """Fork no more, and end with the last kernel."""
        self.failed = True
        with suppress(OSError):
            self.orders.send(b'{"retire": true}\n')

    def close(self) -> None:
        """End the process at once."""
        super().close()
        if self.process:
            self.process.kill()


# The parent of the kernel that is being started, if it is not the nursery.
parent: ContextVar[Prepared | None] = ContextVar("parent", default=None)


class Forked:
    """A forked kernel with the methods of ``Popen`` that a provisioner uses.

    It is no child of the server, so a file descriptor stands for it: that cannot come to mean
    another process, as a process id can.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid, self._handle = pid, os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Zero if the process has ended, else None."""
        if self._handle >= 0 and not self._ended(0):
            return None
        self._close()
        return 0

    def wait(self) -> int:
        """Wait until it has ended."""
        if self._handle >= 0:
            self._ended(None)
        self._close()
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self._handle >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _ended(self, milliseconds: float | None) -> bool:
        """Whether it ends in that time; unlike select, poll takes more than 1,024 open files."""
        ending = select.poll()
        ending.register(self._handle, select.POLLIN)
        return bool(ending.poll(milliseconds))

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1


class ForkProvisioner(LocalProvisioner):
    """Forks kernels of this Python, and starts all others in the ordinary way."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel; raise ChildProcessError if one of a page cannot be forked from it."""
        prepared = parent.get()
        process = await self._forked(prepared or Nursery.running, cmd, **kwargs)
        if process is None:
            if prepared:
                prepared.failed = True
                raise ChildProcessError("no kernel could be forked from the page")
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = process, process.pid, process.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def _forked(self, of: Parent | None, cmd: list[str], **kwargs: Any) -> Forked | None:
        if not of or LAUNCHER not in cmd:
            return None
        order = {
            "arguments": cmd[cmd.index(LAUNCHER) + 1 :],
            "environment": kwargs.get("env") or dict(os.environ),
            "folder": str(kwargs.get("cwd") or Path.cwd()),
        }
        pid = await of.fork(order)
        try:
            process = Forked(pid) if pid else None
        except OSError:  # it has ended already
            return None
        if process:
            await _listens(process, self.connection_info)
        return process if process and process.poll() is None else None


async def _listens(process: Forked, connection: KernelConnectionInfo) -> None:
    """Wait until a kernel has opened its ports, which takes milliseconds.

    A connection that is too early is tried again after a tenth of a second. It misses the first
    answer, and Jupyter asks for another one half a second later.
    """
    until = time.monotonic() + LISTENING
    while connection["transport"] == "tcp" and time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            where = connection["ip"], connection["hb_port"]
            (await asyncio.open_connection(*where))[1].close()
            return
        await asyncio.sleep(0.005)


def can_fork() -> bool:
    """Whether this system has what forked kernels need; some containers lack a part."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True
