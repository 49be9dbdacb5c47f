"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time

import msgspec
import requests
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from inventory.codec import checked
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from .models import Line, Order
from .structs import Customer, LineIn, OrderIn, OrderOut

NEWEST = 20


def shown(order: Order) -> OrderOut:
    return OrderOut(
        id=order.id,
        number=order.number,
        currency=order.currency,
        gift=order.gift,
        placed=order.placed,
        discount=order.discount,
        note=order.note,
        customer=Customer(order.customer_name, order.customer_email),
        lines=[msgspec.convert(line, LineIn, from_attributes=True) for line in order.lines.all()],
    )


@transaction.atomic
def stored(order: Order, data: OrderIn) -> Order:
    columns = msgspec.structs.asdict(data)
    customer, lines = columns.pop("customer"), columns.pop("lines")
    columns.update(customer_name=customer.name, customer_email=customer.email)
    for name, value in columns.items():
        setattr(order, name, value)
    order.save()
    order.lines.all().delete()
    Line.objects.bulk_create(Line(order=order, **msgspec.structs.asdict(line)) for line in lines)
    return order


class OrderViewSet(GenericViewSet):
    queryset = Order.objects.all()
    permission_classes = (AllowAny,)

    def list(self, request: Request) -> Response:
        newest = self.get_queryset().prefetch_related("lines")[:NEWEST]
        return Response({"orders": [shown(order) for order in newest]})

    def create(self, request: Request) -> Response:
        return Response(shown(stored(Order(), checked(OrderIn, request.data))), 201)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(shown(self.get_object()))

    def update(self, request: Request, pk: str) -> Response:
        return Response(shown(stored(self.get_object(), checked(OrderIn, request.data))))


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
