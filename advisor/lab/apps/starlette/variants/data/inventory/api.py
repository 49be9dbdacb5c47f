"""The JSON API."""

from contextlib import closing
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .db import connect
from .models import Book, BookBase, Books
from .security import staff_only


def public(book: Book) -> dict[str, Any]:
    return book.model_dump(mode="json")


def existing(books: Books, book_id: int) -> Book:
    book = books.get(book_id)
    if book is None:
        raise HTTPException(404, "No such book")
    return book


def list_books(request: Request) -> Response:
    with closing(connect()) as db:
        return JSONResponse([public(book) for book in Books(db).all()])


def save(data: BookBase, book_id: int | None = None) -> dict[str, Any]:
    with closing(connect()) as db:
        books = Books(db)
        if book_id is None:
            return public(books.add(data))
        book = Book(id=existing(books, book_id).id, **data.model_dump())
        books.update(book)
        return public(book)


@staff_only
async def create_book(request: Request) -> Response:
    data = BookBase.model_validate(await request.json())
    return JSONResponse(await run_in_threadpool(save, data), 201)


def read_book(request: Request) -> Response:
    with closing(connect()) as db:
        return JSONResponse(public(existing(Books(db), request.path_params["book_id"])))


@staff_only
async def update_book(request: Request) -> Response:
    data = BookBase.model_validate(await request.json())
    return JSONResponse(await run_in_threadpool(save, data, request.path_params["book_id"]))


def remove(book_id: int) -> None:
    with closing(connect()) as db:
        Books(db).delete(existing(Books(db), book_id))


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
