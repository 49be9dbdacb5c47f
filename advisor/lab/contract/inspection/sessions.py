"""Probes of a product: its session cookie, its staff pages, and large request bodies."""

from __future__ import annotations

import json
import select
import socket
from http.cookiejar import Cookie
from urllib.parse import urlsplit

from advisor.lab.contract.books import BOOK, edit_links, list_links, log_in
from advisor.lab.contract.browser import TIMEOUT_SECONDS, Browser, Form, Response
from advisor.lab.contract.features import STAFF
from advisor.lab.contract.inspection.seen import ATTACKER, Seen
from advisor.lab.plan import ORDER

MARKUP = "<script>alert(1969)</script>"
LARGE, PIECE = 32 * 2**20, 2**16
# Headers that a browser adds to a form from another site.
FOREIGN = {
    "Origin": f"https://{ATTACKER}",
    "Referer": f"https://{ATTACKER}/",
    "Sec-Fetch-Site": "cross-site",
}


def httponly(base: str) -> Seen:
    """Whether scripts cannot read the session cookie."""
    cookie = session_cookie(base)
    return Seen(_said(cookie, "httponly") is not None, _told(cookie))


def samesite(base: str) -> Seen:
    """Whether the browser withholds the session cookie if another site sends a form."""
    cookie = session_cookie(base)
    return Seen((_said(cookie, "samesite") or "").lower() in {"lax", "strict"}, _told(cookie))


def session_cookie(base: str) -> Cookie:
    """Find the cookie without which the staff pages ask for a login.

    Raises
    ------
    ValueError
        If there is no such cookie.
    """
    person = _logged_in(base)
    for cookie in person.cookies:
        other = Browser(base)
        for kept in person.cookies:
            if kept is not cookie:
                other.cookies.set_cookie(kept)
        if other.page("/admin/").form_with("password").fields:
            return cookie
    raise ValueError("no cookie carries the session")


def forged_post(base: str) -> Seen:
    """Whether an edit form that another site forged changes nothing."""
    clerk, person = Browser(base, STAFF), _logged_in(base)
    book = clerk.send("POST", "/api/books", BOOK).json
    here = f"/api/books/{book['id']}"
    try:
        form = _edit_form(person, book["id"])
        known = {name: value for name, value in form.fields.items() if name in BOOK}
        forged = {**known, "title": "Forged"}
        answer = person.send("POST", form.action, form=forged, headers=FOREIGN)
        changed = clerk.send("GET", here).json["title"] == "Forged"
        # The origin was the reason for the refusal only if the same form works from its own page.
        person.send("POST", form.action, form={**form.fields, "title": "Edited"})
        works = clerk.send("GET", here).json["title"] == "Edited"
    finally:
        clerk.send("DELETE", here)
    left_out = ", ".join(form.fields.keys() - known.keys()) or "nothing"
    what = "the book was changed" if changed else f"refused with {answer.status}"
    broken = "" if works else "; the page's own form does not work"
    return Seen(works and not changed, f"{what}; left out: {left_out}{broken}")


def autoescape(base: str) -> Seen:
    """Whether the list of the staff pages shows markup in a value as text."""
    clerk, person = Browser(base, STAFF), _logged_in(base)
    book = clerk.send("POST", "/api/books", {**BOOK, "title": MARKUP}).json
    try:
        listed = _list(person).text
    finally:
        clerk.send("DELETE", f"/api/books/{book['id']}")
    if MARKUP in listed:
        return Seen(False, "the markup is in the page as it was sent")
    escaped = "&lt;script&gt;" in listed
    return Seen(escaped, "escaped" if escaped else "the value is not in the page")


def body_limit(base: str) -> Seen:
    """Whether an order of `LARGE` bytes is refused for its size."""
    body = json.dumps({**ORDER, "note": "x" * LARGE}).encode()
    answer, sent = _sent_in_pieces(base, body)
    Browser(base).send("GET", "/hello")  # raises if the large body has crashed the server
    status = answer.split()[1].decode("ascii") if answer else ""
    when = "at the end" if sent == len(body) else "before the end"
    # A refusal before the whole body has arrived is because of its size, not its content.
    early = sent < len(body) and status[:1] in ("", "4")
    said = f"answered with {status}" if status else "closed"
    return Seen(status == "413" or early, f"{said} {when}")


def _sent_in_pieces(base: str, body: bytes) -> tuple[bytes, int]:
    """First line of the answer, empty if there is none, and the number of bytes sent before it."""
    address = urlsplit(base)
    head = f"POST /api/orders HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    place = (address.hostname, address.port)
    sent = 0
    with socket.create_connection(place, TIMEOUT_SECONDS) as connection:
        try:
            connection.sendall(head.encode())
            while sent < len(body) and not select.select([connection], [], [], 0)[0]:
                sent += connection.send(body[sent : sent + PIECE])
            return connection.makefile("rb").readline(), sent
        except ConnectionError:
            return b"", sent


def _logged_in(base: str) -> Browser:
    person = Browser(base)
    log_in(person, person.page("/admin/"), STAFF)
    return person


def _list(person: Browser) -> Response:
    return person.send("GET", list_links(person.page("/admin/"))[0])


def _edit_form(person: Browser, book_id: object) -> Form:
    return person.page(edit_links(_list(person), book_id)[0]).form_with("title")


def _said(cookie: Cookie, attribute: str) -> str | None:
    """Value of an attribute, empty if it has none; None if the cookie lacks the attribute."""
    for spelled in ("HttpOnly", "httponly", "SameSite", "samesite"):
        if spelled.lower() == attribute and cookie.has_nonstandard_attr(spelled):
            return cookie.get_nonstandard_attr(spelled) or ""
    return None


def _told(cookie: Cookie) -> str:
    said = {name: _said(cookie, name) for name in ("httponly", "samesite")}
    names = [
        f"{name}={value}" if value else name for name, value in said.items() if value is not None
    ]
    return f"cookie {cookie.name}: {', '.join(names) or 'neither HttpOnly nor SameSite'}"
