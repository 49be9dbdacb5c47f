"""The database: a connection per request, and migrations as plain SQL."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def connect() -> sqlite3.Connection:
    # One request at a time uses it, but dependency and handler may run in two threads.
    connection = sqlite3.connect("books.sqlite3", check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def provide_connection() -> Iterator[sqlite3.Connection]:
    connection = connect()
    try:
        yield connection
    finally:
        connection.close()


def migrate() -> None:
    """Run the migrations that were not run yet; the database knows their number."""
    db = connect()
    (done,) = db.execute("PRAGMA user_version").fetchone()
    for number, path in enumerate(sorted(MIGRATIONS.glob("*.sql"))[done:], done + 1):
        db.executescript(f"BEGIN; {path.read_text()} PRAGMA user_version = {number}; COMMIT;")


if __name__ == "__main__":
    migrate()
