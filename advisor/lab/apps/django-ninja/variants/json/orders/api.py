"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time
from typing import Any

import msgspec
import requests
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from inventory.codec import created, described, sent
from ninja import Router

from .models import Line, Order
from .structs import Customer, LineIn, OrderIn, OrderOut

router, busy = Router(tags=["orders"]), Router()
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


@router.get("", openapi_extra=described(dict[str, list[OrderOut]]))
def list_orders(request: HttpRequest) -> Any:
    newest = Order.objects.prefetch_related("lines")[:NEWEST]
    return {"orders": [shown(order) for order in newest]}


@router.post("", openapi_extra=described(OrderOut, OrderIn, 201))
def create_order(request: HttpRequest) -> Any:
    return created(shown(stored(Order(), sent(OrderIn, request))))


@router.get("/{int:order_id}", openapi_extra=described(OrderOut))
def read_order(request: HttpRequest, order_id: int) -> Any:
    return shown(get_object_or_404(Order, id=order_id))


@router.put("/{int:order_id}", openapi_extra=described(OrderOut, OrderIn))
def update_order(request: HttpRequest, order_id: int) -> Any:
    return shown(stored(get_object_or_404(Order, id=order_id), sent(OrderIn, request)))


@busy.get("/hello")
def hello(request: HttpRequest) -> dict[str, str]:
    return {"message": "hello"}


@busy.get("/upstream")
def upstream(request: HttpRequest, ms: int) -> dict[str, str]:
    found: dict[str, str] = requests.get(
        f"{os.environ['UPSTREAM_URL']}/slow?ms={ms}", timeout=10
    ).json()
    return found


@busy.get("/work")
def work(request: HttpRequest) -> dict[str, str]:
    until = time.thread_time() + 0.005
    while time.thread_time() < until:
        pass
    return {"message": "worked"}
