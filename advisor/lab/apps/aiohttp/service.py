"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``python service.py``.
"""

import shelve
from typing import Any

from aiohttp import web

routes = web.RouteTableDef()


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@routes.get("/items/{key}")
async def read(request: web.Request) -> web.Response:
    key = request.match_info["key"]
    with store() as items:
        if key not in items:
            raise web.HTTPNotFound
        return web.json_response(items[key])


@routes.put("/items/{key}")
async def write(request: web.Request) -> web.Response:
    key = request.match_info["key"]
    try:
        value = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="the body is not JSON") from None
    with store() as items:
        items[key] = value
        return web.json_response(items[key])


@routes.delete("/items/{key}")
async def remove(request: web.Request) -> web.Response:
    key = request.match_info["key"]
    with store() as items:
        if key not in items:
            raise web.HTTPNotFound
        del items[key]
    return web.Response(status=204)


app = web.Application()
app.add_routes(routes)
if __name__ == "__main__":
    web.run_app(app, host="127.0.0.1", port=8000)
