"""Logins of people, kept in the database until they end."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

import sqlmodel

from .models import Session, User

LASTS = timedelta(days=14)


def start(db: sqlmodel.Session, user: User) -> str:
    token = secrets.token_urlsafe(32)
    db.add(Session(digest=digest_of(token), user_id=user.id, expires=datetime.now(UTC) + LASTS))
    db.commit()
    return token


def user_of(db: sqlmodel.Session, token: str) -> User | None:
    found = db.get(Session, digest_of(token))
    return db.get(User, found.user_id) if found and found.expires > datetime.now(UTC) else None


def end(db: sqlmodel.Session, token: str) -> None:
    if found := db.get(Session, digest_of(token)):
        db.delete(found)
        db.commit()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
