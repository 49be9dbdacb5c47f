"""The staff pages: log in, list the books, edit one."""

import sqlite3
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotAuthorizedException
from litestar.params import Body
from litestar.response import Redirect, Template
from pydantic import ValidationError

from .api import ONE
from .models import Book, BookForm, Books, Users
from .security import authenticate, session_auth

Sent = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST = "/admin/books"


@get("/login", exclude_from_auth=True)
async def login_page() -> Template:
    return Template("login.html")


@post("/login", exclude_from_auth=True, sync_to_thread=True)
def login(request: Request[Any, Any, Any], data: Sent, db: sqlite3.Connection) -> Response[Any]:
    user = authenticate(Users(db), data.get("username", ""), data.get("password", ""))
    if user is None or not user.is_staff:
        error = "Unknown name, wrong password or not of the staff."
        return Template("login.html", context={"error": error}, status_code=401)
    request.set_session({"user_id": user.id})
    return Redirect("/admin")


@post("/logout")
async def logout(request: Request[Any, Any, Any]) -> Redirect:
    request.clear_session()
    return Redirect("/admin/login")


@get()
async def home() -> Template:
    return Template("home.html")


@get("/books", sync_to_thread=True)
def list_page(books: Books) -> Template:
    return Template("books.html", context={"books": books.all()})


@get("/books/edit/{book_id:int}", dependencies=ONE, sync_to_thread=False)
def edit_page(book: Book) -> Template:
    return Template("book.html", context={"book": book})


@post("/books/edit/{book_id:int}", dependencies=ONE, sync_to_thread=True)
def edit(book: Book, data: Sent, books: Books) -> Response[Any]:
    try:
        books.update(Book(id=book.id, **BookForm.model_validate(data).model_dump()))
    except ValidationError as error:
        wrong = {"book": data, "errors": error.errors()}
        return Template("book.html", context=wrong, status_code=422)
    return Redirect(LIST)


def to_login(request: Request[Any, Any, Any], error: NotAuthorizedException) -> Redirect:
    return Redirect("/admin/login")


router = Router(
    "/admin",
    route_handlers=[login_page, login, logout, home, list_page, edit_page, edit],
    middleware=[session_auth.middleware],
    exception_handlers={NotAuthorizedException: to_login},
    include_in_schema=False,
)
