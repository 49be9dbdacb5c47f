"""The JSON API."""

import msgspec
from sqlmodel import Session, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .codec import answer, sent
from .db import engine
from .models import Book
from .security import staff_only
from .structs import BookIn, BookOut


def public(book: Book) -> BookOut:
    return msgspec.convert(book, BookOut, from_attributes=True)


def existing(session: Session, book_id: int) -> Book:
    book = session.get(Book, book_id)
    if book is None:
        raise HTTPException(404, "No such book")
    return book


def list_books(request: Request) -> Response:
    with Session(engine) as session:
        return answer([public(b) for b in session.exec(select(Book).order_by(Book.id))])


def save(data: BookIn, book_id: int | None = None) -> BookOut:
    with Session(engine) as session:
        book = Book() if book_id is None else existing(session, book_id)
        book.sqlmodel_update(msgspec.structs.asdict(data))
        session.add(book)
        session.commit()
        return public(book)


@staff_only
async def create_book(request: Request) -> Response:
    data = await sent(BookIn, request)
    return answer(await run_in_threadpool(save, data), 201)


def read_book(request: Request) -> Response:
    with Session(engine) as session:
        return answer(public(existing(session, request.path_params["book_id"])))


@staff_only
async def update_book(request: Request) -> Response:
    data = await sent(BookIn, request)
    return answer(await run_in_threadpool(save, data, request.path_params["book_id"]))


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
