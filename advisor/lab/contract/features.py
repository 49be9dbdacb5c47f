"""Features of a product, which are tested over a real socket or declared absent.

Absent features are tested too: an absent feature that works is as wrong as a declared feature that
does not work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.lab.contract.books import check_api, check_staff_pages
from advisor.lab.contract.browser import Browser, Login, echoed
from advisor.lab.contract.check import Check
from advisor.lab.contract.orders import check_create, check_stored
from advisor.lab.manifest import Absent
from advisor.lab.records.reasons import one_line

STAFF, READER = Login("staff", "staff-pass-1969"), Login("reader", "reader-pass-1969")
FeatureOutcome = Literal["works", "absent", "fails", "lost"]


@dataclass(frozen=True)
class Result:
    """Result of one feature; ``seen`` says what failed, or why the feature is absent."""

    outcome: FeatureOutcome
    seen: str = ""
    page: str = ""


@dataclass(frozen=True)
class Feature:
    """A feature of a product and its test."""

    name: str
    check: Callable[[str], Iterator[Check]]


def _hello(base: str) -> Iterator[Check]:
    answer = Browser(base).send("GET", "/hello")
    yield Check("/hello answers the message", answer.json == {"message": "hello"}, str(answer))


def _upstream(base: str) -> Iterator[Check]:
    began = time.monotonic()
    answer = Browser(base).send("GET", "/upstream?ms=50")
    took = time.monotonic() - began
    fits = answer.json == {"message": "hello"} and took >= 0.05
    yield Check("the app waits for a slow service", fits, f"{answer} after {took:.3f} s")


def _work(base: str) -> Iterator[Check]:
    began = time.monotonic()
    answer = Browser(base).send("GET", "/work")
    took = time.monotonic() - began
    fits = answer.json == {"message": "worked"} and took >= 0.005
    yield Check("the app computes for 5 ms", fits, f"{answer} after {took:.3f} s")


def _websocket(base: str) -> Iterator[Check]:
    text = "one, two, three"
    answer = echoed(base, "/echo", text)
    yield Check("a WebSocket echoes", answer == text, repr(answer))


def _openapi(base: str) -> Iterator[Check]:
    answer = Browser(base).send("GET", "/openapi.json")
    found = answer.json if isinstance(answer.json, dict) else {}
    order = found.get("paths", {}).get("/api/orders", {})
    fits = found.get("openapi", "").startswith("3.") and "requestBody" in order.get("post", {})
    yield Check("an OpenAPI document describes an order", fits, answer.text[:200])


FEATURES: Mapping[str, Feature] = {
    "json": Feature("JSON answer", _hello),
    "create": Feature("nested, validated create", check_create),
    "stored": Feature("read, list, update through an ORM", check_stored),
    "permission": Feature(
        "API with login and one permission", lambda base: check_api(base, STAFF, READER)
    ),
    "staff_pages": Feature(
        "staff pages: login, list, edit", lambda base: check_staff_pages(base, STAFF, READER)
    ),
    "upstream": Feature("waits on a slow service", _upstream),
    "work": Feature("computes for 5 ms", _work),
    "websocket": Feature("WebSocket", _websocket),
    "openapi": Feature("OpenAPI document", _openapi),
}


def examine(base: str, absent: Mapping[str, Absent]) -> dict[str, Result]:
    """Test every feature of a running app.

    Parameters
    ----------
    base : str
        Address of the app. The app has the users `STAFF`, who may write, and `READER`, who may
        not.
    absent : mapping of feature id to Absent
        Absent features according to the app's manifest.

    Returns
    -------
    dict of feature id to Result
    """
    return {name: _examine(base, name, absent.get(name)) for name in FEATURES}


def _examine(base: str, name: str, absent: Absent | None) -> Result:
    try:
        failed = [check for check in FEATURES[name].check(base) if not check.passed]
    except Exception as error:  # a faulty app may fail in any way
        failed = [Check("it answers as a product would", False, repr(error))]
    if absent is None:
        seen = "; ".join(f"{check.name}: {one_line(check.seen)[:300]}" for check in failed)
        return Result("fails" if failed else "works", seen)
    if not failed:
        return Result("fails", f"declared absent ({absent.why}), but it works")
    return Result("absent", absent.why, absent.page)
