"""What was ordered, and by whom."""

from datetime import date
from decimal import Decimal

from advanced_alchemy.base import BigIntBase
from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship


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


class Line(BigIntBase):
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    sku: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
