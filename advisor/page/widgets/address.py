"""Keeps the user's choices in the address of the page, for links, reload and the back button."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import anywidget
import ipywidgets as w
import segno
from markupsafe import Markup
from traitlets import Bool, List, Unicode, observe

from advisor.page import html
from advisor.page.life.reach import Reach, reach
from advisor.problem.problem import Problem
from advisor.ranking.choices import CHECKS, Ballot, ChoiceError
from advisor.report.wording import listing
from advisor.robustness.assessment import Assessment
from advisor.session.decision import Decision
from advisor.session.link import BALLOTS, KEYS, LONGEST, from_query, not_in_link, to_query

TOO_LONG = (
    "A link cannot hold all of your settings, so the address keeps the earlier ones. Save a "
    "decision record to keep everything."
)
NO_BALLOTS = "This address has no ballots; Undo brings those of the group back."
BROUGHT = "the decision from your spreadsheet"
# Binder puts the query into a parameter, where each letter can take three.
LONGEST_LINK = LONGEST + 1_000
# 117 modules a side: with more, a phone at some distance sees no single module.
LARGEST_CODE = 25


class Address(anywidget.AnyWidget):
    """The browser's side of it; where it is shown, the link and a button that copies it.

    Attributes
    ----------
    asked : str
        Query that the browser opened or went back to; ``"?"`` for an empty one.
    query : str
        Query of the current decision, which the browser writes into the address.
    fits : bool
        Whether the query is short enough for an address; otherwise the previous one stays.
    lacks : str
        Choices that the address cannot contain, in words; empty if it contains all.
    base : str
        Address without its query; empty if the page does not fill its window.
    link : str
        Full address by which others open the current state; empty if there is none.
    ours : list of str
        Names of the advisor's parameters; the browser keeps all others.
    title : str
        Title of the window.
    lost : str
        Choices that a reload loses, in words; empty if it loses none.
    group : str
        Ballots as JSON, which the browser keeps for the tab, because no address can hold them;
        empty if there are none.
    kept : bool
        Whether the address keeps the decision; it cannot keep one that came from a file.
    """

    _esm = Path(__file__).with_name("address.js")

    asked = Unicode().tag(sync=True)
    query = Unicode().tag(sync=True)
    fits = Bool(True).tag(sync=True)
    lacks = Unicode().tag(sync=True)
    lost = Unicode().tag(sync=True)
    group = Unicode().tag(sync=True)
    base = Unicode().tag(sync=True)
    link = Unicode().tag(sync=True)
    ours = List(Unicode(), list(KEYS)).tag(sync=True)
    title = Unicode().tag(sync=True)
    kept = Bool(True).tag(sync=True)

    @observe("base", "query", "fits")
    def _link(self, _change: object) -> None:
        link = self.reach.link(self.query) if self.base and self.fits else ""
        self.link = link if len(link) <= LONGEST_LINK else ""

    @property
    def reach(self) -> Reach:
        """How others reach the page."""
        return reach(self.base)

    @property
    def about(self) -> str:
        """What the link holds of what is set."""
        if not self.link:
            return TOO_LONG
        if self.lacks:
            return f"The link holds your settings, but not {self.lacks}."
        return "The link holds all your settings."

    @property
    def code(self) -> str:
        """QR code of the link as HTML, dark on white in any theme; empty if it is too long."""
        if not self.link:
            return ""
        made = segno.make(self.link, error="l", micro=False)
        if int(made.version) > LARGEST_CODE:
            return ""
        image = Markup(made.svg_inline(dark="#000", light="#fff", svgclass=None, omitsize=True))
        return html.code(image, int(made.symbol_size()[0]))


def follow_address(
    decision: Decision, title: Callable[[Assessment], str], brought: str = ""
) -> tuple[Address, w.HTML]:
    """Synchronise a decision and the address; the notice says what a link cannot contain.

    Parameters
    ----------
    decision : Decision
    title : callable
        Title of the window.
    brought : str
        Notice about a decision that came from a file, which no address can keep; else empty.
    """
    address, notice = Address(title=title(decision.assessment), kept=not brought), w.HTML()
    heard = ""
    if brought:
        notice.value, address.lacks = html.paragraphs(brought), BROUGHT
        address.lost = BROUGHT
        decision.observe(
            lambda _change: address.set_trait("title", title(decision.assessment)), ["ranking"]
        )
        return address, notice

    def tell() -> None:
        notice.value = html.paragraphs(heard, "" if address.fits else TOO_LONG)

    def restore(_change: object) -> None:
        nonlocal heard
        link = from_query(decision.problem, address.asked)
        ballots = _ballots(decision.problem, address.group)
        gone = NO_BALLOTS if decision.ballots and not ballots else ""
        heard = " ".join(filter(None, [link.notice, gone]))
        tell()
        decision.choices = link.choices.but(ballots=ballots)

    def write(_change: object) -> None:
        query = to_query(decision.problem, decision.choices)
        lacking = not_in_link(decision.choices)
        if decision.measurement:
            lacking.append("your own measurement")
        with address.hold_sync():
            address.title = title(decision.assessment)
            address.fits = len(query) <= LONGEST
            address.lacks = listing(lacking) if address.fits else "your last changes"
            address.lost = listing([one for one in lacking if one != BALLOTS])
            if not address.fits:
                address.lost = address.lacks
            given = decision.to_dict()["ballots"]
            address.group = json.dumps(given, ensure_ascii=False) if given else ""
            if address.fits:
                address.query = query
        tell()

    address.observe(restore, "asked")
    decision.observe(write, ["ranking", "ballots"])
    return address, notice


def _ballots(problem: Problem, kept: str) -> tuple[Ballot, ...]:
    """Ballots that the browser has kept; none if the problem does not allow them."""
    try:
        found: tuple[Ballot, ...] = CHECKS["ballots"](problem, json.loads(kept or "[]"))
    except (ChoiceError, RecursionError, ValueError):
        return ()
    return found
