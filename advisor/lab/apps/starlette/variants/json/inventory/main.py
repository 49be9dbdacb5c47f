"""The application: the JSON API and the staff pages."""

from orders.api import lifespan
from orders.api import routes as orders
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import Request
from starlette.responses import Response

from . import admin, api
from .codec import FaultyBodyError, answer
from .security import BasicAuth, refused


def invalid(request: Request, error: FaultyBodyError) -> Response:
    return answer({"detail": error.faults}, 422)


def as_json(request: Request, error: HTTPException) -> Response:
    return answer({"detail": error.detail}, error.status_code, error.headers)


app = Starlette(
    routes=[*api.routes, *orders],
    middleware=[Middleware(AuthenticationMiddleware, backend=BasicAuth(), on_error=refused)],
    exception_handlers={FaultyBodyError: invalid, HTTPException: as_json},
    lifespan=lifespan,
)
admin.init_app(app)
