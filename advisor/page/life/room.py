"""A button that opens a room for a group on the server of the page, and its results in Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import anywidget
from traitlets import Dict

from advisor.problem.problem import InputError
from advisor.ranking.choices import Ballot, Choices
from advisor.session.decision import Decision

FORMS = ("json", "md", "csv")


class RoomButton(anywidget.AnyWidget):
    """Opens a room with the current choices, and the facilitator's page in a new tab.

    It shows nothing where the page does not know its server, as in a saved notebook.

    Attributes
    ----------
    choices : dict
        Result of `Choices.to_dict`, without ballots.
    """

    _esm = Path(__file__).with_name("room.js")

    choices = Dict().tag(sync=True)

    def follow(self, decision: Decision) -> None:
        """Take the choices of a decision."""
        self.choices = room_choices(decision)


def room_choices(decision: Decision) -> dict[str, Any]:
    """What a room takes over from a decision: everything but the ballots of another group."""
    return {**decision.to_dict(), "ballots": []}


class GroupRoom(RoomButton):
    """A room that is opened from a notebook: its code, link and QR code, and later its results.

    Parameters
    ----------
    decision : Decision
        The room takes over its scenario, answers, must-haves and alternatives.

    Attributes
    ----------
    opened : dict
        ``base`` (path of the server), ``code`` and ``key`` of the room; empty before it is open.
    """

    opened = Dict().tag(sync=True)

    def __init__(self, decision: Decision, **traits: Any) -> None:
        super().__init__(**traits)
        self._problem = decision.problem
        self.follow(decision)
        decision.observe(lambda _change: self.follow(decision), ["ranking"])

    def ballots(self) -> list[Ballot]:
        """Ballots of the last round that was revealed.

        Raises
        ------
        InputError
            If no room is open, no round is revealed, or the server does not answer.
        """
        state = json.loads(self._export("json"))["state"]
        return list(Choices.from_dict(self._problem, state).ballots)

    def save(self, path: str | Path) -> Path:
        """Write the record of the room, or all its ballots as CSV, and return the file's path.

        Parameters
        ----------
        path : str or Path
            Its ending says what is written: ``.json`` or ``.md`` (the record), or ``.csv``.

        Raises
        ------
        InputError
            As in `ballots`, or if the ending is another one.
        """
        path = Path(path)
        form = path.suffix.removeprefix(".")
        if form not in FORMS:
            allowed = ", ".join(f".{one}" for one in FORMS)
            raise InputError(f"a room is saved with the ending {allowed}, not {path.suffix!r}")
        path.write_bytes(self._export(form))
        return path

    def _export(self, form: str) -> bytes:
        if not self.opened:
            raise InputError("no room is open yet; click Open a room first")
        said = "the server of this notebook was not found"
        for server in _servers(self.opened["base"]):
            address = f"{server}workshop/{self.opened['code']}/export/{form}"
            request = Request(address, headers={"X-Facilitator-Key": self.opened["key"]})
            try:
                with urlopen(request, timeout=60) as answer:
                    return bytes(answer.read())
            except HTTPError as error:
                said = _reason(error)
                if error.code != 404:  # the room is there; another server would only not know it
                    break
            except URLError as error:
                said = f"the server did not answer: {error.reason}"
        raise InputError(said)


def _reason(error: HTTPError) -> str:
    """What the advisor says; another server, which has no rooms, says it in its own form."""
    try:
        return str(json.loads(error.read())["error"]).rstrip(".")
    except (ValueError, KeyError, TypeError):
        return f"the server answered {error.code} {error.reason}"


def _servers(base: str) -> Iterator[str]:
    """Addresses of the Jupyter servers of this user at a path; one of them has the notebook."""
    from jupyter_server.serverapp import list_running_servers  # slow, and only needed here

    for server in list_running_servers():
        if server["base_url"] == base:
            yield server["url"]
