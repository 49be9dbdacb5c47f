"""The smallest Pyramid app: one JSON answer, and one that waits on an upstream."""

import time

from pyramid.config import Configurator
from pyramid.request import Request


def hello(request: Request) -> dict[str, str]:
    return {"message": "hello"}


def wait(request: Request) -> dict[str, str]:
    time.sleep(0.05)
    return {"message": "waited"}


with Configurator() as config:
    for name, view in (("hello", hello), ("wait", wait), ("wait-sync", wait)):
        config.add_route(name, f"/{name}")
        config.add_view(view, route_name=name, renderer="json")
    app = config.make_wsgi_app()
