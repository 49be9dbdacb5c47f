"""The user's own measurement: loads a file and shows what it changes."""

from __future__ import annotations

from typing import Any

import ipywidgets as w
from traitlets import TraitError

from advisor.page import html
from advisor.page.widgets.live import live_html
from advisor.page.widgets.tabs import WhileOpen
from advisor.problem.measurements import UNITS, MeasurementError, from_json
from advisor.report.wording.measurements import measured
from advisor.session.decision import Decision

# A full run of fifteen frameworks has about 300 kB.
LARGEST = 20_000_000
ABOUT = (
    "Processor time, waiting, start-up and size depend on machine and versions. Measure them on "
    "yours with <code>advisor measure</code> and load the file that it writes. Links and saved "
    "decisions do not include it."
)


def can_be_measured(decision: Decision) -> bool:
    """Whether the problem has a criterion that ``advisor measure`` measures."""
    return any(UNITS.get(c.id) == c.unit for c in decision.problem.criteria)


def own_measurement(decision: Decision, told: WhileOpen) -> w.Widget:
    """Field to load a record, its effects, and a button to return to the shipped figures."""
    upload = w.FileUpload(accept=".json", description="Choose a measurement (JSON)")
    back = w.Button(description="Use the published figures")
    problem = w.HTML().add_class("advisor-loaded")

    def load(_change: object) -> None:
        if upload.value:
            problem.value = _load(decision, upload.value[0])
            upload.value = ()

    upload.observe(load, "value")
    back.on_click(lambda _button: decision.set_trait("measurement", None))
    changed = live_html(lambda: _changed(decision), told, "ranking", "measurement")

    def offer(_change: object = None) -> None:
        back.layout.display = None if decision.measurement else "none"

    offer()
    decision.observe(offer, "measurement")
    about = w.HTML(f"<p>{ABOUT}</p>")
    return w.VBox([about, upload, problem, changed, back])


def _changed(decision: Decision) -> str:
    if decision.measurement is None:
        return ""
    said = measured(decision.without_measurement(), decision.ranking)
    taken = f"Your measurement of {decision.measurement.day} is in use."
    return html.paragraphs(taken) + html.points(said)


def _load(decision: Decision, file: Any) -> str:
    """Use a file for the decision; an invalid file changes nothing and is named."""
    try:
        if file["size"] > LARGEST:
            raise MeasurementError("the file is too large")
        decision.measurement = from_json(bytes(file["content"]))
    except (MeasurementError, TraitError) as error:
        return html.paragraphs(f"{file['name']} could not be loaded: {error}.", "Nothing changed.")
    return ""
