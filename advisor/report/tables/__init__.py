"""Results as tables: the twin of each chart, and what has no chart."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# What a spreadsheet would run as a formula, unless it is a number.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+\-−]?[\d.,]+([eE][+\-]?\d+)?\s*%?")


@dataclass(frozen=True)
class Table:
    """A table as it is printed; shows itself in a notebook and prints as text.

    Parameters
    ----------
    caption : str
    head : sequence of str
        Names of the columns; the first column names the rows.
    rows : iterable of sequence
        A cell for each column. One with markup of its own (``__html__``) keeps it in HTML.
    empty : str
        What stands in its place where there is no row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    empty: str

    def __init__(
        self, caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]], empty: str = ""
    ) -> None:
        object.__setattr__(self, "empty", empty)
        object.__setattr__(self, "caption", caption)
        object.__setattr__(self, "head", tuple(head))
        object.__setattr__(self, "rows", tuple(tuple(row) for row in rows))

    def to_html(self) -> str:
        """Element for a page; whatever has no markup of its own is escaped.

        Each cell names its column, because in a narrow place the rows become cards; the roles
        are said, because some browsers forget them then.
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
        """Table of Markdown, without the caption."""
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join(f"| {' | '.join(plain(_text(cell)) for cell in line)} |" for line in lines)

    def to_csv(self) -> str:
        """Text of a CSV file, without the caption; no cell can run as a formula."""
        text = io.StringIO()
        write = csv.writer(text, lineterminator="\n").writerow
        write(self.head)
        for row in self.rows:
            write([_harmless(_text(cell)) for cell in row])
        return text.getvalue()

    def to_frame(self) -> pd.DataFrame:
        """Table of pandas, with the rows' names as index."""
        import pandas as pd  # costs more than everything else together

        names, *_ = self.head
        frame = pd.DataFrame([[_text(c) for c in row] for row in self.rows], columns=[*self.head])
        return frame.set_index(names)

    def __str__(self) -> str:
        if not self.rows:
            return self.empty
        lines = [self.head, *([_text(cell) for cell in row] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        first, *others = widths
        return "\n".join(
            "  ".join([line[0].ljust(first), *map(str.rjust, line[1:], others)]).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def _html_row(self, row: tuple[Any, ...]) -> str:
        first, *others = row
        cells = [f'<th role="rowheader" scope="row">{_html(first)}</th>']
        cells += [
            f'<td role="cell" data-column="{escape(column)}"><span>{_html(cell)}</span></td>'
            for column, cell in zip(self.head[1:], others, strict=True)
        ]
        return "".join(cells)


def plain(text: str) -> str:
    """Text that is no markup of Markdown, whoever wrote it into the problem folder."""
    for mark in "\\`*_[]|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ").replace("<", "&lt;")


def _html(cell: Any) -> str:
    return str(cell.__html__()) if hasattr(cell, "__html__") else escape(str(cell))


def _text(cell: Any) -> str:
    return str(cell.striptags()) if hasattr(cell, "striptags") else str(cell)


def _harmless(text: str) -> str:
    formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula else text
