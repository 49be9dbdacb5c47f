"""“Keep it”: the decision as a file, and a file as the decision again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.download import Download, Printer
from advisor.page.widgets.tabs import WhileOpen
from advisor.problem.problem import InputError
from advisor.ranking.choices import ChoiceError
from advisor.ranking.group import names_of
from advisor.report import FORMS, RecordError, ballot_of, differences, read_record, write
from advisor.report.record import PROPOSED, STATUSES
from advisor.report.wording.group import dissent
from advisor.session.decision import Decision

# A record with a thousand facts has some 200 kB; anything much larger is no record.
LARGEST = 5_000_000
NOTHING_YET, DECIDED = ("nothing yet", ""), "accepted"
SEVERAL = "Several records at once, one from each of you, are taken for the ballots of a room."


def panel(
    decision: Decision, while_open: WhileOpen, link: Callable[[], str], printer: Printer
) -> w.Widget:
    """The panel: a button for each form of the record, and a field to load one.

    Parameters
    ----------
    decision : Decision
    link : callable
        Gives the address that opens the page as it is, or an empty text.
    printer : Printer
    """
    download = Download()
    decided, by, status = fields = _decided(decision, while_open)

    def save(form: str, _button: object) -> None:
        made = date.today()
        name = f"decision-{decision.problem.id}-{made.isoformat()}.{form}"
        text = write(
            decision.assessment,
            form,
            made,
            link(),
            decided=decided.value,
            by=by.value,
            status=status.value,
        )
        download.save(name, FORMS[form][1], text)

    buttons = []
    for form, (title, _) in FORMS.items():
        button = w.Button(description=title, tooltip=f"Save the decision record as {title}")
        button.on_click(partial(save, form))
        buttons.append(button.add_class("advisor-save").add_class(f"save-{form}"))
    paper = w.Button(description="Print", tooltip="Print a sheet with verdict, reasons and sources")
    paper.on_click(lambda _button: printer.print())
    buttons.append(paper.add_class("advisor-save").add_class("advisor-print"))
    about = (
        "A decision record holds what was asked, the weights, the ranking, how sure it is, the "
        "facts with their sources, and a day to look at it again."
    )
    return w.VBox(
        [
            w.HTML(f"<h3>Save the decision</h3>{html.paragraphs(about)}"),
            w.Box(fields).add_class("advisor-row").add_class("advisor-decided"),
            w.Box(buttons).add_class("advisor-steps"),
            w.HTML(f"<h3>Load a decision</h3>{html.paragraphs(SEVERAL)}"),
            _loader(decision),
            download,
        ]
    )


def _decided(decision: Decision, while_open: WhileOpen) -> tuple[w.Dropdown, w.Text, w.Dropdown]:
    """What people decided, who they are, and the status of that; the record says no more."""
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
        # A decision that is named has been taken; the status can still be changed.
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


def _loader(decision: Decision) -> w.Widget:
    upload = w.FileUpload(accept=".json", multiple=True, description="Choose records (JSON)")
    said = w.HTML().add_class("advisor-loaded")

    def load(_change: object) -> None:
        if upload.value:
            files = upload.value
            said.value = _load(decision, files[0]) if len(files) == 1 else _hear(decision, files)
            upload.value = ()

    upload.observe(load, "value")
    return w.VBox([upload, said])


def _hear(decision: Decision, files: Sequence[Any]) -> str:
    """Take several records for the ballots of a room; one bad file changes nothing."""
    ballots = []
    for file, name in zip(files, names_of([file["name"] for file in files]), strict=True):
        try:
            ballots.append(ballot_of(decision.problem, _read(file), name))
        except InputError as error:
            return _refused(file, error)
    try:
        decision.hear(*ballots)
    except ChoiceError as error:
        return html.paragraphs(f"The ballots could not be used: {error}.", "Nothing changed.")
    heard = f"{len(ballots)} ballots, weighed together; everybody has the same say."
    return html.paragraphs(heard) + html.points(dissent(decision.ranking))


def _load(decision: Decision, file: Any) -> str:
    """Choose as a record did and say what has changed since; a bad file changes nothing."""
    try:
        record = _read(file)
        decision.restore(record["state"])
    except InputError as error:
        return _refused(file, error)
    changed = differences(record, decision.assessment)
    return html.paragraphs(f"Loaded, as it was on {record['made']}.") + html.points(changed)


def _read(file: Any) -> dict[str, Any]:
    if file["size"] > LARGEST:
        raise RecordError("not a decision record: the file is too large")
    try:
        return read_record(bytes(file["content"]).decode("utf-8"))
    except UnicodeDecodeError:
        raise RecordError("not a decision record: not UTF-8 text") from None


def _refused(file: Any, error: Exception) -> str:
    return html.paragraphs(f"{file['name']} could not be loaded: {error}.", "Nothing changed.")
