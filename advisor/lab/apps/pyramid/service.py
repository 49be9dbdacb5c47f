"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``gunicorn service:app`` or any other WSGI server.
"""

import shelve
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPBadRequest, HTTPNoContent, HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config, view_defaults


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@view_defaults(route_name="item", renderer="json")
class ItemView:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.key = request.matchdict["key"]

    @view_config(request_method="GET")
    def read(self) -> Any:
        with store() as items:
            if self.key not in items:
                raise HTTPNotFound
            return items[self.key]

    @view_config(request_method="PUT")
    def write(self) -> Any:
        try:
            value = self.request.json_body
        except ValueError:
            raise HTTPBadRequest("the body is not JSON") from None
        with store() as items:
            items[self.key] = value
            return items[self.key]

    @view_config(request_method="DELETE")
    def remove(self) -> Response:
        with store() as items:
            if self.key not in items:
                raise HTTPNotFound
            del items[self.key]
        return HTTPNoContent()


with Configurator() as config:
    config.add_route("item", "/items/{key}")
    config.scan()
    app = config.make_wsgi_app()
