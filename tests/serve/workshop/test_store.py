"""What is stored of a room, in SQLite and in PostgreSQL: nothing is lost, doubled or kept on."""

import threading
from contextlib import suppress
from multiprocessing.connection import Connection

import pytest

from advisor.serve.workshop import store as module
from advisor.serve.workshop.store import (
    KEPT_SECONDS,
    LETTERS,
    NoStoreError,
    NoSuchRoomError,
    Store,
    StoreError,
    Vote,
)
from tests.tools.servers.visits import processes

CHOICES = {"problem": "tiny", "weights": {"price": 60.0}}
NOW = 1_800_000_000.0
ANN, BO = "a" * 22, "b" * 22


def opened(store: Store, **changed):
    return store.open(CHOICES, **{"names": True, "now": NOW, **changed})


def vote(room: str, person: str = ANN, **changed) -> Vote:
    parts = {"round": 1, "name": "Ann", "weights": {"price": 100.0}, "edition": 1, **changed}
    return Vote(room=room, person=person, **parts)


def outcomes(store: Store, *votes: Vote) -> list[str]:
    return store.cast(votes, NOW)[0]


def test_a_room_has_a_code_that_can_be_read_aloud_and_a_key_of_which_a_hash_is_kept(store):
    room, key = opened(store)
    assert len(room.code) == 6
    assert set(room.code) <= set(LETTERS)
    assert not set("01OIL") & set(LETTERS)
    assert room.allows(key)
    assert not room.allows(key[:-1])
    assert key not in repr(room)
    assert (room.round, room.revealed, room.voted) == (1, False, 0)
    assert store.room(room.code, NOW).choices == CHOICES


def test_a_later_edition_replaces_the_ballot_and_an_earlier_one_does_not(store):
    room, _ = opened(store)
    late = vote(room.code, weights={"load": 5.5}, name="Ann B.", edition=2)
    assert outcomes(store, vote(room.code), late) == ["stored", "stored"]
    assert outcomes(store, vote(room.code)) == ["older"]
    assert outcomes(store, late) == ["stored"]  # sent again, because the answer got lost
    assert store.votes(room.code, 1) == [late]
    assert store.room(room.code, NOW).voted == 1


def test_one_person_in_two_rooms_and_two_persons_of_one_name_are_apart(store):
    one, other = opened(store)[0].code, opened(store)[0].code
    votes = [vote(one), vote(one, BO), vote(other)]
    found, voted = store.cast(votes, NOW)
    assert found == ["stored"] * 3
    assert voted == {one: 2, other: 1}
    assert [v.person for v in store.votes(one, 1)] == [ANN, BO]


def test_after_the_reveal_a_ballot_is_refused_and_the_second_round_takes_it(store):
    room, _ = opened(store)
    outcomes(store, vote(room.code))
    revealed = store.reveal(room.code, NOW)
    assert (revealed.revealed, revealed.version, revealed.voted) == (True, 2, 1)
    assert outcomes(store, vote(room.code, edition=2)) == ["over"]
    again = store.next_round(room.code, NOW + 60)
    assert (again.round, again.revealed, again.version, again.voted) == (2, False, 3, 0)
    assert (room.since, again.since) == (NOW, NOW + 60)
    assert outcomes(store, vote(room.code, edition=3)) == ["over"]
    assert outcomes(store, vote(room.code, edition=3, round=2)) == ["stored"]
    assert [v.edition for v in store.votes(room.code, 1)] == [1]
    assert [v.edition for v in store.votes(room.code, 2)] == [3]


def test_a_click_that_comes_twice_reveals_once_and_opens_one_round(store):
    room, _ = opened(store)
    assert store.next_round(room.code, NOW).round == 1  # nothing is revealed yet
    assert store.reveal(room.code, NOW) == store.reveal(room.code, NOW)
    assert store.next_round(room.code, NOW) == store.next_round(room.code, NOW)


def test_a_full_room_takes_changes_but_nobody_else(store, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_ROOM", 1)
    room, _ = opened(store)
    assert outcomes(store, vote(room.code), vote(room.code, BO)) == ["stored", "full"]
    assert outcomes(store, vote(room.code, edition=2)) == ["stored"]


def test_a_room_ends_after_a_day_or_when_it_is_closed_and_nothing_is_left(store):
    early, late = opened(store)[0].code, opened(store, now=NOW + 60)[0].code
    outcomes(store, vote(early), vote(late))
    later = NOW + KEPT_SECONDS
    with pytest.raises(NoSuchRoomError, match=f"there is no room '{early}'"):
        store.room(early, later)
    assert store.purge_expired(later) == [early]
    assert store.votes(early, 1) == []
    assert outcomes(store, vote(early)) == ["gone"]
    assert store.codes(NOW) == [late]
    store.purge(late)
    assert store.codes(NOW) == []
    assert store.votes(late, 1) == []


def test_rooms_are_limited(store, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROOMS", 1)
    opened(store)
    with pytest.raises(StoreError, match="1 rooms are open; allowed: 1"):
        opened(store)


def test_two_servers_share_a_store(store, address):
    other = Store(address)
    code = opened(store)[0].code
    votes = {one: [f"{one}{n:021}" for n in range(40)] for one in "ab"}

    def send(to: Store, people: list[str]) -> None:
        for person in people:
            assert outcomes(to, vote(code, person)) == ["stored"]

    threads = [
        threading.Thread(target=send, args=pair)
        for pair in zip((store, other), votes.values(), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert other.room(code, NOW).voted == 80
    assert {v.person for v in store.votes(code, 1)} == {*votes["a"], *votes["b"]}
    other.close()


def write(address: str, code: str, said: Connection) -> None:
    opened = Store(address)
    for number in range(10_000):
        person = f"p{number:021}"
        opened.cast([Vote(code, 1, person, "", {"price": 1.0}, 1)], NOW)
        said.send(person)


def test_a_process_that_is_killed_loses_no_acknowledged_ballot(store, address):
    code = opened(store)[0].code
    heard, said = processes.Pipe(duplex=False)
    writer = processes.Process(target=write, args=(address, code, said))
    writer.start()
    said.close()
    acknowledged = [heard.recv() for _ in range(40)]
    writer.kill()
    with suppress(EOFError):
        while True:
            acknowledged.append(heard.recv())
    writer.join()
    stored = [v.person for v in store.votes(code, 1)]
    assert set(acknowledged) <= set(stored)
    assert len(stored) <= len(acknowledged) + 1  # one may be stored before it is acknowledged
    assert all(v.weights == {"price": 1.0} for v in store.votes(code, 1))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("mysql://me@here/rooms", "a database of the kind 'mysql'; allowed: the path of an SQLite"),
        ("://", "is no address of a database"),
    ],
)
def test_an_address_of_something_else_is_refused(given, reason):
    with pytest.raises(StoreError, match=reason):
        Store(given)


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(NoStoreError, match=r"file cannot keep the rooms .*--store"):
        Store(str(tmp_path / "file" / "rooms.sqlite"))
    # As on a disk that only can be read; a test may run as root, who writes anywhere else.
    monkeypatch.setattr(module.os, "access", lambda *_: False)
    with pytest.raises(NoStoreError, match="it cannot be written"):
        Store(str(tmp_path / "rooms.sqlite"))
