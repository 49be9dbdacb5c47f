"""What the server of a room takes, refuses, keeps and tells, over real HTTP."""

import asyncio
import csv
import gzip
import io
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from advisor.ranking.choices import Choices
from advisor.report import read_record
from advisor.serve.workshop.files import participants_page
from advisor.serve.workshop.handlers import KEY_HEADER, routes
from advisor.serve.workshop.limits import Allowance
from advisor.serve.workshop.rooms import Workshop

JSON = {"Content-Type": "application/json"}
TOO_DEEP = "what was sent is nested too deeply; allowed: 50 levels."
ANN, BO, CY = ({"price": 100.0}, {"load": 50.0}, {"price": 30.0, "load": 10.0})


class Running:
    """A server in a thread, with one room."""

    def __init__(self, problem: Any, address: str) -> None:
        self.problem, self.address = problem, address
        self.start()
        self.code, self.key = self.open_room()
        self.host = {KEY_HEADER: self.key}

    def start(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.run(self._listen())

    async def _listen(self) -> None:
        self.workshop = Workshop(lambda: self.problem, self.address)
        application = Application(routes("/base/", self.workshop), compress_response=True)
        self.server = HTTPServer(application)
        sockets = bind_sockets(0, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self.server.add_sockets(sockets)

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def stop(self) -> None:
        self.server.stop()
        self.run(self.workshop.close())
        self.run(self.server.close_all_connections())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def open_room(self, **choices: Any) -> tuple[str, str]:
        body = {"choices": {"problem": self.problem.id, **choices}}
        status, found = self.post("/base/workshop/rooms", body)
        assert status == 201
        return found["code"], found["key"]

    def request(
        self, method: str, path: str, body: Any = None, headers: Any = None
    ) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        if not path.startswith("/"):
            path = f"/base/workshop/{self.code}/{path}"
        connection.request(method, path, body, headers or {})
        return connection.getresponse()

    def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.request("POST", path, sent, {**JSON, **headers})
        return answer.status, json.loads(answer.read())

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        answer = self.request("GET", path, headers=headers)
        return answer.status, answer.read().decode()

    def state(self) -> Any:
        return json.loads(self.get("state")[1])

    def vote(self, person: str, weights: Any, **changed: Any) -> tuple[int, Any]:
        parts = {"round": 1, "edition": 1, "name": "", **changed}
        return self.post("ballot", {"person": person * 22, "weights": weights, **parts})

    def act(self, name: str) -> None:
        assert self.post(name, {}, **self.host) == (200, {"done": name})

    def counts(self) -> Any:
        return json.loads(self.get("counts", **self.host)[1])

    def group(self, **asked: Any) -> Any:
        status, found = self.post("group", asked, **self.host)
        assert status == 200, found
        return found


@pytest.fixture
def room(tiny, tmp_path) -> Iterator[Running]:
    running = Running(tiny, str(tmp_path / "rooms.sqlite"))
    yield running
    running.stop()


def test_a_vote_is_received_counted_and_changed_until_the_reveal(room):
    assert room.vote("a", ANN) == (200, {"stored": 1, "round": 1})
    assert room.vote("a", ANN) == (200, {"stored": 1, "round": 1})
    assert room.vote("a", BO, edition=2)[0] == 200
    status, said = room.vote("a", ANN)
    assert (status, said["error"]) == (409, "A later vote of yours is stored already.")
    assert (room.counts()["joined"], room.counts()["voted"]) == (1, 1)
    assert room.state()["result"] is None
    room.act("reveal")
    result = room.state()["result"]
    assert (result["ballots"], result["ranking"][0]["name"]) == (1, "Cow")
    status, said = room.vote("a", ANN, edition=3)
    assert status == 409
    assert said["error"] == "This round is over, so your vote could not be changed any more."


def test_a_second_round_is_compared_with_the_first(room):
    room.vote("a", ANN)
    room.act("reveal")
    room.act("round")
    assert (room.state()["round"], room.state()["phase"]) == (2, "voting")
    assert room.counts()["voted"] == 0
    assert room.vote("a", BO, round=2, edition=2)[0] == 200
    room.act("reveal")
    found = room.group()
    assert found["result"]["ranking"][0]["name"] == "Cow"
    assert found["before"]["ranking"][0]["name"] == "Ant"


def test_many_at_once_are_all_there(room):
    people = [f"{n:032x}" for n in range(100)]
    body = {"round": 1, "edition": 1, "weights": ANN}
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda p: room.post("ballot", {**body, "person": p}), people))
    assert {status for status, _ in answers} == {200}
    assert room.counts()["voted"] == 100


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"weights": {"speed": 1}}, "there is no criterion 'speed'"),
        ({"weights": {"price": 101}}, "the weight of 'price' is 101; allowed: 0 to 100"),
        ({"weights": {"price": "5"}}, "the weight of 'price' is '5'"),
        ({"weights": {"price": 0}}, "the vote gives no weight to any criterion"),
        ({"weights": {}}, "the vote gives no weight to any criterion"),
        ({"weights": [1]}, "what was sent is not complete: Expected `object`"),
        ({"name": "x" * 41}, "the name has 41 characters; allowed: 40"),
        ({"name": "Ann\u202eoB"}, "the name has characters that cannot be shown"),
        ({"name": "Ann\x00"}, "the name has characters that cannot be shown"),
        ({"person": "ann"}, "the person is no random id"),
        ({"person": "a" * 65}, "the person is no random id"),
        ({"person": None}, "what was sent is not complete: Expected `str`"),
        ({"edition": 0}, "what was sent is not complete"),
        ({"round": 1.5}, "what was sent is not complete"),
        ({"leader": "ant"}, "contains unknown field `leader`"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(room, changed, reason):
    body = {"person": "a" * 22, "round": 1, "edition": 1, "weights": ANN, "name": ""}
    status, said = room.post("ballot", body | changed)
    assert status == 400
    assert reason in said["error"]
    assert room.counts()["voted"] == 0


def deep(depth: int) -> list:
    found: list = []
    for _ in range(depth - 1):
        found = [found]
    return found


@pytest.mark.parametrize("depth", [300, 900])
@pytest.mark.parametrize("place", ["weights", "excluded", "scenario", "inputs", "ballots"])
def test_choices_that_are_nested_deeply_open_no_room(room, place, depth):
    before = room.run(room.workshop.codes())
    nested = {"a": deep(depth)} if place in ("weights", "inputs") else deep(depth)
    body = {"choices": {"problem": "tiny", place: nested}}
    status, said = room.post("/base/workshop/rooms", body)
    assert (status, said["error"]) == (400, TOO_DEEP)
    assert room.run(room.workshop.codes()) == before


def test_a_ballot_that_is_nested_deeply_is_refused(room):
    body = {"person": "a" * 22, "round": 1, "edition": 1, "name": ""}
    for depth in (60, 300, 900):
        status, said = room.post("ballot", body | {"weights": {"price": deep(depth)}})
        assert (status, said["error"]) == (400, TOO_DEEP)
    status, said = room.post("ballot", b'{"weights": {"price": ' + b"[" * 5000)
    assert (status, said["error"]) == (400, TOO_DEEP)
    assert room.counts()["voted"] == 0


@pytest.mark.parametrize("body", [b"", b"{", b'{"weights": NaN}', b"\xff\xfe"])
def test_what_is_no_json_is_refused(room, body):
    status, said = room.post("ballot", body)
    assert (status, said["error"]) == (400, "what was sent cannot be read as JSON.")


def test_a_form_of_another_web_site_is_refused(room):
    body = b'{"choices": {"problem": "tiny"}}'
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        for path in ("ballot", "/base/workshop/rooms"):
            assert room.request("POST", path, body, {"Content-Type": kind}).status == 415


def test_a_large_body_is_refused_with_and_without_a_stated_length(room):
    status, said = room.post("ballot", b" " * 9000)
    assert (status, said["error"]) == (413, "What was sent is too large.")
    chunks = iter([b" " * 4096] * 20)
    assert room.request("POST", "ballot", chunks, JSON).status == 413
    assert room.vote("a", ANN)[0] == 200


def test_one_person_cannot_flood_the_room(room):
    answers = [room.vote("a", ANN, edition=n)[0] for n in range(1, 16)]
    assert answers[:10] == [200] * 10
    assert 429 in answers
    assert room.vote("b", ANN)[0] == 200


def test_whoever_guesses_codes_has_to_wait(room):
    now = 0.0
    room.workshop.misses = Allowance(3, 1, lambda: now)
    wrong = "/base/workshop/ZZZZZZ/state"
    assert [room.get(wrong)[0] for _ in range(4)] == [404, 404, 404, 429]
    assert room.get("state")[0] == 429
    now = 10.0
    assert room.get("state")[0] == 200


def test_only_the_facilitator_can_act_and_the_key_is_shown_to_nobody(room):
    room.vote("a", ANN)
    for headers in ({}, {KEY_HEADER: "wrong"}):
        for name in ("reveal", "round", "purge", "group"):
            assert room.post(name, {}, **headers)[0] == 403
        for name in ("counts", "export/json", "export/csv"):
            assert room.get(name, **headers)[0] == 403
    assert room.state()["phase"] == "voting"
    room.act("reveal")
    shown = [
        room.get(path)[1] for path in ("setup", "state", "host", f"/base/workshop/{room.code}")
    ]
    assert not [text for text in shown if room.key in text or "a" * 22 in text]
    assert "a" * 22 not in json.dumps(room.group())


def test_nobody_sees_a_result_before_the_reveal(room):
    room.vote("a", ANN)
    assert room.post("group", {}, **room.host)[0] == 409
    assert room.get("export/md", **room.host)[0] == 409


def test_two_ballots_show_no_ranges_and_no_single_votes(room):
    room.vote("a", ANN)
    room.vote("b", BO)
    room.act("reveal")
    found = room.group()
    assert found["camps"] == []
    assert "spread" not in found["result"]


def test_what_if_leaves_out_dissenters_and_adds_must_haves(room):
    for person, weights, name in (("a", ANN, "Ann"), ("b", BO, "Bo"), ("c", CY, "")):
        room.vote(person, weights, name=name)
    room.act("reveal")
    found = room.group()
    assert found["result"]["matters"]
    first, second = found["camps"]
    assert [b["name"] for b in first["ballots"]] == ["Ann", "Participant 3"]
    assert (second["leaders"], second["ballots"][0]["name"]) == (["Cow"], "Bo")
    without = room.group(without=[b["id"] for b in first["ballots"]])
    assert without["result"]["ranking"][0]["name"] == "Cow"
    assert without["result"]["ballots"] == 1
    demand = next(r for r in found["requirements"] if r["demands"])
    stricter = room.group(requirements={demand["id"]: demand["demands"][-1]["id"]})
    assert stricter["result"]["excluded"]
    nobody = room.group(without=[b["id"] for c in found["camps"] for b in c["ballots"]])
    assert nobody["result"] == {"ballots": 0, "title": "There is no ballot yet."}
    assert room.post("group", {"requirements": {"wings": "2"}}, **room.host)[0] == 400


def test_what_if_you_agree_on_a_weight(room):
    for person, weights in (("a", ANN), ("b", BO), ("c", CY)):
        room.vote(person, weights)
    room.act("reveal")
    groups = json.loads(room.get("setup")[1])["groups"]
    leaders = {
        room.group(agreed={group["id"]: 1})["result"]["ranking"][0]["name"] for group in groups
    }
    assert leaders == {"Ant", "Cow"}  # each is best in one of the two
    half = room.group(agreed={groups[0]["id"]: 0.5})["result"]["shares"]
    assert half[0] == sum(half[1:]) == pytest.approx(0.5, abs=0.001)
    everything = {group["id"]: 0.5 for group in groups}
    assert room.group(agreed=everything)["result"]["ballots"] == 3
    status, said = room.post("group", {"agreed": {"wings": 0.5}}, **room.host)
    assert status == 400
    assert "there is no group 'wings' to agree on; the groups are" in str(said)
    assert room.post("group", {"agreed": {groups[0]["id"]: 1.5}}, **room.host)[0] == 400


def test_the_files_hold_every_ballot_and_open_again(room, tiny):
    for person, weights, name in (("a", ANN, "=1+1"), ("b", BO, "Bo"), ("c", CY, "Bo")):
        room.vote(person, weights, name=name)
    room.act("reveal")
    record = read_record(room.get("export/json", **room.host)[1])
    choices = Choices.from_dict(tiny, record["state"])
    assert [b.name for b in choices.ballots] == ["=1+1", "Bo", "Bo (2)"]
    assert dict(choices.ballots[0].weights) == ANN
    assert record["result"]["dissent"][1] == "Cow leads on 1 of 3 ballots: Bo."
    assert "### Dissent" in room.get("export/md", **room.host)[1]
    rows = list(csv.DictReader(io.StringIO(room.get("export/csv", **room.host)[1])))
    assert [row["participant"] for row in rows] == ["'=1+1", "Bo", "Bo (2)"]
    assert [row["ranks first"] for row in rows] == ["Ant", "Cow", "Ant"]
    assert float(rows[2]["price"]) == 0.75


def test_news_arrive_uncompressed_at_once_and_until_the_room_ends(room):
    stream = room.request("GET", "news?person=abc", headers={"Accept-Encoding": "gzip"})
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert stream.headers["X-Accel-Buffering"] == "no"
    assert stream.headers["Content-Encoding"] == "identity"

    def heard() -> Any:
        while not (line := stream.readline()).startswith(b"data: "):
            assert line
        return json.loads(line[6:])

    assert heard()["phase"] == "voting"
    assert room.counts()["here"] == 1
    room.vote("a", ANN)
    room.act("reveal")
    assert heard()["result"]["ranking"][0]["name"] == "Ant"
    room.act("purge")
    assert heard() == {"phase": "ended"}
    assert room.get("state")[0] == 404
    status, said = room.vote("a", ANN, edition=2)
    assert (status, said["error"]) == (404, "This room has ended.")


def test_after_a_restart_the_room_is_as_it_was(room):
    room.vote("a", ANN)
    room.stop()
    room.start()
    assert room.state()["phase"] == "voting"
    assert (room.counts()["voted"], room.counts()["joined"]) == (1, 1)
    room.act("reveal")
    room.stop()
    room.start()
    assert room.state()["result"]["ranking"][0]["name"] == "Ant"
    assert room.group()["result"]["ballots"] == 1


def test_another_server_on_the_same_store_tells_its_phones(room, tiny):
    other = Running(tiny, room.address)
    other.code = room.code
    stream = other.request("GET", "news")
    room.vote("a", ANN)
    room.act("reveal")
    lines = (stream.readline() for _ in range(20))
    assert any(b'"phase":"revealed"' in line and b"Ant" in line for line in lines)
    other.stop()


def test_the_room_starts_from_the_choices_of_the_dashboard(room):
    code, _ = room.open_room(weights={"price": 80.0}, excluded=["cow"], ballots=[])
    page = room.get(f"/base/workshop/{code}")[1]
    [block] = re.findall(r'<script type="application/json" id="room">(.*?)</script>', page)
    given = json.loads(block)
    assert (given["code"], given["names"]) == (code, True)
    assert given["choices"]["weights"] == {"price": 80}
    assert given["choices"]["excluded"] == ["cow"]
    assert "key" not in given
    body = {"choices": {"problem": "ships"}}
    status, said = room.post("/base/workshop/rooms", body)
    assert status == 400
    assert "saved for problem 'ships'; allowed: 'tiny'" in said["error"]


def test_pages_run_only_their_own_scripts(room):
    for path, scripts in (
        ("/base/workshop/", "'self'; "),
        ("host", "'self'; "),
        (f"/base/workshop/{room.code.lower()}", "'sha256-"),
    ):
        answer = room.request("GET", path)
        policy = answer.headers["Content-Security-Policy"]
        assert answer.status == 200
        assert f"default-src 'none'; script-src {scripts}" in policy
        assert "connect-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        page = answer.read().decode()
        assert 'onclick="' not in page
        assert "<script>" not in page


def test_pages_are_written_once_and_sent_compressed(room, monkeypatch):
    written = []

    def write(*given: Any) -> Any:
        written.append(given)
        return participants_page(*given)

    monkeypatch.setattr("advisor.serve.workshop.rooms.participants_page", write)
    for path in ("host", f"/base/workshop/{room.code}"):
        packed = room.request("GET", path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.read()).decode() == room.get(path)[1]
        known = room.request("GET", path, headers={"If-None-Match": packed.headers["Etag"]})
        assert known.status == 304
    assert len(written) == 1


def test_a_code_without_a_room_leads_to_the_page_that_asks_for_one(room):
    status, page = room.get("/base/workshop/ZZZZZZ")
    assert status == 404
    assert "Code of the room" in page


def test_the_qr_code_leads_to_this_room_and_nowhere_else(room):
    good = f"https://a.example/hub/base/workshop/{room.code}"
    status, image = room.get(f"code.svg?address={good}")
    assert status == 200
    assert image.startswith("<?xml")
    for bad in ("javascript:alert(1)", "https://evil.example/", f"{good}?x", f"ftp://x/{good}", ""):
        assert room.get(f"code.svg?address={bad}")[0] == 400
