"""The smallest Quart app: one JSON answer, and one that waits on an upstream.

Each handler comes twice: as a coroutine, and as a plain function that runs in the thread pool.
"""

import asyncio
import time

from quart import Quart

app = Quart(__name__)


@app.get("/hello")
async def hello() -> dict[str, str]:
    return {"message": "hello"}


@app.get("/hello-sync")
def hello_in_thread() -> dict[str, str]:
    return {"message": "hello"}


@app.get("/wait")
@app.get("/wait-async")
async def wait() -> dict[str, str]:
    await asyncio.sleep(0.05)
    return {"message": "waited"}


@app.get("/wait-sync")
def wait_in_thread() -> dict[str, str]:
    time.sleep(0.05)
    return {"message": "waited"}
