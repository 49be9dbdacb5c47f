"""The JSON API: anybody may read, staff may write."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from ninja.security import HttpBasicAuth
from pydantic import Field

from .auth import User, Users
from .models import Book, Books

router = Router(tags=["books"])
Text = Annotated[str, Field(min_length=1, max_length=200)]


class StaffOnly(HttpBasicAuth):
    def authenticate(self, request: HttpRequest, username: str, password: str) -> User | None:
        user = Users(request.db).authenticate(username, password)
        if user is not None and not user.is_staff:
            raise HttpError(403, "Only staff may write")
        return user


class BookIn(Schema):
    title: Text
    author: Text
    price: Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]
    published: date
    in_stock: bool = True


class BookOut(BookIn):
    id: int


def existing_book(request: HttpRequest, book_id: int) -> Book:
    book = Books(request.db).get(book_id)
    if book is None:
        raise Http404
    return book


@router.get("", response=list[BookOut])
def list_books(request: HttpRequest) -> list[Book]:
    return Books(request.db).all()


@router.post("", response={201: BookOut}, auth=StaffOnly())
def create_book(request: HttpRequest, data: BookIn) -> Status[Book]:
    book = Book(**data.dict())
    Books(request.db).add(book)
    return Status(201, book)


@router.get("/{int:book_id}", response=BookOut)
def read_book(request: HttpRequest, book_id: int) -> Book:
    return existing_book(request, book_id)


@router.put("/{int:book_id}", response=BookOut, auth=StaffOnly())
def update_book(request: HttpRequest, book_id: int, data: BookIn) -> Book:
    book = existing_book(request, book_id)
    for name, value in data.dict().items():
        setattr(book, name, value)
    Books(request.db).update(book)
    return book


@router.delete("/{int:book_id}", response={204: None}, auth=StaffOnly())
def delete_book(request: HttpRequest, book_id: int) -> HttpResponse:
    Books(request.db).delete(existing_book(request, book_id))
    return Status(204, None)
