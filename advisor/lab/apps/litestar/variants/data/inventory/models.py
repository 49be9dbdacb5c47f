"""What the shop sells, and who may change it; and how both are stored."""

import sqlite3
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    author: str = Field(min_length=1, max_length=200)
    price: Decimal = Field(ge=0, max_digits=8, decimal_places=2)
    published: date
    in_stock: bool = True


class BookForm(BookIn):
    in_stock: bool = False  # a box that is not ticked is not sent


class Book(BookIn):
    id: int


class Books:
    """The table of books."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def all(self) -> list[Book]:
        return [Book(**row) for row in self.db.execute("SELECT * FROM book ORDER BY id")]

    def get(self, book_id: int) -> Book | None:
        row = self.db.execute("SELECT * FROM book WHERE id = ?", (book_id,)).fetchone()
        return Book(**row) if row else None

    def add(self, book: BookIn) -> Book:
        with self.db:
            book_id = self.db.execute(
                "INSERT INTO book (title, author, price, published, in_stock)"
                " VALUES (:title, :author, :price, :published, :in_stock)",
                book.model_dump(mode="json"),
            ).lastrowid
        return Book(id=book_id or 0, **book.model_dump())

    def update(self, book: Book) -> None:
        with self.db:
            self.db.execute(
                "UPDATE book SET title = :title, author = :author, price = :price,"
                " published = :published, in_stock = :in_stock WHERE id = :id",
                book.model_dump(mode="json"),
            )

    def delete(self, book: Book) -> None:
        with self.db:
            self.db.execute("DELETE FROM book WHERE id = ?", (book.id,))


class User(BaseModel):
    id: int
    name: str
    password_hash: str
    is_staff: bool


class Users:
    """The table of users."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def get(self, user_id: int) -> User | None:
        row = self.db.execute("SELECT * FROM user WHERE id = ?", (user_id,)).fetchone()
        return User(**row) if row else None

    def named(self, name: str) -> User | None:
        row = self.db.execute("SELECT * FROM user WHERE name = ?", (name,)).fetchone()
        return User(**row) if row else None

    def add(self, name: str, password_hash: str, is_staff: bool) -> None:
        with self.db:
            self.db.execute(
                "INSERT INTO user (name, password_hash, is_staff) VALUES (?, ?, ?)",
                (name, password_hash, is_staff),
            )
