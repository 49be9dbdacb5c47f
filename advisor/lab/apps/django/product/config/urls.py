"""Staff pages under /admin/, the JSON API under /api/."""

from django.contrib import admin
from django.urls import include, path
from inventory.views import BookViewSet
from rest_framework.routers import SimpleRouter

router = SimpleRouter(trailing_slash=False)
router.register("books", BookViewSet)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include(router.urls)),
    path("", include("orders.urls")),
]
