"""The rooms of a running server: ballots on their way to the store, and news for the phones.

One thread talks to the database. Ballots that arrive while it writes wait and share the next
transaction, so a thousand ballots at once need only a few commits.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Protocol, TypeVar

from msgspec import json
from sqlalchemy.exc import SQLAlchemyError

from advisor.problem.problem import Problem
from advisor.ranking.choices import Choices
from advisor.serve.workshop.files import StaticFile, participants_page
from advisor.serve.workshop.limits import Allowance
from advisor.serve.workshop.results import entries, result
from advisor.serve.workshop.store import NoStoreError, NoSuchRoomError, Outcome, Room, Store, Vote

# Proxies close a connection on which nothing happens for a minute.
BEAT_SECONDS = 20.0
# Another server that shares the database may have changed a room.
LOOK_SECONDS = 1.0
PURGE_SECONDS = 600.0
# The server writes to so many phones before it serves others.
AT_ONCE = 50

Found = TypeVar("Found")


class Listener(Protocol):
    """An open connection that takes news."""

    def tell(self, news: bytes) -> None:
        """Send a message; a connection that is gone ignores it."""

    def leave(self) -> None:
        """End the connection."""


@dataclass(eq=False)
class OpenRoom:
    """A room that somebody asked for since the server started."""

    room: Room
    listeners: set[Listener] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    results: dict[int, dict[str, Any]] = field(default_factory=dict)
    page: asyncio.Future[StaticFile] | None = None

    @property
    def joined(self) -> int:
        """How many people came so far; those before a restart count when they come back."""
        return max(len(self.people), self.room.voted)

    def state(self) -> bytes:
        """What the phones show, as JSON."""
        room = self.room
        return json.encode(
            {
                "version": room.version,
                "round": room.round,
                "phase": "revealed" if room.revealed else "voting",
                "names": room.names,
                "expires": room.expires,
                "result": self.results.get(room.round) if room.revealed else None,
            }
        )


class Workshop:
    """All rooms of a server.

    Parameters
    ----------
    load : callable
        Returns the problem that its rooms decide; called when the first room needs it.
    address : str
        Address of the store, see `Store`.
    """

    def __init__(self, load: Callable[[], Problem], address: str) -> None:
        self._load = load
        self._address = address
        self._rooms: dict[str, OpenRoom] = {}
        self._waiting: list[tuple[Vote, asyncio.Future[Outcome]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ballots")
        # Results have a thread of their own, so that no ballot waits for a computation.
        self._computing = ThreadPoolExecutor(1, thread_name_prefix="results")
        self.active = 0.0
        """When somebody last did something in a room, in seconds since the epoch."""
        self.by_person = Allowance(10, 1)
        self.by_room = Allowance(2000, 500)
        self.misses = Allowance(120, 2)

    @cached_property
    def problem(self) -> Problem:
        """The problem that the rooms decide."""
        return self._load()

    @cached_property
    def _store(self) -> Store:
        return Store(self._address)

    async def ask(self, function: Callable[[Store], Found]) -> Found:
        """Run a function of the store in the thread that talks to the database."""
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._every(BEAT_SECONDS, self._beat)),
                asyncio.create_task(self._every(LOOK_SECONDS, self._look)),
                asyncio.create_task(self._every(PURGE_SECONDS, self._purge)),
            ]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(self._store))

    async def compute(self, function: Callable[[], Found]) -> Found:
        """Run a computation beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._computing, function)

    async def open(self, choices: Mapping[str, Any], *, names: bool) -> tuple[OpenRoom, str]:
        """Open a room and return it with the facilitator's key.

        Raises
        ------
        InputError
            If the problem does not allow the choices, or too many rooms are open.
        """
        given = {k: v for k, v in choices.items() if k != "ballots"}
        kept = Choices.from_dict(self.problem, given).to_dict(self.problem)
        room, key = await self.ask(lambda s: s.open(kept, names=names, now=time.time()))
        return self._keep(room), key

    async def find(self, code: str) -> OpenRoom:
        """Room with this code; raise `NoSuchRoomError` if there is none."""
        if found := self._rooms.get(code):
            if found.room.expires > time.time():
                return found
            await self._purge()
        room = await self.ask(lambda store: store.room(code, time.time()))
        return await self._with_result(self._keep(room))

    async def cast(self, vote: Vote) -> Outcome:
        """Store a ballot; return after the commit."""
        self.active = time.time()
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((vote, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await future

    async def reveal(self, code: str) -> OpenRoom:
        """End the round and show its result to everybody."""
        return await self._change(code, lambda store: store.reveal(code, time.time()))

    async def next_round(self, code: str) -> OpenRoom:
        """Open another round."""
        return await self._change(code, lambda store: store.next_round(code, time.time()))

    async def purge(self, code: str) -> None:
        """Close a room and delete its ballots."""
        await self.ask(lambda store: store.purge(code))
        await self._end(code)

    async def votes(self, code: str, number: int) -> list[Vote]:
        """Ballots of a round."""
        return await self.ask(lambda store: store.votes(code, number))

    async def codes(self) -> list[str]:
        """Codes of the rooms that are open."""
        return await self.ask(lambda store: store.codes(time.time()))

    async def page(self, found: OpenRoom) -> StaticFile:
        """The participants' page of a room, which is written once."""
        if found.page is None:
            room = found.room
            given = {
                "code": room.code,
                "names": room.names,
                "expires": room.expires,
                "choices": self.choices(found).to_dict(self.problem),
            }
            write = partial(participants_page, self.problem, given)
            found.page = asyncio.ensure_future(self.compute(write))
        return await asyncio.shield(found.page)

    def choices(self, found: OpenRoom) -> Choices:
        """Choices of a room; raise `ChoiceError` if they are for another problem."""
        return Choices.from_dict(self.problem, found.room.choices)

    async def close(self) -> None:
        """Finish what is being written, and let all phones go."""
        if self._writing:
            await self._writing
        for task in self._tasks:
            task.cancel()
        for found in self._rooms.values():
            for listener in list(found.listeners):
                listener.leave()
        if "_store" in self.__dict__:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        self._thread.shutdown()
        self._computing.shutdown()

    def _keep(self, room: Room) -> OpenRoom:
        self.active = time.time()
        found = self._rooms.get(room.code)
        if found is None:
            found = self._rooms[room.code] = OpenRoom(room)
        found.room = room
        return found

    async def _change(self, code: str, change: Callable[[Store], Room]) -> OpenRoom:
        found = self._keep(await self.ask(change))
        await self._with_result(found)
        await self._tell(found, found.state())
        return found

    async def _with_result(self, found: OpenRoom) -> OpenRoom:
        """Compute the results of all revealed rounds; a second one is compared with the first."""
        room = found.room
        for number in range(1, room.round + room.revealed):
            if number not in found.results:
                ballots = [e.ballot for e in entries(await self.votes(room.code, number))]
                compute = partial(result, self.problem, self.choices(found), ballots)
                found.results[number] = await self.compute(compute)
        return found

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            votes = [vote for vote, _ in batch]
            try:
                outcomes, voted = await self.ask(partial(_cast, votes))
            except (SQLAlchemyError, RuntimeError) as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if not future.done():  # a phone may have left meanwhile; its ballot is stored
                    future.set_result(outcome)
            for code, count in voted.items():
                if found := self._rooms.get(code):
                    found.room = replace(found.room, voted=count)

    async def _tell(self, found: OpenRoom, state: bytes) -> None:
        news = message(state)
        for number, listener in enumerate(list(found.listeners), 1):
            listener.tell(news)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _beat(self) -> None:
        for found in list(self._rooms.values()):
            for number, listener in enumerate(list(found.listeners), 1):
                listener.tell(b":\n\n")
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)

    async def _look(self) -> None:
        for code, found in list(self._rooms.items()):
            known = found.room
            try:
                room = await self.ask(partial(Store.room, code=code, now=time.time()))
            except NoSuchRoomError:
                await self._end(code)
                continue
            if room.version >= found.room.version:
                found.room = room
            if room.version > known.version:
                await self._with_result(found)
                await self._tell(found, found.state())

    async def _purge(self) -> None:
        for code in await self.ask(lambda store: store.purge_expired(time.time())):
            await self._end(code)

    async def _end(self, code: str) -> None:
        if found := self._rooms.pop(code, None):
            await self._tell(found, json.encode({"phase": "ended"}))

    async def _every(self, seconds: float, work: Callable[[], Any]) -> None:
        while True:
            await asyncio.sleep(seconds)
            # The database may be away for a moment; a folder may never be there.
            with suppress(SQLAlchemyError, NoStoreError):
                await work()


def message(state: bytes) -> bytes:
    """A server-sent event; phones that lose the connection come back at different times."""
    return b"retry: %d\ndata: %s\n\n" % (random.randint(1000, 4000), state)


def _cast(votes: list[Vote], store: Store) -> tuple[list[Outcome], dict[str, int]]:
    return store.cast(votes, time.time())
