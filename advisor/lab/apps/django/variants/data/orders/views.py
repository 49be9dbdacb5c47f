"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time

import requests
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from .models import Order, Orders
from .serializers import OrderSerializer

NEWEST = 20


class OrderViewSet(ViewSet):
    permission_classes = (AllowAny,)

    def list(self, request: Request) -> Response:
        newest = OrderSerializer(Orders(request.db).newest(NEWEST), many=True)
        return Response({"orders": newest.data})

    def create(self, request: Request) -> Response:
        return Response(OrderSerializer(self._stored(request, None)).data, 201)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(OrderSerializer(self._existing(request, pk)).data)

    def update(self, request: Request, pk: str) -> Response:
        order = self._existing(request, pk)
        return Response(OrderSerializer(self._stored(request, order.id)).data)

    def _existing(self, request: Request, pk: str) -> Order:
        order = Orders(request.db).get(int(pk)) if pk.isdecimal() else None
        if order is None:
            raise Http404
        return order

    def _stored(self, request: Request, order_id: int | None) -> Order:
        serializer = OrderSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        order = Order(id=order_id, **serializer.validated_data)
        Orders(request.db).save(order)
        return order


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
