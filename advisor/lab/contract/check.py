"""One demand of the contract."""

from __future__ import annotations

from typing import NamedTuple


class Check(NamedTuple):
    """One demand of the contract and whether the app met it."""

    name: str
    passed: bool
    seen: str
