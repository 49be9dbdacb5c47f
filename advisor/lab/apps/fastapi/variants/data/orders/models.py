"""What was ordered, and by whom; and how it is stored."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends
from inventory.db import ConnectionDep
from pydantic import BaseModel, EmailStr, Field

COLUMNS = (
    *("number", "currency", "gift", "placed", "discount", "note"),
    *("customer_name", "customer_email"),
)


class Customer(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    email: EmailStr


class Line(BaseModel):
    sku: str = Field(min_length=1, max_length=40)
    quantity: int = Field(ge=1)
    price: Decimal = Field(ge=0, max_digits=8, decimal_places=2)


class OrderIn(BaseModel):
    number: str = Field(min_length=1, max_length=40)
    currency: str = Field(min_length=3, max_length=3)
    gift: bool = False
    placed: date
    discount: int = Field(default=0, ge=0, le=90)
    note: str = Field(default="", max_length=200)
    customer: Customer
    lines: list[Line] = Field(min_length=1)


class Order(OrderIn):
    id: int


class OrderList(BaseModel):
    orders: list[Order]


class Orders:
    """The tables of orders and their lines."""

    def __init__(self, db: ConnectionDep) -> None:
        self.db = db

    def newest(self, limit: int) -> list[Order]:
        rows = self.db.execute("SELECT * FROM purchase ORDER BY id DESC LIMIT ?", (limit,))
        return self._with_lines(rows.fetchall())

    def get(self, order_id: int) -> Order | None:
        rows = self.db.execute("SELECT * FROM purchase WHERE id = ?", (order_id,))
        return next(iter(self._with_lines(rows.fetchall())), None)

    def save(self, data: OrderIn, order_id: int | None = None) -> Order:
        values = data.model_dump(mode="json")
        customer, lines = values.pop("customer"), values.pop("lines")
        values |= {f"customer_{name}": value for name, value in customer.items()}
        names, places = ", ".join(COLUMNS), ", ".join(f":{name}" for name in COLUMNS)
        with self.db as db:
            if order_id is None:
                insert = f"INSERT INTO purchase ({names}) VALUES ({places})"
                order_id = db.execute(insert, values).lastrowid or 0
            else:
                update = f"UPDATE purchase SET ({names}) = ({places}) WHERE id = :id"
                db.execute(update, {**values, "id": order_id})
                db.execute("DELETE FROM line WHERE purchase_id = ?", (order_id,))
            db.executemany(
                "INSERT INTO line (purchase_id, sku, quantity, price) VALUES (?, ?, ?, ?)",
                [(order_id, line["sku"], line["quantity"], line["price"]) for line in lines],
            )
        return Order(id=order_id, **data.model_dump())

    def _with_lines(self, rows: Iterable[sqlite3.Row]) -> list[Order]:
        orders: dict[int, dict[str, Any]] = {}
        for row in rows:
            customer = {"name": row["customer_name"], "email": row["customer_email"]}
            orders[row["id"]] = {**dict(row), "customer": customer, "lines": []}
        places = ", ".join("?" * len(orders))
        lines = self.db.execute(
            f"SELECT * FROM line WHERE purchase_id IN ({places}) ORDER BY id", list(orders)
        )
        for row in lines:
            orders[row["purchase_id"]]["lines"].append(dict(row))
        return [Order(**order) for order in orders.values()]


OrdersDep = Annotated[Orders, Depends()]
