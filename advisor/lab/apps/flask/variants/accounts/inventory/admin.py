"""The staff pages."""

from typing import Any

from flask import Flask, abort, redirect, url_for
from flask_admin import Admin, AdminIndexView
from flask_admin.contrib.sqla import ModelView
from flask_admin.form import SecureForm

from .auth import current_user
from .models import Book, db


class StaffOnly:
    def is_accessible(self) -> bool:
        user = current_user()
        return user is not None and user.is_staff

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        if current_user() is not None:
            abort(403)
        return redirect(url_for("auth.login"))


class StaffIndex(StaffOnly, AdminIndexView):
    pass


class BookView(StaffOnly, ModelView):
    form_base_class = SecureForm
    column_filters = ("in_stock",)
    column_searchable_list = ("title", "author")


def init_app(app: Flask) -> None:
    admin = Admin(app, name="Inventory", index_view=StaffIndex())
    admin.add_view(BookView(Book, db.session))
