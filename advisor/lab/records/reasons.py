"""Reasons of failures, in a form that is safe to share."""

from __future__ import annotations

import re
from pathlib import Path

# The last lines of a traceback and the exception after them; the head may be cut off.
RAISED = re.compile(r'^ +File ".*\n(?: .*\n)*(\S.*)', re.MULTILINE)
# Folders of an absolute path; the first one shows whether it is a path or part of an address.
FOLDERS = re.compile(r"(?<![\w.-])(/[\w.-]{1,60})/(?:[^\s/'\"]+/)*")
# The same in quotes, which show where a path with spaces ends. A space or a colon before a slash
# begins another path or an address. A database is named by an address with three slashes.
QUOTED = re.compile(
    r"""(['"])((?:[\w+]+:/{2,3})?)(/[^/'"]{1,60})/(?:(?:(?!\1)[^/])*(?<![\s:])/)*(?=[^\n]*?\1)"""
)


def one_line(said: str) -> str:
    """Shorten a message to one line, without the folders of this machine.

    The result has the first line and either the last exception of a traceback or the last line.
    Of a path, it keeps only the last part. A folder with a space is recognised in quotes and in
    the home folder; elsewhere nothing shows where a path ends.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    raised = RAISED.findall(said)
    first, last = lines[:1], raised[-1:] or lines[1:][-1:]
    text = QUOTED.sub(_without_quoted_folders, _without_home(" ".join(first + last)))
    return FOLDERS.sub(_without_folders, text)


def _without_home(text: str) -> str:
    """Text in which the home folder, whose name may have a space, is the folder at its root."""
    try:
        home = Path.home()
    except RuntimeError:  # the user has none
        return text
    if len(home.parts) < 3:
        return text
    whole = rf"""(?<![\w.-]){re.escape(str(home))}(?=[/'"\s]|$)"""
    return re.sub(whole, lambda _found: "".join(home.parts[:2]), text)


def _without_quoted_folders(found: re.Match[str]) -> str:
    return found[1] + found[2] if Path(found[3]).is_dir() else found[0]


def _without_folders(found: re.Match[str]) -> str:
    return "" if Path(found[1]).is_dir() else found[0]
