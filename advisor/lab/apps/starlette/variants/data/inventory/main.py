"""The application: the JSON API."""

from orders.api import lifespan
from orders.api import routes as orders
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from . import api
from .security import BasicAuth, refused


def invalid(request: Request, error: ValidationError) -> Response:
    return JSONResponse({"detail": error.errors(include_url=False, include_context=False)}, 422)


def as_json(request: Request, error: HTTPException) -> Response:
    return JSONResponse({"detail": error.detail}, error.status_code, error.headers)


app = Starlette(
    routes=[*api.routes, *orders],
    middleware=[Middleware(AuthenticationMiddleware, backend=BasicAuth(), on_error=refused)],
    exception_handlers={ValidationError: invalid, HTTPException: as_json},
    lifespan=lifespan,
)
