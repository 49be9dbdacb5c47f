"""Who is asking, and may they write? Programs send HTTP Basic; only staff may write."""

from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pwdlib import PasswordHash

from .models import User, UsersDep

passwords = PasswordHash.recommended()
basic = HTTPBasic()


def authenticate(users: UsersDep, name: str, password: str) -> User | None:
    user = users.named(name)
    if user and passwords.verify(password, user.password_hash):
        return user
    return None


def current_user(
    users: UsersDep, credentials: Annotated[HTTPBasicCredentials, Depends(basic)]
) -> User:
    user = authenticate(users, credentials.username, credentials.password)
    if user is None:
        raise HTTPException(401, "Wrong credentials", {"WWW-Authenticate": "Basic"})
    return user


def require_staff(user: Annotated[User, Depends(current_user)]) -> None:
    if not user.is_staff:
        raise HTTPException(403, "Only staff may write")
