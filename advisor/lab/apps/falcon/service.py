"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``gunicorn service:app`` or any other WSGI server.
"""

import shelve
from typing import Any

import falcon


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


class Item:
    def on_get(self, req: falcon.Request, resp: falcon.Response, key: str) -> None:
        with store() as items:
            if key not in items:
                raise falcon.HTTPNotFound
            resp.media = items[key]

    def on_put(self, req: falcon.Request, resp: falcon.Response, key: str) -> None:
        with store() as items:
            items[key] = req.get_media()
            resp.media = items[key]

    def on_delete(self, req: falcon.Request, resp: falcon.Response, key: str) -> None:
        with store() as items:
            if key not in items:
                raise falcon.HTTPNotFound
            del items[key]
        resp.status = falcon.HTTP_204


app = falcon.App()
app.add_route("/items/{key}", Item())
