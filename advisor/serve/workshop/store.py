"""Rooms, rounds and ballots in a database: SQLite by default, PostgreSQL by its address.

A ballot is acknowledged only after its transaction has been committed. SQLite runs with a
write-ahead log and ``synchronous=FULL``, so a committed ballot survives a crash of the process and
of the machine.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError

from advisor.problem.problem import InputError

# Letters and digits that nobody misreads on a wall: no 0 and O, no 1, I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
# A workshop with a thousand people is the goal; more of them would not fit the memory of a pod.
LARGEST_ROOM = 2000
MOST_ROOMS = 100
KEPT_SECONDS = 24 * 3600

Outcome = Literal["stored", "older", "over", "full", "gone"]

_TABLES = MetaData()
_ROOMS = Table(
    "rooms",
    _TABLES,
    Column("code", String(CODE_LENGTH), primary_key=True),
    Column("key_hash", String(64), nullable=False),
    Column("opened", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("choices", Text, nullable=False),
    Column("names", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
_ROUNDS = Table(
    "rounds",
    _TABLES,
    Column("room", String(CODE_LENGTH), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("opened", Float, nullable=False),
    Column("revealed", Float),
)
_BALLOTS = Table(
    "ballots",
    _TABLES,
    Column("room", String(CODE_LENGTH), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("weights", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("sent", Float, nullable=False),
)

# SQLAlchemy takes longer to build a statement than the database to run it, so these are built once.
_NEWEST = select(func.max(_ROUNDS.c.number)).where(_ROUNDS.c.room == _ROOMS.c.code)
_COUNT = select(func.count()).where(
    _BALLOTS.c.room == _ROOMS.c.code, _BALLOTS.c.round == _ROUNDS.c.number
)
_ROOM = (
    select(
        _ROOMS,
        _ROUNDS.c.number,
        _ROUNDS.c.revealed,
        _ROUNDS.c.opened.label("since"),
        _COUNT.correlate(_ROOMS, _ROUNDS).scalar_subquery().label("voted"),
    )
    .join(_ROUNDS, _ROUNDS.c.room == _ROOMS.c.code)
    .where(_ROOMS.c.code == bindparam("code"), _ROOMS.c.expires > bindparam("now"))
    .where(_ROUNDS.c.number == _NEWEST.correlate(_ROOMS).scalar_subquery())
)
_LOCKED_ROOM = _ROOM.with_for_update(of=_ROOMS)
_EDITIONS = select(_BALLOTS.c.person, _BALLOTS.c.edition).where(
    _BALLOTS.c.room == bindparam("code"),
    _BALLOTS.c.round == bindparam("number"),
    _BALLOTS.c.person.in_(bindparam("people", expanding=True)),
)


class StoreError(InputError):
    """The address of the store cannot be used; the message says why."""


class NoStoreError(StoreError):
    """The folder of the store cannot be written; the message names it."""


class NoSuchRoomError(InputError):
    """There is no room with this code, or its time is over."""


@dataclass(frozen=True)
class Vote:
    """What one participant sends for one round; a later edition replaces an earlier one."""

    room: str
    round: int
    person: str
    name: str
    weights: Mapping[str, float]
    edition: int


@dataclass(frozen=True)
class Room:
    """A room as stored: its choices, its current round, and how many have voted in it.

    ``version`` grows whenever the facilitator changes something that participants see; ``since`` is
    when the round was opened.
    """

    code: str
    key_hash: str
    opened: float
    expires: float
    choices: Mapping[str, Any]
    names: bool
    version: int
    round: int
    since: float
    revealed: bool
    voted: int

    def allows(self, key: str) -> bool:
        """Whether the key is the facilitator's."""
        return secrets.compare_digest(_hash(key), self.key_hash)


class Store:
    """The database of all rooms.

    Parameters
    ----------
    address : str
        Path of an SQLite file, or an address such as ``postgresql://user@host/name``.

    Raises
    ------
    StoreError
        If the address cannot be read, or its folder cannot be written.
    """

    def __init__(self, address: str) -> None:
        self._engine = _engine(address)
        _TABLES.create_all(self._engine)
        self._upsert = _upsert(self._engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def open(self, choices: Mapping[str, Any], *, names: bool, now: float) -> tuple[Room, str]:
        """Open a room with its first round.

        Parameters
        ----------
        choices : mapping
            Result of `Choices.to_dict`.
        names : bool
            Whether participants are asked for a name.
        now : float
            Seconds since the epoch.

        Returns
        -------
        Room, str
            The room, and the facilitator's key, of which only a hash is stored.

        Raises
        ------
        StoreError
            If too many rooms are open.
        """
        key = secrets.token_urlsafe(24)
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
            try:
                with self._engine.begin() as connection:
                    rooms = connection.scalar(select(func.count()).select_from(_ROOMS)) or 0
                    if rooms >= MOST_ROOMS:
                        raise StoreError(
                            f"{rooms} rooms are open; allowed: {MOST_ROOMS}. Close one of them, "
                            "or wait until one ends by itself"
                        )
                    row = {
                        "code": code,
                        "key_hash": _hash(key),
                        "opened": now,
                        "expires": now + KEPT_SECONDS,
                        "choices": json.dumps(choices, ensure_ascii=False),
                        "names": int(names),
                        "version": 1,
                    }
                    connection.execute(insert(_ROOMS).values(row))
                    connection.execute(insert(_ROUNDS).values(room=code, number=1, opened=now))
            except IntegrityError:  # another room has the code
                continue
            return self.room(code, now), key

    def room(self, code: str, now: float) -> Room:
        """Room with this code.

        Raises
        ------
        NoSuchRoomError
            If there is none, or its time is over.
        """
        with self._engine.begin() as connection:
            return _room(connection, code, now)

    def cast(self, votes: Sequence[Vote], now: float) -> tuple[list[Outcome], dict[str, int]]:
        """Store ballots in one transaction.

        Returns
        -------
        list of Outcome
            For each ballot: ``stored``; ``older`` if a later edition is stored already; ``over``
            if its round is revealed or past; ``full`` if the room has no place for another
            person; ``gone`` if there is no such room.
        dict
            How many people have voted in the current round, by room.
        """
        outcomes: list[Outcome] = []
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        with self._engine.begin() as connection:
            state = {
                code: _Open.read(connection, code, now, [v.person for v in votes if v.room == code])
                for code in sorted({vote.room for vote in votes})
            }
            for vote in votes:
                outcome = state[vote.room].outcome(vote)
                outcomes.append(outcome)
                if outcome == "stored":
                    rows[vote.room, vote.person] = {
                        "room": vote.room,
                        "round": vote.round,
                        "person": vote.person,
                        "name": vote.name,
                        "weights": json.dumps(dict(vote.weights)),
                        "edition": vote.edition,
                        "sent": now,
                    }
            if rows:
                connection.execute(self._upsert, list(rows.values()))
        return outcomes, {code: found.voted for code, found in state.items()}

    def votes(self, code: str, round_number: int) -> list[Vote]:
        """Ballots of a round, in the order in which they were last sent."""
        wanted = (_BALLOTS.c.room == code) & (_BALLOTS.c.round == round_number)
        query = select(_BALLOTS).where(wanted).order_by(_BALLOTS.c.sent, _BALLOTS.c.person)
        with self._engine.begin() as connection:
            return [
                Vote(
                    row.room,
                    row.round,
                    row.person,
                    row.name,
                    json.loads(row.weights),
                    row.edition,
                )
                for row in connection.execute(query)
            ]

    def reveal(self, code: str, now: float) -> Room:
        """End the current round; its ballots can no longer change."""
        with self._engine.begin() as connection:
            room = _room(connection, code, now, lock=True)
            if not room.revealed:
                current = (_ROUNDS.c.room == code) & (_ROUNDS.c.number == room.round)
                connection.execute(update(_ROUNDS).where(current).values(revealed=now))
                _touch(connection, room)
            return _room(connection, code, now)

    def next_round(self, code: str, now: float) -> Room:
        """Open another round; the revealed one keeps its ballots."""
        with self._engine.begin() as connection:
            room = _room(connection, code, now, lock=True)
            if room.revealed:
                number = room.round + 1
                connection.execute(insert(_ROUNDS).values(room=code, number=number, opened=now))
                _touch(connection, room)
            return _room(connection, code, now)

    def purge(self, code: str) -> None:
        """Delete a room with all its ballots."""
        with self._engine.begin() as connection:
            _delete(connection, [code])

    def purge_expired(self, now: float) -> list[str]:
        """Delete all rooms whose time is over, and return their codes."""
        with self._engine.begin() as connection:
            query = select(_ROOMS.c.code).where(_ROOMS.c.expires <= now)
            codes = list(connection.scalars(query))
            _delete(connection, codes)
        return codes

    def codes(self, now: float) -> list[str]:
        """Codes of all open rooms, the oldest first."""
        query = select(_ROOMS.c.code).where(_ROOMS.c.expires > now).order_by(_ROOMS.c.opened)
        with self._engine.begin() as connection:
            return list(connection.scalars(query))


@dataclass
class _Open:
    """The current round of a room within a transaction; ``round`` is 0 if it takes no ballots."""

    exists: bool
    round: int
    editions: dict[str, int]
    voted: int

    @classmethod
    def read(cls, connection: Connection, code: str, now: float, people: Sequence[str]) -> _Open:
        try:
            room = _room(connection, code, now, lock=True)
        except NoSuchRoomError:
            return cls(False, 0, {}, 0)
        given = {"code": code, "number": room.round, "people": sorted(set(people))}
        editions = {row.person: row.edition for row in connection.execute(_EDITIONS, given)}
        return cls(True, 0 if room.revealed else room.round, editions, room.voted)

    def outcome(self, vote: Vote) -> Outcome:
        if not self.exists:
            return "gone"
        if vote.round != self.round:
            return "over"
        if vote.person not in self.editions:
            if self.voted >= LARGEST_ROOM:
                return "full"
            self.voted += 1
        elif vote.edition < self.editions[vote.person]:
            return "older"
        self.editions[vote.person] = vote.edition
        return "stored"


def _room(connection: Connection, code: str, now: float, *, lock: bool = False) -> Room:
    """Read a room; a lock keeps its round as it is until the transaction ends."""
    query = _LOCKED_ROOM if lock else _ROOM
    row = connection.execute(query, {"code": code, "now": now}).one_or_none()
    if row is None:
        raise NoSuchRoomError(f"there is no room {code!r}; its code may be mistyped, or it ended")
    return Room(
        code=row.code,
        key_hash=row.key_hash,
        opened=row.opened,
        expires=row.expires,
        choices=json.loads(row.choices),
        names=bool(row.names),
        version=row.version,
        round=row.number,
        since=row.since,
        revealed=row.revealed is not None,
        voted=row.voted,
    )


def _touch(connection: Connection, room: Room) -> None:
    newer = update(_ROOMS).where(_ROOMS.c.code == room.code).values(version=room.version + 1)
    connection.execute(newer)


def _delete(connection: Connection, codes: Sequence[str]) -> None:
    for column in (_BALLOTS.c.room, _ROUNDS.c.room, _ROOMS.c.code):
        connection.execute(delete(column.table).where(column.in_(codes)))


def _upsert(engine: Engine) -> Any:
    # Only the dialect in use: each takes some memory.
    new = import_module(f"sqlalchemy.dialects.{engine.dialect.name}").insert(_BALLOTS)
    return new.on_conflict_do_update(
        index_elements=[_BALLOTS.c.room, _BALLOTS.c.round, _BALLOTS.c.person],
        set_={name: new.excluded[name] for name in ("name", "weights", "edition", "sent")},
    )


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _engine(address: str) -> Engine:
    if "://" not in address:
        path = Path(address).expanduser().resolve()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise NoStoreError(_refusal(path.parent, fault.strerror)) from None
        if not os.access(path.parent, os.W_OK):
            raise NoStoreError(_refusal(path.parent, "it cannot be written"))
        address = f"sqlite:///{path}"
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreError(f"the store {address!r} is no address of a database; {_ALLOWED}") from None
    match url.get_backend_name():
        case "sqlite":
            engine = create_engine(url)
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        case "postgresql" | "postgres":
            # A server that was restarted has closed its connections; look before using one.
            return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        case other:
            raise StoreError(f"the store is a database of the kind {other!r}; {_ALLOWED}")


def _refusal(folder: Path, why: str | None) -> str:
    return f"the folder {folder} cannot keep the rooms ({why}); name another file with --store"


_ALLOWED = "allowed: the path of an SQLite file, or postgresql://USER@HOST/NAME"


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # this module begins each transaction, see below
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once; a transaction that needs it later could fail."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
