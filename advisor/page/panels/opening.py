"""What was saved is opened again: one decision goes on, several are the votes of a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import ipywidgets as w

from advisor.page import html
from advisor.page.widgets.download import Download
from advisor.page.widgets.tabs import WhileOpen
from advisor.problem.problem import InputError
from advisor.ranking.choices import Ballot, ChoiceError
from advisor.ranking.group import names_of
from advisor.ranking.ranking import rank
from advisor.report import FORMS, RecordError, ballot_of, differences, read_record, write
from advisor.report.wording import listing
from advisor.report.wording.group import dissent
from advisor.session.decision import Decision
from advisor.session.link import from_query

# A record with a thousand facts has some 200 kB; anything much larger is no record.
LARGEST = 5_000_000
VOTE = "A vote is a record with your name. A group combines the votes of its members."
ONE_OR_SEVERAL = (
    "Choose one record (JSON) to continue it, or several to combine a group’s votes. Once there is "
    "a group, each vote that you choose joins it."
)
LINKS = "Or paste a group’s links, one on each line. You can put a name before each link."
NAMELESS = "A vote needs your name: enter it first."
KEPT_HERE = (
    "The address holds no ballots. This tab keeps them until you close it, and a decision record "
    "keeps them for good."
)


def saved_decisions(decision: Decision, while_open: WhileOpen) -> w.Widget:
    """A vote to save, and fields for files and links; one is continued, several are combined."""
    upload = w.FileUpload(accept=".json", multiple=True, description="Open saved decisions")
    said = w.HTML().add_class("advisor-loaded")
    head = w.HTML(f"<h2>Saved decisions</h2>{html.paragraphs(ONE_OR_SEVERAL)}")

    def load(_change: object) -> None:
        if upload.value:
            files = upload.value
            said.value = _take(decision, files)
            upload.value = ()

    upload.observe(load, "value")
    links = w.Textarea(placeholder="Ann https://…", rows=3).add_class("advisor-links")
    combine = w.Button(description="Combine links").add_class("advisor-combine")

    def gather(_button: object) -> None:
        said.value = _hear_links(decision, links.value)

    combine.on_click(gather)
    opened = [head, upload, w.HTML(html.paragraphs(LINKS)), links, combine, said]
    return w.VBox([*_vote(decision), *opened, _group(decision, while_open, said)])


def _vote(decision: Decision) -> list[w.Widget]:
    """A field for the name, which stays filled in, and a button that saves the vote."""
    name = w.Text(description="Your name", layout=w.Layout(width="auto")).add_class("vote-name")
    button = w.Button(description="Save my vote").add_class("save-vote")
    saved, download = w.HTML().add_class("advisor-loaded"), Download()

    def save(_button: object) -> None:
        if not name.value.strip():
            saved.value = html.paragraphs(NAMELESS)
            return
        made = date.today()
        file = record_name(decision, made, "json", name.value)
        text = write(decision.assessment, "json", made, name=name.value)
        download.save(file, FORMS["json"][1], text)
        saved.value = html.paragraphs(f"Saved as {file}.")

    button.on_click(save)
    head = w.HTML(f"<h2>Your vote</h2>{html.paragraphs(VOTE)}")
    field = w.Box([name]).add_class("advisor-row").add_class("advisor-decided")
    return [head, field, button, saved, download]


def record_name(decision: Decision, made: date, form: str, voter: str = "") -> str:
    """Name of the file of a record; that of a vote has the name of the voter."""
    parts = ["decision", decision.problem.id, re.sub(r"\W+", "_", voter).strip("_")]
    return f"{'-'.join(filter(None, [*parts, made.isoformat()]))}.{form}"


def _group(decision: Decision, while_open: WhileOpen, said: w.HTML) -> w.Widget:
    """What the ballots say, as long as there are some, and a button that drops them."""
    told = w.HTML()
    button = w.Button(
        description="Start over", tooltip="Drop all ballots and the weights that they gave"
    ).add_class("advisor-start-over")
    part = w.VBox([told, button])

    def show(_change: object = None) -> None:
        part.layout.display = button.layout.display = None if decision.ballots else "none"
        heard = f"{len(decision.ballots)} ballots, weighed together; everybody has the same say."
        told.value = (
            html.paragraphs(heard, KEPT_HERE) + html.points(dissent(decision.ranking))
            if decision.ballots
            else ""
        )

    def start_over(_button: object) -> None:
        decision.choices = decision.choices.but(ballots=(), weights={})
        said.value = html.paragraphs("There is no group any more. Undo brings it back.")

    show()
    while_open.observe(show, ["ranking", "ballots"])
    button.on_click(start_over)
    return part


def _take(decision: Decision, files: Sequence[Any]) -> str:
    """Open one record, or take records for ballots of a group; a bad file changes nothing."""
    if len(files) > 1:
        return _hear(decision, files)
    if not decision.ballots:
        return _load(decision, files[0])
    try:
        group = bool(_read(files[0])["state"].get("ballots"))
    except InputError as error:
        return _refused(files[0], error)
    return _load(decision, files[0]) if group else _hear(decision, files)


def _hear(decision: Decision, files: Sequence[Any]) -> str:
    """Take records for ballots; one bad file changes nothing."""
    ballots = []
    for file, name in zip(files, names_of([file["name"] for file in files]), strict=True):
        try:
            ballots.append(ballot_of(decision.problem, _read(file), name))
        except InputError as error:
            return _refused(file, error)
    return _combined(decision, ballots)


def _hear_links(decision: Decision, text: str) -> str:
    """Take a link on each line for a ballot; one that is not read as a whole changes nothing."""
    ballots = []
    for number, line in enumerate(filter(None, map(str.split, text.splitlines())), 1):
        *name, link = line
        found = from_query(decision.problem, link.partition("?")[2])
        if "://" not in link or found.notice:
            problem = found.notice or f"“{link[:40]}” is no link."
            return html.paragraphs(f"Line {number}: {problem}", "Nothing changed.")
        ranking = rank(decision.problem, found.choices)
        who = " ".join(name).rstrip(":") or f"Person {number}"
        ballots.append(Ballot(who, ranking.raw_weights))
    if len(ballots) + len(decision.ballots) < 2:
        return html.paragraphs("Paste two links or more, one on each line.")
    return _combined(decision, ballots)


def _combined(decision: Decision, ballots: Sequence[Ballot]) -> str:
    """Add ballots to the group; those that it has already are named and not counted twice."""
    known = [ballot for ballot in ballots if ballot in decision.ballots]
    new = [ballot for ballot in ballots if ballot not in known]
    if new:
        try:
            decision.hear(*decision.ballots, *new)
        except ChoiceError as error:
            return html.paragraphs(f"The ballots could not be used: {error}.", "Nothing changed.")
    added = f"Added: {listing([ballot.name for ballot in new])}." if new else ""
    names = listing([ballot.name for ballot in known])
    return html.paragraphs(added, f"The group has these ballots already: {names}." if known else "")


def _load(decision: Decision, file: Any) -> str:
    """Choose as a record did and say what has changed since; a bad file changes nothing."""
    try:
        record = _read(file)
        decision.restore(record["state"])
    except InputError as error:
        return _refused(file, error)
    changed = differences(record, decision.assessment)
    group = f" with its {len(decision.ballots)} ballots" if decision.ballots else ""
    return html.paragraphs(f"Opened{group}, as it was on {record['made']}.") + html.points(changed)


def _read(file: Any) -> dict[str, Any]:
    if file["size"] > LARGEST:
        raise RecordError("not a decision record: the file is too large")
    try:
        return read_record(bytes(file["content"]).decode("utf-8"))
    except UnicodeDecodeError:
        raise RecordError("not a decision record: not UTF-8 text") from None


def _refused(file: Any, error: Exception) -> str:
    return html.paragraphs(f"{file['name']} could not be opened: {error}.", "Nothing changed.")
