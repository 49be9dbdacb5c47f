"""The smallest Starlette app: one JSON answer, and one that waits on an upstream.

Each handler comes twice: as a coroutine, and as a plain function that runs in the thread pool.
"""

import asyncio
import time

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def hello(request: Request) -> JSONResponse:
    return JSONResponse({"message": "hello"})


def hello_in_thread(request: Request) -> JSONResponse:
    return JSONResponse({"message": "hello"})


async def wait(request: Request) -> JSONResponse:
    await asyncio.sleep(0.05)
    return JSONResponse({"message": "waited"})


def wait_in_thread(request: Request) -> JSONResponse:
    time.sleep(0.05)
    return JSONResponse({"message": "waited"})


app = Starlette(
    routes=[
        Route("/hello", hello),
        Route("/hello-sync", hello_in_thread),
        Route("/wait", wait),
        Route("/wait-async", wait),
        Route("/wait-sync", wait_in_thread),
    ]
)
