"""Reads and writes workbooks (.xlsx) as sheets of text; no formula and no macro is ever run."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from advisor.problem.tables.sheet import Record, Sheet, tidy

SUFFIXES = (".xlsx", ".xlsm")
# A small file can unpack to one that fills the memory.
MOST_BYTES = 100_000_000
# The most that a cell of a workbook can hold.
LONGEST_CELL = 32_767
# The days of this year have two numberings.
FIRST_YEAR = 1900
# Characters that XML cannot hold although Unicode has a place for them.
_NO_XML = re.compile("[\ufffe\uffff]")
AUTHOR = "Backend Advisor"
# Rows below the last one that drop-downs and formats cover, for rows to come.
ROWS_TO_COME = 500


class WorkbookError(ValueError):
    """A file cannot be read or written as a workbook; the message says why."""


def read_workbook(path: Path) -> dict[str, Sheet]:
    """Sheets of a workbook by their lower-case names; formulas have their stored values.

    A row that begins with ``#`` is a remark, and so is a comment on a cell: it becomes a remark
    before the row of its cell, or after the names of the columns.

    Raises
    ------
    WorkbookError
        If the file is not a workbook or is too large.
    ModuleNotFoundError
        If openpyxl is not installed.
    """
    openpyxl = _library()
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise WorkbookError(f"it unpacks to more than {MOST_BYTES // 1_000_000} MB")
            parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            computed = any(b"<f" in archive.read(part) for part in parts)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that no cell depends on
            book = openpyxl.load_workbook(path, data_only=True)
            formulas = openpyxl.load_workbook(path) if computed else None
        found = {}
        for sheet in book.worksheets:
            written = formulas[sheet.title] if formulas else None
            name = f"{path.name}/{sheet.title}"
            found[sheet.title.strip().lower()] = _sheet(name, sheet, written)
        return found
    except (WorkbookError, OSError):
        raise
    # A damaged file fails anywhere inside openpyxl, with almost any error.
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WorkbookError(f"it is damaged or no workbook: {reason[:200]}") from None


def _library() -> Any:
    try:
        import openpyxl  # only workbooks need it
    except ModuleNotFoundError:
        hint = "pip install 'backend-advisor[page]'"
        message = f"a workbook needs openpyxl; install it with: {hint}"
        raise ModuleNotFoundError(message, name="openpyxl") from None
    return openpyxl


def _sheet(name: str, sheet: Any, written: Any) -> Sheet:
    rows: dict[int, dict[int, str]] = {}
    comments: dict[int, dict[int, str]] = {}
    # Only cells that exist, for one touched cell far away makes a sheet a million rows long.
    for (line, column), cell in sorted(sheet._cells.items()):
        if cell.data_type == "e":
            message = f"cell {cell.coordinate} has the error {cell.value}; mend its formula"
            return Sheet(name, fault=(line, message))
        if cell.value is None and written is not None:
            formula = written.cell(line, column)
            if formula.data_type == "f":
                message = f"cell {cell.coordinate} has a formula without a stored value"
                hint = "open the file in a spreadsheet and save it"
                return Sheet(name, fault=(line, f"{message}; {hint}"))
        if shown := as_text(cell.value, cell.number_format):
            rows.setdefault(line, {})[column] = shown
        if cell.comment and cell.comment.text.strip():
            comments.setdefault(line, {})[column] = cell.comment.text
    records: list[Record] = []
    remarks: list[Record] = []
    about_columns: list[str] = []
    for line in sorted({*rows, *comments}):
        head = not records
        commented = _remark(comments.get(line, {}))
        if commented and not head:
            remarks.append((len(records), commented))
        if cells := rows.get(line):
            record = [cells.get(column, "") for column in range(1, max(cells) + 1)]
            if record[0].startswith("#"):
                remarks.append((len(records), record))
            elif any(cell.strip() for cell in record):
                records.append((line, record))
        if head and records:
            about_columns = commented
    if about_columns or any(place == 1 for place, _ in remarks):
        # An empty remark keeps the place, or the next one would be about the columns.
        remarks.insert(sum(place == 0 for place, _ in remarks), (1, about_columns or ["#"]))
    return tidy(name, records, remarks)


def _remark(comments: Mapping[int, str]) -> list[str]:
    """Row of a remark with the comments on the cells of one row, by column."""
    if not comments:
        return []
    cells = [comments.get(column, "") for column in range(1, max(comments) + 1)]
    return [f"# {cells[0]}" if cells[0] else "#", *cells[1:]]


def as_text(value: object, number_format: str = "General") -> str:
    """Text of a cell of a workbook or a data frame, as a table in a text file has it."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return _number(float(value), "%" in re.sub(r'"[^"]*"|\\.', "", number_format))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number(value: float, per_cent: bool) -> str:
    if value != value:
        return ""
    if per_cent:
        return f"{value * 100:.15g} %"
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


@dataclass(frozen=True)
class Column:
    """How a column of a written sheet behaves: what it holds and what it offers."""

    kind: str = "text"
    """``text``, ``number`` or ``date``."""
    choices: Sequence[str] = ()
    """Allowed words, for a drop-down."""
    ids_of: str = ""
    """Sheet whose ids the drop-down offers."""


@dataclass(frozen=True)
class Written:
    """A sheet to write: its rows, the first one with names, and the remarks between them."""

    name: str
    rows: Sequence[Sequence[str]]
    columns: Mapping[str, Column] = field(default_factory=dict)
    remarks: Sequence[Record] = ()


def write_workbook(path: Path, sheets: Iterable[Written]) -> None:
    """Write a workbook with drop-downs; remarks become comments, and no text runs as a formula.

    Raises
    ------
    WorkbookError
        If a text is too long for a cell or has a character that no workbook can hold.
    """
    book = _library().Workbook()
    book.remove(book.active)
    for written in sheets:
        _write_sheet(book.create_sheet(written.name), written)
    book.save(path)


def _write_sheet(sheet: Any, written: Written) -> None:
    from openpyxl.styles import Alignment, Font

    head = list(written.rows[0]) if written.rows else []
    above = _by_place(written.remarks)
    # The first remark below the names is about the columns, and the last one about its row.
    below_names = above.get(1, [])
    comments = {0: below_names.pop(0)} if below_names else {}
    for place in range(1, len(written.rows)):
        if above.get(place):
            comments[place] = above[place].pop()
    line = 0
    for place in range(len(written.rows) + 1):
        for remark in above.get(place, []):
            line += 1
            _write_row(sheet, line, remark, {}, head)
        if place < len(written.rows):
            line += 1
            _write_row(sheet, line, written.rows[place], written.columns if place else {}, head)
            if place == 0:
                sheet.freeze_panes = sheet.cell(line + 1, 1)
                for cell in sheet[line]:
                    cell.font = Font(bold=True)
            if place in comments:
                _comment(sheet, line, comments[place])
    for number, name in enumerate(head, 1):
        letter = sheet.cell(1, number).column_letter
        longest = max(len(row[number - 1]) for row in written.rows)
        sheet.column_dimensions[letter].width = min(longest + 2, 60)
        _behave(sheet, letter, written.columns.get(name, Column()), line)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _by_place(remarks: Iterable[Record]) -> dict[int, list[list[str]]]:
    found: dict[int, list[list[str]]] = {}
    for place, cells in remarks:
        found.setdefault(place, []).append(cells)
    return found


def _write_row(
    sheet: Any, line: int, record: Sequence[str], columns: Mapping[str, Column], head: Sequence[str]
) -> None:
    from openpyxl.utils.exceptions import IllegalCharacterError

    for number, text in enumerate(record, 1):
        if not text:
            continue
        if len(text) > LONGEST_CELL:
            message = f"the sheet {sheet.title!r} has a text of {len(text)} characters"
            raise WorkbookError(f"{message}; a cell holds up to {LONGEST_CELL}")
        kind = columns.get(head[number - 1], Column()).kind if number <= len(head) else "text"
        cell = sheet.cell(line, number)
        try:
            if _NO_XML.search(text):
                raise IllegalCharacterError
            _fill(cell, text, kind)
        except IllegalCharacterError:
            message = f"the sheet {sheet.title!r} has a text with a control character"
            raise WorkbookError(f"{message}: {text[:40]!r}") from None


def _fill(cell: Any, text: str, kind: str) -> None:
    """Write one cell: a number or a day as such if its text comes back unchanged."""
    if kind == "number" and re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]{1,2})?", text):
        number = float(text)
        # A workbook keeps fifteen digits.
        if number == float(f"{number:.15g}"):
            cell.value = number
            return
    if kind == "date":
        try:
            cell.value = date.fromisoformat(text)
        except ValueError:
            pass
        else:
            cell.number_format = "yyyy-mm-dd"
            if cell.value.year > FIRST_YEAR:
                return
    cell.value = text
    cell.data_type = "s"  # and not a formula, whatever it begins with
    cell.number_format = "@"
    # Without this mark a spreadsheet runs the text as a formula once somebody edits the cell.
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")


def _comment(sheet: Any, line: int, remark: Sequence[str]) -> None:
    from openpyxl.comments import Comment

    first = remark[0].removeprefix("#").removeprefix(" ") if remark else ""
    for number, text in enumerate([first, *remark[1:]], 1):
        if text:
            height = 40 + 18 * (len(text) // 40 + text.count("\n"))
            sheet.cell(line, number).comment = Comment(text, AUTHOR, height=height, width=300)


def _behave(sheet: Any, letter: str, column: Column, last: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    formats = {"text": "@", "date": "yyyy-mm-dd", "number": "General"}
    sheet.column_dimensions[letter].number_format = formats[column.kind]
    if not column.choices and not column.ids_of:
        return
    listed = ",".join(column.choices)
    # A list of ids is long and grows; other words than the listed ones may be right there.
    formula = f"'{column.ids_of}'!$A$2:$A${last + ROWS_TO_COME}" if column.ids_of else f'"{listed}"'
    offer = DataValidation(type="list", formula1=formula, allow_blank=True)
    offer.errorStyle = "warning" if column.ids_of else "stop"
    offer.error = f"Allowed: {listed}"[:250] if column.choices else f"An id of “{column.ids_of}”."
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{last + ROWS_TO_COME}")
