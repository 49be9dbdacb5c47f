"""Reads the cells of a text table, whatever the spreadsheet or editor that saved it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from advisor.problem.tables.notation import unguarded

SEPARATORS = (",", ";", "\t", "|")
# The first line by which a file tells a spreadsheet its separator.
_SEP_LINE = re.compile(r'"?sep=([^\w"\r\n]|\\t)"?[,;\t]*(?:\r\n|\n|\r|$)', re.IGNORECASE)
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """The cells of one table as text, without empty rows, columns and remarks.

    ``records`` holds the rows with their line numbers; the first one has the names of the columns.
    ``remarks`` holds the rows that begin with ``#``, with the place of the record that follows.
    ``separator`` is the character between the columns of a text file. ``fault`` is a line and a
    sentence if the file cannot be read; ``warning`` says how a doubtful file was read.
    """

    name: str
    records: tuple[Record, ...] = ()
    separator: str = ""
    fault: tuple[int, str] | None = None
    warning: str = ""
    missing: bool = False
    remarks: tuple[Record, ...] = field(default=(), repr=False)


def decode(content: bytes) -> tuple[str, str]:
    """Text of a file and a warning if its encoding had to be guessed.

    Raises
    ------
    UnicodeDecodeError
        If the bytes are not a text in UTF-8, UTF-16 or Windows-1252.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, warning = content.decode("utf-16"), ""
    elif b"\0" in content[:200]:
        # UTF-16 without its mark: of an ordinary letter one of two bytes is zero.
        order = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        text, warning = content.decode(order), ""
    else:
        try:
            text, warning = content.decode("utf-8"), ""
        except UnicodeDecodeError as error:
            text = content.decode("cp1252")
            found = text[len(content[: error.start].decode("utf-8"))]
            warning = f"is not UTF-8 and was read as Windows-1252, so check {found!r}"
            warning += " and save the file as CSV UTF-8"
    # Some programs put a mark before each part that they append.
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    return text, warning


def read_csv(path: Path, known: Collection[str]) -> Sheet:
    """Cells of a CSV file.

    Parameters
    ----------
    path : Path
    known : collection of str
        Names that columns may have; the separator is the one that shows most of them.
    """
    if path.exists() and not path.is_file():  # reading a device or a named pipe may never end
        return Sheet(path.name, fault=(1, "this is not a regular file; a table is a CSV file"))
    try:
        text, warning = decode(path.read_bytes())
    except FileNotFoundError:
        return Sheet(path.name, missing=True)
    except OSError as error:
        return Sheet(path.name, fault=(1, f"this file cannot be opened: {error.strerror}"))
    except UnicodeDecodeError:
        return Sheet(path.name, fault=(1, "this file is not a text; save it as CSV (UTF-8)"))
    before, stated = 0, ""
    if found := _SEP_LINE.match(text):
        stated, before, text = found[1].replace("\\t", "\t"), 1, text[found.end() :]
    separator = stated or _separator(text, known)
    records: list[Record] = []
    remarks: list[Record] = []
    try:
        for line, record in _records(text, separator):
            if record[0].startswith("#"):
                remarks.append((len(records), record))
            else:
                records.append((line + before, [unguarded(cell) for cell in record]))
    except csv.Error as error:
        line, message = error.args
        fault = (line + before, f"cannot be read as CSV: {message}")
        return Sheet(path.name, fault=fault, warning=warning)
    return tidy(path.name, records, remarks, separator, warning)


def tidy(
    name: str,
    records: list[Record],
    remarks: list[Record],
    separator: str = "",
    warning: str = "",
) -> Sheet:
    """Sheet without columns that have neither a name nor content; its rows are equally long.

    Spreadsheets leave out empty cells at the end of a row, and add empty columns.
    """
    if not records:
        return Sheet(name, separator=separator, warning=warning)
    width = max(len(record) for _, record in records)
    head = [cell.strip() for cell in _padded(records[0][1], width)]
    kept = [
        column
        for column in range(width)
        if any(cell.strip() for _, record in records for cell in record[column : column + 1])
    ]
    rows = [(records[0][0], [head[column] for column in kept])]
    rows += [(line, [_padded(r, width)[c] for c in kept]) for line, r in records[1:]]
    notes = [(line, [_padded(r, width)[c] for c in kept]) for line, r in remarks]
    return Sheet(name, tuple(rows), separator, warning=warning, remarks=tuple(notes))


def _padded(record: list[str], width: int) -> list[str]:
    return [*record, *[""] * (width - len(record))]


def _separator(text: str, known: Collection[str]) -> str:
    """The separator that divides the line of names into most known ones; a comma if none does."""
    lines = (line for line in text.splitlines() if line.strip(' \t,;|"') and line.strip()[0] != "#")
    head = next(lines, "")

    def names(separator: str) -> int:
        try:
            record = next(csv.reader([head], delimiter=separator), [])
        except csv.Error:
            return 0
        return sum(cell.strip() in known for cell in record)

    return max(SEPARATORS, key=names)


def _records(text: str, separator: str) -> Iterator[Record]:
    """Rows that are not empty, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line, width = 1, 0
    try:
        for record in reader:
            # A table that was opened with another separator has whole lines in its first cells.
            whole = len(record) == 1 and separator in record[0] and record[0][0] != "#"
            if width > 1 and whole:
                record = next(csv.reader(record, delimiter=separator, strict=True))
            if any(cell.strip() for cell in record):
                width = width or len(record)
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(reader.line_num, str(error)) from None
