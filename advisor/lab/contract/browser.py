"""A visitor of a running app: HTTP with cookies, HTML links and forms, a WebSocket."""

from __future__ import annotations

import asyncio
import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketError, websocket_connect

TIMEOUT_SECONDS = 10


class Login(NamedTuple):
    """The name and password of a user."""

    name: str
    password: str


@dataclass
class Response:
    """A response: status, headers, text and the address after redirects."""

    status: int
    url: str
    text: str
    headers: Any

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass
class Form:
    """An HTML form: the address that it sends to, and its fields."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links and forms of an HTML page."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.url = answer.url
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, the start of a form, or one of its fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.url, given["href"]))
        elif tag == "form":
            self._open = Form(urljoin(self.url, given.get("action", "")))
            self.forms.append(self._open)
        elif tag == "input" and self._open is not None:
            kind = given.get("type", "text")
            unticked = kind in {"checkbox", "radio"} and "checked" not in given
            if "name" in given and kind not in {"submit", "button", "file"} and not unticked:
                ticked = "on" if kind == "checkbox" else ""
                self._open.fields[given["name"]] = given.get("value", ticked)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a form."""
        if tag == "form":
            self._open = None

    def form_with(self, name: str) -> Form:
        """Return the first form that has the named field; an empty form if none has."""
        return next((form for form in self.forms if name in form.fields), Form())


class Browser:
    """A plain HTTP client with cookies."""

    def __init__(self, base: str, login: Login | None = None) -> None:
        self.base = base
        self.login = login
        self.cookies = CookieJar()
        keeper = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(keeper)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        form: dict[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a request, with ``body`` as JSON or ``form`` as a submitted form."""
        address = urljoin(self.base, path)
        request = urllib.request.Request(address, method=method, headers=dict(headers or {}))
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if form is not None:
            request.data = urlencode(form).encode()
        if self.login is not None:
            basic = base64.b64encode(":".join(self.login).encode()).decode()
            request.add_header("Authorization", f"Basic {basic}")
        try:
            answer = self.opener.open(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            text = answer.read().decode("utf-8", "replace")
            return Response(answer.status, answer.url, text, answer.headers)

    def page(self, path: str) -> Page:
        """Get an HTML page."""
        return Page(self.send("GET", path))


def echoed(base: str, path: str, text: str) -> str | None:
    """Answer of a WebSocket to a text; None if there is no WebSocket or no answer."""

    async def ask() -> str | None:
        address = urljoin(base, path).replace("http", "ws", 1)
        socket = await websocket_connect(address, connect_timeout=TIMEOUT_SECONDS)
        await socket.write_message(text)
        answer = await asyncio.wait_for(socket.read_message(), TIMEOUT_SECONDS)
        socket.close()
        return None if answer is None else str(answer)

    try:
        return asyncio.run(ask())
    except (HTTPClientError, OSError, TimeoutError, WebSocketError):
        return None
