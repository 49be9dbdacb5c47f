"""The staff pages: log in, list the books, edit one."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import Provide
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotAuthorizedException
from litestar.params import Body
from litestar.response import Redirect, Template
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from . import sessions
from .api import existing_book, fill
from .models import Book, BookForm
from .security import StaffSession, authenticate

Sent = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIST = "/admin/books"


@get("/login", exclude_from_auth=True)
async def login_page() -> Template:
    return Template("login.html")


@post("/login", exclude_from_auth=True)
async def login(data: Sent, db_session: AsyncSession) -> Response[Any]:
    user = await authenticate(db_session, data.get("username", ""), data.get("password", ""))
    if user is None or not user.is_staff:
        error = "Unknown name, wrong password or not of the staff."
        return Template("login.html", context={"error": error}, status_code=401)
    cookie = Cookie(
        sessions.COOKIE,
        value=await sessions.start(db_session, user),
        max_age=int(sessions.LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
    )
    return Redirect("/admin", cookies=[cookie])


@post("/logout")
async def logout(request: Request[Any, Any, Any], db_session: AsyncSession) -> Redirect:
    await sessions.end(db_session, request.cookies.get(sessions.COOKIE, ""))
    return Redirect("/admin/login", cookies=[Cookie(sessions.COOKIE, max_age=0)])


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
    try:
        fill(book, BookForm.model_validate(data))
    except ValidationError as error:
        wrong = {"book": data, "errors": error.errors()}
        return Template("book.html", context=wrong, status_code=422)
    return Redirect(LIST)


def to_login(request: Request[Any, Any, Any], error: NotAuthorizedException) -> Redirect:
    return Redirect("/admin/login")


router = Router(
    "/admin",
    route_handlers=[login_page, login, logout, home, list_page, edit_page, edit],
    middleware=[StaffSession],
    exception_handlers={NotAuthorizedException: to_login},
    include_in_schema=False,
)
