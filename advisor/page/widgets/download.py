"""A text that the browser saves as a file."""

from pathlib import Path

import anywidget


class Download(anywidget.AnyWidget):
    """Lets the browser save a text as a file; shows nothing itself."""

    _esm = Path(__file__).with_name("download.js")

    def save(self, name: str, media_type: str, text: str) -> None:
        """Save a text under a name."""
        self.send({"name": name, "type": media_type, "text": text})
