"""One check of the contract."""

from __future__ import annotations

from typing import NamedTuple


class Check(NamedTuple):
    """One demand of the contract, whether the app meets it, and the response."""

    name: str
    passed: bool
    seen: str
