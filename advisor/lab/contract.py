"""Check that a running CRUD reference app keeps the contract all of them share.

Run ``python -m advisor.lab.contract http://127.0.0.1:8000`` against an app whose database holds
two users: one of the staff, and a reader who may not write.
"""

import argparse
import base64
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

TIMEOUT_SECONDS = 10
BOOK: dict[str, Any] = {
    "title": "The Left Hand of Darkness",
    "author": "Ursula K. Le Guin",
    "price": "12.50",
    "published": "1969-03-01",
    "in_stock": True,
}


class Login(NamedTuple):
    """The name and password of a user."""

    name: str
    password: str


class Check(NamedTuple):
    """One demand of the contract and whether the app met it."""

    name: str
    passed: bool
    seen: str


@dataclass
class Answer:
    """What came back: status, headers, text and the address after redirects."""

    status: int
    url: str
    text: str
    headers: Any

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass
class Form:
    """An HTML form: where it goes and what it would send."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links and forms of an HTML page."""

    def __init__(self, answer: Answer) -> None:
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
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def send(
        self, method: str, path: str, body: Any = None, form: dict[str, str] | None = None
    ) -> Answer:
        """Send a request, with ``body`` as JSON or ``form`` as a submitted form."""
        request = urllib.request.Request(urljoin(self.base, path), method=method)
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
            return Answer(answer.status, answer.url, text, answer.headers)

    def page(self, path: str) -> Page:
        """Get an HTML page."""
        return Page(self.send("GET", path))


def check_api(base: str, staff: Login, reader: Login) -> Iterator[Check]:
    """Check the JSON API; every book made on the way is deleted again."""
    visitor, clerk = Browser(base), Browser(base, staff)
    made = clerk.send("POST", "/api/books", BOOK)
    book = {"id": (made.json or {}).get("id"), **BOOK}
    here = f"/api/books/{book['id']}"
    fits = (made.status, made.json) == (201, book)
    yield Check("create answers 201 and the book", fits, str(made))

    listed = visitor.send("GET", "/api/books")
    fits = listed.status == 200 and book in (listed.json or [])
    yield Check("anyone may list", fits, str(listed))
    read = visitor.send("GET", here)
    yield Check("anyone may read one", (read.status, read.json) == (200, book), str(read))

    for name, value in {"price": "-1", "published": "tomorrow", "title": ""}.items():
        bad = clerk.send("POST", "/api/books", {**BOOK, name: value})
        told = bad.status in {400, 422} and bad.json is not None and name in bad.text
        yield Check(f"a bad {name} is refused by name", told, str(bad))
    bare = clerk.send("POST", "/api/books", {"title": "Only a title"})
    told = bare.status in {400, 422} and all(name in bare.text for name in ("author", "price"))
    yield Check("missing fields are refused by name", told, str(bare))

    for method, path in (("POST", "/api/books"), ("PUT", here), ("DELETE", here)):
        body = None if method == "DELETE" else BOOK
        nobody = visitor.send(method, path, body)
        scheme = nobody.headers.get("WWW-Authenticate", "").lower()
        asked = nobody.status == 401 and scheme.startswith("basic")
        yield Check(f"{method} without login is refused with 401", asked, str(nobody))
        other = Browser(base, reader).send(method, path, body)
        yield Check(f"{method} by a reader is refused with 403", other.status == 403, str(other))
    wrong = Browser(base, Login(staff.name, "not-" + staff.password)).send("PUT", here, BOOK)
    yield Check("a wrong password is refused with 401", wrong.status == 401, str(wrong))

    changed = {**book, "price": "9.99", "in_stock": False}
    put = clerk.send("PUT", here, {name: changed[name] for name in BOOK})
    fits = (put.status, put.json) == (200, changed)
    yield Check("update answers 200 and the book", fits, str(put))
    again = visitor.send("GET", here)
    yield Check("the update is stored", again.json == changed, str(again))

    gone = clerk.send("DELETE", here)
    yield Check("delete answers 204 and nothing", (gone.status, gone.text) == (204, ""), str(gone))
    missing = visitor.send("GET", here)
    lost = missing.status == 404 and "detail" in (missing.json or {})
    yield Check("a missing book answers 404 and a detail", lost, str(missing))


def check_staff_pages(base: str, staff: Login, reader: Login) -> Iterator[Check]:
    """Check login, list and edit pages as a person at a browser would use them."""
    clerk = Browser(base, staff)
    book = clerk.send("POST", "/api/books", BOOK).json or {}
    here = f"/api/books/{book.get('id')}"
    person = Browser(base)
    entry = person.page("/admin/")
    asked = bool(entry.form_with("password").fields)
    yield Check("/admin/ asks for a login", asked, entry.url)
    _log_in(person, entry, staff)
    home = person.page("/admin/")
    lists = sorted((link for link in home.links if "/book" in link), key=len)
    yield Check("after login /admin/ links to the books", bool(lists), str(home.links))
    listed = person.send("GET", lists[0] if lists else "/admin/")
    yield Check("the list page shows the book", BOOK["title"] in listed.text, listed.url)

    edit = re.compile(rf"\b(change|edit)\b.*\b{book.get('id')}\b|\b{book.get('id')}\b.*\bchange\b")
    links = [link for link in Page(listed).links if edit.search(link)]
    yield Check("the list links to the edit page", bool(links), str(Page(listed).links))
    form = person.page(links[0] if links else "/admin/").form_with("title")
    yield Check("the edit page is filled in", form.fields.get("title") == BOOK["title"], str(form))
    person.send("POST", form.action, form={**form.fields, "title": "The Dispossessed"})
    stored = person.send("GET", here)
    renamed = {**book, "title": "The Dispossessed"}
    yield Check("the edit page stores the change", stored.json == renamed, str(stored))

    stranger = Browser(base)
    _log_in(stranger, stranger.page("/admin/"), reader)
    shown = stranger.send("GET", lists[0] if lists else "/admin/")
    yield Check("a reader sees no staff page", "The Dispossessed" not in shown.text, shown.url)
    clerk.send("DELETE", here)


def check_all(base: str, staff: Login, reader: Login) -> Iterator[Check]:
    """Check the JSON API, then the staff pages."""
    yield from check_api(base, staff, reader)
    yield from check_staff_pages(base, staff, reader)


def _log_in(browser: Browser, page: Page, login: Login) -> None:
    form = page.form_with("password")
    filled = {**form.fields, "username": login.name, "password": login.password}
    browser.send("POST", form.action, form=filled)


def main(arguments: list[str]) -> int:
    """Print every check; the exit status is 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m advisor.lab.contract", description=__doc__)
    parser.add_argument("url", help="address of the running app")
    parser.add_argument("--staff", default="staff:staff-password", metavar="NAME:PASSWORD")
    parser.add_argument("--reader", default="reader:reader-password", metavar="NAME:PASSWORD")
    args = parser.parse_args(arguments)
    staff, reader = (Login(*user.partition(":")[::2]) for user in (args.staff, args.reader))
    failed = 0
    try:
        for name, passed, seen in check_all(args.url, staff, reader):
            print(f"ok   {name}" if passed else f"FAIL {name}\n     {seen[:600]}")
            failed += not passed
    except urllib.error.URLError as error:
        sys.exit(f"No answer from {args.url}: {error.reason}")
    print(f"{failed} failed" if failed else "all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
