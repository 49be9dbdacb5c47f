"""Probes tell an app that guards itself from one that does not."""

import html
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from advisor.cli import main
from advisor.lab.contract.inspection.probes import (
    ALL_PROBES,
    PROBES,
    RAISES,
    Probed,
    ask,
    unknown,
)
from advisor.lab.contract.inspection.record import Inspected, InspectionRecord, read, write
from advisor.lab.contract.inspection.tables import markdown
from advisor.lab.manifest import APPS, manifests
from advisor.lab.sizes.simplicity.concepts import concepts
from advisor.problem.paths import DATA, SHIPPED_PROBLEM
from advisor.problem.problem import InputError

SHIPPED = DATA / "measurements" / "inspected.json"


class Shop(BaseHTTPRequestHandler):
    """A product with books, a login and staff pages, which guards nothing."""

    protocol_version = "HTTP/1.1"
    book: ClassVar[dict] = {"title": ""}
    cookie = "session=1"
    headers_sent: tuple[tuple[str, str], ...] = ()
    token = ""
    limit = 2**40
    error = f"Traceback ... {RAISES}"

    def shown(self, text: str) -> str:
        return text

    def may_be_asked(self) -> bool:
        return True

    def do_GET(self) -> None:
        if not self.may_be_asked():
            return self.answer(400)
        if self.path == "/hello":
            return self.answer(500, self.error)
        if self.path.startswith("/api"):
            return self.answer(200, json.dumps(self.book))
        if "session=1" not in self.headers.get("Cookie", ""):
            return self.answer(200, "<form action='/login'><input name='password'></form>")
        edit = f"<form><input name='token' value='{self.token}'><input name='title'></form>"
        links = "<a href='/admin/books'>books</a><a href='/admin/books/edit/7'>edit</a>"
        page = edit if "edit" in self.path else links + self.shown(self.book["title"])
        return self.answer(200, page)

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        if size > self.limit:
            self.close_connection = True
            return self.answer(413)
        sent = self.rfile.read(size).decode()
        if self.path == "/api/books":
            type(self).book = {**json.loads(sent), "id": 7}
            return self.answer(201, json.dumps(self.book))
        if self.path == "/login":
            return self.answer(200, "", ("Set-Cookie", "other=2"), ("Set-Cookie", self.cookie))
        form = {name: values[0] for name, values in parse_qs(sent).items()}
        if self.path.startswith("/api"):
            return self.answer(422)
        if self.token and form.get("token") != self.token:
            return self.answer(403)
        self.book["title"] = form["title"]
        return self.answer(200)

    def do_DELETE(self) -> None:
        self.answer(200)

    def answer(self, status: int, text: str = "", *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*self.headers_sent, *headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_arguments: object) -> None:
        pass


class Guarded(Shop):
    """The same, guarded in every way that is probed."""

    cookie = "session=1; HttpOnly; SameSite=Strict"
    headers_sent = (
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )
    token = "t-1969"
    limit = 2**20
    error = "Something went wrong."

    def shown(self, text: str) -> str:
        return html.escape(text)

    def may_be_asked(self) -> bool:
        return self.headers["Host"].startswith("127.0.0.1")


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def asked(handler: type[BaseHTTPRequestHandler]) -> dict[str, Probed]:
    with running(handler) as base:
        return {**ask(base, "hello"), **ask(base, "raising"), **ask(base, "product")}


@pytest.fixture(scope="module")
def open_shop() -> dict[str, Probed]:
    return asked(type("Open", (Shop,), {}))


@pytest.fixture(scope="module")
def guarded() -> dict[str, Probed]:
    return asked(type("Closed", (Guarded,), {}))


@pytest.mark.parametrize("probe", sorted(ALL_PROBES))
def test_a_probe_tells_the_two_apart(open_shop, guarded, probe):
    assert open_shop[probe].outcome == "failed", open_shop[probe].seen
    assert guarded[probe].outcome == "passed", guarded[probe].seen


def test_what_was_seen_is_said(open_shop, guarded):
    assert open_shop["host"].seen == "answered with 500"
    assert open_shop["nosniff"].seen == "X-Content-Type-Options: none"
    assert open_shop["forged_post"].seen == "the book was changed; left out: token"
    assert open_shop["body_limit"].seen == "answered with 422 at the end"
    assert open_shop["cookie_httponly"].seen == "cookie session: neither HttpOnly nor SameSite"
    assert guarded["cookie_samesite"].seen == "cookie session: httponly, samesite=Strict"
    assert "answered with 500, showing the-lab-raised-this" in open_shop["error_page"].seen


@pytest.mark.parametrize(
    ("changed", "probe"),
    [
        ({"headers_sent": (("Referrer-Policy", "unsafe-url"),)}, "referrer"),
        ({"headers_sent": (("X-Frame-Options", "ALLOWALL"),)}, "framing"),
        ({"headers_sent": (("Cross-Origin-Opener-Policy", "unsafe-none"),)}, "opener"),
        ({"cookie": "session=1; samesite=none"}, "cookie_samesite"),
        ({"error": "hello.py, line 3"}, "error_page"),
    ],
)
def test_a_guard_that_guards_nothing_is_seen_through(changed, probe):
    assert asked(type("Weak", (Guarded,), changed))[probe].outcome == "failed"


def test_a_form_that_never_works_is_no_guard():
    def refuse(shop: Shop) -> None:
        shop.rfile.read(int(shop.headers["Content-Length"]))
        shop.answer(403)

    class Broken(Guarded):
        def do_POST(self) -> None:
            refuse(self) if "edit" in self.path else super().do_POST()

    found = asked(Broken)["forged_post"]
    assert found.outcome == "failed"
    assert found.seen.endswith("the page's own form does not work")


def test_an_app_that_is_gone_fails_and_one_that_never_was_is_unknown():
    with running(Guarded) as base:
        gone = base
    assert {found.outcome for found in ask(gone, "product").values()} == {"failed"}
    assert {found.outcome for found in unknown("product").values()} == {"unknown"}


def test_every_line_that_switches_a_probe_on_is_of_a_probe_and_in_the_app():
    for manifest in manifests().values():
        assert set(manifest.switched_on) <= set(PROBES)
        for said in manifest.switched_on.values():
            line, _, place = said.partition(" in ")
            assert line in (manifest.apps["product"].folder / place).read_text("utf-8")


def inspected(**changed: object) -> Inspected:
    probes = dict.fromkeys(ALL_PROBES, Probed("passed")) | {"host": Probed("failed", "so it was")}
    found = Inspected(
        python="3.13",
        server="gunicorn-sync",
        versions={"flask": "9.9"},
        concepts=("Flask", ".get"),
        product_concepts=None,
        frames=("flask.app:Flask.__call__",),
        bare_frames=(),
        interface=3,
        with_dependencies=7,
        probes=probes,
    )
    return replace(found, **changed)


def record(*runs: Inspected) -> InspectionRecord:
    return InspectionRecord("2026-11-26", tuple({"flask": run} for run in runs))


def test_a_record_survives_its_file(tmp_path):
    write(record(inspected()), tmp_path / "r.json")
    assert read(tmp_path / "r.json") == record(inspected())


@pytest.mark.parametrize("text", ["", "[]", '{"date": "x", "runs": []}'])
def test_another_file_is_refused(tmp_path, text):
    (tmp_path / "r.json").write_text(text)
    with pytest.raises(InputError, match=r"r\.json is not an inspection record"):
        read(tmp_path / "r.json")


def test_the_tables_count_what_comes_by_itself_and_what_was_added():
    text = markdown(record(inspected()))
    assert "| flask | 2 | ? | 1 / 0 | 3 | 7 |" in text
    assert "| flask | no | yes |" in text
    assert "| 8 | 2 | 11 |" in text
    assert "- host: so it was (flask)" in text
    assert "- flask, forged_post: form_base_class = SecureForm in inventory/admin.py" in text
    assert "- flask 9.9: Python 3.13, gunicorn-sync" in text
    assert "One run." in text


def test_runs_that_differ_are_named():
    same = record(inspected(), inspected())
    assert "22 of 22 figures are the same in 2 runs." in markdown(same)
    other = record(inspected(), inspected(interface=4))
    assert "21 of 22 figures are the same in 2 runs, all but flask interface." in markdown(other)


def test_the_command_writes_the_tables_of_a_record(tmp_path, capsys):
    write(record(inspected()), tmp_path / "r.json")
    command = ["lab", "inspect", "--record", str(tmp_path / "r.json")]
    assert main([*command, "--output", str(tmp_path / "t.md")]) == 0
    assert (tmp_path / "t.md").read_text("utf-8") == markdown(record(inspected()))
    assert "Secure defaults" in capsys.readouterr().out


def test_an_unknown_framework_is_refused(capsys):
    assert main(["lab", "inspect", "--framework", "rails"]) == 1
    assert "no reference app for 'rails'" in capsys.readouterr().err


def test_the_shipped_tables_are_of_the_shipped_record():
    tables = (SHIPPED_PROBLEM / "INSPECTED.md").read_text("utf-8")
    assert tables == markdown(read(SHIPPED))


def test_the_shipped_record_has_every_framework_in_three_runs_that_agree():
    found = read(SHIPPED)
    assert [set(run) for run in found.runs] == [set(manifests())] * 3
    assert found.compared()[1] == ()


@pytest.mark.parametrize("framework", sorted(manifests()))
def test_the_recorded_concepts_are_those_of_the_apps(framework):
    found, apps = read(SHIPPED).runs[0][framework], manifests()[framework].apps
    assert set(found.concepts) == concepts(APPS / framework / "service.py")
    if "product" in apps:
        assert set(found.product_concepts) == concepts(apps["product"].folder)


def test_what_was_inspected_is_what_the_shipped_tables_say(tmp_path, capsys):
    """Publishing the shipped record changes nothing in a copy of the shipped problem."""
    folder = Path(shutil.copytree(SHIPPED_PROBLEM, tmp_path / "problem"))
    before = (folder / "performances.csv").read_text("utf-8")
    stale = before.replace(",frames,4,", ",frames,5,")
    assert stale != before
    (folder / "performances.csv").write_text(stale, "utf-8")
    record = str(SHIPPED)
    assert main(["lab", "inspect", "--record", record, "--publish", str(folder)]) == 0
    assert "Wrote 45 cells to" in capsys.readouterr().out
    assert (folder / "performances.csv").read_text("utf-8") == before
