"""The JSON API."""

from litestar import Controller, delete, get, post, put
from litestar.di import Provide
from litestar.exceptions import NotFoundException

from .models import Book, BookIn, Books
from .security import BasicAuth, staff_only


def existing_book(books: Books, book_id: int) -> Book:
    book = books.get(book_id)
    if book is None:
        raise NotFoundException("No such book")
    return book


ONE = {"book": Provide(existing_book, sync_to_thread=True)}


class BookController(Controller):
    path = "/api/books"
    tags = ("books",)
    middleware = (BasicAuth,)

    @get(sync_to_thread=True)
    def list_books(self, books: Books) -> list[Book]:
        return books.all()

    @post(guards=[staff_only], sync_to_thread=True)
    def create_book(self, data: BookIn, books: Books) -> Book:
        return books.add(data)

    @get("/{book_id:int}", dependencies=ONE, sync_to_thread=False)
    def read_book(self, book: Book) -> Book:
        return book

    @put("/{book_id:int}", guards=[staff_only], dependencies=ONE, sync_to_thread=True)
    def update_book(self, data: BookIn, book: Book, books: Books) -> Book:
        changed = Book(id=book.id, **data.model_dump())
        books.update(changed)
        return changed

    @delete("/{book_id:int}", guards=[staff_only], dependencies=ONE, sync_to_thread=True)
    def delete_book(self, book: Book, books: Books) -> None:
        books.delete(book)
