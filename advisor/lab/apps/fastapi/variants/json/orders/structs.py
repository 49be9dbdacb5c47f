"""Orders as JSON, with their customer and lines inside."""

from datetime import date
from typing import Annotated

from inventory.structs import Priced, Text
from msgspec import Meta, Struct

Code = Annotated[str, Meta(min_length=1, max_length=40)]


class Customer(Struct):
    name: Text
    email: Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]


class LineIn(Priced, kw_only=True):
    sku: Code
    quantity: Annotated[int, Meta(ge=1)]


class OrderIn(Struct, kw_only=True):
    number: Code
    currency: Annotated[str, Meta(min_length=3, max_length=3)]
    gift: bool = False
    placed: date
    discount: Annotated[int, Meta(ge=0, le=90)] = 0
    note: Annotated[str, Meta(max_length=200)] = ""
    customer: Customer
    lines: Annotated[list[LineIn], Meta(min_length=1)]


class OrderOut(OrderIn, kw_only=True):
    id: int


class Orders(Struct):
    orders: list[OrderOut]
