"""Reasons of failures, in a form that is safe to share."""

from __future__ import annotations

import re
from pathlib import Path

# The last lines of a traceback and the exception after them; the head may be cut off.
RAISED = re.compile(r'^ +File ".*\n(?: .*\n)*(\S.*)', re.MULTILINE)
# Folders of an absolute path; the first one shows whether it is a path or part of an address.
FOLDERS = re.compile(r"(?<![\w.-])(/[\w.-]{1,60})/(?:[^\s/'\"]+/)*")


def one_line(said: str) -> str:
    """Shorten a message to one line, without the folders of this machine.

    The result has the first line and either the last exception of a traceback or the last line.
    Of a path, it keeps only the last part.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    raised = RAISED.findall(said)
    first, last = lines[:1], raised[-1:] or lines[1:][-1:]
    return FOLDERS.sub(_without_folders, " ".join(first + last))


def _without_folders(found: re.Match[str]) -> str:
    return "" if Path(found[1]).is_dir() else found[0]
