"""Orders, which anybody may place; and three views that only keep a server busy."""

import os
import time
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import requests
from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import EmailStr, Field

from .models import Line, Order, Orders

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
        return order.lines


class OrderList(Schema):
    orders: list[OrderOut]


def stored(request: HttpRequest, data: OrderIn, order_id: int | None = None) -> Order:
    columns = data.dict(exclude={"customer", "lines"})
    order = Order(
        id=order_id,
        **columns,
        customer_name=data.customer.name,
        customer_email=data.customer.email,
        lines=[Line(**line.dict()) for line in data.lines],
    )
    Orders(request.db).save(order)
    return order


def existing_order(request: HttpRequest, order_id: int) -> Order:
    order = Orders(request.db).get(order_id)
    if order is None:
        raise Http404
    return order


@router.get("", response=OrderList)
def list_orders(request: HttpRequest) -> dict[str, Any]:
    return {"orders": Orders(request.db).newest(NEWEST)}


@router.post("", response={201: OrderOut})
def create_order(request: HttpRequest, data: OrderIn) -> Status[Order]:
    return Status(201, stored(request, data))


@router.get("/{int:order_id}", response=OrderOut)
def read_order(request: HttpRequest, order_id: int) -> Order:
    return existing_order(request, order_id)


@router.put("/{int:order_id}", response=OrderOut)
def update_order(request: HttpRequest, order_id: int, data: OrderIn) -> Order:
    return stored(request, data, existing_order(request, order_id).id)


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
