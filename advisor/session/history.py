"""Undo and redo: snapshots of the user's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Snapshot = Mapping[str, Any]

# Dragging a slider makes many changes; changes within this time are one step.
SAME_MOVE_SECONDS = 1.0
LONGEST = 100


class History:
    """Snapshots before the current one, and snapshots to redo.

    Parameters
    ----------
    start : mapping
        Plain data of `Decision.to_dict`.
    """

    def __init__(self, start: Snapshot) -> None:
        self._past: list[Snapshot] = [start]
        self._future: list[Snapshot] = []
        self._moved: tuple[str, ...] = ()
        self._when = float("-inf")

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier snapshot."""
        return len(self._past) > 1

    @property
    def can_redo(self) -> bool:
        """Whether there is a snapshot to redo."""
        return bool(self._future)

    def note(self, snapshot: Snapshot, now: float) -> None:
        """Store a change at the time ``now``, in seconds; later changes of a drag replace it."""
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
        """Go back one change and return the snapshot; without an earlier one nothing changes."""
        if self.can_undo:
            self._future.append(self._past.pop())
            self._moved = ()
        return self._past[-1]

    def redo(self) -> Snapshot:
        """Redo one change and return the snapshot; without an undo nothing changes."""
        if self.can_redo:
            self._past.append(self._future.pop())
            self._moved = ()
        return self._past[-1]


def _moved(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Ids of the weights that differ, groups as one; empty if anything else differs too."""
    if {**before, "weights": None} != {**after, "weights": None}:
        return ()
    old, new = before["weights"], after["weights"]
    return tuple(c for c in sorted({*old, *new}) if old.get(c) != new.get(c))
