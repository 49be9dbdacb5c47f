"""What the shop sells, and who may change it; and how both are stored."""

import sqlite3
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from flask_login import UserMixin
from werkzeug.security import check_password_hash, generate_password_hash

from .db import connection


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

    def all(self) -> list[Book]:
        return [_book(row) for row in connection().execute("SELECT * FROM book ORDER BY id")]

    def get(self, book_id: int) -> Book | None:
        row = connection().execute("SELECT * FROM book WHERE id = ?", (book_id,)).fetchone()
        return _book(row) if row else None

    def page(self, search: str, limit: int, offset: int) -> tuple[int, list[Book]]:
        values = {"like": f"%{search}%", "limit": limit, "offset": offset}
        fits = "FROM book WHERE title LIKE :like OR author LIKE :like"
        (count,) = connection().execute(f"SELECT count(*) {fits}", values).fetchone()
        rows = connection().execute(
            f"SELECT * {fits} ORDER BY id LIMIT :limit OFFSET :offset", values
        )
        return count, [_book(row) for row in rows]

    def add(self, book: Book) -> None:
        with connection() as db:
            book.id = db.execute(
                "INSERT INTO book (title, author, price, published, in_stock)"
                " VALUES (:title, :author, :price, :published, :in_stock)",
                _columns(book),
            ).lastrowid

    def update(self, book: Book) -> None:
        with connection() as db:
            db.execute(
                "UPDATE book SET title = :title, author = :author, price = :price,"
                " published = :published, in_stock = :in_stock WHERE id = :id",
                _columns(book),
            )

    def delete(self, book: Book) -> None:
        with connection() as db:
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


@dataclass
class User(UserMixin):
    id: int
    name: str
    password_hash: str
    is_staff: bool

    @classmethod
    def get(cls, user_id: int) -> "User | None":
        row = connection().execute("SELECT * FROM user WHERE id = ?", (user_id,)).fetchone()
        return cls(**row) if row else None

    @classmethod
    def add(cls, name: str, password: str, is_staff: bool) -> None:
        with connection() as db:
            db.execute(
                "INSERT INTO user (name, password_hash, is_staff) VALUES (?, ?, ?)",
                (name, generate_password_hash(password), is_staff),
            )

    @classmethod
    def authenticate(cls, name: str | None, password: str | None) -> "User | None":
        row = connection().execute("SELECT * FROM user WHERE name = ?", (name,)).fetchone()
        if row and check_password_hash(row["password_hash"], password or ""):
            return cls(**row)
        return None
