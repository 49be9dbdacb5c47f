"""Books as JSON."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

CENT = Decimal("0.01")
Text = Annotated[str, Meta(min_length=1, max_length=200)]


class Priced(Struct, kw_only=True):
    price: Decimal

    def __post_init__(self) -> None:
        # A bound of msgspec is for int and float only.
        if not (self.price.is_finite() and 0 <= self.price < 10**6):
            raise ValueError("price: from 0 to 999999.99")
        self.price = self.price.quantize(CENT)


class BookIn(Priced, kw_only=True):
    title: Text
    author: Text
    published: date
    in_stock: bool = True


class BookOut(BookIn, kw_only=True):
    id: int


class BookForm(BookIn, kw_only=True):
    in_stock: bool = False  # a box that is not ticked is not sent
