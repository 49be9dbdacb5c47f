"""Who is asking, and may they write? Programs send HTTP Basic, people have a session."""

import asyncio
import base64
import binascii
from contextlib import closing
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.middleware.session.server_side import (
    ServerSideSessionBackend,
    ServerSideSessionConfig,
)
from litestar.security.session_auth import SessionAuth
from pwdlib import PasswordHash

from .db import connect
from .models import User, Users

Connection = ASGIConnection[Any, Any, Any, Any]
passwords = PasswordHash.recommended()
ASK = {"WWW-Authenticate": "Basic"}


def authenticate(users: Users, name: str, password: str) -> User | None:
    user = users.named(name)
    return user if user and passwords.verify(password, user.password_hash) else None


def found(name: str, password: str) -> User | None:
    with closing(connect()) as db:
        return authenticate(Users(db), name, password)


class BasicAuth(AbstractAuthenticationMiddleware):
    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        scheme, _, credentials = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return AuthenticationResult(user=None, auth=None)
        try:
            name, _, password = base64.b64decode(credentials).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise NotAuthorizedException("Wrong credentials", headers=ASK) from error
        user = await asyncio.to_thread(found, name, password)
        if user is None:
            raise NotAuthorizedException("Wrong credentials", headers=ASK)
        return AuthenticationResult(user=user, auth=scheme)


def staff_only(connection: Connection, handler: BaseRouteHandler) -> None:
    if connection.user is None:
        raise NotAuthorizedException("Not logged in", headers=ASK)
    if not connection.user.is_staff:
        raise PermissionDeniedException("Only staff may write")


def staff(user_id: int) -> User | None:
    with closing(connect()) as db:
        user = Users(db).get(user_id)
    return user if user and user.is_staff else None


async def staff_of_session(session: dict[str, Any], connection: Connection) -> User | None:
    return await asyncio.to_thread(staff, session.get("user_id", 0))


session_auth = SessionAuth[User, ServerSideSessionBackend](
    retrieve_user_handler=staff_of_session,
    session_backend_config=ServerSideSessionConfig(samesite="lax"),
)
