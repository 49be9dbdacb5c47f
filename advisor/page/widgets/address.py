"""The address of the page says what was set: links, reload and the browser's back button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget
import ipywidgets as w
from traitlets import List, Unicode

from advisor.page import html
from advisor.robustness.assessment import Assessment
from advisor.session.decision import Decision
from advisor.session.link import KEYS, from_query, to_query


class Address(anywidget.AnyWidget):
    """The browser's side of it, and a button that copies the link.

    Attributes
    ----------
    asked : str
        Query that the browser came with or went back to; ``"?"`` for an empty one.
    query : str
        Query of the decision as it is; the browser writes it into the address.
    base : str
        Address without its query; empty where the page is not alone in its window.
    ours : list of str
        Parameters that are ours; others are kept.
    title : str
        What the window is called.
    """

    _esm = Path(__file__).with_name("address.js")

    asked = Unicode().tag(sync=True)
    query = Unicode().tag(sync=True)
    base = Unicode().tag(sync=True)
    ours = List(Unicode(), list(KEYS)).tag(sync=True)
    title = Unicode().tag(sync=True)

    @property
    def link(self) -> str:
        """Whole address of the page as it is; empty where there is none."""
        return f"{self.base}?{self.query}" if self.base and self.query else self.base


def follow_address(
    decision: Decision, title: Callable[[Assessment], str]
) -> tuple[Address, w.HTML]:
    """Keep a decision and the address alike; the notice says what a link held that is not known."""
    address, notice = Address(title=title(decision.assessment)), w.HTML()

    def restore(_change: object) -> None:
        link = from_query(decision.problem, address.asked)
        notice.value = html.paragraphs(link.notice)
        decision.choices = link.choices

    def write(_change: object) -> None:
        address.query = to_query(decision.problem, decision.choices)
        address.title = title(decision.assessment)

    address.observe(restore, "asked")
    decision.observe(write, "ranking")
    return address, notice
