"""Who may write, and how that is stored."""

import sqlite3
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password


@dataclass
class User:
    id: int
    name: str
    password_hash: str
    is_staff: bool


class Users:
    """The table of users."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def named(self, name: str) -> User | None:
        row = self.db.execute("SELECT * FROM user WHERE name = ?", (name,)).fetchone()
        return User(**row) if row else None

    def add(self, name: str, password: str, is_staff: bool) -> None:
        with self.db:
            self.db.execute(
                "INSERT INTO user (name, password_hash, is_staff) VALUES (?, ?, ?)",
                (name, make_password(password), is_staff),
            )

    def authenticate(self, name: str, password: str) -> User | None:
        user = self.named(name)
        return user if user and check_password(password, user.password_hash) else None
