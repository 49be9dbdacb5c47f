"""Undo and redo: snapshots of what the visitor set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Snapshot = Mapping[str, Any]

# A slider that is dragged changes many times; within this time it is one change.
SAME_MOVE_SECONDS = 1.0
LONGEST = 100


class History:
    """Where the visitor has been, and where an undo came from.

    Parameters
    ----------
    start : mapping
        Plain data, as `Decision.to_dict` gives it.
    """

    def __init__(self, start: Snapshot) -> None:
        self._past: list[Snapshot] = [start]
        self._future: list[Snapshot] = []
        self._moved: tuple[str, ...] = ()
        self._when = float("-inf")

    @property
    def can_undo(self) -> bool:
        """Whether there is something before this."""
        return len(self._past) > 1

    @property
    def can_redo(self) -> bool:
        """Whether something was undone."""
        return bool(self._future)

    def note(self, snapshot: Snapshot, now: float) -> None:
        """Remember a change, at ``now`` in seconds; the next step of the same drag replaces it."""
        if snapshot == self._past[-1]:
            return
        moved = _moved(self._past[-1], snapshot)
        same_drag = bool(moved) and moved == self._moved and now - self._when < SAME_MOVE_SECONDS
        if same_drag and len(self._past) > 1:
            self._past.pop()
        self._past = [*self._past[-LONGEST:], snapshot]
        self._future = []
        self._moved, self._when = moved, now

    def undo(self) -> Snapshot:
        """Go back one change; stays where nothing is before."""
        if self.can_undo:
            self._future.append(self._past.pop())
            self._moved = ()
        return self._past[-1]

    def redo(self) -> Snapshot:
        """Take an undo back; stays where there was none."""
        if self.can_redo:
            self._past.append(self._future.pop())
            self._moved = ()
        return self._past[-1]


def _moved(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Weights that differ, those of a group together; nothing if anything else does too."""
    if {**before, "weights": None} != {**after, "weights": None}:
        return ()
    old, new = before["weights"], after["weights"]
    return tuple(c for c in sorted({*old, *new}) if old.get(c) != new.get(c))
