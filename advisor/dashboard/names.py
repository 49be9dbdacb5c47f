"""Accessible names for widgets whose own views give them none."""

from __future__ import annotations

from pathlib import Path

import anywidget
from traitlets import Dict


class AccessibleNames(anywidget.AnyWidget):
    """Names slider handles for assistive technology; shows nothing itself.

    Attributes
    ----------
    names : dict of str to str
        Accessible name by CSS class of the widget it is for.
    """

    _esm = Path(__file__).with_name("names.js")

    names = Dict().tag(sync=True)
