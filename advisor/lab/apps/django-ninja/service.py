"""A key-value JSON service over a shelf: no database, no templates.

Run it with ``gunicorn service`` or any other WSGI server.
"""

import shelve
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1", "localhost"])

# It reads the settings while it is imported.
from ninja import Body, NinjaAPI, Status  # noqa: E402

api = NinjaAPI(docs_url=None)


def store() -> shelve.Shelf[Any]:
    return shelve.open("items")


@api.get("/items/{key}")
def read(request: HttpRequest, key: str) -> Any:
    with store() as items:
        if key not in items:
            raise Http404
        return items[key]


@api.put("/items/{key}")
def write(request: HttpRequest, key: str, value: Body[Any]) -> Any:
    with store() as items:
        items[key] = value
        return items[key]


@api.delete("/items/{key}", response={204: None})
def remove(request: HttpRequest, key: str) -> Status[None]:
    with store() as items:
        if key not in items:
            raise Http404
        del items[key]
    return Status(204, None)


urlpatterns = [path("", api.urls)]
application = get_wsgi_application()
