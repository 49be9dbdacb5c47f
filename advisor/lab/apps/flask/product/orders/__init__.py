"""Orders, open to anybody: nested, validated, stored."""

from .api import bp

__all__ = ["bp"]
