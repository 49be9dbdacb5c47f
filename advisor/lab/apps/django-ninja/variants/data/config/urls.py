"""The JSON API under /api/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from inventory.api import router as books
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from orders.api import busy
from orders.api import router as orders

api = NinjaAPI(title="Inventory")


@api.exception_handler(AuthenticationError)
def ask(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = api.create_response(request, {"detail": "Not logged in"}, status=401)
    response["WWW-Authenticate"] = "Basic"
    return response


api.add_router("/api/books", books)
api.add_router("/api/orders", orders)
api.add_router("", busy)

urlpatterns = [
    path("", api.urls),
]
