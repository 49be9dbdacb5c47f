"""The JSON API."""

from litestar import Controller, delete, get, post, put
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Book, BookIn, BookPublic
from .security import BasicAuth, staff_only


async def existing_book(db_session: AsyncSession, book_id: int) -> Book:
    book = await db_session.get(Book, book_id)
    if book is None:
        raise NotFoundException("No such book")
    return book


def fill(book: Book, data: BookIn) -> None:
    for name, value in data.model_dump().items():
        setattr(book, name, value)


class BookController(Controller):
    path = "/api/books"
    tags = ("books",)
    middleware = (BasicAuth,)

    @get()
    async def list_books(self, db_session: AsyncSession) -> list[BookPublic]:
        books = await db_session.scalars(select(Book).order_by(Book.id))
        return [BookPublic.model_validate(book) for book in books]

    @post(guards=[staff_only])
    async def create_book(self, data: BookIn, db_session: AsyncSession) -> BookPublic:
        book = Book(**data.model_dump())
        db_session.add(book)
        await db_session.flush()
        return BookPublic.model_validate(book)

    @get("/{book_id:int}", dependencies={"book": Provide(existing_book)})
    async def read_book(self, book: Book) -> BookPublic:
        return BookPublic.model_validate(book)

    @put("/{book_id:int}", guards=[staff_only], dependencies={"book": Provide(existing_book)})
    async def update_book(self, data: BookIn, book: Book) -> BookPublic:
        fill(book, data)
        return BookPublic.model_validate(book)

    @delete("/{book_id:int}", guards=[staff_only], dependencies={"book": Provide(existing_book)})
    async def delete_book(self, book: Book, db_session: AsyncSession) -> None:
        await db_session.delete(book)
