"""What a record says of a failure can be shared: one line, no folder of somebody's machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.lab.contract.browser import Browser
from advisor.lab.contract.features import examine
from advisor.lab.load.rounds import Bench, Settings
from advisor.lab.plan import plan
from advisor.lab.records.reasons import one_line
from advisor.problem.paths import DATA
from tests.lab import server as lab_server

LOG = """flask under granian-wsgi did not start:
[INFO] Starting granian
Traceback (most recent call last):
  File "/usr/lib/python3.13/multiprocessing/process.py", line 313, in _bootstrap
    self.run()
    ~~~~~~~~^^
ValueError: the first

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/usr/lib/python3.13/site-packages/granian/_internal.py", line 68, in load_target
    rv = getattr(rv, element)
AttributeError: module 'inventory' in /usr/lib/inventory/__init__.py has no 'app'
[ERROR] Unexpected exit from worker-1
"""
RAISED = "AttributeError: module 'inventory' in __init__.py has no 'app'"


def test_of_a_traceback_in_a_log_stays_what_was_raised_last():
    assert one_line(LOG) == f"flask under granian-wsgi did not start: {RAISED}"


def test_of_a_log_without_one_stays_its_last_line():
    assert one_line("it did not start:\n\n starting\n no such option \n") == (
        "it did not start: no such option"
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("/usr/bin/python3 -m pip: no", "python3 -m pip: no"),
        ("Command '['/usr/bin/python3', '-c']' failed", "Command '['python3', '-c']' failed"),
        ("cannot open sqlite:////usr/lib/x/db.sqlite3", "cannot open sqlite:///db.sqlite3"),
        ("/api/orders answered {}", "/api/orders answered {}"),
        ("http://127.0.0.1:80/usr/x answered 500", "http://127.0.0.1:80/usr/x answered 500"),
        ("<a href='/admin/books/'></a>", "<a href='/admin/books/'></a>"),
    ],
)
def test_folders_of_this_machine_go_and_addresses_stay(said, kept):
    assert one_line(said) == kept


def test_the_folder_of_a_test_goes_too(tmp_path):
    assert one_line(f"no such file: '{tmp_path}/app/db.sqlite3'") == "no such file: 'db.sqlite3'"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no such file: '{}/ann lee/my app/db'", "no such file: 'db'"),
        ('File "{}/ann lee/my app/x.py", line 3', 'File "x.py", line 3'),
        ("'{}/my app/a b.db' and '{}/db'", "'a b.db' and 'db'"),
        ('"{}/o\'neil/my app/db" is locked', '"db" is locked'),
        ("cannot open 'sqlite:///{}/my app/db'", "cannot open 'sqlite:///db'"),
        ("'{}/my app/run --port 1 http://h/x y/'", "'run --port 1 http://h/x y/'"),
        ("'{}/my app/", "'my app/"),  # no quote ends it
        ("'/api/orders of us/1'", "'/api/orders of us/1'"),
    ],
)
def test_a_folder_with_a_space_goes_where_quotes_show_its_end(tmp_path, said, kept):
    assert one_line(said.replace("{}", str(tmp_path))) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("{}/app/db is locked", "db is locked"),
        ("'{}/my app/db' is locked", "'db' is locked"),
        ("cannot enter {}", "cannot enter /tmp"),
        ("http://127.0.0.1:80{}/x", "http://127.0.0.1:80{}/x"),
    ],
)
def test_the_home_folder_goes_although_its_name_has_a_space(monkeypatch, said, kept):
    home = "/tmp/ann lee"
    monkeypatch.setattr(Path, "home", lambda: Path(home))
    assert one_line(said.replace("{}", home)) == kept.replace("{}", home)


def test_a_user_without_a_home_folder_gets_the_reason_too(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert one_line("no such file: '/usr/lib/x'") == "no such file: 'x'"

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert one_line("no such file: '/usr/lib/x'") == "no such file: 'x'"


def test_a_discarded_run_says_why_in_one_line():
    def broken(setup, upstream):
        if setup.framework == "flask":
            raise RuntimeError(LOG)
        return lab_server.running()

    setups = plan(["flask"], ["hello"], readings_only=True)
    record = Bench(setups, broken, Settings(rounds=1, seconds=0.1, warm_up=0)).run()
    whys = {discarded.why for cell in record.cells for discarded in cell.discarded}
    assert whys == {f"no server: flask under granian-wsgi did not start: {RAISED}"}


def test_a_failed_feature_says_what_was_seen_in_one_line(monkeypatch):
    def broken(*_args: object) -> None:
        raise RuntimeError(f"in {Path(__file__)}\nno")

    monkeypatch.setattr(Browser, "send", broken)
    for result in examine("http://127.0.0.1:9", {}).values():
        assert str(Path(__file__).parent) not in result.seen
        assert "\n" not in result.seen


def texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for part in found.values() if isinstance(found, dict) else found:
            yield from texts(part)


@pytest.mark.parametrize(
    "path", sorted((DATA / "measurements").glob("*.json")), ids=lambda p: p.stem
)
def test_shipped_records_name_no_folder_of_a_machine(path):
    for text in texts(json.loads(path.read_text("utf-8"))):
        assert one_line(text) == text
