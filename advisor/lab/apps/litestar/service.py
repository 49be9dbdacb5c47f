"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``uvicorn service:app`` or any other ASGI server.
"""

import shelve
from typing import Any

from litestar import Litestar, MediaType, delete, get, put
from litestar.exceptions import NotFoundException
from litestar.serialization import encode_json


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@get("/items/{key:str}", media_type=MediaType.JSON, sync_to_thread=False)
def read(key: str) -> bytes:
    with store() as items:
        if key not in items:
            raise NotFoundException
        # Litestar would send a str as it is, without quotation marks.
        return encode_json(items[key])


@put("/items/{key:str}", media_type=MediaType.JSON, sync_to_thread=False)
def write(key: str, data: Any) -> bytes:
    with store() as items:
        items[key] = data
        return encode_json(items[key])


@delete("/items/{key:str}", sync_to_thread=False)
def remove(key: str) -> None:
    with store() as items:
        if key not in items:
            raise NotFoundException
        del items[key]


app = Litestar([read, write, remove])
