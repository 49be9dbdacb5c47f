"""Checks of the books: an API and pages with which only staff may write, after a login."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from advisor.lab.contract.browser import Browser, Login, Page, Response
from advisor.lab.contract.check import Check

BOOK: dict[str, Any] = {
    "title": "The Left Hand of Darkness",
    "author": "Ursula K. Le Guin",
    "price": "12.50",
    "published": "1969-03-01",
    "in_stock": True,
}


def check_api(base: str, staff: Login, reader: Login) -> Iterator[Check]:
    """Check the JSON API; the check deletes every book that it creates."""
    visitor, clerk = Browser(base), Browser(base, staff)
    made = clerk.send("POST", "/api/books", BOOK)
    book = {"id": (made.json or {}).get("id"), **BOOK}
    here = f"/api/books/{book['id']}"
    fits = (made.status, made.json) == (201, book)
    yield Check("create answers 201 and the book", fits, str(made))

    listed = visitor.send("GET", "/api/books")
    fits = listed.status == 200 and book in (listed.json or [])
    yield Check("anyone may list the books", fits, str(listed))
    read = visitor.send("GET", here)
    yield Check("anyone may read a book", (read.status, read.json) == (200, book), str(read))

    for name, value in {"price": "-1", "published": "tomorrow", "title": ""}.items():
        bad = clerk.send("POST", "/api/books", {**BOOK, name: value})
        told = bad.status in {400, 422} and bad.json is not None and name in bad.text
        yield Check(f"the error for a bad {name} names the field", told, str(bad))
    bare = clerk.send("POST", "/api/books", {"title": "Only a title"})
    told = bare.status in {400, 422} and all(name in bare.text for name in ("author", "price"))
    yield Check("the error for missing fields names them", told, str(bare))

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
    """Check login, list and edit pages in the way in which a person uses them in a browser."""
    clerk = Browser(base, staff)
    book = clerk.send("POST", "/api/books", BOOK).json or {}
    here = f"/api/books/{book.get('id')}"
    person = Browser(base)
    entry = person.page("/admin/")
    asked = bool(entry.form_with("password").fields)
    yield Check("/admin/ asks for a login", asked, entry.url)
    log_in(person, entry, staff)
    home = person.page("/admin/")
    lists = list_links(home)
    yield Check("after login /admin/ links to the books", bool(lists), str(home.links))
    listed = person.send("GET", lists[0] if lists else "/admin/")
    yield Check("the list page shows the book", BOOK["title"] in listed.text, listed.url)

    links = edit_links(listed, book.get("id"))
    yield Check("the list links to the edit page", bool(links), str(Page(listed).links))
    form = person.page(links[0] if links else "/admin/").form_with("title")
    yield Check("the edit page has the title", form.fields.get("title") == BOOK["title"], str(form))
    person.send("POST", form.action, form={**form.fields, "title": "The Dispossessed"})
    stored = person.send("GET", here)
    renamed = {**book, "title": "The Dispossessed"}
    yield Check("the edit page stores the change", stored.json == renamed, str(stored))

    stranger = Browser(base)
    log_in(stranger, stranger.page("/admin/"), reader)
    shown = stranger.send("GET", lists[0] if lists else "/admin/")
    yield Check("a reader sees no staff page", "The Dispossessed" not in shown.text, shown.url)
    clerk.send("DELETE", here)


def list_links(home: Page) -> list[str]:
    """Links from the staff pages to the list of books, the most likely one first."""
    return sorted((link for link in home.links if "/book" in link), key=len)


def edit_links(listed: Response, book_id: object) -> list[str]:
    """Links from the list to the page on which a book is edited."""
    edit = re.compile(rf"\b(change|edit)\b.*\b{book_id}\b|\b{book_id}\b.*\bchange\b")
    return [link for link in Page(listed).links if edit.search(link)]


def log_in(browser: Browser, page: Page, login: Login) -> None:
    """Fill in the form of a login page and send it."""
    form = page.form_with("password")
    filled = {**form.fields, "username": login.name, "password": login.password}
    browser.send("POST", form.action, form=filled)
