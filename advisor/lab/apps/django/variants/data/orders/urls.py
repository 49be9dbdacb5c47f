from django.urls import path
from rest_framework.routers import SimpleRouter

from . import views

router = SimpleRouter(trailing_slash=False)
router.register("api/orders", views.OrderViewSet, basename="order")

urlpatterns = [
    *router.urls,
    path("hello", views.hello),
    path("upstream", views.upstream),
    path("work", views.work),
]
