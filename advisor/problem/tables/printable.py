"""Text for a terminal, which would obey the control characters of a problem folder or a record."""

from __future__ import annotations

from typing import Any, TextIO, cast

# All control characters except tabs and line breaks: a terminal hides text for some of them.
_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"
}


def printable(text: str) -> str:
    r"""Text with control characters written out.

    Examples
    --------
    >>> print(printable("\x1b[31mred"))
    \x1b[31mred
    """
    return text.translate(_CONTROLS)


def without_controls(stream: TextIO) -> TextIO:
    """Stream that writes control characters out and otherwise is the given one."""
    return cast(TextIO, _Printable(stream))


class _Printable:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(printable(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
