"""The database: a connection per request, and migrations as plain SQL."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def connect() -> sqlite3.Connection:
    connection = sqlite3.connect(settings.BASE_DIR / "db.sqlite3")
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


class ConnectionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with closing(connect()) as request.db:
            return self.get_response(request)


def migrate() -> None:
    """Run the migrations that were not run yet; the database knows their number."""
    db = connect()
    (done,) = db.execute("PRAGMA user_version").fetchone()
    paths = sorted((settings.BASE_DIR / "migrations").glob("*.sql"))
    for number, path in enumerate(paths[done:], done + 1):
        db.executescript(f"BEGIN; {path.read_text()} PRAGMA user_version = {number}; COMMIT;")
