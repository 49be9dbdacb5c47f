"""Login for people (session) and for programs (HTTP Basic); only staff may write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Request
from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired

from .models import User

bp = Blueprint("auth", __name__, cli_group=None)
login_manager = LoginManager()


class LoginForm(FlaskForm):
    username = StringField("Username", validators=[DataRequired()])
    password = PasswordField("Password", validators=[DataRequired()])
    submit = SubmitField("Log in")


@login_manager.user_loader
def user_of_session(user_id: str) -> User | None:
    return User.get(int(user_id))


@login_manager.request_loader
def user_of_request(request: Request) -> User | None:
    if request.authorization is None:
        return None
    return User.authenticate(request.authorization.username, request.authorization.password)


def staff_required(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "api"}))
        if not current_user.is_staff:
            abort(403)
        return view(*args, **kwargs)

    return guarded


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    form = LoginForm()
    if form.validate_on_submit():
        user = User.authenticate(form.username.data, form.password.data)
        if user:
            login_user(user)
            return redirect(url_for("admin.index"))
        form.password.errors = ["Unknown name or wrong password."]
    return render_template("login.html", form=form)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    logout_user()
    return redirect(url_for("auth.login"))


@bp.cli.command("create-user")
@click.argument("name")
@click.password_option()
@click.option("--staff", is_flag=True)
def create_user(name: str, password: str, staff: bool) -> None:
    """Add a user; --staff lets the user change books."""
    User.add(name, password, staff)
