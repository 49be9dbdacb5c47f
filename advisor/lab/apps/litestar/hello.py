"""The smallest Litestar app: one JSON answer, and one that waits on an upstream.

Each handler comes twice: as a coroutine, and as a plain function that runs in the thread pool.
"""

import asyncio
import time

from litestar import Litestar, get


@get("/hello")
async def hello() -> dict[str, str]:
    return {"message": "hello"}


@get("/hello-sync", sync_to_thread=True)
def hello_in_thread() -> dict[str, str]:
    return {"message": "hello"}


@get(["/wait", "/wait-async"])
async def wait() -> dict[str, str]:
    await asyncio.sleep(0.05)
    return {"message": "waited"}


@get("/wait-sync", sync_to_thread=True)
def wait_in_thread() -> dict[str, str]:
    time.sleep(0.05)
    return {"message": "waited"}


app = Litestar([hello, hello_in_thread, wait, wait_in_thread])
