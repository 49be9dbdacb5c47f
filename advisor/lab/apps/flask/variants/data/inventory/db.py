"""The database: a connection per request, and migrations as plain SQL."""

import sqlite3
from pathlib import Path

from flask import Blueprint, Flask, current_app, g

MIGRATIONS = Path(__file__).parents[1] / "migrations"
bp = Blueprint("db", __name__, cli_group=None)


def connection() -> sqlite3.Connection:
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE"])
        g.connection.row_factory = sqlite3.Row
        g.connection.execute("PRAGMA foreign_keys = ON")
    found: sqlite3.Connection = g.connection
    return found


def close(_error: BaseException | None) -> None:
    if "connection" in g:
        g.pop("connection").close()


@bp.cli.command("migrate")
def migrate() -> None:
    """Run the migrations that were not run yet; the database knows their number."""
    db = connection()
    (done,) = db.execute("PRAGMA user_version").fetchone()
    for number, path in enumerate(sorted(MIGRATIONS.glob("*.sql"))[done:], done + 1):
        db.executescript(f"BEGIN; {path.read_text()} PRAGMA user_version = {number}; COMMIT;")


def init_app(app: Flask) -> None:
    app.teardown_appcontext(close)
    app.register_blueprint(bp)
