"""Progress of a measurement: a step that any view can show, and one line of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True)
class ProgressStep:
    """Number of completed and planned runs, estimated seconds left, and the current run."""

    done: int
    total: int
    seconds_left: float | None
    doing: str

    def __str__(self) -> str:
        left = "" if self.seconds_left is None else f", about {_clock(self.seconds_left)} left"
        return f"{self.done} of {self.total}{left}: {self.doing}"


Progress = Callable[[ProgressStep], None]


def line(stream: TextIO) -> Progress:
    """Progress as one line that is overwritten on a terminal; elsewhere a line per 10 %."""
    shown = -1

    def show(step: ProgressStep) -> None:
        nonlocal shown
        if stream.isatty():
            end = "\n" if step.done == step.total else ""
            stream.write(f"\r\x1b[K{str(step)[:110]}{end}")
        elif 10 * step.done // step.total > shown:
            shown = 10 * step.done // step.total
            stream.write(f"{step}\n")
        stream.flush()

    return show


def silent(step: ProgressStep) -> None:
    """Ignore a step."""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
