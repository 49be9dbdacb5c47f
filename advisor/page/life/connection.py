"""What the page says when nothing answers it any more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Unicode


class KernelWatch(anywidget.AnyWidget):
    """Notices that the kernel is gone, restarted or hung, says so, and stops the controls.

    A browser goes on drawing sliders that move and count for nothing. Shows nothing while all
    is well.

    Attributes
    ----------
    known_as : str
        What the kernel knows this widget by; a restarted kernel does not.
    """

    _esm = Path(__file__).with_name("connection.js")
    _css = Path(__file__).with_name("connection.css")

    known_as = Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.known_as = self.model_id
        self.add_class("advisor-connection")
