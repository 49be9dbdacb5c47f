"""CSV tables with typed columns, read whole: every fault is kept with its place."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

Parser = Callable[[str], Any]

# A message with more names than that is not read.
MOST_LISTED = 20


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a problem folder; prints as ``file:line: column: message``."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.message}"


@dataclass(frozen=True)
class Row:
    """A record of a table; a cell that could not be parsed is missing from ``cells``."""

    line: int
    cells: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def get(self, column: str, default: Any = None) -> Any:
        """Cell of that column, or ``default`` where it could not be parsed."""
        return self.cells.get(column, default)

    def whole(self, columns: Mapping[str, Parser]) -> bool:
        """Whether every cell could be parsed."""
        return self.cells.keys() == columns.keys()


class CsvTable:
    """The rows of one CSV file, and the faults found while reading and checking it.

    A row whose first cell starts with ``#`` is a remark and is not read.

    Parameters
    ----------
    path : Path
        The file. That it is missing, not UTF-8 or without a header is a fault,
        not an exception.
    columns : mapping of str to Parser
        Name and parser of every column. A parser takes the stripped cell and
        raises `ValueError` saying what is wrong and what is allowed.
    optional : collection of str
        Columns that a file may lack; their cells then count as empty.
    needed : bool
        Whether the file must be there. One that need not be has no rows.
    """

    def __init__(
        self,
        path: Path,
        columns: Mapping[str, Parser],
        optional: Collection[str] = (),
        needed: bool = True,
    ) -> None:
        self.name = path.name
        self.columns = columns
        self.optional = optional
        self.faults: list[Fault] = []
        self.rows: list[Row] = []
        self.readable = False
        if not needed and not path.exists():
            return
        try:
            # utf-8-sig, because spreadsheets write the mark and people do not see it.
            text = path.read_text(encoding="utf-8-sig")
        except OSError:
            self.fault(1, "file", "there is no such file; it is part of every problem folder")
        except UnicodeDecodeError:
            self.fault(1, "file", "not UTF-8; save it as CSV (UTF-8)")
        else:
            self._read(text)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def whole_rows(self) -> list[Row]:
        """Rows without a faulty cell."""
        return [row for row in self.rows if row.whole(self.columns)]

    def fault(self, line: int, column: str, message: str) -> None:
        """Keep a fault of this file."""
        self.faults.append(Fault(self.name, line, column, message))

    def check_unique(self, *key: str) -> None:
        """Fault every row whose key columns repeat an earlier row's."""
        first: dict[tuple[Any, ...], int] = {}
        for row in self.rows:
            found = tuple(row.get(column) for column in key)
            if None in found:
                continue
            if found in first:
                name = " × ".join(found)
                self.fault(row.line, key[-1], f"{name} is already on line {first[found]}")
            first.setdefault(found, row.line)

    def check_reference(self, column: str, known: Sequence[str], where: str) -> None:
        """Fault every row whose cell, if any, is not one of the known ids."""
        for row in self.rows:
            cell = row.get(column)
            for found in (cell,) if isinstance(cell, str) else cell or ():
                if found and found not in known:
                    message = f"{found!r} is not in {where}; {allowed(found, known)}"
                    self.fault(row.line, column, message)

    def _read(self, text: str) -> None:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = [cell.strip() for cell in next(reader, [])]
            self.readable = self._check_header(header)
            if not self.readable:
                return
            line = reader.line_num + 1
            for record in reader:
                if any(cell.strip() for cell in record) and not record[0].startswith("#"):
                    self._read_record(line, header, record)
                line = reader.line_num + 1
        except csv.Error as error:
            self.fault(reader.line_num, "file", f"not readable as CSV: {error}")

    def _check_header(self, header: list[str]) -> bool:
        if len(header) == 1 and ";" in header[0]:
            self.fault(1, "file", "the columns are separated by ';'; save it separated by ','")
            return False
        for column in header:
            if column not in self.columns:
                hint = allowed(column, list(self.columns))
                self.fault(1, column or "(no name)", f"unknown column; {hint}")
        missing = [c for c in self.columns if c not in header and c not in self.optional]
        for column in missing:
            self.fault(1, column, "this column is missing")
        repeated = sorted({column for column in header if header.count(column) > 1})
        for column in repeated:
            self.fault(1, column, "this column is there twice")
        return not missing and not repeated

    def _read_record(self, line: int, header: list[str], record: list[str]) -> None:
        if len(record) != len(header):
            message = f"{len(record)} cells, but the header has {len(header)} columns"
            self.fault(line, "row", f"{message}; put cells that contain a comma in quotes")
            return
        cells: dict[str, Any] = {c: self.columns[c]("") for c in self.optional if c not in header}
        for column, cell in zip(header, record, strict=True):
            parse = self.columns.get(column)
            if parse is None:
                continue
            try:
                cells[column] = parse(cell.strip())
            except ValueError as error:
                self.fault(line, column, str(error))
        self.rows.append(Row(line, cells))


def allowed(found: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown name: a close match, or some of what there is."""
    close = get_close_matches(found, known, n=1)
    listed = ", ".join(known[:MOST_LISTED]) or "none"
    if len(known) > MOST_LISTED:
        listed += f" and {len(known) - MOST_LISTED} more"
    return f"did you mean {close[0]!r}? Allowed: {listed}" if close else f"allowed: {listed}"


def text(cell: str) -> str:
    """A cell that must say something."""
    if not cell:
        raise ValueError("is empty; some text is needed")
    return cell


def optional_text(cell: str) -> str:
    """A cell that may be empty."""
    return cell


def listed(cell: str) -> tuple[str, ...]:
    """Two or more texts, separated by semicolons."""
    found = tuple(part.strip() for part in cell.split(";"))
    if len(found) < 2 or not all(found) or len(set(found)) < len(found):
        raise ValueError(f"{cell!r} is no list; two or more different texts between ';' are needed")
    return found


def several(cell: str) -> tuple[str, ...]:
    """Ids separated by semicolons, or an empty cell."""
    return tuple(identifier(part.strip()) for part in cell.split(";")) if cell else ()


def identifier(cell: str) -> str:
    """A name for machines: lower case, digits, underscores."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", cell):
        raise ValueError(f"{cell!r} is no id; allowed: a-z, 0-9, '_' and '-', a letter first")
    return cell


def number(cell: str) -> float:
    """A finite number with a decimal point."""
    try:
        found = float(cell)
    except ValueError:
        hint = "; write 0.5, not 0,5" if re.fullmatch(r"-?\d+,\d+", cell) else ""
        shown = repr(cell) if cell else "an empty cell"
        raise ValueError(f"{shown} is not a number{hint}") from None
    if not math.isfinite(found):
        raise ValueError(f"{cell!r} is not allowed; a finite number is needed")
    return found


def optional_number(cell: str) -> float:
    """A finite number, or NaN for an empty cell."""
    return number(cell) if cell else math.nan


def iso_date(cell: str) -> str:
    """A day as YYYY-MM-DD, or an empty cell."""
    if not cell:
        return ""
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        raise ValueError(f"{cell!r} is not a date; write it as YYYY-MM-DD") from None


def one_of(*choices: str) -> Parser:
    """Parser of a cell that must be one of the choices."""

    def parse(cell: str) -> str:
        if cell not in choices:
            raise ValueError(f"{cell!r} is not allowed here; {allowed(cell, choices)}")
        return cell

    return parse


def between(low: float, high: float) -> Parser:
    """Parser of a number from ``low`` to ``high``."""

    def parse(cell: str) -> float:
        found = number(cell)
        if not low <= found <= high:
            raise ValueError(f"{found:g} is not allowed; {low:g} to {high:g} is")
        return found

    return parse
