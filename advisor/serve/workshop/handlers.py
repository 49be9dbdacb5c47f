"""The addresses of rooms: for participants without any login, for the facilitator with a key.

News travels as server-sent events: a phone holds one open connection and asks for nothing, so a
thousand phones cost the server no work until the facilitator reveals. Behind a proxy that holds
events back, a page asks for ``state`` instead. Nothing is authorised by a cookie, so other web
sites cannot act for a participant; that is why Jupyter's protection by cookie is off here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from typing import Annotated, Any, ClassVar, TypeVar, cast
from urllib.parse import urlsplit

import segno
from jupyter_server.auth.decorator import allow_unauthenticated
from msgspec import Meta, Struct, json
from sqlalchemy.exc import SQLAlchemyError
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler, stream_request_body

from advisor.problem.problem import InputError
from advisor.ranking.choices import Choices
from advisor.ranking.group import voices
from advisor.serve.workshop.files import FILES, POLICY, StaticFile
from advisor.serve.workshop.results import (
    FEWEST_FOR_RANGES,
    ballots_table,
    dissenters,
    entries,
    group_ranking,
    record,
    result,
)
from advisor.serve.workshop.rooms import OpenRoom, Workshop, message
from advisor.serve.workshop.store import (
    CODE_LENGTH,
    LARGEST_ROOM,
    LETTERS,
    NoStoreError,
    NoSuchRoomError,
    Outcome,
)
from advisor.serve.workshop.votes import decoded, read_vote

KEY_HEADER = "X-Facilitator-Key"
LONGEST_ADDRESS = 500
REFUSED: dict[Outcome, tuple[int, str]] = {
    "older": (409, "A later vote of yours is stored already."),
    "over": (409, "This round is over, so your vote could not be changed any more."),
    "full": (403, "The room is full, so your vote was not stored. Tell the facilitator."),
    "gone": (404, "This room has ended."),
}
BUSY = "The server is busy. Your vote is kept here and sent again."
# The folder is the operator's alone to know.
NO_STORE = "This server has no place for rooms. Its operator can name one with --store."


Method = TypeVar("Method", bound=Callable[..., Any])


def public(method: Method) -> Method:
    """Mark a method that needs no login of Jupyter; the facilitator's key is another matter."""
    return cast(Method, allow_unauthenticated(method))


@stream_request_body
class Handler(RequestHandler):
    """Common parts: small bodies, refusals as JSON, headers for safety."""

    largest_body = 8192

    def initialize(self, workshop: Workshop) -> None:
        """Keep the rooms of the server."""
        self.workshop = workshop
        self._body = b""

    def set_default_headers(self) -> None:
        """Allow only what the pages of this package contain."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    def check_xsrf_cookie(self) -> None:
        """Do nothing: no cookie authorises anything here."""

    def prepare(self) -> None:
        """Refuse a large body before it is read."""
        if int(self.request.headers.get("Content-Length") or 0) > self.largest_body:
            raise HTTPError(413)

    def data_received(self, chunk: bytes) -> None:
        """Collect the body; of one without a stated length, drop what is too much."""
        if len(self._body) <= self.largest_body:
            self._body += chunk

    def body(self) -> bytes:
        """The body, which must be JSON; a form of another web site cannot send that."""
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip()
        if kind != "application/json":
            raise HTTPError(415)
        if len(self._body) > self.largest_body:
            raise HTTPError(413)
        return self._body

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in a sentence what was wrong."""
        match kwargs.get("exc_info", (None, None))[1]:
            case NoSuchRoomError():
                status_code, said = 404, REFUSED["gone"][1]
            case NoStoreError():
                status_code, said = 503, NO_STORE
            case InputError() as error:
                status_code, said = 400, f"{error}."
            case SQLAlchemyError():
                status_code, said = 503, BUSY
            case HTTPError(log_message=str(text)) if text:
                said = text
            case _:
                said = _SAID.get(status_code, "Something went wrong on the server.")
        self.set_status(status_code)
        if status_code in (429, 503):
            self.set_header("Retry-After", "2")
        self.send({"error": said})

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log the server's faults, not those of a visitor."""
        doors = self.settings.get("advisor_doors")
        if doors and isinstance(error, NoStoreError):
            doors.tell("store", f"No room can be opened: {error}.")
        elif not isinstance(error, InputError | HTTPError | StreamClosedError):
            super().log_exception(kind, error, trace)

    def send(self, data: Any) -> None:
        """Finish with JSON."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(data if isinstance(data, bytes) else json.encode(data))

    def send_file(self, page: StaticFile) -> None:
        """Finish with a file, or with nothing if the browser has it already."""
        self.set_header("Content-Type", page.media_type)
        self.set_header("Content-Security-Policy", page.policy)
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Etag", page.etag)
        self.set_header("Vary", "Accept-Encoding")
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
        elif "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(page.compressed)
        else:
            self.finish(page.content)

    async def room(self, code: str) -> OpenRoom:
        """The room; an address that has guessed too many codes has to wait."""
        visitor = self.request.remote_ip or ""
        if self.workshop.misses.left(visitor) < 1:
            raise HTTPError(429, "Too many wrong codes came from here. Wait a minute.")
        try:
            return await self.workshop.find(code.upper())
        except NoSuchRoomError:
            self.workshop.misses.take(visitor)
            raise

    async def facilitated(self, code: str) -> OpenRoom:
        """The room, for its facilitator alone."""
        found = await self.room(code)
        if not found.room.allows(self.request.headers.get(KEY_HEADER, "")):
            self.workshop.misses.take(self.request.remote_ip or "")
            raise HTTPError(403, "Only the facilitator can do this; the link lacks the key.")
        return found


_SAID = {
    404: "There is nothing at this address.",
    405: "This address does not take such a request.",
    413: "What was sent is too large.",
    415: "What was sent is not JSON.",
    429: "That was too often. Wait a moment.",
}


class PageHandler(Handler):
    """A page that is the same for all rooms, or one of its files."""

    def initialize(self, workshop: Workshop, page: str = "") -> None:
        """Keep the page, or take it from the address."""
        super().initialize(workshop)
        self._page = page

    @public
    def get(self, name: str = "") -> None:
        """Send the page, which is compressed once for everybody."""
        page = FILES.get(self._page or name)
        if page is None:
            raise HTTPError(404)
        self.send_file(page)


class OpenHandler(Handler):
    """Opens a room, from the dashboard."""

    largest_body = 65_536  # choices may contain a figure for every alternative

    @public
    async def post(self) -> None:
        """Open a room with the choices that were sent, and hand out its key."""
        asked = decoded(self.body(), Asked)
        found, key = await self.workshop.open(asked.choices, names=asked.names)
        self.set_status(201)
        self.send({"code": found.room.code, "key": key})


class Asked(Struct, forbid_unknown_fields=True):
    """A request to open a room."""

    choices: dict[str, Any]
    names: bool = True


class ParticipantHandler(Handler):
    """The participants' page of a room; it stays the same as long as the room is open."""

    @public
    async def get(self, code: str) -> None:
        """Send the page; without such a room, the page that asks for a code."""
        try:
            found = await self.room(code)
        except (HTTPError, NoSuchRoomError) as error:
            self.set_status(error.status_code if isinstance(error, HTTPError) else 404)
            self.send_file(FILES["join.html"])
        else:
            self.send_file(await self.workshop.page(found))


class SetupHandler(Handler):
    """What the facilitator's page shows of the problem."""

    @public
    async def get(self, code: str) -> None:
        """Send title and question, and the place of each alternative, which has a colour."""
        await self.room(code)
        problem = self.workshop.problem
        everybody = (*problem.alternatives, *problem.others)
        places = {one.id: place for place, one in enumerate(everybody, 1)}
        groups = [{"id": group.id, "name": group.name} for group in problem.groups]
        said = {"title": problem.title, "question": problem.question}
        self.send({**said, "places": places, "groups": groups})


class StateHandler(Handler):
    """Round, phase and result, for pages that cannot listen."""

    @public
    async def get(self, code: str) -> None:
        """Send the state."""
        self.send((await self.room(code)).state())


class NewsHandler(Handler):
    """Round, phase and result as events, at once and whenever they change."""

    @public
    async def get(self, code: str) -> None:
        """Keep the connection open until the phone leaves or the room ends."""
        found = await self.room(code)
        if len(found.listeners) >= LARGEST_ROOM:
            raise HTTPError(503, "The room is full.")
        if (person := self.get_argument("person", "")) and len(found.people) < LARGEST_ROOM:
            found.people.add(person[:64])
        self._left = asyncio.get_running_loop().create_future()
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("X-Accel-Buffering", "no")  # nginx would collect the events
        self.set_header("Content-Encoding", "identity")  # a compressor takes 100 kB for each phone
        found.listeners.add(self)
        try:
            self.tell(message(found.state()))
            await self._left
        finally:
            found.listeners.discard(self)

    def tell(self, news: bytes) -> None:
        """Send a message."""
        self.write(news)
        self.flush().add_done_callback(lambda done: done.exception())  # a phone that has left

    def leave(self) -> None:
        """End the request."""
        if not self._left.done():
            self._left.set_result(None)

    def on_connection_close(self) -> None:
        """End the request of a phone that has left."""
        if hasattr(self, "_left"):
            self.leave()


class BallotHandler(Handler):
    """Takes ballots."""

    @public
    async def post(self, code: str) -> None:
        """Store a ballot and answer when it is on disk."""
        found = await self.room(code)
        vote = read_vote(self.workshop.problem, found.room.code, self.body())
        allowed = self.workshop.by_person.take(vote.person)
        if not (allowed and self.workshop.by_room.take(vote.room)):
            raise HTTPError(429, "Votes come too fast. Your vote is kept here and sent again.")
        found.people.add(vote.person)
        start = time.perf_counter()
        outcome = await self.workshop.cast(vote)
        waited = (time.perf_counter() - start) * 1000
        self.set_header("Server-Timing", f"commit;dur={waited:.1f}")
        if outcome != "stored":
            status, said = REFUSED[outcome]
            raise HTTPError(status, said)
        self.send({"stored": vote.edition, "round": vote.round})


class CountsHandler(Handler):
    """How many are there and how many have voted, for the facilitator's page."""

    @public
    async def get(self, code: str) -> None:
        """Send the counts, which name nobody and show no vote."""
        found = await self.facilitated(code)
        room = found.room
        self.send(
            {
                "version": room.version,
                "round": room.round,
                "phase": "revealed" if room.revealed else "voting",
                "joined": found.joined,
                "here": len(found.listeners),
                "voted": room.voted,
                "expires": room.expires,
                "open_seconds": time.time() - room.since,
            }
        )


class ActHandler(Handler):
    """Reveals, opens another round, or closes the room."""

    @public
    async def post(self, code: str, act: str) -> None:
        """Act as the facilitator."""
        found = await self.facilitated(code)
        acts = {
            "reveal": self.workshop.reveal,
            "round": self.workshop.next_round,
            "purge": self.workshop.purge,
        }
        await acts[act](found.room.code)
        self.send({"done": act})


class GroupHandler(Handler):
    """The result for the facilitator: with the earlier round, who dissents, and what if."""

    largest_body = 65_536  # the ids of all ballots fit

    @public
    async def post(self, code: str) -> None:
        """Send the result of the revealed round, and what it would be if something were other."""
        found = await self.facilitated(code)
        asked = decoded(self.body(), _WhatIf)
        room = found.room
        if not room.revealed:
            raise HTTPError(409, "The round is not revealed yet.")
        given = entries(await self.workshop.votes(room.code, room.round))
        choices = self.workshop.choices(found)
        demands = {**choices.requirements, **asked.requirements}
        compute = partial(self._group, found, choices.but(requirements=demands), given, asked)
        self.send(await self.workshop.compute(compute))

    def _group(
        self, found: OpenRoom, choices: Choices, given: list[Any], asked: _WhatIf
    ) -> dict[str, Any]:
        problem = self.workshop.problem
        choices = choices.check(problem)
        without = set(asked.without)
        kept = [entry.ballot for entry in given if entry.id not in without]
        said = result(problem, choices, kept, asked.agreed)
        ballots = [entry.ballot for entry in given]
        camps: list[dict[str, Any]] = []
        if len(voices(problem, ballots)) >= FEWEST_FOR_RANGES:
            camps = dissenters(group_ranking(problem, choices, ballots), given)
        return {
            "result": said,
            "before": found.results.get(found.room.round - 1),
            "camps": camps,
            "requirements": [
                {
                    "id": r.id,
                    "name": r.name,
                    "demanded": choices.requirements.get(r.id, ""),
                    "demands": [{"id": d, "text": r.text(d)} for d in r.demands],
                }
                for r in problem.requirements
            ],
        }


class _WhatIf(Struct, forbid_unknown_fields=True):
    without: list[str] = []
    requirements: dict[str, str] = {}
    agreed: dict[str, Annotated[float, Meta(ge=0, le=1)]] = {}


class ExportHandler(Handler):
    """Files for the facilitator: the decision record with the dissent, and all ballots."""

    kinds: ClassVar[dict[str, str]] = {
        "md": "text/markdown",
        "json": "application/json",
        "csv": "text/csv",
    }

    @public
    async def get(self, code: str, form: str) -> None:
        """Send a file of the revealed rounds."""
        found = await self.facilitated(code)
        last = found.room.round - (not found.room.revealed)
        if not last:
            raise HTTPError(409, "No round is revealed yet.")
        rounds = {
            number: entries(await self.workshop.votes(found.room.code, number))
            for number in range(1, last + 1)
        }
        problem, choices = self.workshop.problem, self.workshop.choices(found)
        if form == "csv":
            table = partial(ballots_table, problem, choices, rounds)
            text = (await self.workshop.compute(table)).to_csv()
        else:
            ballots = [entry.ballot for entry in rounds[last]]
            writing = partial(record, problem, choices, ballots, form, date.today())
            text = await self.workshop.compute(writing)
        self.set_header("Content-Type", f"{self.kinds[form]}; charset=utf-8")
        self.finish(text)


class CodeHandler(Handler):
    """QR code of the room's address, which only the facilitator's browser knows."""

    @public
    async def get(self, code: str) -> None:
        """Send the QR code of an address that leads to this room and to nothing else."""
        found = await self.room(code)
        address = self.get_argument("address", "")
        parts = urlsplit(address)
        if (
            parts.scheme not in ("http", "https")
            or not parts.path.endswith(f"/workshop/{found.room.code}")
            or parts.query
            or parts.fragment
            or len(address) > LONGEST_ADDRESS
        ):
            raise HTTPError(400, "The address is not that of this room.")
        self.set_header("Content-Type", "image/svg+xml")
        image = BytesIO()
        made = segno.make(address, error="m", micro=False)
        made.save(image, kind="svg", dark="#000", light="#fff", scale=8, omitsize=True)
        self.finish(image.getvalue())


def routes(base_url: str, workshop: Workshop) -> list[tuple[str, type[Handler], dict[str, Any]]]:
    """Addresses of the rooms, below ``workshop/``."""
    start = f"{base_url}workshop/"
    code = f"{start}([{LETTERS}{LETTERS.lower()}]{{{CODE_LENGTH}}})"
    known: dict[str, Any] = {"workshop": workshop}
    return [
        (start, PageHandler, {**known, "page": "join.html"}),
        (rf"{start}static/([a-z]+\.(?:css|js))", PageHandler, known),
        (rf"{start}rooms", OpenHandler, known),
        (rf"{code}", ParticipantHandler, known),
        (rf"{code}/host", PageHandler, {**known, "page": "host.html"}),
        (rf"{code}/setup", SetupHandler, known),
        (rf"{code}/state", StateHandler, known),
        (rf"{code}/news", NewsHandler, known),
        (rf"{code}/ballot", BallotHandler, known),
        (rf"{code}/code\.svg", CodeHandler, known),
        (rf"{code}/counts", CountsHandler, known),
        (rf"{code}/(reveal|round|purge)", ActHandler, known),
        (rf"{code}/group", GroupHandler, known),
        (rf"{code}/export/(md|json|csv)", ExportHandler, known),
    ]
