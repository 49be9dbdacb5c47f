"""The address of the page says what was set: links, reload and the browser's back button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import anywidget
import ipywidgets as w
from traitlets import Bool, List, Unicode

from advisor.page import html
from advisor.report.wording import listing
from advisor.robustness.assessment import Assessment
from advisor.session.decision import Decision
from advisor.session.link import KEYS, LONGEST, from_query, not_in_link, to_query

TOO_LONG = (
    "A link cannot hold all of your settings, so the address keeps the earlier ones. Save a "
    "decision record to keep everything."
)


class Address(anywidget.AnyWidget):
    """The browser's side of it, and a button that copies the link.

    Attributes
    ----------
    asked : str
        Query that the browser came with or went back to; ``"?"`` for an empty one.
    query : str
        Query of the decision as it is; the browser writes it into the address.
    fits : bool
        Whether the query is short enough for an address; else the one before stays there.
    lacks : str
        What the address does not hold of what is set, in words; empty where it holds everything.
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
    fits = Bool(True).tag(sync=True)
    lacks = Unicode().tag(sync=True)
    base = Unicode().tag(sync=True)
    ours = List(Unicode(), list(KEYS)).tag(sync=True)
    title = Unicode().tag(sync=True)

    @property
    def link(self) -> str:
        """Whole address of the page as it is; empty where there is none."""
        if not self.fits:
            return ""
        return f"{self.base}?{self.query}" if self.base and self.query else self.base


def follow_address(
    decision: Decision, title: Callable[[Assessment], str]
) -> tuple[Address, w.HTML]:
    """Keep a decision and the address alike; the notice says what a link does not hold."""
    address, notice = Address(title=title(decision.assessment)), w.HTML()
    heard = ""

    def tell() -> None:
        notice.value = html.paragraphs(heard, "" if address.fits else TOO_LONG)

    def restore(_change: object) -> None:
        nonlocal heard
        link = from_query(decision.problem, address.asked)
        heard = link.notice
        tell()
        decision.choices = link.choices

    def write(_change: object) -> None:
        query = to_query(decision.problem, decision.choices)
        lacking = not_in_link(decision.choices)
        if decision.measurement:
            lacking.append("your own measurement")
        with address.hold_sync():
            address.title = title(decision.assessment)
            address.fits = len(query) <= LONGEST
            address.lacks = listing(lacking) if address.fits else "your last changes"
            if address.fits:
                address.query = query
        tell()

    address.observe(restore, "asked")
    decision.observe(write, ["ranking", "ballots"])
    return address, notice
