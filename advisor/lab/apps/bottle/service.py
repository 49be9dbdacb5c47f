"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``bottle service:app``.
"""

import json
import shelve
from typing import Any

from bottle import Bottle, HTTPResponse, abort, request, response

app = Bottle()


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


def as_json(value: Any) -> str:
    response.content_type = "application/json"
    return json.dumps(value)


@app.get("/items/<key>")
def read(key: str) -> str:
    with store() as items:
        if key not in items:
            abort(404)
        return as_json(items[key])


@app.put("/items/<key>")
def write(key: str) -> str:
    try:
        value = json.load(request.body)
    except ValueError:
        abort(400, "the body is not JSON")
    with store() as items:
        items[key] = value
        return as_json(items[key])


@app.delete("/items/<key>")
def remove(key: str) -> HTTPResponse:
    with store() as items:
        if key not in items:
            abort(404)
        del items[key]
    return HTTPResponse(status=204)
