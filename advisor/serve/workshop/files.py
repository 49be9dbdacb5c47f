"""The pages of a room as files: plain HTML, CSS and JavaScript, compressed once."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).with_name("static")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent."""

    content: bytes
    compressed: bytes
    media_type: str
    etag: str


def _file(path: Path) -> StaticFile:
    content = path.read_bytes()
    etag = f'"{sha256(content).hexdigest()[:16]}"'
    return StaticFile(content, gzip.compress(content, 9, mtime=0), _TYPES[path.suffix], etag)


# ``vote.html`` is the participants' page: it reads ``setup`` and ``news`` of its room and sends
# ``ballot``. Another page that does so can take its place.
FILES = {path.name: _file(path) for path in sorted(_FOLDER.iterdir())}
