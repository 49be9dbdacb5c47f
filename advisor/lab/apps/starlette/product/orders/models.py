"""What was ordered, and by whom."""

from datetime import date
from decimal import Decimal

from pydantic import EmailStr
from sqlmodel import Field, Relationship, SQLModel


class Customer(SQLModel):
    name: str = Field(min_length=1, max_length=200)
    email: EmailStr


class LineBase(SQLModel):
    sku: str = Field(min_length=1, max_length=40)
    quantity: int = Field(ge=1)
    price: Decimal = Field(ge=0, max_digits=8, decimal_places=2)


class OrderBase(SQLModel):
    number: str = Field(min_length=1, max_length=40)
    currency: str = Field(min_length=3, max_length=3)
    gift: bool = False
    placed: date
    discount: int = Field(default=0, ge=0, le=90)
    note: str = Field(default="", max_length=200)


class OrderIn(OrderBase):
    customer: Customer
    lines: list[LineBase] = Field(min_length=1)


class OrderPublic(OrderIn):
    id: int


class Orders(SQLModel):
    orders: list[OrderPublic]


class Order(OrderBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    customer_name: str
    customer_email: str
    lines: list["Line"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "lazy": "selectin"}
    )

    @property
    def customer(self) -> Customer:
        return Customer(name=self.customer_name, email=self.customer_email)


class Line(LineBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    order_id: int | None = Field(default=None, foreign_key="order.id")
