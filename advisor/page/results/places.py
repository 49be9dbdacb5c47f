"""A bar on a phone that leads to the answer, the reasons, the weights and what is shared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import List

# What the bar calls a place, and the part of the page that it is.
PLACES = (
    {"name": "Answer", "part": ".advisor-head"},
    {"name": "Why", "part": ".advisor-why"},
    {"name": "Tune", "part": ".advisor-weights"},
    {"name": "Share", "part": ".advisor-shared"},
)


class Places(anywidget.AnyWidget):
    """The bar; the page's style shows it where there is one column.

    Parameters
    ----------
    share : callable
        Opens what the last place leads to.
    """

    _esm = Path(__file__).with_name("places.js")

    places = List(list(PLACES)).tag(sync=True)

    def __init__(self, share: Callable[[], None]) -> None:
        super().__init__()
        self._share = share
        self.on_msg(self._go)
        self.add_class("advisor-places")

    def _go(self, _view: object, content: Any, _buffers: object) -> None:
        if content == {"go": "Share"}:
            self._share()
