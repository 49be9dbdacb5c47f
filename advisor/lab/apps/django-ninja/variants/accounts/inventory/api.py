"""The JSON API: anybody may read, staff may write."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from ninja.security import HttpBasicAuth
from pydantic import Field

from .accounts import Accounts
from .models import Book, User

router = Router(tags=["books"])
Text = Annotated[str, Field(min_length=1, max_length=200)]


class StaffOnly(HttpBasicAuth):
    def authenticate(self, request: HttpRequest, username: str, password: str) -> User | None:
        user = Accounts().authenticate(request, username, password)
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


@router.get("", response=list[BookOut])
def list_books(request: HttpRequest) -> list[Book]:
    return list(Book.objects.all())


@router.post("", response={201: BookOut}, auth=StaffOnly())
def create_book(request: HttpRequest, data: BookIn) -> Status[Book]:
    return Status(201, Book.objects.create(**data.dict()))


@router.get("/{int:book_id}", response=BookOut)
def read_book(request: HttpRequest, book_id: int) -> Book:
    return get_object_or_404(Book, id=book_id)


@router.put("/{int:book_id}", response=BookOut, auth=StaffOnly())
def update_book(request: HttpRequest, book_id: int, data: BookIn) -> Book:
    book = get_object_or_404(Book, id=book_id)
    for name, value in data.dict().items():
        setattr(book, name, value)
    book.save()
    return book


@router.delete("/{int:book_id}", response={204: None}, auth=StaffOnly())
def delete_book(request: HttpRequest, book_id: int) -> HttpResponse:
    get_object_or_404(Book, id=book_id).delete()
    return Status(204, None)
