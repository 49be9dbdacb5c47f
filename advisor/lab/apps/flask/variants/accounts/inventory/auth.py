"""Login for people (session) and for programs (HTTP Basic); only staff may write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Blueprint, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired

from .models import Session, User, db

bp = Blueprint("auth", __name__, cli_group=None)


class LoginForm(FlaskForm):
    username = StringField("Username", validators=[DataRequired()])
    password = PasswordField("Password", validators=[DataRequired()])
    submit = SubmitField("Log in")


def current_user() -> User | None:
    if "user" not in g:
        sent = request.authorization
        if sent is None:
            g.user = Session.user_of(session.get("token", ""))
        else:
            g.user = User.authenticate(sent.username, sent.password)
    found: User | None = g.user
    return found


def staff_required(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        user = current_user()
        if user is None:
            raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "api"}))
        if not user.is_staff:
            abort(403)
        return view(*args, **kwargs)

    return guarded


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    form = LoginForm()
    if form.validate_on_submit():
        user = User.authenticate(form.username.data, form.password.data)
        if user:
            session.clear()
            session["token"] = Session.start(user)
            return redirect(url_for("admin.index"))
        form.password.errors = ["Unknown name or wrong password."]
    return render_template("login.html", form=form)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    Session.end(session.pop("token", ""))
    return redirect(url_for("auth.login"))


@bp.cli.command("create-user")
@click.argument("name")
@click.password_option()
@click.option("--staff", is_flag=True)
def create_user(name: str, password: str, staff: bool) -> None:
    """Add a user; --staff lets the user change books."""
    user = User(name=name, is_staff=staff)
    user.set_password(password)
    db.session.add(user)
    db.session.commit()
