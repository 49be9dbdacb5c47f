"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``flask --app service run``.
"""

import shelve
from typing import Any

from flask import Flask, abort, jsonify, request
from flask.typing import ResponseReturnValue

app = Flask(__name__)


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@app.get("/items/<key>")
def read(key: str) -> ResponseReturnValue:
    with store() as items:
        if key not in items:
            abort(404)
        return jsonify(items[key])


@app.put("/items/<key>")
def write(key: str) -> ResponseReturnValue:
    with store() as items:
        items[key] = request.get_json()
        return jsonify(items[key])


@app.delete("/items/<key>")
def remove(key: str) -> ResponseReturnValue:
    with store() as items:
        if key not in items:
            abort(404)
        del items[key]
    return "", 204
