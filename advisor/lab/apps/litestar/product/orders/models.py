"""What was ordered, and by whom."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from advanced_alchemy.base import BigIntBase
from inventory.models import Price, Text
from pydantic import BaseModel, ConfigDict, EmailStr, Field
from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

Number = Annotated[str, Field(min_length=1, max_length=40)]


class Order(BigIntBase):
    number: Mapped[str] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3))
    gift: Mapped[bool] = mapped_column(default=False)
    placed: Mapped[date]
    discount: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(200), default="")
    customer_name: Mapped[str] = mapped_column(String(200))
    customer_email: Mapped[str] = mapped_column(String(254))
    lines: Mapped[list["Line"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def customer(self) -> "Customer":
        return Customer(name=self.customer_name, email=self.customer_email)


class Line(BigIntBase):
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    sku: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))


class Customer(BaseModel):
    name: Text
    email: EmailStr


class LineIn(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    sku: Number
    quantity: int = Field(ge=1)
    price: Price


class OrderIn(BaseModel):
    number: Number
    currency: str = Field(min_length=3, max_length=3)
    gift: bool = False
    placed: date
    discount: int = Field(default=0, ge=0, le=90)
    note: str = Field(default="", max_length=200)
    customer: Customer
    lines: list[LineIn] = Field(min_length=1)


class OrderPublic(OrderIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


class Orders(BaseModel):
    orders: list[OrderPublic]
