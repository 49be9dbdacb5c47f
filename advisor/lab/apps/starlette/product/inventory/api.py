"""The JSON API."""

from typing import Any

from sqlmodel import Session, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .db import engine
from .models import Book, BookBase, BookPublic
from .security import staff_only


def public(book: Book) -> dict[str, Any]:
    return BookPublic.model_validate(book).model_dump(mode="json")


def existing(session: Session, book_id: int) -> Book:
    book = session.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "No such book")
    return book


def list_books(request: Request) -> Response:
    with Session(engine) as session:
        return JSONResponse([public(b) for b in session.exec(select(Book).order_by(Book.id))])


def save(data: BookBase, book_id: int | None = None) -> dict[str, Any]:
    with Session(engine) as session:
        book = Book() if book_id is None else existing(session, book_id)
        book.sqlmodel_update(data.model_dump())
        session.add(book)
        session.commit()
        return public(book)


@staff_only
async def create_book(request: Request) -> Response:
    data = BookBase.model_validate(await request.json())
    return JSONResponse(await run_in_threadpool(save, data), 201)


def read_book(request: Request) -> Response:
    with Session(engine) as session:
        return JSONResponse(public(existing(session, request.path_params["book_id"])))


@staff_only
async def update_book(request: Request) -> Response:
    data = BookBase.model_validate(await request.json())
    return JSONResponse(await run_in_threadpool(save, data, request.path_params["book_id"]))


def remove(book_id: int) -> None:
    with Session(engine) as session:
        session.delete(existing(session, book_id))
        session.commit()


@staff_only
async def delete_book(request: Request) -> Response:
    await run_in_threadpool(remove, request.path_params["book_id"])
    return Response(status_code=204)


routes = [
    Route("/api/books", list_books),
    Route("/api/books", create_book, methods=["POST"]),
    Route("/api/books/{book_id:int}", read_book),
    Route("/api/books/{book_id:int}", update_book, methods=["PUT"]),
    Route("/api/books/{book_id:int}", delete_book, methods=["DELETE"]),
]
