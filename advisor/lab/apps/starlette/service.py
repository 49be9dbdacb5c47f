"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``uvicorn service:app`` or any other ASGI server.
"""

import shelve
from typing import Any

from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


class Item(HTTPEndpoint):
    async def get(self, request: Request) -> Response:
        key = request.path_params["key"]
        with store() as items:
            if key not in items:
                raise HTTPException(404)
            return JSONResponse(items[key])

    async def put(self, request: Request) -> Response:
        key = request.path_params["key"]
        try:
            value = await request.json()
        except ValueError:
            raise HTTPException(400, "the body is not JSON") from None
        with store() as items:
            items[key] = value
            return JSONResponse(items[key])

    async def delete(self, request: Request) -> Response:
        key = request.path_params["key"]
        with store() as items:
            if key not in items:
                raise HTTPException(404)
            del items[key]
        return Response(status_code=204)


app = Starlette(routes=[Route("/items/{key}", Item)])
