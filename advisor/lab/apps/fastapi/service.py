"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``fastapi dev service.py``.
"""

import shelve
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException

app = FastAPI()


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@app.get("/items/{key}")
def read(key: str) -> Any:
    with store() as items:
        if key not in items:
            raise HTTPException(404)
        return items[key]


@app.put("/items/{key}")
def write(key: str, value: Annotated[Any, Body()]) -> Any:
    with store() as items:
        items[key] = value
        return items[key]


@app.delete("/items/{key}", status_code=204)
def remove(key: str) -> None:
    with store() as items:
        if key not in items:
            raise HTTPException(404)
        del items[key]
