"""The pages of a room as files: plain HTML, CSS and JavaScript, compressed once."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from advisor.problem.problem import Problem
from advisor.report.light import light_page

_FOLDER = Path(__file__).with_name("static")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
# The pages to join and to facilitate load their scripts and style sheets from this server.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent; a browser that does not take gzip gets it unpacked."""

    compressed: bytes
    media_type: str
    etag: str
    policy: str

    @property
    def content(self) -> bytes:
        """The file as it is without compression."""
        return gzip.decompress(self.compressed)


def _file(content: bytes, media_type: str, policy: str = POLICY) -> StaticFile:
    etag = f'"{sha256(content).hexdigest()[:16]}"'
    return StaticFile(gzip.compress(content, 9, mtime=0), media_type, etag, policy)


def participants_page(problem: Problem, room: Mapping[str, Any]) -> StaticFile:
    """The light page with what a room adds to it, as one file.

    Parameters
    ----------
    problem : Problem
    room : mapping
        ``code``, ``names``, ``expires`` and ``choices`` of the room.
    """
    script = "".join((_FOLDER / name).read_text("utf-8") for name in ("room.js", "vote.js"))
    style = "".join((_FOLDER / name).read_text("utf-8") for name in ("result.css", "vote.css"))
    page = light_page(problem, room, script, style)
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    return _file(page.encode(), _TYPES[".html"], f"{policy}; frame-ancestors 'none'")


FILES = {path.name: _file(path.read_bytes(), _TYPES[path.suffix]) for path in _FOLDER.iterdir()}
