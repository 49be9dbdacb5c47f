"""Texts for the browser: one that it saves as a file, one that it prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool

SCRIPT = Path(__file__).with_name("download.js")


class Download(anywidget.AnyWidget):
    """Lets the browser save a text as a file; shows nothing itself."""

    _esm = SCRIPT

    def save(self, name: str, media_type: str, text: str) -> None:
        """Save a text under a name."""
        self.send({"name": name, "type": media_type, "text": text})


class Printer(anywidget.AnyWidget):
    """Lets the browser print a sheet in place of the page; shows nothing itself.

    The sheet is made when somebody prints, with a button or with Ctrl+P, and costs nothing before.

    Parameters
    ----------
    make : callable
        Gives the sheet as HTML.
    """

    _esm = SCRIPT

    by_key = Bool(True).tag(sync=True)

    def __init__(self, make: Callable[[], str]) -> None:
        super().__init__()
        self._make = make
        self.on_msg(self._answer)

    def print(self) -> None:
        """Print the decision as it is."""
        self.send({"sheet": self._make()})

    def _answer(self, _view: object, content: Any, _buffers: Any) -> None:
        if content == {"ask": "sheet"}:
            self.print()
