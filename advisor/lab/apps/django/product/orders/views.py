"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time

import requests
from django.http import HttpRequest, JsonResponse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet

from .models import Order
from .serializers import OrderSerializer

NEWEST = 20


class OrderViewSet(ModelViewSet):
    queryset = Order.objects.prefetch_related("lines")
    serializer_class = OrderSerializer
    permission_classes = (AllowAny,)
    http_method_names = ("get", "post", "put")

    def list(self, request: Request) -> Response:
        newest = self.get_serializer(self.get_queryset()[:NEWEST], many=True)
        return Response({"orders": newest.data})


def hello(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"message": "hello"})


def upstream(request: HttpRequest) -> JsonResponse:
    slow = f"{os.environ['UPSTREAM_URL']}/slow?ms={int(request.GET['ms'])}"
    return JsonResponse(requests.get(slow, timeout=10).json())


def work(request: HttpRequest) -> JsonResponse:
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return JsonResponse({"message": "worked"})
