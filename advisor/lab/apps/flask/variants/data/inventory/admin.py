"""The staff pages."""

from typing import Any

from flask import Flask, abort, redirect, url_for
from flask_admin import Admin, AdminIndexView
from flask_admin.form import SecureForm
from flask_admin.model import BaseModelView
from flask_login import current_user
from wtforms import BooleanField, DateField, DecimalField, Form, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from .models import Book, Books

COLUMNS = ("title", "author", "price", "published", "in_stock")


class StaffOnly:
    def is_accessible(self) -> bool:
        return current_user.is_authenticated and current_user.is_staff

    def inaccessible_callback(self, name: str, **kwargs: Any) -> Any:
        if current_user.is_authenticated:
            abort(403)
        return redirect(url_for("auth.login"))


class StaffIndex(StaffOnly, AdminIndexView):
    pass


class BookForm(SecureForm):
    title = StringField(validators=[InputRequired(), Length(max=200)])
    author = StringField(validators=[InputRequired(), Length(max=200)])
    price = DecimalField(validators=[InputRequired(), NumberRange(0, 999999.99)])
    published = DateField(validators=[InputRequired()])
    in_stock = BooleanField()


class BookView(StaffOnly, BaseModelView):
    form = BookForm
    column_list = COLUMNS
    column_searchable_list = ("title", "author")

    def get_pk_value(self, model: Book) -> int | None:
        return model.id

    def scaffold_sortable_columns(self) -> dict[str, str]:
        return {}

    def init_search(self) -> bool:
        return True

    def scaffold_list_form(self, widget: Any = None, validators: Any = None) -> Any:
        return None

    def get_list(
        self,
        page: int,
        sort_column: Any,
        sort_desc: Any,
        search: str | None,
        filters: Any,
        page_size: int | None = None,
    ) -> tuple[int, list[Book]]:
        size = page_size or self.page_size
        return Books().page(search or "", size, (page or 0) * size)

    def get_one(self, id: str) -> Book | None:
        return Books().get(int(id))

    def create_model(self, form: Form) -> Book:
        book = Book(**{name: form.data[name] for name in COLUMNS})
        Books().add(book)
        return book

    def update_model(self, form: Form, model: Book) -> bool:
        for name in COLUMNS:
            setattr(model, name, form.data[name])
        Books().update(model)
        return True

    def delete_model(self, model: Book) -> bool:
        Books().delete(model)
        return True


def init_app(app: Flask) -> None:
    admin = Admin(app, name="Inventory", index_view=StaffIndex())
    admin.add_view(BookView(Book))
