"""Checks of the orders: nested, validated and stored data, without a login."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from advisor.lab.contract.browser import Browser
from advisor.lab.contract.check import Check
from advisor.lab.plan import ORDER

WRONG: dict[str, Any] = {
    "number": "",
    "currency": "EURO",
    "placed": "tomorrow",
    "discount": 95,
    "lines": [],
}


def check_create(base: str) -> Iterator[Check]:
    """Check that the app accepts a valid order, and that errors name the faulty field."""
    visitor = Browser(base)
    made = visitor.send("POST", "/api/orders", ORDER)
    stored = made.json or {}
    fits = made.status == 201 and _same(stored, ORDER)
    yield Check("create answers 201 and the order", fits, str(made))
    for name, value in WRONG.items():
        bad = visitor.send("POST", "/api/orders", {**ORDER, name: value})
        told = bad.status in {400, 422} and bad.json is not None and name in bad.text
        yield Check(f"the error for a bad {name} names the field", told, str(bad))
    customer = {**ORDER["customer"], "email": "nobody"}
    bad = visitor.send("POST", "/api/orders", {**ORDER, "customer": customer})
    told = bad.status in {400, 422} and "email" in bad.text
    yield Check("the error for a bad nested e-mail names the field", told, str(bad))
    lines = [{**ORDER["lines"][0], "quantity": 0}]
    bad = visitor.send("POST", "/api/orders", {**ORDER, "lines": lines})
    told = bad.status in {400, 422} and "quantity" in bad.text
    yield Check("the error for a bad nested quantity names the field", told, str(bad))


def check_stored(base: str) -> Iterator[Check]:
    """Check that the app reads, lists and updates orders."""
    visitor = Browser(base)
    made = visitor.send("POST", "/api/orders", ORDER).json or {}
    here = f"/api/orders/{made.get('id')}"
    read = visitor.send("GET", here)
    yield Check("read answers the order", read.status == 200 and read.json == made, str(read))
    listed = visitor.send("GET", "/api/orders")
    newest = ((listed.json or {}).get("orders") or [None])[0]
    yield Check("the newest order is listed first", newest == made, str(listed))
    for _ in range(20):
        visitor.send("POST", "/api/orders", ORDER)
    listed = visitor.send("GET", "/api/orders")
    count = len((listed.json or {}).get("orders", []))
    yield Check("no more than 20 are listed", count == 20, f"{count} orders")
    changed = {**ORDER, "gift": True, "lines": ORDER["lines"] * 2}
    put = visitor.send("PUT", here, changed)
    again = visitor.send("GET", here)
    fits = put.status == 200 and _same(again.json or {}, changed)
    yield Check("an update is stored, including the lines", fits, str(again))
    lost = visitor.send("GET", "/api/orders/999999")
    yield Check("a missing order answers 404", lost.status == 404, str(lost))


def _same(found: Any, wanted: Any) -> bool:
    """Whether an answer contains the sent data; prices may be text or numbers."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            name in found and _same(found[name], value) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        same_length = isinstance(found, list) and len(found) == len(wanted)
        return same_length and all(map(_same, found, wanted))
    if isinstance(wanted, str) and wanted.replace(".", "", 1).isdigit():
        return isinstance(found, str | float | int) and Decimal(str(found)) == Decimal(wanted)
    return bool(found == wanted)
