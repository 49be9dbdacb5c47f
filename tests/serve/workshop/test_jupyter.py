"""A room inside a Jupyter server with a token, as on Binder and on a hub."""

import json
import os
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

import advisor
from advisor.problem.problem import InputError
from advisor.serve.workshop.jupyter import stay_awake
from advisor.serve.workshop.rooms import Workshop
from tests.tools.servers import free_port, running

TOKEN = "secret-token"


@pytest.fixture(scope="module")
def runtime(tmp_path_factory):
    """Folder in which a kernel finds the servers of its user."""
    return tmp_path_factory.mktemp("runtime")


@pytest.fixture(scope="module")
def port(tmp_path_factory, runtime):
    folder = tmp_path_factory.mktemp("jupyter")
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root"]
    options = [
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
        "--ServerApp.base_url=/user/someone/",
        "--ServerApp.jpserver_extensions=advisor.serve=True",
        "--ServerApp.allow_unauthenticated_access=False",
    ]
    env = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "HOME": str(folder),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "ADVISOR_DATABASE_URL": str(folder / "rooms.sqlite"),
    }
    where = f"http://127.0.0.1:{port}/user/someone/api"
    with running([*command, *options], where, cwd=Path(folder), env=env):
        yield port


def ask(port, method, path, body=None, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    sent = None if body is None else json.dumps(body)
    kind = {"Content-Type": "application/json"} if body is not None else {}
    connection.request(method, f"/user/someone/workshop/{path}", sent, {**kind, **headers})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_a_room_in_use_keeps_the_server_awake(tiny, tmp_path):
    settings = {"last_activity_times": {}}
    rooms = Workshop(lambda: tiny, str(tmp_path / "rooms.sqlite"))
    stay_awake(settings, rooms)
    assert settings["last_activity_times"] == {}
    rooms.active = time.time() - 600
    stay_awake(settings, rooms)
    assert settings["last_activity_times"]["rooms"]


def test_a_user_opens_a_room_and_participants_need_neither_token_nor_cookie(port):
    choices = {"choices": {"problem": "python-backend"}}
    assert ask(port, "POST", "rooms", choices)[0] == 403
    user = {"Authorization": f"token {TOKEN}"}
    status, said = ask(port, "POST", "rooms", {"choices": {"problem": "ships"}}, **user)
    assert status == 400
    assert "saved for problem 'ships'" in json.loads(said)["message"]
    status, said = ask(port, "POST", "rooms", choices, **user)
    assert status == 201
    code, key = json.loads(said)["code"], json.loads(said)["key"]
    for page in ("", code, f"{code}/host", f"{code}/setup"):
        status, text = ask(port, "GET", page)
        assert status == 200
        assert TOKEN not in text
    ballot = {"person": "a" * 22, "round": 1, "edition": 1, "weights": {"startup": 50}}
    assert ask(port, "POST", f"{code}/ballot", ballot)[0] == 200
    assert ask(port, "POST", f"{code}/reveal", {})[0] == 403
    assert ask(port, "POST", f"{code}/reveal", {}, **{"X-Facilitator-Key": key})[0] == 200
    assert json.loads(ask(port, "GET", f"{code}/state")[1])["phase"] == "revealed"


@contextmanager
def other_server():
    """A server that knows no rooms, and says so as a page."""

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *_said):
            pass

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_notebook_reads_the_ballots_of_its_room(port, runtime, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
    decision = advisor.Decision(advisor.load())
    room = advisor.GroupRoom(decision)
    with pytest.raises(InputError, match="click Open a room first"):
        room.ballots()
    user = {"Authorization": f"token {TOKEN}"}
    status, said = ask(port, "POST", "rooms", {"choices": room.choices}, **user)
    assert status == 201
    opened = room.opened = {"base": "/user/someone/", **json.loads(said)}  # by the browser
    for place, name in enumerate(("Ann", "Bo")):
        ballot = {"person": name[0] * 22, "round": 1, "edition": 1, "name": name}
        ballot["weights"] = {"startup": 50 + place}
        assert ask(port, "POST", f"{opened['code']}/ballot", ballot)[0] == 200
    with other_server() as other:
        ours = f"http://127.0.0.1:{port}/user/someone/"
        for order in ((other, ours), (ours, other)):  # the user has a server without rooms, too
            monkeypatch.setattr("advisor.page.life.room._servers", lambda _base, o=order: iter(o))
            with pytest.raises(InputError, match="No round is revealed yet"):
                room.ballots()
        monkeypatch.setattr("advisor.page.life.room._servers", lambda _base: iter([other]))
        with pytest.raises(InputError, match="the server answered 404 Not Found"):
            room.ballots()
    monkeypatch.undo()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
    key = {"X-Facilitator-Key": opened["key"]}
    assert ask(port, "POST", f"{opened['code']}/reveal", {}, **key)[0] == 200
    decision.hear(*room.ballots())
    assert [ballot.name for ballot in decision.ballots] == ["Ann", "Bo"]
    assert advisor.read_record(room.save(tmp_path / "room.json"))["state"]["ballots"]
    assert room.save(tmp_path / "room.csv").read_text("utf-8").count("\n") >= 2
    with pytest.raises(InputError, match=r"\.json, \.md, \.csv, not '\.pdf'"):
        room.save(tmp_path / "room.pdf")
    room.opened = {**opened, "base": "/elsewhere/"}
    with pytest.raises(InputError, match="was not found"):
        room.ballots()
