"""The database: a connection per request, and migrations as plain SQL."""

import sqlite3
from pathlib import Path

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def connect() -> sqlite3.Connection:
    connection = sqlite3.connect("books.sqlite3")
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def migrate() -> None:
    """Run the migrations that were not run yet; the database knows their number."""
    db = connect()
    (done,) = db.execute("PRAGMA user_version").fetchone()
    for number, path in enumerate(sorted(MIGRATIONS.glob("*.sql"))[done:], done + 1):
        db.executescript(f"BEGIN; {path.read_text()} PRAGMA user_version = {number}; COMMIT;")


if __name__ == "__main__":
    migrate()
