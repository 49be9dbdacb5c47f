"""Logins of people, kept in the database until they end."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Session, User

COOKIE = "session"
LASTS = timedelta(days=14)


async def start(db: AsyncSession, user: User) -> str:
    token = secrets.token_urlsafe(32)
    db.add(Session(digest=digest_of(token), user_id=user.id, expires=datetime.now(UTC) + LASTS))
    await db.flush()
    return token


async def user_of(db: AsyncSession, token: str) -> User | None:
    found = await db.get(Session, digest_of(token))
    return (
        await db.get(User, found.user_id) if found and found.expires > datetime.now(UTC) else None
    )


async def end(db: AsyncSession, token: str) -> None:
    if found := await db.get(Session, digest_of(token)):
        await db.delete(found)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
