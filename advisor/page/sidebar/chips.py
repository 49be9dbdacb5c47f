"""A question with its answers as a row of buttons, one click each."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypedDict

import anywidget
from traitlets import Bool, Dict, List, TraitError, Unicode, validate

from advisor.session.decision import Proposal


class Chip(TypedDict):
    """One answer: what stands for it, its text, more about it, whether it stands back."""

    value: str
    text: str
    hint: str
    quiet: bool


def chip(value: str, text: str, hint: str = "", *, quiet: bool = False) -> Chip:
    """One answer of `Chips`."""
    return Chip(value=value, text=text, hint=hint, quiet=quiet)


class Chips(anywidget.AnyWidget):
    """A radio group of buttons; a click on the chosen one takes it back.

    One widget draws the question, its answers and what is told about them, so that a page of
    questions opens as fast as a page of menus.

    Parameters
    ----------
    options : list of Chip
        An answer whose value is the empty text stands for none.
    label : str
        The question, over its answers.
    heard : str, optional
        Name for assistive technology, where the label alone says too little.

    Attributes
    ----------
    value : str
        The answer that is chosen; empty for none.
    preset : bool
        Whether it is nobody's own answer, and looks lighter.
    told : str
        HTML under the answers.
    counts : dict of str to str
        A figure beside some of the answers, by their values.
    """

    _esm = Path(__file__).with_name("chips.js")

    options = List(Dict()).tag(sync=True)
    label = Unicode().tag(sync=True)
    heard = Unicode().tag(sync=True)
    value = Unicode().tag(sync=True)
    preset = Bool().tag(sync=True)
    told = Unicode().tag(sync=True)
    counts = Dict().tag(sync=True)

    def __init__(self, options: list[Chip], **traits: Any) -> None:
        super().__init__(options=options, **traits)
        self.add_class("advisor-chips")

    @validate("value")
    def _check(self, proposal: Proposal) -> str:
        value: str = proposal["value"]
        known = [option["value"] for option in self.options]
        if value and value not in known:
            raise TraitError(f"no answer {value!r}; there are: {', '.join(known)}")
        return value
