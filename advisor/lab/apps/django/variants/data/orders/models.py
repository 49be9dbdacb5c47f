"""What was ordered, and by whom; and how it is stored."""

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

COLUMNS = (
    *("number", "currency", "gift", "placed", "discount", "note"),
    *("customer_name", "customer_email"),
)


@dataclass
class Line:
    sku: str
    quantity: int
    price: Decimal


@dataclass
class Order:
    number: str
    currency: str
    gift: bool
    placed: date
    discount: int
    note: str
    customer_name: str
    customer_email: str
    lines: list[Line]
    id: int | None = None


class Orders:
    """The tables of orders and their lines."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def newest(self, limit: int) -> list[Order]:
        rows = self.db.execute("SELECT * FROM purchase ORDER BY id DESC LIMIT ?", (limit,))
        return self._with_lines(rows.fetchall())

    def get(self, order_id: int) -> Order | None:
        rows = self.db.execute("SELECT * FROM purchase WHERE id = ?", (order_id,))
        return next(iter(self._with_lines(rows.fetchall())), None)

    def save(self, order: Order) -> None:
        values = {**asdict(order), "placed": order.placed.isoformat()}
        del values["lines"]
        names, places = ", ".join(COLUMNS), ", ".join(f":{name}" for name in COLUMNS)
        with self.db as db:
            if order.id is None:
                insert = f"INSERT INTO purchase ({names}) VALUES ({places})"
                order.id = db.execute(insert, values).lastrowid
            else:
                db.execute(f"UPDATE purchase SET ({names}) = ({places}) WHERE id = :id", values)
                db.execute("DELETE FROM line WHERE purchase_id = ?", (order.id,))
            db.executemany(
                "INSERT INTO line (purchase_id, sku, quantity, price) VALUES (?, ?, ?, ?)",
                [(order.id, line.sku, line.quantity, str(line.price)) for line in order.lines],
            )

    def _with_lines(self, rows: Iterable[sqlite3.Row]) -> list[Order]:
        orders = {row["id"]: _order(row) for row in rows}
        places = ", ".join("?" * len(orders))
        lines = self.db.execute(
            f"SELECT * FROM line WHERE purchase_id IN ({places}) ORDER BY id", list(orders)
        )
        for row in lines:
            line = Line(row["sku"], row["quantity"], Decimal(row["price"]))
            orders[row["purchase_id"]].lines.append(line)
        return list(orders.values())


def _order(row: sqlite3.Row) -> Order:
    values = {**dict(row), "gift": bool(row["gift"])}
    return Order(**{**values, "placed": date.fromisoformat(row["placed"]), "lines": []})
