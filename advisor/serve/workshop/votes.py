"""Checks what a participant sends; what cannot be kept as it is, is refused with a sentence."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

from msgspec import DecodeError, Meta, Struct, ValidationError, json, structs

from advisor.problem.problem import TOO_DEEP, InputError, Problem, nested_too_deeply
from advisor.ranking.choices import Ballot, ChoiceError, Choices
from advisor.ranking.group import voices
from advisor.serve.workshop.store import Vote

LONGEST_NAME = 40
# A random id that the browser makes and keeps; whoever knows it can change the ballot.
_PERSON = re.compile(r"[A-Za-z0-9_-]{22,64}")

Kind = TypeVar("Kind", bound=Struct)


class _Sent(Struct, forbid_unknown_fields=True):
    """A ballot as it is sent."""

    person: str
    round: Annotated[int, Meta(ge=1, le=1000)]
    edition: Annotated[int, Meta(ge=1, le=1_000_000)]
    weights: dict[str, Any]
    name: str = ""


def read_vote(problem: Problem, room: str, body: bytes) -> Vote:
    """Read a ballot.

    Parameters
    ----------
    problem : Problem
    room : str
        Code of the room.
    body : bytes
        JSON with ``person``, ``round``, ``edition``, ``weights`` and ``name``.

    Raises
    ------
    InputError
        If a part is missing, unknown or not allowed; the message names it.
    """
    sent = decoded(body, _Sent)
    if not _PERSON.fullmatch(sent.person):
        raise InputError("the person is no random id; allowed: 22 to 64 letters, digits, - and _")
    name = _name(sent.name)
    checked = Choices(ballots=(Ballot(name or "?", sent.weights),)).check(problem).ballots
    if not voices(problem, checked):
        raise ChoiceError("the vote gives no weight to any criterion; at least one needs some")
    return Vote(room, sent.round, sent.person, name, checked[0].weights, sent.edition)


def decoded(body: bytes, kind: type[Kind]) -> Kind:
    """Decode JSON; raise `InputError`, which says what is wrong, if it is not of this kind."""
    try:
        found = json.decode(body, type=kind)
    except ValidationError as error:
        raise InputError(f"what was sent is not complete: {error}") from None
    except (DecodeError, UnicodeDecodeError):
        raise InputError("what was sent cannot be read as JSON") from None
    except RecursionError:
        raise InputError(f"what was sent is {TOO_DEEP}") from None
    if nested_too_deeply(structs.asdict(found)):
        raise InputError(f"what was sent is {TOO_DEEP}")
    return found


def _name(given: str) -> str:
    name = " ".join(given.split())
    if len(name) > LONGEST_NAME:
        found = f"the name has {len(name)} characters"
        raise InputError(f"{found}; allowed: {LONGEST_NAME}")
    if not name.isprintable():
        raise InputError("the name has characters that cannot be shown; allowed: printable ones")
    return name
