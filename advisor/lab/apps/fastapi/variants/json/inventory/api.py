"""The JSON API."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Response
from sqlmodel import select

from .codec import answer, gives, sent, takes
from .db import SessionDep
from .models import Book
from .security import require_staff
from .structs import BookIn, BookOut

router = APIRouter(prefix="/api/books", tags=["books"])
staff_only = [Depends(require_staff)]


def existing_book(book_id: int, session: SessionDep) -> Book:
    book = session.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "No such book")
    return book


ExistingBook = Annotated[Book, Depends(existing_book)]


def shown(book: Book) -> BookOut:
    return msgspec.convert(book, BookOut, from_attributes=True)


@router.get("", responses=gives(list[BookOut]))
def list_books(session: SessionDep) -> Response:
    return answer([shown(book) for book in session.exec(select(Book).order_by(Book.id))])


@router.post(
    "",
    status_code=201,
    dependencies=staff_only,
    openapi_extra=takes(BookIn),
    responses=gives(BookOut, 201),
)
def create_book(session: SessionDep, data: Annotated[BookIn, sent(BookIn)]) -> Response:
    book = Book(**msgspec.structs.asdict(data))
    session.add(book)
    session.commit()
    session.refresh(book)
    return answer(shown(book), 201)


@router.get("/{book_id}", responses=gives(BookOut))
def read_book(book: ExistingBook) -> Response:
    return answer(shown(book))


@router.put(
    "/{book_id}",
    dependencies=staff_only,
    openapi_extra=takes(BookIn),
    responses=gives(BookOut),
)
def update_book(
    book: ExistingBook, session: SessionDep, data: Annotated[BookIn, sent(BookIn)]
) -> Response:
    book.sqlmodel_update(msgspec.structs.asdict(data))
    session.add(book)
    session.commit()
    session.refresh(book)
    return answer(shown(book))


@router.delete("/{book_id}", status_code=204, dependencies=staff_only)
def delete_book(book: ExistingBook, session: SessionDep) -> None:
    session.delete(book)
    session.commit()
