"""CSV tables with typed columns; a table collects every fault with its place."""

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

# A longer list of names would make a message unreadable.
MOST_LISTED = 20


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a problem folder; it prints as ``file:line: column: message``."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.message}"


@dataclass(frozen=True)
class Row:
    """A row of a table; ``cells`` lacks every cell that could not be parsed."""

    line: int
    cells: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def get(self, column: str, default: Any = None) -> Any:
        """Cell of that column, or ``default`` if it could not be parsed."""
        return self.cells.get(column, default)

    def whole(self, columns: Mapping[str, Parser]) -> bool:
        """Whether every cell could be parsed."""
        return self.cells.keys() == columns.keys()


class CsvTable:
    """The rows of one CSV file, and the faults found while reading and checking it.

    A row whose first cell starts with ``#`` is a comment and is skipped.

    Parameters
    ----------
    path : Path
        The file. If it is missing, is not UTF-8 or has no header, the table keeps
        a fault and raises nothing.
    columns : mapping of str to Parser
        Name and parser of every column. A parser takes the stripped cell and
        raises `ValueError`, which says what is wrong and what is allowed.
    optional : collection of str
        Columns that a file may lack; their cells are then empty.
    needed : bool
        Whether the file must exist. An optional file that is missing has no rows.
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
            self.fault(1, "file", "this file is missing; every problem folder needs it")
        except UnicodeDecodeError:
            self.fault(1, "file", "this file is not UTF-8; save it as CSV (UTF-8)")
        else:
            self._read(text)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def whole_rows(self) -> list[Row]:
        """Rows in which every cell could be parsed."""
        return [row for row in self.rows if row.whole(self.columns)]

    def fault(self, line: int, column: str, message: str) -> None:
        """Add a fault to this file."""
        self.faults.append(Fault(self.name, line, column, message))

    def check_unique(self, *key: str) -> None:
        """Add a fault for every row whose key columns repeat those of an earlier row."""
        first: dict[tuple[Any, ...], int] = {}
        for row in self.rows:
            found = tuple(row.get(column) for column in key)
            if None in found:
                continue
            if found in first:
                name = " × ".join(found)
                message = f"{name} is already on line {first[found]}; keep one of the two"
                self.fault(row.line, key[-1], message)
            first.setdefault(found, row.line)

    def check_reference(self, column: str, known: Sequence[str], where: str) -> None:
        """Add a fault for every row with a cell that is neither empty nor a known id."""
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
            self.fault(reader.line_num, "file", f"cannot be read as CSV: {error}")

    def _check_header(self, header: list[str]) -> bool:
        if len(header) == 1 and ";" in header[0]:
            self.fault(
                1, "file", "the columns are separated by ';'; save the file with ',' instead"
            )
            return False
        for column in header:
            if column not in self.columns:
                hint = allowed(column, list(self.columns))
                self.fault(1, column or "(no name)", f"unknown column; {hint}")
        missing = [c for c in self.columns if c not in header and c not in self.optional]
        for column in missing:
            self.fault(1, column, "this column is missing; add it")
        repeated = sorted({column for column in header if header.count(column) > 1})
        for column in repeated:
            self.fault(1, column, "this column appears twice; keep one")
        return not missing and not repeated

    def _read_record(self, line: int, header: list[str], record: list[str]) -> None:
        if len(record) != len(header):
            message = f"{len(record)} cells, but the header has {len(header)}"
            self.fault(line, "row", f"{message}; put a cell with a comma in it in quotes")
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
    """End of a message about an unknown name: a close match, if any, and the known names."""
    close = get_close_matches(found, known, n=1)
    listed = ", ".join(known[:MOST_LISTED]) or "none"
    if len(known) > MOST_LISTED:
        listed += f" and {len(known) - MOST_LISTED} more"
    return f"did you mean {close[0]!r}? Allowed: {listed}" if close else f"allowed: {listed}"


def text(cell: str) -> str:
    """Parse a cell that must not be empty."""
    if not cell:
        raise ValueError("is empty; some text is needed")
    return cell


def optional_text(cell: str) -> str:
    """Parse a cell that may be empty."""
    return cell


def listed(cell: str) -> tuple[str, ...]:
    """Parse two or more different texts, separated by semicolons."""
    found = tuple(part.strip() for part in cell.split(";"))
    if len(found) < 2 or not all(found) or len(set(found)) < len(found):
        needed = "write two or more different texts with ';' between them"
        raise ValueError(f"{cell!r} is not a list; {needed}")
    return found


def several(cell: str) -> tuple[str, ...]:
    """Parse ids separated by semicolons, or an empty cell."""
    return tuple(identifier(part.strip()) for part in cell.split(";")) if cell else ()


def identifier(cell: str) -> str:
    """Parse an id: lower-case letters, digits, ``_`` and ``-``, starting with a letter."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", cell):
        allowed_there = "a-z, 0-9, '_' and '-', starting with a letter"
        raise ValueError(f"{cell!r} is not an id; allowed: {allowed_there}")
    return cell


def number(cell: str) -> float:
    """Parse a finite number with a decimal point."""
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
    """Parse a finite number; an empty cell gives NaN."""
    return number(cell) if cell else math.nan


def iso_date(cell: str) -> str:
    """Parse a date as YYYY-MM-DD, or an empty cell."""
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
            raise ValueError(f"{found:g} is not allowed; allowed: {low:g} to {high:g}")
        return found

    return parse
