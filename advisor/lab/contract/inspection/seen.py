"""What a probe gives back."""

from __future__ import annotations

from typing import NamedTuple

ATTACKER = "attacker.example"


class Seen(NamedTuple):
    """Whether the app stood up to a probe, and what it did."""

    passed: bool
    text: str
