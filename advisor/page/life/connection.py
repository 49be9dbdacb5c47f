"""Messages of the page when its kernel does not respond."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Unicode


class KernelWatch(anywidget.AnyWidget):
    """Detects a lost, restarted or hanging kernel, reports it and stops the controls.

    Without it, a browser would still let the user move sliders that have no effect. The widget is
    invisible while the kernel responds.

    Attributes
    ----------
    known_as : str
        Name of this widget in the kernel; a restarted kernel does not know it.
    """

    _esm = Path(__file__).with_name("connection.js")
    _css = Path(__file__).with_name("connection.css")

    known_as = Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.known_as = self.model_id
        self.add_class("advisor-connection")
