"""Limits on how often somebody may do something."""

from __future__ import annotations

import time
from collections.abc import Callable

# Forgetting everybody is harmless: each then has a full allowance again.
_MOST_KEYS = 20_000


class Allowance:
    """A number of actions for each key, which comes back with time.

    Parameters
    ----------
    burst : float
        Number of actions at once.
    per_second : float
        Number of actions that come back each second.
    clock : callable
        Returns seconds.
    """

    def __init__(
        self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._rate, self._clock = burst, per_second, clock
        self._left: dict[str, tuple[float, float]] = {}

    def left(self, key: str) -> float:
        """Number of actions that the key may take now."""
        left, since = self._left.get(key, (self._burst, 0.0))
        return min(self._burst, left + (self._clock() - since) * self._rate)

    def take(self, key: str) -> bool:
        """Take one action; False if there is none left."""
        if (left := self.left(key)) < 1:
            return False
        if len(self._left) >= _MOST_KEYS:
            self._left.clear()
        self._left[key] = left - 1, self._clock()
        return True
