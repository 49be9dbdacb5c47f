"""The JSON API."""

import msgspec
from litestar import Controller, delete, get, post, put
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .codec import checks
from .models import Book
from .security import BasicAuth, staff_only
from .structs import BookIn, BookOut


async def existing_book(db_session: AsyncSession, book_id: int) -> Book:
    book = await db_session.get(Book, book_id)
    if book is None:
        raise NotFoundException("No such book")
    return book


def fill(book: Book, data: BookIn) -> None:
    for name, value in msgspec.structs.asdict(data).items():
        setattr(book, name, value)


def shown(book: Book) -> BookOut:
    return msgspec.convert(book, BookOut, from_attributes=True)


class BookController(Controller):
    path = "/api/books"
    tags = ("books",)
    middleware = (BasicAuth,)

    @get()
    async def list_books(self, db_session: AsyncSession) -> list[BookOut]:
        books = await db_session.scalars(select(Book).order_by(Book.id))
        return [shown(book) for book in books]

    @post(guards=[staff_only], before_request=checks(BookIn))
    async def create_book(self, data: BookIn, db_session: AsyncSession) -> BookOut:
        book = Book(**msgspec.structs.asdict(data))
        db_session.add(book)
        await db_session.flush()
        return shown(book)

    @get("/{book_id:int}", dependencies={"book": Provide(existing_book)})
    async def read_book(self, book: Book) -> BookOut:
        return shown(book)

    @put(
        "/{book_id:int}",
        guards=[staff_only],
        before_request=checks(BookIn),
        dependencies={"book": Provide(existing_book)},
    )
    async def update_book(self, data: BookIn, book: Book) -> BookOut:
        fill(book, data)
        return shown(book)

    @delete("/{book_id:int}", guards=[staff_only], dependencies={"book": Provide(existing_book)})
    async def delete_book(self, book: Book, db_session: AsyncSession) -> None:
        await db_session.delete(book)
