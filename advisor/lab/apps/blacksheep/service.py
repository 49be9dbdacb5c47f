"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``uvicorn service:app`` or any other ASGI server.
"""

import shelve
from typing import Any

from blacksheep import Application, Request, Response, delete, get, json, no_content, put
from blacksheep.exceptions import BadRequest, NotFound

app = Application()


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@get("/items/{key}")
async def read(key: str) -> Response:
    with store() as items:
        if key not in items:
            raise NotFound
        return json(items[key])


@put("/items/{key}")
async def write(key: str, request: Request) -> Response:
    value = await request.json()
    if value is None and await request.text() != "null":
        raise BadRequest("the body is not JSON")
    with store() as items:
        items[key] = value
        return json(items[key])


@delete("/items/{key}")
async def remove(key: str) -> Response:
    with store() as items:
        if key not in items:
            raise NotFound
        del items[key]
    return no_content()
