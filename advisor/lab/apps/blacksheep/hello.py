"""The smallest BlackSheep app: one JSON answer, and one that waits on an upstream."""

import asyncio

from blacksheep import Application, get

app = Application()


@get("/hello")
async def hello() -> dict[str, str]:
    return {"message": "hello"}


@get("/wait")
@get("/wait-async")
async def wait() -> dict[str, str]:
    await asyncio.sleep(0.05)
    return {"message": "waited"}
