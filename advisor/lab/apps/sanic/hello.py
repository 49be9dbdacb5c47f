"""The smallest Sanic app: one JSON answer, and one that waits on an upstream.

It brings its own server: ``sanic hello:app --host 127.0.0.1 --port 8000 --single-process``
(without the last flag a manager process watches over the worker). It also runs under ASGI
servers: ``uvicorn hello:app``.
"""

import asyncio

from sanic import HTTPResponse, Request, Sanic, json

app = Sanic("hello")


@app.get("/hello")
async def hello(request: Request) -> HTTPResponse:
    return json({"message": "hello"})


@app.get("/wait", name="wait")
@app.get("/wait-async", name="wait_async")
async def wait(request: Request) -> HTTPResponse:
    await asyncio.sleep(0.05)
    return json({"message": "waited"})
