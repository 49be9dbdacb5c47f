"""Staff pages under /admin/, the JSON API under /api/."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from inventory.api import router as books
from inventory.codec import SCHEMAS, FaultyBodyError, MsgspecRenderer
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from orders.api import busy
from orders.api import router as orders

api = NinjaAPI(
    title="Inventory",
    renderer=MsgspecRenderer(),
    openapi_extra={"components": {"schemas": SCHEMAS}},
)


@api.exception_handler(FaultyBodyError)
def invalid(request: HttpRequest, error: FaultyBodyError) -> HttpResponse:
    return api.create_response(request, {"detail": error.faults}, status=422)


@api.exception_handler(AuthenticationError)
def ask(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = api.create_response(request, {"detail": "Not logged in"}, status=401)
    response["WWW-Authenticate"] = "Basic"
    return response


api.add_router("/api/books", books)
api.add_router("/api/orders", orders)
api.add_router("", busy)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", api.urls),
]
