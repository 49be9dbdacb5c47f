import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from jupyter_server.base.websocket import WS_PING_INTERVAL

from tests.tools.servers.visits import Running, Slider, get, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for all tests that need no settings of their own, under a path of its own."""
    with running(
        tmp_path_factory.mktemp("served"),
        base_url="some/where",
        origins=["https://advisor.example.org"],
        max_kernels=100,
        fork=True,
        settings={"AdvisorKernelManager": {"pageless_timeout": 30}},
    ) as server:
        yield server


@pytest.fixture(scope="session")
def long_stay(server: Running) -> Iterator[Future[int]]:
    """A visitor who moves the slider once a second for two ping intervals, beside other tests."""

    begun, over = Event(), Event()

    async def stay() -> int:
        slider = await Slider.open(server.url, get(server.url)[2])
        end = time.monotonic() + 2 * WS_PING_INTERVAL / 1000 + 5
        moves = 0
        while time.monotonic() < end and not over.is_set():
            moves += 1
            await slider.move(moves)
            begun.set()
            await asyncio.sleep(1)
        slider.connection.close()
        return moves

    with ThreadPoolExecutor(1) as pool:
        staying = pool.submit(lambda: asyncio.run(stay()))
        begun.wait(60)
        yield staying
        over.set()
