"""Why something failed, as a file says it that people share."""

from __future__ import annotations

import re
from pathlib import Path

# The last lines of a traceback, and behind them what was raised; its head may be cut off.
RAISED = re.compile(r'^ +File ".*\n(?: .*\n)*(\S.*)', re.MULTILINE)
# The folders of an absolute path; the first tells whether they are folders or part of an address.
FOLDERS = re.compile(r"(?<![\w.-])(/[\w.-]{1,60})/(?:[^\s/'\"]+/)*")


def one_line(said: str) -> str:
    """What was said in one line, without the folders of this machine.

    Of several lines stay the first and, of a traceback, what was raised last; without one, the
    last line. A path keeps its last part.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    raised = RAISED.findall(said)
    first, last = lines[:1], raised[-1:] or lines[1:][-1:]
    return FOLDERS.sub(_without_folders, " ".join(first + last))


def _without_folders(found: re.Match[str]) -> str:
    return "" if Path(found[1]).is_dir() else found[0]
