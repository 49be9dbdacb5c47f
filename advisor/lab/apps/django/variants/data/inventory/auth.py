"""Who is asking, and may they write? Programs send HTTP Basic; only staff may write."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


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


class Basic(BasicAuthentication):
    def authenticate_credentials(
        self, userid: str, password: str, request: Request
    ) -> tuple[User, None]:
        user = Users(request.db).named(userid)
        if user is None or not check_password(password, user.password_hash):
            raise AuthenticationFailed("Invalid username/password.")
        return user, None


class StaffOrReadOnly(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or (
            request.user is not None and request.user.is_staff
        )
