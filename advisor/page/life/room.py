"""A button that opens a room for a group on the server of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Dict

from advisor.session.decision import Decision


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
