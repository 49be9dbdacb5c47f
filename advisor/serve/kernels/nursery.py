"""The processes that kernels are forked from; they run nothing of the server's.

The *nursery* has imported everything. For each version of the page it forks a process that runs the
notebook as well. Both fork kernels, so both have one thread and no ZeroMQ context: neither survives
a fork. `advisor.serve.kernels.forks` is the server's side.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import random
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

LAUNCHER = "ipykernel_launcher"
READY = b"ready\n"
AT_ONCE = 2**20
PR_SET_PDEATHSIG = 1
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
    with suppress(ConnectionError):  # the server is gone already
        orders.sendall(READY)
        _take_orders(orders)


def _take_orders(orders: socket.socket) -> None:
    """Fork a process for each order, and say which one, until the server is gone."""
    gc.collect()
    gc.freeze()  # a collection would touch, and so copy, everything that is shared
    rest, handles = b"", list[int]()
    while True:
        more, with_it, *_ = socket.recv_fds(orders, AT_ONCE, 1)
        if not more:
            return
        *lines, rest = (rest + more).split(b"\n")
        handles += with_it
        for order in map(json.loads, lines):
            if order.get("retire"):
                _outlive_kernels(orders)
                return
            _obey(orders, order, handles)
            handles = []


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
    except BaseException:
        traceback.print_exc()
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
    from ipywidgets import Widget
    from traitlets.config import Config

    end_with_parent = ctypes.CDLL(None).prctl
    end_with_parent(PR_SET_PDEATHSIG, signal.SIGKILL)  # cells may take for ever
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _settle(order)
    # Its database of what was typed would need a thread.
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    found: dict[str, Any] = {"fault": "", "outputs": [], "widgets": {}}
    before = _open_files()
    found["fault"], shown = _shown(shell, order["cells"])
    InteractiveShell.clear_instance()  # a kernel has a shell of its own
    if threads() > 1 or _open_files() - before:
        found["fault"] = found["fault"] or "it has threads or open files, which no fork may share"
    if not found["fault"]:
        found["outputs"] = [{"data": one.data, "metadata": one.metadata} for one in shown]
        found["widgets"] = Widget.get_manager_state()["state"]
    try:
        answer = json.dumps(found, allow_nan=False)
    except (TypeError, ValueError) as fault:
        answer = json.dumps({"fault": f"its widgets cannot be written: {fault}"})
    orders.sendall(answer.encode() + b"\n")
    if "widgets" in answer and not found["fault"]:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        end_with_parent(PR_SET_PDEATHSIG, 0)
        _take_orders(orders)


def _shown(shell: Any, cells: list[str]) -> tuple[str, list[Any]]:
    """Why a notebook cannot be run, if so, and all that it shows."""
    from IPython.utils.capture import capture_output

    # Inside a trap of its own, no cell takes the hook away that captures its result.
    with shell.display_trap, capture_output() as captured:
        for cell in cells:
            done = shell.run_cell(cell, store_history=False)
            if not done.success:
                return repr(done.error_in_exec or done.error_before_exec), []
    # A widget that displays itself gives an empty result besides.
    return captured.stderr, [one for one in captured.outputs if one.data]


def _open_files() -> set[Path]:
    return set(Path("/proc/self/fd").iterdir())


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
