"""The database and the session that each request gets."""

import os

from advanced_alchemy.extensions.litestar import AlembicAsyncConfig, SQLAlchemyAsyncConfig

alchemy = SQLAlchemyAsyncConfig(
    connection_string=os.environ.get("DATABASE_URL", "sqlite+aiosqlite:///books.sqlite3"),
    # The edit page answers with a redirect, which is stored as well.
    before_send_handler="autocommit_include_redirects",
    alembic_config=AlembicAsyncConfig(script_location="migrations"),
)
