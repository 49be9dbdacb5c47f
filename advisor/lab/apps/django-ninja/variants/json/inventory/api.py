"""The JSON API: anybody may read, staff may write."""

from typing import Any

import msgspec
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.errors import HttpError
from ninja.security import HttpBasicAuth

from .codec import created, described, sent
from .models import Book
from .structs import BookIn, BookOut

router = Router(tags=["books"])


class StaffOnly(HttpBasicAuth):
    def authenticate(self, request: HttpRequest, username: str, password: str) -> User | None:
        user = authenticate(request, username=username, password=password)
        if user is not None and not user.is_staff:
            raise HttpError(403, "Only staff may write")
        return user


def shown(book: Book) -> BookOut:
    return msgspec.convert(book, BookOut, from_attributes=True)


@router.get("", openapi_extra=described(list[BookOut]))
def list_books(request: HttpRequest) -> Any:
    return [shown(book) for book in Book.objects.all()]


@router.post("", auth=StaffOnly(), openapi_extra=described(BookOut, BookIn, 201))
def create_book(request: HttpRequest) -> Any:
    book = Book.objects.create(**msgspec.structs.asdict(sent(BookIn, request)))
    return created(shown(book))


@router.get("/{int:book_id}", openapi_extra=described(BookOut))
def read_book(request: HttpRequest, book_id: int) -> Any:
    return shown(get_object_or_404(Book, id=book_id))


@router.put("/{int:book_id}", auth=StaffOnly(), openapi_extra=described(BookOut, BookIn))
def update_book(request: HttpRequest, book_id: int) -> Any:
    book = get_object_or_404(Book, id=book_id)
    for name, value in msgspec.structs.asdict(sent(BookIn, request)).items():
        setattr(book, name, value)
    book.save()
    return shown(book)


@router.delete("/{int:book_id}", response={204: None}, auth=StaffOnly())
def delete_book(request: HttpRequest, book_id: int) -> HttpResponse:
    get_object_or_404(Book, id=book_id).delete()
    return Status(204, None)
