"""What the shop sells, and who may change it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from advanced_alchemy.base import BigIntBase, DefaultBase
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

Text = Annotated[str, Field(min_length=1, max_length=200)]
Price = Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]


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


class Session(DefaultBase):
    """A login: the cookie holds a random token, the table its digest."""

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    expires: Mapped[datetime]


class BookIn(BaseModel):
    title: Text
    author: Text
    price: Price
    published: date
    in_stock: bool = True


class BookForm(BookIn):
    in_stock: bool = False  # a box that is not ticked is not sent


class BookPublic(BookIn):
    model_config = ConfigDict(from_attributes=True)

    id: int
