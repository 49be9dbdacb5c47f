"""Where a problem is read from: a folder of text files, a workbook, or data frames in memory."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from advisor.problem.problem import InputError
from advisor.problem.tables import Fault, allowed
from advisor.problem.tables.sheet import Record, Sheet, decode, read_csv, tidy
from advisor.problem.tables.workbook import SUFFIXES, WorkbookError, as_text, read_workbook

SETTINGS, TEXTS = "problem", "texts"
# A setting that is yes or no; a sheet holds the word.
YES_NO = {"true": True, "false": False}
# Columns of the sheets that stand for problem.toml and for the texts of a folder.
SETTING_COLUMNS, TEXT_COLUMNS = ("setting", "value"), ("file", "text")


@dataclass(frozen=True)
class ProblemSettings:
    """The settings of a problem: what ``problem.toml`` holds, and where each key stands.

    ``remarks`` holds the remark before a key.
    """

    name: str
    found: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)

    def line(self, *keys: str) -> int:
        """Line of a key, which follows the name of its table if it is in one; 1 if unknown."""
        return self.lines.get(".".join(keys), 1)


class Origin(Protocol):
    """A problem as it is stored."""

    name: str

    def sheet(self, name: str, known: Collection[str]) -> Sheet:
        """Cells of a table such as ``criteria``; ``known`` are the names of its columns."""

    def settings(self) -> ProblemSettings:
        """What ``problem.toml`` holds."""

    def text(self, name: str) -> str:
        """A text that a source points to; raises `OSError` or `ValueError` if there is none."""

    def extra(self, known: Collection[str]) -> list[Fault]:
        """Doubts about tables with other names than the known ones."""

    def said(self, fault: Fault) -> Fault:
        """A fault in the words of this form of storage."""


class Folder:
    """A folder with ``problem.toml`` and tables as text files."""

    def __init__(self, path: Path) -> None:
        self.name, self.path = str(path), path

    def sheet(self, name: str, known: Collection[str]) -> Sheet:
        """Cells of a table."""
        return read_csv(self.path / f"{name}.csv", known)

    def settings(self) -> ProblemSettings:
        """What ``problem.toml`` holds."""
        name = f"{SETTINGS}.toml"
        try:
            content = decode((self.path / name).read_bytes())[0]
            found = tomllib.loads(content)
        # A number with thousands of digits and deep nesting are errors of their own.
        except (OSError, ValueError, RecursionError) as error:
            place = re.search(r"line (\d+)", str(error))
            line = int(place.group(1)) if place else 1
            why = "it is nested too deeply" if isinstance(error, RecursionError) else error
            fault = Fault(name, line, "file", f"cannot be read as TOML: {why}")
            return ProblemSettings(name, faults=(fault,))
        lines, remarks = _keys_of(content)
        return ProblemSettings(name, found, lines, remarks=remarks)

    def text(self, name: str) -> str:
        """A UTF-8 text inside the folder."""
        path = (self.path / name).resolve()
        if not path.is_relative_to(self.path.resolve()):
            raise ValueError(f"{name!r} is outside the folder")
        if not path.is_file():  # reading a device or a named pipe may never end
            raise ValueError(f"{name!r} is not a regular file")
        return path.read_text(encoding="utf-8-sig")

    def extra(self, known: Collection[str]) -> list[Fault]:
        """None: a folder may hold other files."""
        return []

    def said(self, fault: Fault) -> Fault:
        """The fault as it is."""
        return fault


def _keys_of(content: str) -> tuple[dict[str, int], dict[str, str]]:
    """Line of each key of a TOML text, and the remark before it."""
    lines: dict[str, int] = {}
    remarks: dict[str, str] = {}
    table, remark = "", []
    for number, line in enumerate(content.splitlines(), 1):
        text = line.strip()
        if text.startswith("#"):
            remark.append(text[1:].removeprefix(" "))
        elif header := re.match(r"\[\s*([\w-]+)\s*\]", text):
            table = header[1] + "."
        elif key := re.match(r"""["']?([^"'=]+?)["']?\s*=""", text):
            lines.setdefault(table + key[1], number)
            if remark:
                remarks.setdefault(table + key[1], "\n".join(remark))
            remark = []
    return lines, remarks


class _Sheets:
    """Sheets that are in memory already, by lower-case name."""

    name: str
    sheets: Mapping[str, Sheet]

    def sheet(self, name: str, known: Collection[str]) -> Sheet:
        """Cells of a table."""
        return self.sheets.get(name) or Sheet(f"{self.name}/{name}", missing=True)

    def settings(self) -> ProblemSettings:
        """Settings, of which each row of the sheet holds one; a point follows a table's name."""
        sheet = self.sheet(SETTINGS, SETTING_COLUMNS)
        if sheet.missing or sheet.fault:
            line, message = sheet.fault or (1, "this sheet is missing; every problem needs it")
            return ProblemSettings(sheet.name, faults=(Fault(sheet.name, line, "sheet", message),))
        (line, head), *rows = sheet.records or [(1, [])]
        if not {*SETTING_COLUMNS} <= {*head}:
            message = f"the columns are needed: {', '.join(SETTING_COLUMNS)}"
            return ProblemSettings(sheet.name, faults=(Fault(sheet.name, line, "sheet", message),))
        found: dict[str, Any] = {}
        lines: dict[str, int] = {}
        faults = []
        for line, record in rows:
            key, value = (record[head.index(column)].strip() for column in SETTING_COLUMNS)
            table, _, inner = key.rpartition(".")
            holder = found.setdefault(table, {}) if table else found
            if key in lines or not isinstance(holder, dict):
                faults.append(Fault(sheet.name, line, key, "this setting appears twice; keep one"))
                continue
            holder[inner] = YES_NO.get(value.lower(), value)
            lines[key] = line
        remarks = {}
        for place, cells in sheet.remarks:
            if 0 < place < len(sheet.records):
                key = sheet.records[place][1][head.index(SETTING_COLUMNS[0])].strip()
                remarks[key] = cells[0].removeprefix("#").removeprefix(" ")
        return ProblemSettings(sheet.name, found, lines, tuple(faults), remarks)

    def text(self, name: str) -> str:
        """A text, of which each row of the sheet holds a line."""
        sheet = self.sheets.get(TEXTS, Sheet(TEXTS))
        (_, head), *rows = sheet.records or [(1, [])]
        if not {*TEXT_COLUMNS} <= {*head}:
            raise ValueError("there are no texts")
        file, text = map(head.index, TEXT_COLUMNS)
        lines = [record[text] for _, record in rows if record[file].strip() == name]
        if not lines:
            raise ValueError(f"there is no text {name!r}")
        return "\n".join(lines)

    def extra(self, known: Collection[str]) -> list[Fault]:
        """A doubt about each sheet that is read as nothing, for its name may be misspelt."""
        unread = [s for name, s in self.sheets.items() if name not in {*known, SETTINGS, TEXTS}]
        said = "is no table of a problem and was not read"
        return [
            Fault(sheet.name, 1, "sheet", f"the sheet “{sheet.name.rpartition('/')[2]}” {said}")
            for sheet in unread
        ]

    def said(self, fault: Fault) -> Fault:
        """A fault that speaks of sheets and not of files."""
        message = re.sub(r"\b([a-z]+)\.(?:csv|toml)\b", r"the sheet “\1”", fault.message)
        message = message.replace("every problem folder needs it", "every problem needs it")
        message = message.replace("this file", "this sheet")
        column = "sheet" if fault.column == "file" else fault.column
        return Fault(fault.file, fault.line, column, message)


class Workbook(_Sheets):
    """A workbook with a sheet for each table, one for the settings and one for texts."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.sheets = read_workbook(path)


class Frames(_Sheets):
    """Tables in memory: data frames, or lists with a mapping for each row.

    Parameters
    ----------
    tables : mapping of str to object
        Tables by name, without an ending: ``criteria``. ``problem`` is a mapping with what
        ``problem.toml`` holds, and ``texts`` maps the names of texts to texts.
    known : collection of str
        Allowed names of tables.
    """

    def __init__(self, tables: Mapping[str, Any], known: Collection[str]) -> None:
        self.name = "tables"
        names = [*known, SETTINGS, TEXTS]
        sheets = {}
        for name, table in tables.items():
            if name not in names:
                raise InputError(f"there is no table {name!r}; {allowed(str(name), names)}")
            if name == SETTINGS and isinstance(table, Mapping):
                rows: Sequence[Sequence[Any]] = [SETTING_COLUMNS, *flat(table)]
            elif name == TEXTS and isinstance(table, Mapping):
                lines = [(file, line) for file, text in table.items() for line in text.split("\n")]
                rows = [TEXT_COLUMNS, *lines]
            else:
                rows = _rows_of(name, table)
            records: list[Record] = [
                (line, [as_text(cell) for cell in row]) for line, row in enumerate(rows, 1)
            ]
            whole = [(line, r) for line, r in records if any(r) and not r[0].startswith("#")]
            sheets[name] = tidy(f"{self.name}/{name}", whole, [], ",")
        self.sheets = sheets


def flat(settings: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Settings as the rows of a sheet; the name of a table and a point precede its keys."""
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", text) for inner, text in value.items())
        else:
            yield key, str(value).lower() if isinstance(value, bool) else value


def _rows_of(name: str, table: Any) -> Sequence[Sequence[Any]]:
    if hasattr(table, "itertuples"):
        return [list(map(str, table.columns)), *table.itertuples(index=False, name=None)]
    if isinstance(table, Sequence) and all(isinstance(row, Mapping) for row in table):
        head = list(dict.fromkeys(key for row in table for key in row))
        return [head, *([row.get(key) for key in head] for row in table)]
    found = type(table).__name__
    raise InputError(f"the table {name!r} is a {found}; allowed: a data frame, a list of mappings")


def open_origin(source: Path | Mapping[str, Any], known: Collection[str]) -> Origin | Fault:
    """The origin of a problem, or the fault why there is none."""
    if isinstance(source, Mapping):
        return Frames(source, known)
    if not source.is_file():
        if (source / f"{SETTINGS}.toml").is_file():
            return Folder(source)
        return Fault(source.name, 1, "folder", _no_problem_here(source))
    if source.suffix.lower() not in SUFFIXES:
        message = "this is a file, but a problem is a folder of tables or a workbook (.xlsx)"
        return Fault(source.name, 1, "folder", message)
    try:
        return Workbook(source)
    except (WorkbookError, OSError) as error:
        return Fault(source.name, 1, "workbook", f"cannot be read: {error}")


def _no_problem_here(folder: Path) -> str:
    if not folder.is_dir():
        return "this folder does not exist"
    inside = sorted(path.parent.name for path in folder.glob("*/problem.toml"))
    hint = f"; it contains problem folders: {', '.join(inside)}" if inside else ""
    return f"this folder has no problem.toml, so it is not a problem folder{hint}"
