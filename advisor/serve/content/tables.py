"""Notices a save of the served tables, so that each visitor sees the tables as they are."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from tornado.web import HTTPError

from advisor.problem.folder import ProblemError, check
from advisor.problem.tables import Fault
from advisor.problem.tables.printable import printable

# Seconds between two looks at the files while nobody visits.
PAUSE = 1.0
Stamp = tuple[tuple[str, int, int], ...]


class FaultyTablesError(HTTPError):
    """The tables have faults, so there is no page until somebody mends them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(503)
        self.faults = faults


class ServedTables:
    """The tables of the served problem, and their faults since the last save.

    Parameters
    ----------
    path : Path
        A problem folder or one file.
    forget : callable
        Ends everything that was made from older tables.
    """

    def __init__(self, path: Path, forget: Callable[[], Awaitable[None]]) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self._forget = forget
        self._stamp = stamp(path)
        self._lock = asyncio.Lock()

    async def look(self) -> None:
        """Read the tables again if they were saved, and tell the terminal what is wrong."""
        async with self._lock:
            found = stamp(self.path)
            if found == self._stamp:
                return
            self._stamp = found
            before = self.faults
            self.faults = await asyncio.to_thread(check, self.path)
            if self.faults:
                said = str(ProblemError(self.path, self.faults))
            else:
                said = f"{self.path}: no fault any more" if before else ""
            if said:
                print(printable(said), file=sys.stderr, flush=True)
            await self._forget()

    async def watch(self) -> None:
        """Look again and again, but only when a save is over."""
        seen = self._stamp
        while True:
            await asyncio.sleep(PAUSE)
            now = stamp(self.path)
            if now == seen:
                await self.look()
            seen = now


def stamp(path: Path) -> Stamp:
    """Names, times and sizes of a folder's files or of one file; they change with every save."""
    found = []
    # One level of subfolders, because sources may be texts there.
    inside = [*path.glob("*"), *path.glob("*/*")] if path.is_dir() else [path]
    for file in sorted(inside):
        try:
            about = file.stat()
        except OSError:  # it is being replaced
            continue
        found.append((str(file), about.st_mtime_ns, about.st_size))
    return tuple(found)
