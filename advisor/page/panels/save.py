"""“Save & share”: the link, the decision as a file, and what was saved opened again."""

from __future__ import annotations

from datetime import date
from functools import partial

import ipywidgets as w

from advisor.page import html
from advisor.page.life.room import RoomButton, room_choices
from advisor.page.panels.opening import record_name, saved_decisions
from advisor.page.widgets.address import Address
from advisor.page.widgets.download import Download, Printer
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.report import FORMS, write
from advisor.report.record import PROPOSED, STATUSES
from advisor.session.decision import Decision

NOTHING_YET, DECIDED = ("nothing yet", ""), "accepted"
TITLE = "Save & share"
INCLUDES = "Includes the question, weights, ranking, certainty, sources and a review date."
TOO_LONG_FOR_CODE = "The link is too long for a QR code, so copy it instead."


def save_and_share(
    decision: Decision, address: Address, printer: Printer
) -> tuple[w.Widget, w.Widget]:
    """A button, and the panel that it opens and closes.

    Parameters
    ----------
    decision : Decision
    address : Address
        Has the link to the page as it is.
    printer : Printer
    """
    button, panel = fold(decision, partial(_panel, decision, address, printer), TITLE).children
    return button.add_class("advisor-share"), panel.add_class("advisor-shared")


def _panel(
    decision: Decision, address: Address, printer: Printer, while_open: WhileOpen
) -> w.Widget:
    parts = [
        _link(address, while_open),
        _record(decision, while_open, address, printer),
        _room(decision, while_open),
        saved_decisions(decision, while_open),
    ]
    return w.Box(parts).add_class("advisor-sharing")


def _room(decision: Decision, while_open: WhileOpen) -> RoomButton:
    """A button that opens a room with the choices as they are."""
    button = RoomButton(choices=room_choices(decision))
    while_open.observe(lambda _change: button.follow(decision), ["ranking"])
    return button


def _link(address: Address, while_open: WhileOpen) -> w.Widget:
    """The link to copy, what it holds, and its QR code; not where the page has no address."""
    said = w.HTML()
    part = w.VBox([w.HTML("<h2>Link</h2>"), address, said])

    def show(_change: object = None) -> None:
        part.layout.display = None if address.base else "none"
        said.value = _told(address) if address.base else ""

    show()
    while_open.observe(show, ["ranking", "ballots"])
    address.observe(show, "base")
    return part


def _told(address: Address) -> str:
    code = address.code
    no_code = TOO_LONG_FOR_CODE if address.link and not code else ""
    return html.paragraphs(address.about, address.reach.said, no_code) + code


def _record(
    decision: Decision, while_open: WhileOpen, address: Address, printer: Printer
) -> w.Widget:
    """What was decided, and a button for each form of the record."""
    download, saved = Download(), w.HTML().add_class("record-saved")
    decided, by, status = fields = _decided(decision, while_open)

    def save(form: str, _button: object) -> None:
        made = date.today()
        name = record_name(decision, made, form)
        text = write(
            decision.assessment,
            form,
            made,
            address.link,
            decided=decided.value,
            by=by.value,
            status=status.value,
        )
        download.save(name, FORMS[form][1], text)
        saved.value = html.paragraphs(f"Saved as {name}.")

    buttons = []
    for form, (title, _) in FORMS.items():
        button = w.Button(description=title, tooltip=f"Save the decision record as {title}")
        button.on_click(partial(save, form))
        buttons.append(button.add_class("advisor-save").add_class(f"save-{form}"))
    paper = w.Button(description="Print", tooltip="Print a sheet with verdict, reasons and sources")
    paper.on_click(lambda _button: printer.print())
    buttons.append(paper.add_class("advisor-save").add_class("advisor-print"))
    # What was saved is another decision than the one that somebody has gone on to.
    while_open.observe(lambda _change: saved.set_trait("value", ""), ["ranking"])
    return w.VBox(
        [
            w.HTML(f"<h2>Decision record</h2>{html.paragraphs(INCLUDES)}"),
            w.Box(fields).add_class("advisor-row").add_class("advisor-decided"),
            w.Box(buttons).add_class("advisor-steps"),
            saved,
            download,
        ]
    )


def _decided(decision: Decision, while_open: WhileOpen) -> tuple[w.Dropdown, w.Text, w.Dropdown]:
    """Fields for the decision, the people and the status, which go into the record."""
    auto = w.Layout(width="auto")
    decided = w.Dropdown(description="You decided on", layout=auto)
    by = w.Text(description="Who decides", placeholder="Ann, Bo", layout=auto)
    status = w.Dropdown(
        options=STATUSES, value=PROPOSED, description="Status", layout=auto, disabled=True
    )

    def offer(_change: object = None) -> None:
        compared = decision.ranking.problem.alternatives
        options = (NOTHING_YET, *((one.name, one.id) for one in compared))
        if decided.options != options:
            kept = decided.value
            decided.options = options
            decided.value = kept if kept in [option[1] for option in options] else ""

    def decide(change: dict[str, str]) -> None:
        # A named decision has been made, but the user can still change its status.
        status.disabled = not change["new"]
        status.value = DECIDED if change["new"] else PROPOSED

    offer()
    while_open.observe(offer, ["ranking"])
    decided.observe(decide, "value")
    return (
        decided.add_class("record-decided"),
        by.add_class("record-by"),
        status.add_class("record-status"),
    )
