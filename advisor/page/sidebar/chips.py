"""A question with its answers as a row of buttons, one click each."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypedDict

import anywidget
from traitlets import Bool, Dict, List, TraitError, Unicode, validate

from advisor.session.decision import Proposal


class Chip(TypedDict):
    """One answer: its value, its text, a hint, and whether it is less prominent."""

    value: str
    text: str
    hint: str
    quiet: bool


def chip(value: str, text: str, hint: str = "", *, quiet: bool = False) -> Chip:
    """One answer of `Chips`."""
    return Chip(value=value, text=text, hint=hint, quiet=quiet)


class Chips(anywidget.AnyWidget):
    """A radio group of buttons; a click on the chosen one removes the answer.

    One widget draws the question, its answers and their effect, so that a page of questions opens
    as fast as a page of menus.

    Parameters
    ----------
    options : list of Chip
        The answers; an empty value means no answer.
    label : str
        The question above its answers.
    heard : str, optional
        Name for assistive technology, if the label alone is not enough.

    Attributes
    ----------
    value : str
        Value of the chosen answer; empty for none.
    preset : bool
        Whether the answer is a preset one, which looks lighter.
    told : str
        HTML below the answers.
    counts : dict of str to str
        Figures next to answers, by their values.
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
            raise TraitError(f"there is no answer {value!r}; allowed: {', '.join(known)}")
        return value
