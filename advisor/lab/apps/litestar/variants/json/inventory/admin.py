"""The staff pages: log in, list the books, edit one."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import Provide
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotAuthorizedException
from litestar.params import Body
from litestar.response import Redirect, Template
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .api import existing_book, fill
from .codec import faults_of
from .models import Book
from .security import authenticate, session_auth
from .structs import BookForm

Sent = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST = "/admin/books"


@get("/login", exclude_from_auth=True)
async def login_page() -> Template:
    return Template("login.html")


@post("/login", exclude_from_auth=True)
async def login(
    request: Request[Any, Any, Any], data: Sent, db_session: AsyncSession
) -> Response[Any]:
    user = await authenticate(db_session, data.get("username", ""), data.get("password", ""))
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


@get("/books")
async def list_page(db_session: AsyncSession) -> Template:
    books = (await db_session.scalars(select(Book).order_by(Book.id))).all()
    return Template("books.html", context={"books": books})


@get("/books/edit/{book_id:int}", dependencies={"book": Provide(existing_book)})
async def edit_page(book: Book) -> Template:
    return Template("book.html", context={"book": book})


@post("/books/edit/{book_id:int}", dependencies={"book": Provide(existing_book)})
async def edit(book: Book, data: Sent) -> Response[Any]:
    sent = {**data, "in_stock": "in_stock" in data}
    if faults := faults_of(BookForm, sent):
        errors = [{"loc": [name], "msg": fault} for name, fault in faults.items()]
        wrong = {"book": data, "errors": errors}
        return Template("book.html", context=wrong, status_code=422)
    fill(book, msgspec.convert(sent, BookForm))
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
