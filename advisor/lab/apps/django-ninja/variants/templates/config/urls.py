"""Staff pages under /admin/, the JSON API under /api/."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from inventory.api import router as books
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from orders.api import busy
from orders.api import router as orders

api = NinjaAPI(title="Inventory", docs_url=None)  # its page is for Django's engine


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
