"""The staff pages."""

import os

from sqladmin import Admin, ModelView
from sqladmin.authentication import AuthenticationBackend
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.requests import Request

from .db import engine
from .models import Book, User
from .pages import MakoTemplates
from .security import authenticate


class StaffLogin(AuthenticationBackend):
    async def login(self, request: Request) -> bool:
        form = await request.form()
        with Session(engine) as session:
            user = authenticate(session, str(form["username"]), str(form["password"]))
        if user is None or not user.is_staff:
            return False
        request.session["user_id"] = user.id
        return True

    async def logout(self, request: Request) -> bool:
        request.session.clear()
        return True

    async def authenticate(self, request: Request) -> bool:
        with Session(engine) as session:
            user = session.get(User, request.session.get("user_id", 0))
        return user is not None and user.is_staff


class BookAdmin(ModelView, model=Book):
    column_list = (Book.title, Book.author, Book.price, Book.published, Book.in_stock)
    column_searchable_list = (Book.title, Book.author)
    can_view_details = False
    create_template = "sqladmin/edit.html"


class MakoAdmin(Admin):
    def init_templating_engine(self) -> MakoTemplates:
        return MakoTemplates()


def init_app(app: Starlette) -> None:
    secret_key = os.environ.get("SECRET_KEY", "only-for-development")
    admin = MakoAdmin(app, engine, authentication_backend=StaffLogin(secret_key))
    admin.add_view(BookAdmin)
