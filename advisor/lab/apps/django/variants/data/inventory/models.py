"""What the shop sells, and how it is stored."""

import sqlite3
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal


@dataclass
class Book:
    title: str
    author: str
    price: Decimal
    published: date
    in_stock: bool = True
    id: int | None = None


class Books:
    """The table of books."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def all(self) -> list[Book]:
        return [_book(row) for row in self.db.execute("SELECT * FROM book ORDER BY id")]

    def get(self, book_id: int) -> Book | None:
        row = self.db.execute("SELECT * FROM book WHERE id = ?", (book_id,)).fetchone()
        return _book(row) if row else None

    def add(self, book: Book) -> None:
        with self.db as db:
            book.id = db.execute(
                "INSERT INTO book (title, author, price, published, in_stock)"
                " VALUES (:title, :author, :price, :published, :in_stock)",
                _columns(book),
            ).lastrowid

    def update(self, book: Book) -> None:
        with self.db as db:
            db.execute(
                "UPDATE book SET title = :title, author = :author, price = :price,"
                " published = :published, in_stock = :in_stock WHERE id = :id",
                _columns(book),
            )

    def delete(self, book: Book) -> None:
        with self.db as db:
            db.execute("DELETE FROM book WHERE id = ?", (book.id,))


def _book(row: sqlite3.Row) -> Book:
    return Book(
        **{
            **dict(row),
            "price": Decimal(row["price"]),
            "published": date.fromisoformat(row["published"]),
            "in_stock": bool(row["in_stock"]),
        }
    )


def _columns(book: Book) -> dict[str, object]:
    return {**asdict(book), "price": str(book.price), "published": book.published.isoformat()}
