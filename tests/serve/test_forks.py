"""Forked kernels: they work as others do, share nothing that they should not, and leave nothing."""

import asyncio
import re
import signal
import sys
import time

import psutil
import pytest
from tornado.websocket import websocket_connect

from tests.serve.test_faults import channels, connects, end
from tests.serve.test_serve import SHORT, SLIDER, Slider, get, kernel_of, running, runs, wait_until
from tests.tools.bench.soak import Seen, Visitor
from tests.tools.servers import dashboard

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


def nursery(server):
    """The process that the kernels are forked from."""
    children = psutil.Process(server.process.pid).children()
    return next(one for one in children if "advisor.serve.kernels.forks" in " ".join(one.cmdline()))


def move(server, html):
    async def go():
        slider = await Slider.open(server.url, html)
        for value in (7, 8, 9):
            await slider.move(value)
        slider.connection.close()

    asyncio.run(go())


def test_forked_kernels_work_and_have_numbers_of_their_own(tmp_path):
    with running(tmp_path, NUMBERS, fork=True) as server:
        pages = [get(server.url)[2] for _ in range(3)]
        for page in pages:
            move(server, page)
        parent = nursery(server)
        assert len(parent.children()) == 3
        assert parent.num_threads() == 1
        rows = [re.search(r"numbers \[(.*?)\]", page)[1].split(", ") for page in pages]
        for column in list(zip(*rows, strict=True))[:5]:
            assert len(set(column)) == 3
        assert all(pid == session for *_, pid, session, _ in rows)
        assert {row[-1] for row in rows} == {"0"}
        assert end(server) == ""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left(tmp_path, how):
    with running(tmp_path, fork=True, warm_kernels=1) as server:
        get(server.url)
        parent = nursery(server)
        wait_until(lambda: len(parent.children()) == 2)
        left = [parent, *parent.children()]
        server.process.send_signal(how)
        server.process.wait(10)
        wait_until(lambda: not any(map(runs, left)), 10)


def test_a_visitor_who_leaves_ends_only_the_own_kernel(tmp_path):
    settings = {"AdvisorKernelManager": SHORT}
    with running(tmp_path, fork=True, settings=settings) as server:
        stays, leaves = (kernel_of(get(server.url)[2]) for _ in range(2))

        async def stay():
            connection = await websocket_connect(channels(server, stays))
            await asyncio.sleep(6)
            alive = [await asyncio.to_thread(server.lives, one) for one in (stays, leaves)]
            connection.close()
            return alive

        assert asyncio.run(stay()) == [True, False]
        wait_until(lambda: len(nursery(server).children()) == 0)


def test_without_the_nursery_kernels_start_as_they_do_otherwise(tmp_path):
    with running(tmp_path, fork=True) as server:
        nursery(server).kill()
        move(server, get(server.url)[2])
        assert len(server.kernels()) == 1
        assert end(server) == ""


def test_a_forked_kernel_that_died_is_noticed(tmp_path):
    with running(tmp_path, fork=True, warm_kernels=1) as server:
        wait_until(lambda: nursery(server).children())
        [dead] = nursery(server).children()
        time.sleep(5)  # until it has run the notebook
        dead.kill()
        wait_until(lambda: not runs(dead))
        time.sleep(1)  # its last thread ends after the process is called dead
        html = get(server.url)[2]
        move(server, html)
        assert connects(channels(server, kernel_of(html))) == 101


def test_a_page_gets_all_its_widgets_from_a_forked_kernel(tmp_path):
    seen = Seen()
    with dashboard(tmp_path, "--fork") as url:
        asyncio.run(Visitor(url, seen).come(0, 2))
    assert (len(seen.usable), len(seen.answered)) == (1, 2)


def test_a_forked_page_is_that_of_an_ordinary_kernel(tmp_path):
    pages = []
    for fork in (False, True):
        with running(tmp_path, SLIDER, fork=fork) as server:
            html = get(server.url)[2].replace(kernel_of(get(server.url)[2]), "")
            pages.append(re.sub(r"[0-9a-f]{8}[0-9a-f-]{24,28}|:\d{4,5}", "", html))
    assert pages[0] == pages[1]
