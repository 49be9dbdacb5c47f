"""Buttons that undo and redo the user's changes."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import ipywidgets as w

from advisor.session.decision import Decision
from advisor.session.history import History, Snapshot


def undo_buttons(decision: Decision) -> w.Widget:
    """Buttons for undo and redo; each is disabled if there is nothing to do."""
    history = History(decision.to_dict())
    undo = w.Button(description="↶", tooltip="Undo", disabled=True).add_class("advisor-back")
    redo = w.Button(description="↷", tooltip="Redo", disabled=True).add_class("advisor-forth")

    def refresh() -> None:
        undo.disabled, redo.disabled = not history.can_undo, not history.can_redo

    def note(_change: object) -> None:
        history.note(decision.to_dict(), monotonic())
        refresh()

    def go(step: Callable[[], Snapshot]) -> None:
        decision.restore(step())
        refresh()

    undo.on_click(lambda _button: go(history.undo))
    redo.on_click(lambda _button: go(history.redo))
    decision.observe(note, "ranking")
    return w.Box([undo, redo]).add_class("advisor-undo-redo")
