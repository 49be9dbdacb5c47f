"""“Bring a spreadsheet”: a file becomes another decision, which opens here or is saved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import ipywidgets as w

from advisor.page import html
from advisor.page.sidebar.chips import Chips, chip
from advisor.page.widgets.download import Download
from advisor.page.widgets.tabs import WhileOpen, fold
from advisor.problem.new.grid import MatrixError
from advisor.problem.new.matrix import DecisionMatrix, Doubt, Hints, answered, matrix_of
from advisor.problem.problem import Problem
from advisor.ranking.ranking import rank
from advisor.report.tables.matrix import about, differences_explained, own_order, understood
from advisor.session.decision import Decision

TITLE = "Bring a spreadsheet"


class Brought(NamedTuple):
    """A file with the answers to the questions about it."""

    name: str
    content: bytes
    hints: Hints


# Opens another decision in the place of this one, and keeps the file that it comes from.
Open = Callable[[Problem, Brought], None]
WHAT = (
    "Decide something else: choose a spreadsheet with your options and criteria (.xlsx, .csv). You "
    "see what the page understood before anything opens. The file is not kept."
)
DECIMALS = {".": "1,200 is 1200", ",": "1,200 is 1.2"}
FOLDER = "Unpack the folder and serve it with: advisor serve --data {}"
FROM_FILE = (
    "This decision comes from {}. No link holds it: to keep it, save its folder under “Bring a "
    "spreadsheet”. Reload the page, or run the cell again, to return."
)


def spreadsheet(decision: Decision, opening: Open, brought: Brought | None = None) -> w.Widget:
    """A fold with a field for a file, what was understood of it, and what can be done with it.

    Parameters
    ----------
    decision : Decision
        Decision of the page, which stays as it is until another one opens.
    opening : callable
        Opens another problem in the place of this one.
    brought : Brought, optional
        File that the decision of the page comes from.
    """
    return fold(decision, partial(_panel, opening, brought), TITLE).add_class("advisor-fold")


def _panel(opening: Open, brought: Brought | None, _while_open: WhileOpen) -> w.Widget:
    return Spreadsheet(opening, brought)


class Spreadsheet(w.VBox):
    """The field and, once a file is chosen, what was understood of it.

    Parameters
    ----------
    opening : callable
    brought : Brought, optional
        File that is shown at the start.
    """

    def __init__(self, opening: Open, brought: Brought | None = None) -> None:
        self._opening, self._file = opening, brought or Brought("", b"", Hints())
        self._upload = w.FileUpload(
            accept=".xlsx,.xlsm,.csv,.tsv", description="Choose a spreadsheet"
        )
        self._upload.observe(self._take, "value")
        self._said = w.HTML().add_class("advisor-loaded")
        self._below, self._download = w.VBox(), Download()
        super().__init__(
            [w.HTML(html.paragraphs(WHAT)), self._upload, self._said, self._below, self._download]
        )
        self.add_class("advisor-spreadsheet")
        if brought:
            self._show()

    def _take(self, _change: object) -> None:
        if self._upload.value:
            file = self._upload.value[0]
            self._upload.value = ()
            self._file = Brought(file["name"], bytes(file["content"]), Hints())
            self._show()

    def _show(self) -> None:
        """Read the file with the answers so far, and show what was understood."""
        self._below.children = ()
        try:
            matrix = matrix_of(*self._file)
        except MatrixError as error:
            self._said.value = html.paragraphs(f"{error}.", "Nothing changed.")
            return
        self._said.value = understood(matrix).to_html() + html.points(about(matrix))
        questions = [self._question(doubt) for doubt in matrix.doubts]
        if all(doubt.proposal for doubt in matrix.doubts):
            self._below.children = [*questions, *self._offers(matrix)]
        else:
            self._below.children = questions

    def _question(self, doubt: Doubt) -> Chips:
        """Chips with the answers to a question; the proposal is chosen already."""
        names = DECIMALS if doubt.about == "decimal" else {}
        chips = [chip(choice, names.get(choice, choice.capitalize())) for choice in doubt.choices]
        picker = Chips(chips, label=doubt.question)
        picker.value = doubt.proposal

        def answer(change: dict[str, Any]) -> None:
            # A click on the proposal takes it away from the chips, but it agrees with it.
            if said := change["new"] or doubt.proposal:
                self._answer(doubt, said)

        picker.observe(answer, "value")
        picker.add_class("advisor-doubt")
        return picker

    def _answer(self, doubt: Doubt, said: str) -> None:
        self._file = self._file._replace(hints=answered(self._file.hints, doubt, said))
        self._show()

    def _offers(self, matrix: DecisionMatrix) -> list[w.Widget]:
        """A direction to reverse, the owner's order next to the ranking, and two buttons."""
        problem = matrix.problem()
        ranking = rank(problem)
        compared = own_order(matrix, ranking).to_html()
        explained = html.points(differences_explained(matrix, ranking))
        here = w.Button(description="Open it on this page").add_class("advisor-bring")
        here.on_click(lambda _button: self._opening(problem, self._file))
        save = w.Button(description="Save as a folder (ZIP)").add_class("advisor-zip")
        said = w.HTML()

        def download(_button: object) -> None:
            self._download.save(f"{problem.id}.zip", "application/zip", zipped(matrix, problem.id))
            said.value = html.paragraphs(FOLDER.format(problem.id))

        save.on_click(download)
        buttons = w.Box([here, save]).add_class("advisor-steps")
        return [self._reversal(matrix), w.HTML(compared + explained), buttons, said]

    def _reversal(self, matrix: DecisionMatrix) -> w.Widget:
        """A menu with a button that reverses the direction of a criterion."""
        turned = [one for one in matrix.scored if one.kind != "signs"]
        names = [(f"{one.name}: {one.direction} is better", one.name) for one in turned]
        menu = w.Dropdown(options=names, description="Wrong way?", layout=w.Layout(width="auto"))
        button = w.Button(description="Reverse").add_class("advisor-reverse")

        def reverse(_button: object) -> None:
            one = next(c for c in turned if c.name == menu.value)
            other = "lower" if one.direction == "higher" else "higher"
            doubt = Doubt(one.name, "", ("higher", "lower"), one.direction)
            self._answer(doubt, other)

        button.on_click(reverse)
        return w.Box([menu, button] if turned else []).add_class("advisor-steps")


def zipped(matrix: DecisionMatrix, name: str) -> bytes:
    """Folder of a matrix as a ZIP archive."""
    content = io.BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(content, "w") as archive:
        for path in sorted(matrix.save(Path(folder, name)).iterdir()):
            archive.write(path, f"{name}/{path.name}", zipfile.ZIP_DEFLATED)
    return content.getvalue()
