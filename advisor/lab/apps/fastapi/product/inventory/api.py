"""The JSON API."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import select

from .db import SessionDep
from .models import Book, BookBase, BookPublic
from .security import require_staff

router = APIRouter(prefix="/api/books", tags=["books"])
staff_only = [Depends(require_staff)]


def existing_book(book_id: int, session: SessionDep) -> Book:
    book = session.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "No such book")
    return book


ExistingBook = Annotated[Book, Depends(existing_book)]


@router.get("", response_model=list[BookPublic])
def list_books(session: SessionDep) -> Sequence[Book]:
    return session.exec(select(Book).order_by(Book.id)).all()


@router.post("", response_model=BookPublic, status_code=201, dependencies=staff_only)
def create_book(data: BookBase, session: SessionDep) -> Book:
    book = Book.model_validate(data)
    session.add(book)
    session.commit()
    session.refresh(book)
    return book


@router.get("/{book_id}", response_model=BookPublic)
def read_book(book: ExistingBook) -> Book:
    return book


@router.put("/{book_id}", response_model=BookPublic, dependencies=staff_only)
def update_book(data: BookBase, book: ExistingBook, session: SessionDep) -> Book:
    book.sqlmodel_update(data.model_dump())
    session.add(book)
    session.commit()
    session.refresh(book)
    return book


@router.delete("/{book_id}", status_code=204, dependencies=staff_only)
def delete_book(book: ExistingBook, session: SessionDep) -> None:
    session.delete(book)
    session.commit()
