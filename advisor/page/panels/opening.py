"""What was saved is opened again: one decision goes on, several are the votes of a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as w

from advisor.page import html
from advisor.problem.problem import InputError
from advisor.ranking.choices import Ballot, ChoiceError
from advisor.ranking.group import names_of
from advisor.ranking.ranking import rank
from advisor.report import RecordError, ballot_of, differences, read_record
from advisor.report.wording.group import dissent
from advisor.session.decision import Decision
from advisor.session.link import from_query

# A record with a thousand facts has some 200 kB; anything much larger is no record.
LARGEST = 5_000_000
ONE_OR_SEVERAL = "Choose one record (JSON) to continue it, or several to combine a group’s votes."
LINKS = "Or paste a group’s links, one on each line. You can put a name before each link."


def saved_decisions(decision: Decision) -> w.Widget:
    """A field for files and one for links; one record is continued, several are combined."""
    upload = w.FileUpload(accept=".json", multiple=True, description="Open saved decisions")
    said = w.HTML().add_class("advisor-loaded")
    head = w.HTML(f"<h2>Saved decisions</h2>{html.paragraphs(ONE_OR_SEVERAL)}")

    def load(_change: object) -> None:
        if upload.value:
            files = upload.value
            said.value = _load(decision, files[0]) if len(files) == 1 else _hear(decision, files)
            upload.value = ()

    upload.observe(load, "value")
    links = w.Textarea(placeholder="Ann https://…", rows=3).add_class("advisor-links")
    combine = w.Button(description="Combine links").add_class("advisor-combine")

    def gather(_button: object) -> None:
        said.value = _hear_links(decision, links.value)

    combine.on_click(gather)
    return w.VBox([head, upload, w.HTML(html.paragraphs(LINKS)), links, combine, said])


def _hear(decision: Decision, files: Sequence[Any]) -> str:
    """Take several records for the ballots of a room; one bad file changes nothing."""
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
    if len(ballots) < 2:
        return html.paragraphs("Paste two links or more, one on each line.")
    return _combined(decision, ballots)


def _combined(decision: Decision, ballots: Sequence[Ballot]) -> str:
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
    return html.paragraphs(f"Opened, as it was on {record['made']}.") + html.points(changed)


def _read(file: Any) -> dict[str, Any]:
    if file["size"] > LARGEST:
        raise RecordError("not a decision record: the file is too large")
    try:
        return read_record(bytes(file["content"]).decode("utf-8"))
    except UnicodeDecodeError:
        raise RecordError("not a decision record: not UTF-8 text") from None


def _refused(file: Any, error: Exception) -> str:
    return html.paragraphs(f"{file['name']} could not be opened: {error}.", "Nothing changed.")
