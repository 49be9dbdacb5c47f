"""The contract of the products catches an app that is wrong, feature by feature."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from advisor.lab.contract.command import Examined, main, markdown, requirements, table, to_json
from advisor.lab.contract.features import FEATURES, Result, examine
from advisor.lab.manifest import Absent, manifests
from advisor.lab.plan import ORDER
from advisor.problem.problem import InputError

MISSING = Absent("It has none.", "https://example.org/none")


class Careless(BaseHTTPRequestHandler):
    """Takes everything, checks nothing, stores nothing."""

    def do_GET(self) -> None:
        self.answer(200, {"message": "hello"} if self.path == "/hello" else {})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            self.answer(201, {**json.loads(sent), "id": 1})
        except ValueError:  # a form
            self.answer(200, {})

    def do_PUT(self) -> None:
        self.do_POST()

    def do_DELETE(self) -> None:
        self.answer(200, {})

    def answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def seen() -> dict[str, Result]:
    with running(Careless) as base:
        return examine(base, {"websocket": MISSING, "json": MISSING})


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        ("create", "the error for a bad number names the field"),
        ("create", "the error for a bad nested quantity names the field"),
        ("stored", "read answers the order"),
        ("permission", "POST without login is refused with 401"),
        ("permission", "POST by a reader is refused with 403"),
        ("staff_pages", "/admin/ asks for a login"),
        ("upstream", "the app waits for a slow service"),
        ("work", "the app computes for 5 ms"),
        ("openapi", "an OpenAPI document describes an order"),
    ],
)
def test_what_a_careless_app_does_wrong_is_named(seen, feature, said):
    assert seen[feature].outcome == "fails"
    assert said in seen[feature].seen


def test_what_it_does_right_is_not_held_against_it(seen):
    assert "an order is answered with 201 and itself" not in seen["create"].seen


def test_what_is_declared_absent_is_looked_for_all_the_same(seen):
    assert seen["websocket"] == Result("absent", MISSING.why, MISSING.page)
    assert seen["json"].outcome == "fails"
    assert "declared absent (It has none.), but it works" in seen["json"].seen


def test_a_server_that_is_gone_fails_everything():
    with running(Careless) as base:
        gone = base
    assert {result.outcome for result in examine(gone, {}).values()} == {"fails"}


def test_every_absent_feature_of_a_manifest_is_one_of_the_contract():
    for manifest in manifests().values():
        assert set(manifest.absent) <= set(FEATURES)


@pytest.fixture
def examined() -> dict[str, Examined]:
    works = dict.fromkeys(FEATURES, Result("works"))
    absent = {**works, "openapi": Result("absent", "It has none.", "https://example.org/none")}
    versions = dict.fromkeys(requirements("flask"), "1.0")
    return {"flask": Examined("3.13", "gunicorn-sync", versions, absent)}


def test_the_table_and_the_files_say_the_same(examined):
    assert "OpenAPI document" in table(examined)
    assert table(examined).splitlines()[-1].endswith("–")
    text = markdown(examined, date(2026, 11, 24))
    assert "| OpenAPI document | – |" in text
    assert "- flask, OpenAPI document: It has none. <https://example.org/none>" in text
    assert "marshmallow 1.0" in text
    found = json.loads(to_json(examined, date(2026, 11, 24)))
    assert found["frameworks"]["flask"]["features"]["openapi"]["outcome"] == "absent"


def test_a_framework_without_a_product_is_refused():
    with pytest.raises(InputError, match="no product for 'bottle'; allowed: django"):
        main(["bottle"], None)


def test_the_order_that_is_sent_is_nested_and_has_ten_fields():
    inner = len(ORDER["customer"]) + len(ORDER["lines"][0])
    assert len(ORDER) - 2 + inner >= 10
