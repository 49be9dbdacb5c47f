"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import requests
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import EmailStr, Field

from .models import Line, Order

router, busy = Router(tags=["orders"]), Router()
NEWEST = 20


class Customer(Schema):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: EmailStr


class LineSchema(Schema):
    sku: Annotated[str, Field(min_length=1, max_length=40)]
    quantity: Annotated[int, Field(ge=1)]
    price: Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]


class OrderIn(Schema):
    number: Annotated[str, Field(min_length=1, max_length=40)]
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    gift: bool = False
    placed: date
    discount: Annotated[int, Field(ge=0, le=90)] = 0
    note: Annotated[str, Field(max_length=200)] = ""
    customer: Customer
    lines: Annotated[list[LineSchema], Field(min_length=1)]


class OrderOut(OrderIn):
    id: int

    @staticmethod
    def resolve_customer(order: Order) -> dict[str, str]:
        return {"name": order.customer_name, "email": order.customer_email}

    @staticmethod
    def resolve_lines(order: Order) -> list[Line]:
        return list(order.lines.all())


class Orders(Schema):
    orders: list[OrderOut]


@transaction.atomic
def fill(order: Order, data: OrderIn) -> Order:
    for name, value in data.dict(exclude={"customer", "lines"}).items():
        setattr(order, name, value)
    order.customer_name, order.customer_email = data.customer.name, data.customer.email
    order.save()
    order.lines.all().delete()
    Line.objects.bulk_create(Line(order=order, **line.dict()) for line in data.lines)
    return order


@router.get("", response=Orders)
def list_orders(request: HttpRequest) -> dict[str, Any]:
    return {"orders": list(Order.objects.prefetch_related("lines")[:NEWEST])}


@router.post("", response={201: OrderOut})
def create_order(request: HttpRequest, data: OrderIn) -> Status[Order]:
    return Status(201, fill(Order(), data))


@router.get("/{int:order_id}", response=OrderOut)
def read_order(request: HttpRequest, order_id: int) -> Order:
    return get_object_or_404(Order, id=order_id)


@router.put("/{int:order_id}", response=OrderOut)
def update_order(request: HttpRequest, order_id: int, data: OrderIn) -> Order:
    return fill(get_object_or_404(Order, id=order_id), data)


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
