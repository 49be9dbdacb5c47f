"""What was ordered, and by whom."""

from datetime import date
from decimal import Decimal

from sqlmodel import Field, Relationship, SQLModel


class Order(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=40)
    currency: str = Field(max_length=3)
    gift: bool = False
    placed: date
    discount: int = 0
    note: str = Field(default="", max_length=200)
    customer_name: str
    customer_email: str
    lines: list["Line"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "lazy": "selectin"}
    )


class Line(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    sku: str = Field(max_length=40)
    quantity: int
    price: Decimal = Field(max_digits=8, decimal_places=2)
    order_id: int | None = Field(default=None, foreign_key="order.id")
