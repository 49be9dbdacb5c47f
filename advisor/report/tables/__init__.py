"""Results as tables: one for each chart, and further tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from numbers import Real
from typing import TYPE_CHECKING, Any

from advisor.problem.elements import isolated_runs
from advisor.problem.tables.notation import guarded

if TYPE_CHECKING:
    import pandas as pd

# A file for a spreadsheet begins with this mark; without it Excel takes UTF-8 for something else.
MARK = "\ufeff"


@dataclass(frozen=True)
class Table:
    """A table of results, which prints as text and displays in a notebook.

    Parameters
    ----------
    caption : str
    head : sequence of str
        Names of the columns; the first column names the rows.
    rows : sequence of sequence
        One cell for each column. A cell with its own markup (``__html__``) keeps it in HTML; a
        number keeps all digits in CSV and stays a number in pandas.
    empty : str
        Text that replaces a table without rows.

    Raises
    ------
    ValueError
        If the number of cells in a row differs from the number of columns.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    empty: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "head", tuple(self.head))
        object.__setattr__(self, "rows", tuple(map(tuple, self.rows)))
        for number, row in enumerate(self.rows):
            if len(row) != len(self.head):
                message = f"row {number} of {self.caption!r} has {len(row)} cells"
                raise ValueError(f"{message}; allowed: {len(self.head)}, one for each column")

    def to_html(self) -> str:
        """HTML element; cells without their own markup are escaped.

        Each cell names its column, because rows become cards in a narrow place. The element states
        its roles, because some browsers drop them in that case.
        """
        if not self.rows:
            return f"<p>{escape(self.empty)}</p>" if self.empty else ""
        head = "".join(f'<th role="columnheader" scope="col">{escape(h)}</th>' for h in self.head)
        body = "".join(f'<tr role="row">{self._html_row(row)}</tr>' for row in self.rows)
        return (
            f'<div class="table"><table role="table"><caption>{escape(self.caption)}</caption>'
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{body}</tbody></table></div>'
        )

    def to_markdown(self) -> str:
        """Markdown table without the caption."""
        if not self.rows:
            return plain(self.empty)
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join(f"| {' | '.join(plain(_text(cell)) for cell in line)} |" for line in lines)

    def to_csv(self) -> str:
        """Text of a CSV file without the caption; no cell can run as a formula."""
        text = io.StringIO()
        write = csv.writer(text, lineterminator="\n").writerow
        for row in (self.head, *self.rows):
            write([guarded(_text(cell)) for cell in row])
        return text.getvalue()

    def to_frame(self) -> pd.DataFrame:
        """Table of pandas with the names of the rows as its index."""
        import pandas as pd  # takes longer than everything else together

        cells = [[c if isinstance(c, Real) else _text(c) for c in row] for row in self.rows]
        index = pd.Index([row[0] for row in cells], name=self.head[0])
        # Columns get numbers first, because two of them may have the same name.
        frame = pd.DataFrame([row[1:] for row in cells], index, range(len(self.head) - 1))
        return frame.set_axis([*self.head[1:]], axis="columns")

    def turned(self) -> Table:
        """Transposed table; names of rows become names of columns."""
        head, *rows = zip(self.head, *self.rows, strict=True)
        return Table(self.caption, head, rows, self.empty)

    def __str__(self) -> str:
        if not self.rows:
            return self.empty
        lines = [[_line(_text(cell)) for cell in row] for row in (self.head, *self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        first, *others = widths
        return "\n".join(
            "  ".join([line[0].ljust(first), *map(str.rjust, line[1:], others)]).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def _html_row(self, row: Sequence[Any]) -> str:
        first, *others = row
        cells = [f'<th role="rowheader" scope="row">{_html(first)}</th>']
        cells += [
            f'<td role="cell" data-column="{escape(column)}"><span>{_html(cell)}</span></td>'
            for column, cell in zip(self.head[1:], others, strict=True)
        ]
        return "".join(cells)


def plain(text: str) -> str:
    """Text with escaped Markdown, because anybody may have written the problem folder."""
    for mark in "\\`*_[]|~&":
        text = text.replace(mark, f"\\{mark}")
    return _line(text).replace("<", "&lt;")


def _line(text: str) -> str:
    return " ".join(text.splitlines())


def _html(cell: Any) -> str:
    return str(cell.__html__()) if hasattr(cell, "__html__") else escape(isolated_runs(str(cell)))


def _text(cell: Any) -> str:
    return str(cell.striptags()) if hasattr(cell, "striptags") else str(cell)
