"""What the shop sells, and who may change it."""

from datetime import date
from decimal import Decimal

from advanced_alchemy.base import BigIntBase
from sqlalchemy import Numeric, String
from sqlalchemy.orm import Mapped, mapped_column


class Book(BigIntBase):
    title: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(200))
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    published: Mapped[date]
    in_stock: Mapped[bool] = mapped_column(default=True)


class User(BigIntBase):
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    is_staff: Mapped[bool] = mapped_column(default=False)
