"""Kernels that are forked from a process which has imported everything; Linux only.

Such a kernel shares the memory of what was imported, and needs no time to import it. The parent,
the *nursery*, is a process of its own: it has one thread and no ZeroMQ context, because neither
survives a fork. If it is not there or not as it must be, a kernel is started in the ordinary way.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "advisor-fork"
NURSERY = (
    "import socket, sys; from advisor.serve.kernels.forks import main; "
    "main(socket.socket(fileno=int(sys.argv[1])))"
)
LAUNCHER = "ipykernel_launcher"
# Threads of linear algebra would not survive a fork, and 60 kernels need no pool each.
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP")}
# What a kernel imports when it starts, beside what a page needs.
NEEDED = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipywidgets",
    "tornado.platform.asyncio",
)
READY = b"ready\n"
# Importing everything takes about two seconds on an idle machine; who comes meanwhile waits, but
# gets an ordinary kernel rather than wait longer.
IMPORTING = 10
# A fork takes milliseconds. An order that is older has been given to an ordinary kernel instead.
PATIENCE = 30


class Nursery:
    """The process that has imported everything, and the connection on which it takes orders."""

    running: Nursery | None = None

    def __init__(self) -> None:
        self.orders, theirs = socket.socketpair()
        self.orders.setblocking(False)
        self._turn, self._ready, self._failed = asyncio.Lock(), False, False
        self._begun = time.monotonic()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", NURSERY, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, **ONE_THREAD},
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the server, which ends its kernels itself
            )

    @classmethod
    def start(cls) -> None:
        """Start the process, and make it the source of kernels."""
        cls.running = cls()
        module = "advisor.serve.kernels.forks:ForkProvisioner"
        group = KernelProvisionerFactory.GROUP_NAME
        KernelProvisionerFactory.provisioners[NAME] = EntryPoint(NAME, module, group)

    def close(self) -> None:
        """End the process; its kernels notice and end, too."""
        Nursery.running = None
        self.orders.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    async def fork(self, order: dict[str, Any]) -> int | None:
        """Process id of a new kernel; None if there is none."""
        async with self._turn:
            try:
                if self._failed or not await self._is_ready():
                    return None
                answer = await self._answer({**order, "until": time.monotonic() + PATIENCE})
            except OSError:  # it has ended, or it does not answer
                self._failed = True
                return None
        return int(answer) if answer.strip().isdigit() else None

    async def _answer(self, order: dict[str, Any]) -> bytes:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(order["until"] + loop.time() - time.monotonic() + 1):
                await loop.sock_sendall(self.orders, json.dumps(order).encode() + b"\n")
                return await self._hear()
        except TimeoutError:
            return self.orders.recv(64)  # it may have come while the server was too busy to look

    async def _is_ready(self) -> bool:
        """Whether everything has been imported; at the beginning, wait for that."""
        if not self._ready:
            left = self._begun + IMPORTING - time.monotonic()
            with suppress(TimeoutError):
                async with asyncio.timeout(max(left, 0)):
                    self._ready = await self._hear() == READY
        return self._ready

    async def _hear(self) -> bytes:
        answer = await asyncio.get_running_loop().sock_recv(self.orders, 64)
        if not answer:
            raise ConnectionError("the nursery has ended")
        return answer


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
    """Forks kernels of this Python from the nursery, and starts all others in the ordinary way."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel."""
        pid = None
        if Nursery.running and LAUNCHER in cmd:
            order = {
                "arguments": cmd[cmd.index(LAUNCHER) + 1 :],
                "environment": kwargs.get("env") or dict(os.environ),
                "folder": str(kwargs.get("cwd") or Path.cwd()),
            }
            pid = await Nursery.running.fork(order)
        try:
            process = Forked(pid) if pid else None
        except OSError:  # it has ended already
            process = None
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = process, pid, pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


def can_fork() -> bool:
    """Whether this system has what forked kernels need; some containers lack a part."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def main(orders: socket.socket) -> None:
    """Import everything, then fork a kernel for each order until the server is gone."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs a page, and it is large
    for name in NEEDED:
        import_module(name)
    import numpy as np

    from advisor.page import dashboard  # noqa: F401
    from advisor.problem.folder import load

    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a kernel that has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()  # a collection would touch, and so copy, everything that is shared
    lines = orders.makefile("rb")
    with suppress(BrokenPipeError):  # the server is gone already
        orders.sendall(READY)
    for line in lines:
        order = json.loads(line)
        if order["until"] < time.monotonic():
            orders.sendall(b"late\n")
            continue
        if len(list(Path("/proc/self/task").iterdir())) > 1:
            orders.sendall(b"threads\n")
            continue
        nursery = os.getpid()
        try:
            pid = os.fork()
        except OSError:  # no more processes or memory; those that are there must not end for it
            orders.sendall(b"no process\n")
            continue
        if pid:
            orders.sendall(b"%d\n" % pid)
            continue
        code = 1
        try:
            lines.close()
            orders.close()
            random.seed()
            np.random.seed()  # noqa: NPY002  it was seeded when it was imported
            _become_kernel(order, nursery)
            code = 0
        finally:
            os._exit(code)


def _become_kernel(order: dict[str, Any], nursery: int) -> None:
    """Be what ``python -m ipykernel_launcher`` would be."""
    import ipywidgets
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update({**order["environment"], **ONE_THREAD})
    os.chdir(order["folder"])
    sys.path[0] = order["folder"]
    # The kernel ends when this process is no longer its parent. An ordinary kernel reads that from
    # its environment, but ipykernel has looked there already, when it was imported.
    parent = f"--IPKernelApp.parent_handle={nursery}"
    sys.argv = [LAUNCHER, *order["arguments"], parent]
    gc.enable()
    kernel = IPKernelApp.instance()
    kernel.initialize(sys.argv[1:])
    # Widgets looked for a kernel when they were imported, and there was none.
    ipywidgets.load_ipython_extension(kernel.shell)
    kernel.start()
