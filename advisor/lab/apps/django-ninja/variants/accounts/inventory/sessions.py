"""Logins of people, kept in the database until they end."""

import hashlib
import secrets

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.utils import timezone

from .models import Session


class SessionStore(SessionBase):
    def load(self) -> dict[str, object]:
        found = self._rows().filter(expires__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found.data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=_digest(session_key)).exists()

    def create(self) -> None:
        self._session_key = secrets.token_urlsafe(32)
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        data = self.encode(self._get_session(no_load=must_create))
        values = {"data": data, "expires": self.get_expiry_date()}
        if not must_create:
            if not self._rows().update(**values):
                raise UpdateError
        elif not Session.objects.get_or_create(pk=_digest(self.session_key), defaults=values)[1]:
            raise CreateError

    def delete(self, session_key: str | None = None) -> None:
        Session.objects.filter(pk=_digest(session_key or self.session_key)).delete()

    def _rows(self):
        return Session.objects.filter(pk=_digest(self.session_key))


def _digest(token: str | None) -> str:
    return hashlib.sha256((token or "").encode()).hexdigest()
