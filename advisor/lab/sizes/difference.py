"""Counts the lines that a person adds and removes to turn one app into another."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from advisor.lab.sizes.lines import sources, written


class Difference(NamedTuple):
    """Number of lines that only the new app has, and that only the old app has."""

    added: int
    removed: int


def difference(before: Path, after: Path) -> Difference:
    """Compare two folders file by file, using the lines that `advisor.lab.sizes.lines` counts.

    A changed line counts as one added and one removed line, and so does every line of a moved
    file.
    """
    old, new = (
        {file.relative_to(folder): written(file) for file in sources(folder)}
        for folder in (before, after)
    )
    added = removed = 0
    for name in old.keys() | new.keys():
        was, now = old.get(name, []), new.get(name, [])
        # Autojunk is off, so that frequent lines of a long file still count as kept.
        matches = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        kept = sum(match.size for match in matches)
        added, removed = added + len(now) - kept, removed + len(was) - kept
    return Difference(added, removed)
