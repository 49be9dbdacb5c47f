"""The processes that kernels are forked from; they run nothing of the server's.

The *nursery* has imported everything. From it forks, for each version of the page, a process that
has run the notebook as well. Both fork kernels, so both have one thread and no ZeroMQ context:
neither survives a fork. `advisor.serve.kernels.forks` is the server's side.
"""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import socket
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

LAUNCHER = "ipykernel_launcher"
READY = b"ready\n"
AT_ONCE = 2**20
# Threads of linear algebra would not survive a fork, and 60 kernels need no pool each. The C
# library would give the memory of all draws back after a move, and fetch it for the next one.
SURROUNDINGS = {
    **{f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP")},
    **{f"MALLOC_{limit}_THRESHOLD_": str(2**25) for limit in ("MMAP", "TRIM")},
}
# What a kernel imports when it starts, beside what a page needs.
NEEDED = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipywidgets",
    "psutil",
    "resource",
    "tornado.platform.asyncio",
)


def main(orders: socket.socket) -> None:
    """Import everything, then take orders until the server is gone."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs a page, and it is large
    for name in NEEDED:
        import_module(name)
    from advisor.page import dashboard  # noqa: F401
    from advisor.problem.folder import load

    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a kernel that has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):  # the server is gone already
        orders.sendall(READY)
    _take_orders(orders)


def _take_orders(orders: socket.socket) -> None:
    """Fork a process for each order, and say which one, until the server is gone."""
    gc.collect()
    gc.freeze()  # a collection would touch, and so copy, everything that is shared
    line, handles = b"", list[int]()
    while True:
        more, with_it, *_ = socket.recv_fds(orders, AT_ONCE, 1)
        if not more:
            return
        line, handles = line + more, handles + with_it
        if not line.endswith(b"\n"):  # the server waits for an answer before its next order
            continue
        order = json.loads(line)
        if order.get("retire"):
            _outlive_kernels(orders)
            return
        _obey(orders, order, handles)
        line, handles = b"", []


def _obey(orders: socket.socket, order: dict[str, Any], handles: list[int]) -> None:
    """Fork a process that becomes a kernel or runs a notebook."""
    parent = os.getpid()
    if order["until"] < time.monotonic():
        orders.sendall(b"late\n")
    elif threads() > 1:
        orders.sendall(b"threads\n")
    else:
        try:
            pid = os.fork()
        except OSError:  # no more processes or memory; those that are there must not end for it
            orders.sendall(b"no process\n")
        else:
            if not pid:
                _be(order, orders, handles, parent)
            orders.sendall(b"%d\n" % pid)
    for handle in handles:
        os.close(handle)


def _be(order: dict[str, Any], orders: socket.socket, handles: list[int], parent: int) -> None:
    """Be the new process, and end with what it was forked for."""
    code = 1
    try:
        orders.close()
        if handles:
            _run_notebook(order, socket.socket(fileno=handles[0]))
        else:
            _become_kernel(order, parent)
        code = 0
    finally:
        os._exit(code)


def threads() -> int:
    """Number of threads of this process."""
    return len(list(Path("/proc/self/task").iterdir()))


def _outlive_kernels(orders: socket.socket) -> None:
    """Stay until the last kernel has ended, which would end with this process, or the server."""
    orders.settimeout(1)
    while True:
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        with suppress(TimeoutError):
            if not orders.recv(1):
                return


def _settle(order: dict[str, Any]) -> None:
    """Take over the surroundings that an ordinary kernel would have."""
    import numpy as np

    random.seed()
    np.random.seed()  # noqa: NPY002  it was seeded when it was imported
    os.environ.clear()
    os.environ.update({**order["environment"], **SURROUNDINGS})
    os.chdir(order["folder"])
    sys.path[0] = order["folder"]
    gc.enable()


def _run_notebook(order: dict[str, Any], orders: socket.socket) -> None:
    """Run the cells of a notebook, send what they show, and take orders for kernels."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from ipywidgets import Widget
    from traitlets.config import Config

    _settle(order)
    # Its database of what was typed would need a thread.
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    found: dict[str, Any] = {"outputs": [], "fault": ""}
    # Inside a trap of its own, no cell takes the hook away that captures its result.
    with shell.display_trap, capture_output() as shown:
        for source in order["cells"]:
            done = shell.run_cell(source, store_history=False)
            if not done.success:
                found["fault"] = repr(done.error_in_exec or done.error_before_exec)
                break
    InteractiveShell.clear_instance()  # a kernel has a shell of its own
    found["fault"] = found["fault"] or shown.stderr
    # What displays itself has no data as a result.
    given = [one for one in shown.outputs if one.data]
    found["outputs"] = [{"data": one.data, "metadata": one.metadata} for one in given]
    found["widgets"] = Widget.get_manager_state()["state"]
    if threads() > 1:
        found["fault"] = "the notebook has started threads, which no fork has"
    orders.sendall(json.dumps(found).encode() + b"\n")
    if not found["fault"]:
        _take_orders(orders)


def _become_kernel(order: dict[str, Any], parent: int) -> None:
    """Be what ``python -m ipykernel_launcher`` would be."""
    import comm
    import ipywidgets
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _settle(order)
    # The kernel ends when this process is no longer its parent. An ordinary kernel reads that from
    # its environment, but ipykernel has looked there already, when it was imported.
    sys.argv = [LAUNCHER, *order["arguments"], f"--IPKernelApp.parent_handle={parent}"]
    app = IPKernelApp.instance()
    app.initialize(sys.argv[1:])
    # Widgets looked for a kernel when they were imported, and those of the page when they were
    # made, and there was none.
    ipywidgets.load_ipython_extension(app.shell)
    for widget in comm.get_comm_manager().comms.values():
        widget.kernel = app.kernel  # type: ignore[attr-defined]
    app.start()
