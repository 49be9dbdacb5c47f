"""Texts and files for the browser to save, and sheets to print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool

SCRIPT = Path(__file__).with_name("download.js")


class Download(anywidget.AnyWidget):
    """Makes the browser save a text or bytes as a file; the widget itself is invisible."""

    _esm = SCRIPT

    def save(self, name: str, media_type: str, content: str | bytes) -> None:
        """Save a text, or the bytes of a file, under a name."""
        if isinstance(content, bytes):
            self.send({"name": name, "type": media_type}, buffers=[content])
        else:
            self.send({"name": name, "type": f"{media_type};charset=utf-8", "text": content})


class Printer(anywidget.AnyWidget):
    """Makes the browser print a sheet instead of the page; the widget itself is invisible.

    The sheet is created only when the user prints, with a button or with Ctrl+P.

    Parameters
    ----------
    make : callable
        Function that returns the sheet as HTML.
    """

    _esm = SCRIPT

    by_key = Bool(True).tag(sync=True)

    def __init__(self, make: Callable[[], str]) -> None:
        super().__init__()
        self._make = make
        self.on_msg(self._answer)

    def print(self) -> None:
        """Print the current decision."""
        self.send({"sheet": self._make()})

    def _answer(self, _view: object, content: Any, _buffers: Any) -> None:
        if content == {"ask": "sheet"}:
            self.print()
