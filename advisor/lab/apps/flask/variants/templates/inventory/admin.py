"""The staff pages."""

from typing import Any

from flask import Flask, abort, redirect, url_for
from flask_admin import Admin, AdminIndexView
from flask_admin.contrib.sqla import ModelView
from flask_admin.form import SecureForm
from flask_login import current_user

from .models import Book, db
from .pages import page


class StaffOnly:
    def is_accessible(self) -> bool:
        return current_user.is_authenticated and current_user.is_staff

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        if current_user.is_authenticated:
            abort(403)
        return redirect(url_for("auth.login"))

    def render(self, template: str, **values: Any) -> str:
        return page(template, admin_view=self, **values)


class StaffIndex(StaffOnly, AdminIndexView):
    pass


class BookView(StaffOnly, ModelView):
    create_template = "admin/model/edit.html"
    form_base_class = SecureForm
    column_filters = ("in_stock",)
    column_searchable_list = ("title", "author")


def init_app(app: Flask) -> None:
    admin = Admin(app, name="Inventory", index_view=StaffIndex())
    admin.add_view(BookView(Book, db.session))
