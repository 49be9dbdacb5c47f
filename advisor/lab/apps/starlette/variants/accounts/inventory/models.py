"""What the shop sells, and who may change it."""

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel


class BookBase(SQLModel):
    title: str = Field(min_length=1, max_length=200)
    author: str = Field(min_length=1, max_length=200)
    price: Decimal = Field(ge=0, max_digits=8, decimal_places=2)
    published: date
    in_stock: bool = True


class Book(BookBase, table=True):
    id: int | None = Field(default=None, primary_key=True)


class BookPublic(BookBase):
    id: int


class User(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    password_hash: str
    is_staff: bool = False


class Session(SQLModel, table=True):
    """A login: the cookie holds a random token, the table its digest."""

    digest: str = Field(max_length=64, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    expires: datetime
