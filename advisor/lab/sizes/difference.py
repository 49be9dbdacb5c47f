"""Lines that a person adds to an app and takes out of it to make another of it."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from advisor.lab.sizes.lines import sources, written


class Difference(NamedTuple):
    """How many lines only the new app has, and how many only the old one."""

    added: int
    removed: int


def difference(before: Path, after: Path) -> Difference:
    """Compare two folders file by file, by the lines that `advisor.lab.sizes.lines` counts.

    A changed line is one added and one removed line; so is every line of a file that moved.
    """
    old, new = (
        {file.relative_to(folder): written(file) for file in sources(folder)}
        for folder in (before, after)
    )
    added = removed = 0
    for name in old.keys() | new.keys():
        was, now = old.get(name, []), new.get(name, [])
        # Without autojunk: a line that is frequent in a long file still counts as kept.
        matches = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        kept = sum(match.size for match in matches)
        added, removed = added + len(now) - kept, removed + len(was) - kept
    return Difference(added, removed)
