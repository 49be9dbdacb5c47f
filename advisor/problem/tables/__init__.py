"""Tables with typed columns; a table collects every fault with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from advisor.problem.tables.notation import (
    POINT,
    Quantity,
    decimal_mark,
    plain_figure,
    read_date,
    read_number,
)
from advisor.problem.tables.sheet import Sheet

Parser = Callable[..., Any]

# What people write into a cell when they do not know its number.
NOT_KNOWN = ("n/a", "na", "n.a.", "k.a.", "-", "–", "—", "?", "tbd", "unknown", "none")
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


class TypedTable:
    """The rows of one table, and the faults found while reading and checking it.

    A row whose first cell starts with ``#`` is a remark and is skipped.

    Parameters
    ----------
    sheet : Sheet
        The cells as text. If the table is missing, cannot be read or has no header, it keeps a
        fault and raises nothing.
    columns : mapping of str to Parser
        Name and parser of every column. A parser takes the stripped cell, and the decimal mark of
        the table if it reads numbers. It raises `ValueError`, which says what is wrong and what is
        allowed.
    optional : collection of str
        Columns that a table may lack; their cells are then empty.
    needed : bool
        Whether the table must exist. An optional one that is missing has no rows.
    """

    def __init__(
        self,
        sheet: Sheet,
        columns: Mapping[str, Parser],
        optional: Collection[str] = (),
        needed: bool = True,
    ) -> None:
        self.name = sheet.name
        self.columns = columns
        self.optional = optional
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.rows: list[Row] = []
        self.readable = False
        if sheet.warning:
            self.warn(1, "file", sheet.warning)
        if sheet.fault:
            self.fault(sheet.fault[0], "file", sheet.fault[1])
        elif not sheet.missing:
            self._read(sheet)
        elif needed:
            self.fault(1, "file", "this file is missing; every problem folder needs it")

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def whole_rows(self) -> list[Row]:
        """Rows in which every cell could be parsed."""
        return [row for row in self.rows if row.whole(self.columns)]

    def fault(self, line: int, column: str, message: str) -> None:
        """Add a fault to this file."""
        self.faults.append(Fault(self.name, line, column, message))

    def warn(self, line: int, column: str, message: str) -> None:
        """Add a warning to this file; the file can be used all the same."""
        self.warnings.append(Fault(self.name, line, column, message))

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

    def _read(self, sheet: Sheet) -> None:
        (line, header), *records = sheet.records or [(1, [])]
        self.readable = self._check_header(line, header, records)
        if not self.readable:
            return
        numbers = [c for c, name in enumerate(header) if counts(self.columns.get(name))]
        mark = decimal_mark(sheet.separator, (r[c] for _, r in records for c in numbers))
        for line, record in records:
            self._read_record(line, header, record, mark)

    def _check_header(
        self, line: int, header: list[str], records: Sequence[tuple[int, list[str]]]
    ) -> bool:
        nameless = "" in header and len(header) > 1
        for column in header:
            if column not in self.columns and (column or not nameless):
                hint = allowed(column, list(self.columns))
                self.fault(line, column or "(no name)", f"unknown column; {hint}")
        missing = [c for c in self.columns if c not in header and c not in self.optional]
        for column in missing:
            self.fault(line, column, "this column is missing; add it")
        repeated = sorted({column for column in header if column and header.count(column) > 1})
        for column in repeated:
            self.fault(line, column, "this column appears twice; keep one")
        if nameless and not missing:
            self._check_nameless(header, records)
        return not missing and not repeated

    def _check_nameless(self, header: list[str], records: Sequence[tuple[int, list[str]]]) -> None:
        """Add a fault for every row with content in a column without a name."""
        for line, record in records:
            beyond = [c for name, c in zip(header, record, strict=True) if not name and c.strip()]
            if beyond:
                named = sum(map(bool, header))
                message = f"{beyond[0][:40]!r} is in no column, for the header has {named} names"
                hint = "put a cell with a separator in it in quotes, or remove it"
                self.fault(line, "row", f"{message}; {hint}")

    def _read_record(self, line: int, header: list[str], record: list[str], mark: str) -> None:
        cells: dict[str, Any] = {c: self.columns[c]("") for c in self.optional if c not in header}
        for column, cell in zip(header, record, strict=True):
            parse = self.columns.get(column)
            if parse is None:
                continue
            try:
                said = (cell.strip(), mark) if _follows(parse) else (cell.strip(),)
                cells[column] = parse(*said)
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


def figure(cell: str, mark: str = POINT) -> str:
    """Parse a cell that is a word or a number; a decimal comma becomes a point."""
    return plain_figure(cell, mark)


def needed_figure(cell: str, mark: str = POINT) -> str:
    """Parse a word or a number as in `figure`; the cell must not be empty."""
    return figure(text(cell), mark)


def listed(cell: str, mark: str = POINT) -> tuple[str, ...]:
    """Parse two or more different texts, separated by semicolons."""
    found = tuple(figure(part.strip(), mark) for part in cell.split(";"))
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


def quantity(cell: str, mark: str = POINT) -> float:
    """Parse a finite number, which may have its unit: ``80 %``, ``€ 310``."""
    found = read_number(cell, mark)
    if not math.isfinite(found):
        raise ValueError(f"{cell!r} is not allowed; a finite number is needed")
    return found if found.unit else float(found)


def optional_quantity(cell: str, mark: str = POINT) -> float:
    """Parse a finite number, which may have its unit; an empty cell gives NaN."""
    if not cell:
        return math.nan
    if cell.casefold() in NOT_KNOWN:
        raise ValueError(f"{cell!r} is not a number; leave the cell empty if nobody knows")
    if re.fullmatch(r"[~≈<>≤≥].*|.*\d\s*(?:[-–—]|to|bis|\.\.)\s*\d.*", cell):
        raise ValueError(f"{cell!r} is not one number; put the ends of a range into low and high")
    return quantity(cell, mark)


def number(cell: str, mark: str = POINT) -> float:
    """Parse a finite number without a unit."""
    found = quantity(cell, mark)
    if isinstance(found, Quantity):
        raise ValueError(f"{cell!r} has a unit, but a number alone is needed here")
    return found


def optional_share(cell: str, mark: str = POINT) -> float:
    """Parse a number up to 1, which may be in per cent; an empty cell gives NaN."""
    if not cell:
        return math.nan
    found = quantity(cell, mark)
    if isinstance(found, Quantity) and found.unit != "%":
        return number(cell, mark)
    return found / 100 if isinstance(found, Quantity) else found


def iso_date(cell: str) -> str:
    """Parse a date as YYYY-MM-DD or as a spreadsheet writes it, or an empty cell."""
    return read_date(cell).isoformat() if cell else ""


@dataclass(frozen=True)
class OneOf:
    """Parser of a cell that must be one of the choices."""

    choices: tuple[str, ...]

    def __call__(self, cell: str) -> str:
        """Parse a cell."""
        if cell not in self.choices:
            raise ValueError(f"{cell!r} is not allowed here; {allowed(cell, self.choices)}")
        return cell


@dataclass(frozen=True)
class Between:
    """Parser of a number from ``low`` to ``high``, which may be in per cent of ``high``."""

    low: float
    high: float

    def __call__(self, cell: str, mark: str = POINT) -> float:
        """Parse a cell."""
        found = quantity(cell, mark)
        if isinstance(found, Quantity):
            found = found * self.high / 100 if found.unit == "%" else number(cell, mark)
        if not self.low <= found <= self.high:
            raise ValueError(f"{found:g} is not allowed; allowed: {self.low:g} to {self.high:g}")
        return found


def counts(parse: Parser | None) -> bool:
    """Whether the cells of a parser are numbers, which show the decimal mark of their table."""
    numbers = (number, quantity, optional_quantity, optional_share)
    return isinstance(parse, Between) or parse in numbers


def _follows(parse: Parser) -> bool:
    """Whether a parser needs the decimal mark of its table."""
    return counts(parse) or parse in (figure, needed_figure, listed)
