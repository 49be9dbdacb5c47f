"""Information for assistive technology that the views of ipywidgets do not provide."""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets as w
from traitlets import Dict

# CSS classes that the script of the page uses.
FOLDS = "advisor-folds"
TURNS = "advisor-turns"  # a fold that starts open if the page has room
TAB_LIST, TAB, TAB_PANEL, SELECTED = (
    "advisor-tablist",
    "advisor-tab",
    "advisor-panel",
    "advisor-selected",
)


class AccessibleNames(anywidget.AnyWidget):
    """Sets attributes on parts of the page; the widget itself is invisible.

    Attributes
    ----------
    attributes : dict of str to dict of str to str
        Attributes to set, by CSS selector within the page.
    """

    _esm = Path(__file__).with_name("accessibility.js")

    attributes = Dict().tag(sync=True)


def fold_button(folded: w.Widget, *, opened: bool = False, description: str = "") -> w.ToggleButton:
    """Button that shows and hides a widget; the page draws its triangle."""
    button = w.ToggleButton(description=description).add_class(FOLDS)

    def fold(_change: object = None) -> None:
        folded.layout.display = None if button.value else "none"

    button.observe(fold, "value")
    button.value = opened
    fold()
    return button
