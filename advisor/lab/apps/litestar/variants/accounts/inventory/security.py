"""Who is asking, and may they write? Programs send HTTP Basic, people have a session."""

import asyncio
import base64
import binascii
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from . import sessions
from .db import alchemy
from .models import User
from .passwords import fits

Connection = ASGIConnection[Any, Any, Any, Any]
ASK = {"WWW-Authenticate": "Basic"}


async def authenticate(session: AsyncSession, name: str, password: str) -> User | None:
    user = await session.scalar(select(User).where(User.name == name))
    if user and await asyncio.to_thread(fits, password, user.password_hash):
        return user
    return None


class BasicAuth(AbstractAuthenticationMiddleware):
    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        scheme, _, credentials = connection.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return AuthenticationResult(user=None, auth=None)
        try:
            name, _, password = base64.b64decode(credentials).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise NotAuthorizedException("Wrong credentials", headers=ASK) from error
        session = alchemy.provide_session(connection.app.state, connection.scope)
        user = await authenticate(session, name, password)
        if user is None:
            raise NotAuthorizedException("Wrong credentials", headers=ASK)
        return AuthenticationResult(user=user, auth=scheme)


def staff_only(connection: Connection, handler: BaseRouteHandler) -> None:
    if connection.user is None:
        raise NotAuthorizedException("Not logged in", headers=ASK)
    if not connection.user.is_staff:
        raise PermissionDeniedException("Only staff may write")


class StaffSession(AbstractAuthenticationMiddleware):
    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        database = alchemy.provide_session(connection.app.state, connection.scope)
        user = await sessions.user_of(database, connection.cookies.get(sessions.COOKIE, ""))
        if user is None or not user.is_staff:
            raise NotAuthorizedException("Not logged in")
        return AuthenticationResult(user=user, auth="session")
