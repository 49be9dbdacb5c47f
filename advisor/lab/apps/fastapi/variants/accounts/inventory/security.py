"""Who is asking, and may they write? Programs send HTTP Basic; only staff may write."""

from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from sqlmodel import Session, select

from .db import SessionDep
from .models import User
from .passwords import fits

basic = HTTPBasic()


def authenticate(session: Session, name: str, password: str) -> User | None:
    user = session.exec(select(User).where(User.name == name)).first()
    if user and fits(password, user.password_hash):
        return user
    return None


def current_user(
    session: SessionDep, credentials: Annotated[HTTPBasicCredentials, Depends(basic)]
) -> User:
    user = authenticate(session, credentials.username, credentials.password)
    if user is None:
        raise HTTPException(401, "Wrong credentials", {"WWW-Authenticate": "Basic"})
    return user


def require_staff(user: Annotated[User, Depends(current_user)]) -> None:
    if not user.is_staff:
        raise HTTPException(403, "Only staff may write")
