"""Writes the tables of a problem as a folder of text files or as a workbook, with their remarks."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from advisor.problem.schema import COLUMNS, PROJECT_REFERENCES, REFERENCES
from advisor.problem.tables import OneOf, Parser, counts, figure, iso_date, listed, needed_figure
from advisor.problem.tables.notation import (
    decimal_mark,
    guarded,
    plain_figure,
    read_date,
    read_number,
)
from advisor.problem.tables.origin import (
    SETTING_COLUMNS,
    SETTINGS,
    TEXT_COLUMNS,
    TEXTS,
    Origin,
    ProblemSettings,
    flat,
)
from advisor.problem.tables.sheet import Record, Sheet
from advisor.problem.tables.workbook import Column, Written, as_text, write_workbook


def write_folder(origin: Origin, texts: Mapping[str, str], folder: Path) -> None:
    """Write a problem without faults as ``problem.toml``, CSV files and texts.

    Parameters
    ----------
    origin : Origin
    texts : mapping of str to str
        The texts that sources point to, by name.
    folder : Path
        Folder to write into; it is made if it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{SETTINGS}.toml").write_text(_toml(origin.settings()), encoding="utf-8")
    for name, sheet, columns in _tables(origin):
        text = io.StringIO()
        write = csv.writer(text, lineterminator="\n").writerow
        for remark, record in _in_order(sheet, _plain(sheet, columns)):
            write(record if remark else [guarded(cell) for cell in record])
        # With its byte order mark, because Excel takes other UTF-8 for something else.
        (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8-sig")
    for name, content in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def write_book(origin: Origin, texts: Mapping[str, str], path: Path) -> None:
    """Write a problem without faults as a workbook with a sheet for each table.

    Parameters
    ----------
    origin, texts
        As in `write_folder`.
    path : Path
        File to write.

    Raises
    ------
    WorkbookError
        If a workbook cannot hold a text.
    """
    settings = origin.settings()
    rows = [SETTING_COLUMNS, *flat(settings.found)]
    places = {key: place for place, (key, _) in enumerate(rows)}
    remarks: list[Record] = [
        (places[key], [f"# {text}"]) for key, text in settings.remarks.items() if key in places
    ]
    if any(place == 1 for place, _ in remarks):
        remarks.insert(0, (1, ["#"]))  # or the first remark would be about the columns
    sheets = [Written(SETTINGS, rows, remarks=remarks)]
    for name, sheet, columns in _tables(origin):
        sheets.append(Written(name, _plain(sheet, columns), _columns(name), sheet.remarks))
    if texts:
        lines = [(name, line) for name, text in texts.items() for line in text.split("\n")]
        sheets.append(Written(TEXTS, [TEXT_COLUMNS, *lines]))
    write_workbook(path, sheets)


def _tables(origin: Origin) -> Iterator[tuple[str, Sheet, Mapping[str, Parser]]]:
    for file, columns in COLUMNS.items():
        name = file.removesuffix(".csv")
        sheet = origin.sheet(name, columns)
        if sheet.records:
            yield name, sheet, columns


def _columns(name: str) -> dict[str, Column]:
    """How the columns of a table behave in a workbook."""
    ids = {(table, column): of for table, column, of in (*REFERENCES, *PROJECT_REFERENCES)}
    found = {}
    for column, parse in COLUMNS[f"{name}.csv"].items():
        kind = "number" if counts(parse) else "date" if parse is iso_date else "text"
        choices = tuple(filter(None, parse.choices)) if isinstance(parse, OneOf) else ()
        one = column != "goes_with"  # a cell with several ids has no drop-down
        found[column] = Column(kind, choices, ids.get((name, column), "") if one else "")
    return found


def _plain(sheet: Sheet, columns: Mapping[str, Parser]) -> list[list[str]]:
    """Rows with numbers and days in one notation, whatever that of the sheet."""
    (_, head), *records = sheet.records
    parsers = [columns.get(name) for name in head]
    numbers = [c for c, parse in enumerate(parsers) if counts(parse)]
    mark = decimal_mark(sheet.separator, (r[c] for _, r in records for c in numbers))
    rows = [
        [_cell(cell.strip(), parse, mark) for cell, parse in zip(record, parsers, strict=True)]
        for _, record in records
    ]
    return [head, *rows]


def _cell(cell: str, parse: Parser | None, mark: str) -> str:
    if not cell:
        return cell
    if counts(parse) and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        found = read_number(cell, mark)
        return f"{as_text(float(found))} {found.unit}".strip()
    if parse is iso_date:
        return read_date(cell).isoformat()
    if parse is listed:
        return ";".join(listed(cell, mark))
    return plain_figure(cell, mark) if parse in (figure, needed_figure) else cell


def _in_order(sheet: Sheet, rows: list[list[str]]) -> Iterator[tuple[bool, list[str]]]:
    """Rows and remarks in the order of the sheet; whether each is a remark."""
    for place in range(len(rows) + 1):
        yield from ((True, cells) for at, cells in sheet.remarks if at == place)
        if place < len(rows):
            yield False, rows[place]


def _toml(settings: ProblemSettings) -> str:
    plain = {key: text for key, text in settings.found.items() if not isinstance(text, Mapping)}
    lines = [line for key, text in plain.items() for line in _setting(settings, "", key, text)]
    for table, inner in settings.found.items():
        if isinstance(inner, Mapping):
            lines += ["", f"[{table}]"]
            for key, text in inner.items():
                lines += _setting(settings, f"{table}.", key, text)
    return "\n".join(lines) + "\n"


def _setting(settings: ProblemSettings, table: str, key: str, text: str) -> list[str]:
    remark = settings.remarks.get(table + key, "")
    # TOML quotes texts as JSON does, but knows one more control character.
    value = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key)
    return [*(f"# {line}".rstrip() for line in remark.split("\n") if remark), f"{name} = {value}"]
