"""The JSON API under /api/."""

from django.urls import include, path
from inventory.views import BookViewSet
from rest_framework.routers import SimpleRouter

router = SimpleRouter(trailing_slash=False)
router.register("books", BookViewSet, basename="book")

urlpatterns = [
    path("api/", include(router.urls)),
    path("", include("orders.urls")),
]
