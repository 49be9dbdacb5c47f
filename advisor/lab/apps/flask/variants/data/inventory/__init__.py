"""The book inventory: an application factory that wires the extensions together."""

import orders
from flask import Flask

from . import admin, api, auth, db


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.from_mapping(
        SECRET_KEY="only-for-development",
        DATABASE="books.sqlite3",
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.config.from_prefixed_env()
    db.init_app(app)
    auth.login_manager.init_app(app)
    admin.init_app(app)
    app.register_blueprint(auth.bp)
    app.register_blueprint(api.bp)
    app.register_blueprint(orders.bp)
    return app
