"""The smallest Falcon app: one JSON answer, and one that waits on an upstream.

``app`` is for WSGI servers, as its installation page starts; ``asgi_app`` has the same answers as
coroutines for ASGI servers.
"""

import asyncio
import time

import falcon
import falcon.asgi


class Hello:
    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.media = {"message": "hello"}


class Wait:
    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        time.sleep(0.05)
        resp.media = {"message": "waited"}


class HelloAsync:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.media = {"message": "hello"}


class WaitAsync:
    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        await asyncio.sleep(0.05)
        resp.media = {"message": "waited"}


app = falcon.App()
app.add_route("/hello", Hello())
app.add_route("/wait", Wait())
app.add_route("/wait-sync", Wait())

asgi_app = falcon.asgi.App()
asgi_app.add_route("/hello", HelloAsync())
asgi_app.add_route("/wait", WaitAsync())
asgi_app.add_route("/wait-async", WaitAsync())
