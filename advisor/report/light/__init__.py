"""The light page: one HTML file with the whole decision, which needs no server and no network.

The file is the participant's page of a room, too. Its script consists of plain modules:
``score.js`` computes, ``words.js`` says, ``state.js`` saves and ``view.js`` shows. `light_page`
puts them into one script, because a file that is opened from a disk may not load modules.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from advisor.problem.problem import Problem
from advisor.report.light.data import embedded, page_data

FOLDER = Path(__file__).parent
MODULES = ("score.js", "words.js", "state.js", "view.js")
IMPORT_OR_EXPORT = re.compile(r"^import [^;]*;$|^export ", re.MULTILINE)
COMMENT_OR_INDENT = re.compile(r"^\s+|^\s*//.*|^\s*$\n?", re.MULTILINE)


def light_page(
    problem: Problem,
    room: Mapping[str, Any] | None = None,
    room_script: str = "",
    room_style: str = "",
) -> str:
    """Write the page of a problem.

    The page loads nothing: its content-security policy allows its own script and style by their
    hashes and nothing else.

    Parameters
    ----------
    problem : Problem
    room : mapping, optional
        What the page of a participant in a room needs, as plain data for JSON. ``choices`` is the
        state that everybody starts from; participants can change weights, and answer what it
        leaves open. The room's script finds the rest in ``#room``.
    room_script : str
        Modules of the room in the order in which they import each other; they run after the page.
        They find ``main``, to which they can add, with all parts of the page in ``#own``, and
        ``advisor`` with ``vote()``, ``restore(choices)``, ``open(record)`` and
        ``hue(alternative)``. The document hears ``advisor:chosen`` after each change.
    room_style : str
        Style sheet of the room.
    """
    script, style = _script(), _stripped(f"{_read('light.css')}{room_style}")
    room_script = _module(room_script)
    policy = {
        "default-src": "'none'",
        "script-src": " ".join(_hash(one) for one in (script, room_script) if one),
        "style-src": _hash(style),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    block = ""
    if room is not None:
        policy["connect-src"] = "'self'"
        block = f'<script type="application/json" id="room">{embedded(room)}</script>\n'
    return Template(_read("page.html")).substitute(
        policy="; ".join(f"{name} {allowed}" for name, allowed in policy.items()),
        title=escape(problem.title),
        style=style,
        data=embedded(page_data(problem)),
        room=block,
        script=script,
        room_script=f'<script type="module">{room_script}</script>\n' if room_script else "",
    )


def _script() -> str:
    """All modules as one, in the order in which they import each other."""
    return _module("\n".join(map(_read, MODULES)))


def _module(modules: str) -> str:
    """One module of several that follow each other in one text."""
    return _stripped(IMPORT_OR_EXPORT.sub("", modules))


def _stripped(text: str) -> str:
    """A script or a style sheet without comments on lines of their own, indents and empty lines."""
    return COMMENT_OR_INDENT.sub("", text)


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
