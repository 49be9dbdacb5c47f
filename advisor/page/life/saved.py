"""Output that replaces a widget without a kernel: in saved notebooks, exports and code hosts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from unicodedata import east_asian_width

import ipywidgets as w
from IPython.display import display

from advisor.page.life.connection import KernelWatch
from advisor.problem.problem import Problem
from advisor.ranking.ranking import Ranking
from advisor.report.charts.palette import colour
from advisor.report.show import as_html, as_text, explain
from advisor.report.tables import Table
from advisor.report.wording.numbers import points
from advisor.robustness.assessment import Assessment
from advisor.session.decision import Decision

AGAIN = "This is the result from when the cell ran. Run the cell to move the sliders."
# The page of the advisor leaves out what is marked so: there the widget is always alive.
METADATA = {"backend_advisor": {"saved": True}}
# Sizes of the picture in pixels; the table next to it has further rows.
ROW, LETTER, LONGEST, BAR, MOST = 28, 8, 28, 360, 12


@dataclass(frozen=True)
class Told:
    """A result as text and as HTML."""

    text: str
    html: str


class Saved(w.VBox):
    """A piece of the page whose result stays in the notebook after the kernel has ended.

    JupyterLab does not show another form of an output whose widget is gone. The result is
    therefore a separate output, which the widget hides while it works.

    Parameters
    ----------
    children : sequence of Widget
    decision : Decision
    tell : callable
        Function that returns the result; called when the piece is displayed.
    """

    def __init__(
        self, children: Sequence[w.Widget], decision: Decision, tell: Callable[[], Told]
    ) -> None:
        self._connection, self._problem, self._tell = KernelWatch(), decision.problem, tell
        super().__init__([self._connection, *children])
        self.add_class("advisor")

    def tell_of(self, problem: Problem) -> None:
        """Name another problem as that of the saved result."""
        self._problem = problem

    def __repr__(self) -> str:  # the default lists thousands of parts
        return f"{type(self).__name__} of {self._problem.title!r}"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        told, question = self._tell(), self._problem.question or self._problem.title
        name = f"advisor-saved-{self._connection.known_as}"
        return {
            **super()._repr_mimebundle_(**kwargs),
            "text/plain": f"{question}\n\n{told.text}\n\n{AGAIN}",
            "text/html": f'<div class="{name}"><p><b>{escape(question)}</b></p>{told.html}'
            f"<p>{AGAIN}</p></div>",
        }

    def _ipython_display_(self) -> None:
        bundle = self._repr_mimebundle_()
        left = {form: bundle.pop(form) for form in ("text/plain", "text/html")}
        display({**bundle, "text/plain": self._problem.title}, raw=True)
        display(left, raw=True, metadata=METADATA)


def whole(assessment: Assessment) -> Told:
    """Verdict, a picture of the bars, and the ranking."""
    picture = _picture(assessment.ranking) if assessment.leads else ""
    return Told(as_text(assessment), as_html(assessment) + picture)


def sentences(assessment: Assessment) -> Told:
    """Only the verdict."""
    said = explain(assessment, "verdict")
    return Told(str(said), said._repr_html_())


def figures(table: Table) -> Told:
    """Only a table."""
    return Told(str(table), table.to_html())


def _picture(ranking: Ranking) -> str:
    """Bars of the scores as an image without a script, with a text alternative."""
    order = ranking.order[:MOST]
    names = [_short(ranking.name(row)) for row in order]
    left, rows, said = LETTER * max(map(_letters, names)) + 8, [], []
    for place, (row, name) in enumerate(zip(order, names, strict=True)):
        score = float(ranking.scores[row])
        top, width = place * ROW, score * BAR
        said.append(f"{name} {points(score)}")
        rows.append(
            f'<text x="{left - 8}" y="{top + 19}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{left}" y="{top + 4}" width="{width:.1f}" height="{ROW - 8}" '
            f'fill="{colour(ranking.rows[row])}"/>'
            f'<text x="{left + width + 6:.1f}" y="{top + 19}">{points(score)}</text>'
        )
    size = f'width="{left + BAR + 60}" height="{len(order) * ROW}"'
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="14">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(rows)}</svg>'
    )
    code = b64encode(image.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{code}" alt="{escape(", ".join(said))}">'


def _letters(name: str) -> int:
    return len(name) + sum(east_asian_width(letter) in "WF" for letter in name)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
