"""Who is asking, and may they write? Only staff may."""

from django.http import HttpRequest

from .models import User
from .passwords import fits


class Accounts:
    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = ""
    ) -> User | None:
        user = User.objects.filter(username=username).first()
        return user if user and fits(password, user.password_hash) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id).first()
