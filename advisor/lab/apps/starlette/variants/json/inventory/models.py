"""What the shop sells, and who may change it."""

from datetime import date
from decimal import Decimal

from sqlmodel import Field, SQLModel


class Book(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=200)
    author: str = Field(max_length=200)
    price: Decimal = Field(max_digits=8, decimal_places=2)
    published: date
    in_stock: bool = True


class User(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    password_hash: str
    is_staff: bool = False
