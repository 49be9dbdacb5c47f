"""Reads a spreadsheet file, CSV or Excel, into a grid of cells; formulas and macros never run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from advisor.problem.problem import InputError

# A matrix that people fill in by hand is far smaller; larger files are data of another kind.
LARGEST_FILE, LARGEST_UNPACKED = 5_000_000, 60_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 1000, 250, 20_000
EXCEL = (".xlsx", ".xlsm")
TEXT = (".csv", ".tsv", ".txt")
SEPARATORS = ",;\t|"
CURRENCY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")


class MatrixError(InputError):
    """A spreadsheet cannot be read as a decision matrix; the message says what to change."""


@dataclass(frozen=True)
class SheetCell:
    """A cell as its sheet shows it.

    Attributes
    ----------
    text : str
    number : float or None
        Number that the file stores, so that no separator has to be guessed.
    unit : str
        Unit of its number format: ``"%"`` or a currency.
    """

    text: str = ""
    number: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Grid:
    """Cells of one sheet as a rectangle, and how they were read.

    Attributes
    ----------
    rows : tuple of tuple of SheetCell
    separator : str
        Separator of the columns of a text file; empty for Excel.
    notes : tuple of str
        Sentences about what was left out or assumed.
    """

    rows: tuple[tuple[SheetCell, ...], ...]
    separator: str = ""
    notes: tuple[str, ...] = ()


def place(row: int, column: int) -> str:
    """Name of a cell as spreadsheets write it, such as ``B3``, from places that start at 0."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Letters of a column, from a place that starts at 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_grid(name: str, content: bytes, sheet: str = "") -> Grid:
    """Read a file into a grid.

    Parameters
    ----------
    name : str
        Name of the file; its ending says how to read it.
    content : bytes
    sheet : str
        Sheet of a workbook; by default the one with most filled cells.

    Raises
    ------
    MatrixError
        If the file cannot be read, is empty or is too large.
    """
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if len(content) > LARGEST_FILE:
        raise MatrixError(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB")
    if ending in EXCEL:
        grid = _from_excel(name, content, sheet)
    elif ending in TEXT:
        grid = _from_text(name, content)
    else:
        allowed = ", ".join((*EXCEL, *TEXT))
        raise MatrixError(f"{name} is not a spreadsheet that can be read; allowed: {allowed}")
    if not any(cell.text for row in grid.rows for cell in row):
        raise MatrixError(f"{name} has no filled cells")
    return grid


def _from_text(name: str, content: bytes) -> Grid:
    text, notes = _decoded(content)
    text = text.replace("\x00", "")
    lines = text.splitlines()
    named = re.fullmatch(r'"?sep=(.)"?', lines[0].strip()) if lines else None
    separator = named[1] if named else _separator(text)
    if named:  # Excel's own hint; the line stays, so that places agree with the file
        text = text.replace(lines[0], "", 1)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise MatrixError(f"{name} cannot be read as CSV: {error}") from None
    cells = [[SheetCell(_clean(cell)) for cell in row] for row in rows]
    return Grid(_rectangle(name, cells), separator, tuple(notes))


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = "The file is not UTF-8; it was read as Windows-1252, which Excel writes."
        return content.decode("cp1252", errors="replace"), [note]


def _separator(text: str) -> str:
    """The separator that splits most lines into the same number of cells, above one."""
    best, most = ",", 0.0
    for separator in SEPARATORS:
        try:
            rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
        except csv.Error:
            continue
        widths = [len(row) for row in rows[:50]]
        usual = max(set(widths), key=widths.count, default=0)
        # Wider is better only if the lines agree: a comma in remarks splits few of them.
        score = widths.count(usual) / len(widths) * min(usual, 8) if usual > 1 else 0
        if score > most:
            best, most = separator, score
    return best


def _from_excel(name: str, content: bytes, sheet: str) -> Grid:
    try:
        import openpyxl  # only a workbook needs it
    except ModuleNotFoundError:
        hint = "install it with: pip install 'backend-advisor[page]', or save the sheet as CSV"
        raise MatrixError(f"{name} needs openpyxl; {hint}") from None
    _check_archive(name, content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        sheets = {one.title: one for one in book.worksheets if one.sheet_state == "visible"}
        found = {title: _cells(name, one) for title, one in sheets.items()}
    except MatrixError:
        raise
    except Exception as error:  # openpyxl raises errors of many kinds for a damaged file
        raise MatrixError(f"{name} cannot be read as an Excel workbook: {error}") from None
    if not found:
        raise MatrixError(f"{name} has no visible sheet with cells")
    if sheet and sheet not in found:
        raise MatrixError(f"{name} has no sheet {sheet!r}; allowed: {', '.join(found)}")
    filled = {
        title: sum(bool(c.text) for row in rows for c in row) for title, rows in found.items()
    }
    title = sheet or max(filled, key=lambda one: filled[one])
    notes = []
    if others := [one for one in found if one != title and filled[one]]:
        notes.append(f"Read the sheet “{title}”; not the others: {', '.join(others)}.")
    if empty := _formulas_without_value(content, title, found[title]):
        listed = ", ".join(empty[:5]) + (" …" if len(empty) > 5 else "")
        notes.append(f"These formulas have no stored result, so their cells are empty: {listed}.")
    return Grid(_rectangle(name, found[title]), "", tuple(notes))


def _check_archive(name: str, content: bytes) -> None:
    """Refuse what is no archive, or one that unpacks to far more than a matrix."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise MatrixError(f"{name} is not an Excel workbook; save it as .xlsx") from None
    if unpacked > LARGEST_UNPACKED:
        raise MatrixError(f"{name} unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB")


def _cells(name: str, sheet: Any) -> list[list[SheetCell]]:
    rows = [[_cell(cell) for cell in row] for row in sheet.iter_rows(max_row=MOST_ROWS + 1)]
    for merged in sheet.merged_cells.ranges:
        # A merged heading over columns counts for all of them; one over rows does too.
        top = rows[merged.min_row - 1][merged.min_col - 1] if merged.min_row <= len(rows) else None
        if top is None or merged.min_row == merged.max_row:
            continue
        for row in range(merged.min_row, min(merged.max_row, len(rows))):
            rows[row][merged.min_col - 1] = top
    return rows


def _cell(cell: Any) -> SheetCell:
    value, form = cell.value, str(getattr(cell, "number_format", "") or "")
    if value is None:
        return SheetCell()
    if isinstance(value, bool):
        return SheetCell("yes" if value else "no")
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return SheetCell(value.date().isoformat() if midnight else value.isoformat(" "))
    if isinstance(value, date | time):
        return SheetCell(value.isoformat())
    if isinstance(value, int | float):
        if "%" in form:
            return SheetCell(f"{value * 100:.10g}%", float(f"{value * 100:.10g}"), "%")
        currency = CURRENCY.search(form)
        return SheetCell(f"{value:.10g}", float(value), currency[0] if currency else "")
    return SheetCell(_clean(str(value)))


def _formulas_without_value(content: bytes, title: str, cells: list[list[SheetCell]]) -> list[str]:
    """Places of formulas that no spreadsheet has computed yet."""
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(content))[title]
    return [
        place(i, j)
        for i, row in enumerate(sheet.iter_rows(max_row=len(cells)))
        for j, cell in enumerate(row)
        if cell.data_type == "f" and not cells[i][j].text
    ]


def _clean(text: str) -> str:
    """Text on one line without control characters, which no table can hold."""
    printable = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return re.sub(r"[\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", printable).strip()


def _rectangle(name: str, rows: Sequence[Sequence[SheetCell]]) -> tuple[tuple[SheetCell, ...], ...]:
    """Rows of equal length without empty ones at the end."""
    filled = [i for i, row in enumerate(rows) if any(cell.text for cell in row)]
    rows = rows[: filled[-1] + 1] if filled else ()
    width = max((j + 1 for row in rows for j, cell in enumerate(row) if cell.text), default=0)
    large = len(rows) > MOST_ROWS or width > MOST_COLUMNS or len(rows) * width > MOST_CELLS
    if large:
        raise MatrixError(
            f"{name} has {len(rows)} rows and {width} columns; "
            f"allowed: up to {MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS} cells"
        )
    return tuple((*row[:width], *[SheetCell()] * (width - len(row))) for row in rows)
