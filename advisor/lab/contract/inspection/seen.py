"""The result of a probe."""

from __future__ import annotations

from typing import NamedTuple

ATTACKER = "attacker.example"


class Seen(NamedTuple):
    """Whether the app passed a probe, and what it did."""

    passed: bool
    text: str
