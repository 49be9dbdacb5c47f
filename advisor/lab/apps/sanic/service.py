"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``sanic service``.
"""

import shelve
from typing import Any

from sanic import BadRequest, HTTPResponse, NotFound, Request, Sanic, empty, json

app = Sanic("items")


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@app.get("/items/<key>")
async def read(request: Request, key: str) -> HTTPResponse:
    with store() as items:
        if key not in items:
            raise NotFound
        return json(items[key])


@app.put("/items/<key>")
async def write(request: Request, key: str) -> HTTPResponse:
    if not request.body:  # its json is None then, as if null had been sent
        raise BadRequest("the body is empty")
    with store() as items:
        items[key] = request.json
        return json(items[key])


@app.delete("/items/<key>")
async def remove(request: Request, key: str) -> HTTPResponse:
    with store() as items:
        if key not in items:
            raise NotFound
        del items[key]
    return empty()
