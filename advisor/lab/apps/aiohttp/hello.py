"""The smallest aiohttp app: one JSON answer, and one that waits on an upstream.

It brings its own server: ``python -m aiohttp.web -H 127.0.0.1 -P 8000 hello:main``, or
``gunicorn hello:app --worker-class aiohttp.GunicornWebWorker``.
"""

import asyncio

from aiohttp import web


async def hello(request: web.Request) -> web.Response:
    return web.json_response({"message": "hello"})


async def wait(request: web.Request) -> web.Response:
    await asyncio.sleep(0.05)
    return web.json_response({"message": "waited"})


app = web.Application()
app.add_routes(
    [
        web.get("/hello", hello),
        web.get("/wait", wait),
        web.get("/wait-async", wait),
    ]
)


def main(arguments: list[str]) -> web.Application:
    return app
