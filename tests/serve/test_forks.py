"""Forked kernels: they work as others do, share nothing that they should not, and leave nothing."""

import asyncio
import re
import signal
import sys

import pytest
from tornado.websocket import websocket_connect

from advisor.serve.kernels import forks
from tests.tools.servers.visits import (
    SHORT,
    get,
    kernel_of,
    running,
    runs,
    wait_until,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks kernels")

NUMBERS = """
import os, random, sys, uuid, threading
import numpy as np, ipywidgets
from IPython.display import display
secret = len([name for name in globals() if name.startswith("left_by_")])
globals()[f"left_by_{os.getpid()}"] = True
said = [random.random(), np.random.rand(), uuid.uuid4().hex, os.getpid(), os.getsid(0), secret]
display({"text/html": f"<p>numbers {said}</p>"}, raw=True)
ipywidgets.IntSlider(3)
"""


@pytest.fixture(scope="module")
def forked(tmp_path_factory):
    """A server whose kernels end soon after their visitors have left."""
    settings = {"AdvisorKernelManager": SHORT}
    with running(tmp_path_factory.mktemp("forked"), NUMBERS, fork=True, settings=settings) as found:
        yield found


def test_forked_kernels_work_and_have_numbers_of_their_own(forked):
    pages = [get(forked.url)[2] for _ in range(3)]
    for page in pages:
        forked.move(page)
    assert forked.nursery().num_threads() == 1
    rows = [re.search(r"numbers \[(.*?)\]", page)[1].split(", ") for page in pages]
    for column in list(zip(*rows, strict=True))[:5]:
        assert len(set(column)) == 3
    assert all(pid == session for *_, pid, session, _ in rows)
    assert {row[-1] for row in rows} == {"0"}
    assert forked.said() == ""


def test_a_visitor_who_leaves_ends_only_the_own_kernel(forked):
    stays, leaves = (kernel_of(get(forked.url)[2]) for _ in range(2))

    async def stay():
        connection = await websocket_connect(forked.channels(stays))
        await asyncio.to_thread(wait_until, lambda: not forked.lives(leaves))
        alive = await asyncio.to_thread(forked.lives, stays)
        connection.close()
        return alive

    assert asyncio.run(stay())
    wait_until(lambda: not forked.nursery().children())


def test_a_forked_page_is_that_of_an_ordinary_kernel(forked, tmp_path):
    pages = [get(forked.url)[2]]
    with running(tmp_path, NUMBERS, settings={"AdvisorKernelManager": SHORT}) as ordinary:
        pages.append(get(ordinary.url)[2])
    same = [
        re.sub(r"numbers \[.*?\]|[0-9a-f]{8}[0-9a-f-]{24,28}|:\d{4,5}", "", page) for page in pages
    ]
    assert same[0] == same[1]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left(tmp_path, how):
    """Neither the nursery, nor the process that has run the page, nor the kernel."""
    with running(tmp_path, fork=True, warm_kernels=1) as server:
        get(server.url)
        parent = server.nursery()
        wait_until(lambda: len(parent.children(recursive=True)) == 2)
        left = [parent, *parent.children(recursive=True)]
        server.end(how)
        wait_until(lambda: not any(map(runs, left)))


def test_without_the_nursery_kernels_start_as_they_do_otherwise(tmp_path):
    with running(tmp_path, fork=True) as server:
        server.nursery().kill()
        server.move(get(server.url)[2])
        assert len(server.kernels()) == 1
        assert server.end() == ""


# A parent whose forks fail, as where no more processes are allowed.
FULL = """
import errno, os, socket, sys
def fork():
    raise OSError(errno.EAGAIN, "no more processes")
os.fork = fork
from advisor.serve.kernels.nursery import main
main(socket.socket(fileno=int(sys.argv[1])))
"""


def test_a_parent_that_cannot_fork_says_so_and_stays_for_its_kernels(monkeypatch):
    monkeypatch.setattr(forks, "NURSERY", FULL)
    monkeypatch.setattr(forks, "IMPORTING", 120)

    async def order():
        nursery = forks.Nursery()
        found = [await nursery.fork({}) for _ in range(2)]
        return nursery, found

    nursery, found = asyncio.run(order())
    assert found == [None, None]
    assert nursery.process.poll() is None
    nursery.close()
    assert nursery.process.wait(20) == 0


MUTE = """
import socket, sys, time
socket.socket(fileno=int(sys.argv[1])).sendall(b"ready\\n")
time.sleep(60)
"""


def test_a_parent_that_never_answers_is_not_waited_for_again(monkeypatch):
    monkeypatch.setattr(forks, "PATIENCE", 0.2)
    monkeypatch.setattr(forks, "IMPORTING", 120)
    monkeypatch.setattr(forks, "NURSERY", MUTE)

    async def order():
        nursery = forks.Nursery()
        return nursery, [await nursery.fork({}) for _ in range(2)]

    nursery, found = asyncio.run(order())
    assert found == [None, None]
    nursery.close()
    assert nursery.process.wait(20) == -signal.SIGKILL


def test_a_parent_that_is_not_ready_is_not_waited_for_long(monkeypatch):
    monkeypatch.setattr(forks, "IMPORTING", 0)
    monkeypatch.setattr(forks, "NURSERY", "import sys; sys.stdin.read()")

    async def order():
        nursery = forks.Nursery()
        return nursery, await nursery.fork({})

    nursery, found = asyncio.run(order())
    assert found is None
    nursery.close()


def test_a_system_without_handles_of_processes_does_not_fork(monkeypatch):
    """As in some containers, where the call is there and fails."""

    def refused(pid):
        raise OSError(38, "not implemented")

    monkeypatch.setattr(forks.os, "pidfd_open", refused)
    assert not forks.can_fork()
