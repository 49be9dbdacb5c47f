"""The JSON API."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from .models import Book, BookBase, BooksDep
from .security import require_staff

router = APIRouter(prefix="/api/books", tags=["books"])
staff_only = [Depends(require_staff)]


def existing_book(book_id: int, books: BooksDep) -> Book:
    book = books.get(book_id)
    if book is None:
        raise HTTPException(404, "No such book")
    return book


ExistingBook = Annotated[Book, Depends(existing_book)]


@router.get("")
def list_books(books: BooksDep) -> list[Book]:
    return books.all()


@router.post("", status_code=201, dependencies=staff_only)
def create_book(data: BookBase, books: BooksDep) -> Book:
    return books.add(data)


@router.get("/{book_id}")
def read_book(book: ExistingBook) -> Book:
    return book


@router.put("/{book_id}", dependencies=staff_only)
def update_book(data: BookBase, book: ExistingBook, books: BooksDep) -> Book:
    changed = Book(id=book.id, **data.model_dump())
    books.update(changed)
    return changed


@router.delete("/{book_id}", status_code=204, dependencies=staff_only)
def delete_book(book: ExistingBook, books: BooksDep) -> None:
    books.delete(book)
