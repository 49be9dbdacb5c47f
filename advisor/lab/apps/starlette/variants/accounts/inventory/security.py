"""Who is asking, and may they write? Programs send HTTP Basic; only staff may write."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any

from sqlmodel import Session, select
from starlette.authentication import (
    AuthCredentials,
    AuthenticationBackend,
    AuthenticationError,
    SimpleUser,
)
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from .db import engine
from .models import User
from .passwords import fits

ASK = {"WWW-Authenticate": "Basic"}


def authenticate(session: Session, name: str, password: str) -> User | None:
    user = session.exec(select(User).where(User.name == name)).first()
    if user and fits(password, user.password_hash):
        return user
    return None


class BasicAuth(AuthenticationBackend):
    async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, SimpleUser] | None:
        scheme, _, credentials = conn.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            name, _, password = base64.b64decode(credentials).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise AuthenticationError("Wrong credentials") from error
        user = await run_in_threadpool(self._find, name, password)
        if user is None:
            raise AuthenticationError("Wrong credentials")
        return AuthCredentials(["staff"] if user.is_staff else ["reader"]), SimpleUser(name)

    def _find(self, name: str, password: str) -> User | None:
        with Session(engine) as session:
            return authenticate(session, name, password)


def refused(request: HTTPConnection, error: AuthenticationError) -> Response:
    return JSONResponse({"detail": str(error)}, 401, ASK)


def staff_only(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        if not request.user.is_authenticated:
            raise HTTPException(401, "Not logged in", ASK)
        if "staff" not in request.auth.scopes:
            raise HTTPException(403, "Only staff may write")
        found: Response = await endpoint(request)
        return found

    return guarded
