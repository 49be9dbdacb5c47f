"""The staff pages."""

import os

from fastapi import FastAPI
from sqladmin import Admin, ModelView
from sqladmin.authentication import AuthenticationBackend
from sqlmodel import Session
from starlette.requests import Request

from . import sessions
from .db import engine
from .models import Book
from .security import authenticate


class StaffLogin(AuthenticationBackend):
    async def login(self, request: Request) -> bool:
        form = await request.form()
        with Session(engine) as session:
            user = authenticate(session, str(form["username"]), str(form["password"]))
            if user is None or not user.is_staff:
                return False
            request.session["token"] = sessions.start(session, user)
        return True

    async def logout(self, request: Request) -> bool:
        with Session(engine) as session:
            sessions.end(session, request.session.pop("token", ""))
        return True

    async def authenticate(self, request: Request) -> bool:
        with Session(engine) as session:
            user = sessions.user_of(session, request.session.get("token", ""))
        return user is not None and user.is_staff


class BookAdmin(ModelView, model=Book):
    column_list = (Book.title, Book.author, Book.price, Book.published, Book.in_stock)
    column_searchable_list = (Book.title, Book.author)


def init_app(app: FastAPI) -> None:
    secret_key = os.environ.get("SECRET_KEY", "only-for-development")
    admin = Admin(app, engine, authentication_backend=StaffLogin(secret_key))
    admin.add_view(BookAdmin)
