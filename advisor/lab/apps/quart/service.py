"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``quart --app service run``.
"""

import shelve
from typing import Any

from quart import Quart, abort, jsonify, request
from quart.typing import ResponseReturnValue

app = Quart(__name__)


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@app.get("/items/<key>")
async def read(key: str) -> ResponseReturnValue:
    with store() as items:
        if key not in items:
            abort(404)
        return jsonify(items[key])


@app.put("/items/<key>")
async def write(key: str) -> ResponseReturnValue:
    value = await request.get_json()
    with store() as items:
        items[key] = value
        return jsonify(items[key])


@app.delete("/items/<key>")
async def remove(key: str) -> ResponseReturnValue:
    with store() as items:
        if key not in items:
            abort(404)
        del items[key]
    return "", 204
