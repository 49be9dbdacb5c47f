"""Tables as spreadsheets and editors save them: read if they have one meaning, else named."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest

import advisor
from advisor.cli import main
from advisor.problem.folder import check
from advisor.problem.paths import STARTER
from advisor.problem.tables.notation import decimal_mark, read_date, read_number
from tests.problem.test_folder import edit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STARTER, tmp_path / "offices"))


def saved(text: str, separator: str, decimal: str = ".") -> str:
    """The same table with another separator and another decimal mark, as a spreadsheet saves it."""
    written = io.StringIO()
    write = csv.writer(written, delimiter=separator, lineterminator="\r\n").writerow
    for record in csv.reader(io.StringIO(text)):
        numbers = [cell.replace(".", decimal) if is_decimal(cell) else cell for cell in record]
        write(numbers)
    return written.getvalue()


def is_decimal(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()


def everywhere(folder: Path, change) -> None:
    for path in folder.glob("*.csv"):
        path.write_bytes(change(path.read_text("utf-8")))


SAVED = {
    "German Excel": lambda text: saved(text, ";", ",").encode("utf-8-sig"),
    "semicolons with a decimal point": lambda text: saved(text, ";").encode(),
    "Unicode text of Excel": lambda text: saved(text, "\t").encode("utf-16"),
    "tabs with a decimal comma": lambda text: saved(text, "\t", ",").encode(),
    "UTF-16 without its mark": lambda text: saved(text, ",").encode("utf-16-be"),
    "a line for the separator": lambda text: b"sep=;\r\n" + saved(text, ";", ",").encode(),
    "a mark, then that line": lambda text: ("\ufeffsep=\t\n" + saved(text, "\t")).encode(),
    "two marks": lambda text: ("\ufeff\ufeff" + text).encode(),
    "lines of an old Mac": lambda text: text.replace("\n", "\r").encode(),
    "empty columns": lambda text: saved(text, ",").replace("\r\n", ",,,\n").encode(),
    "empty rows": lambda text: ("\n,,\n" + text.replace("\n", "\n,,,\n")).encode(),
    "no empty cells at the end": lambda text: "\n".join(
        line.rstrip(",") for line in text.splitlines()
    ).encode(),
    "whole lines in the first cell": lambda text: "\n".join(
        '"' + line.replace('"', '""') + '"' if '"' in line else line for line in text.splitlines()
    ).encode(),
}


@pytest.mark.parametrize("way", SAVED)
def test_tables_mean_the_same_however_a_spreadsheet_saves_them(folder, way):
    before = advisor.load(folder)
    everywhere(folder, SAVED[way])
    assert check(folder) == []
    after = advisor.load(folder)
    assert dict(after.performances) == dict(before.performances)
    assert (after.criteria, after.rules, after.sources) == (
        before.criteria,
        before.rules,
        before.sources,
    )
    assert after.requirements == before.requirements


def test_windows_letters_are_read_and_pointed_out(folder, capsys):
    edit(folder, "alternatives.csv", "Harbour", "Hafen Süd")
    path = folder / "alternatives.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert advisor.load(folder).alternative("harbour").name == "Hafen Süd"
    assert main(["check", str(folder)]) == 0
    warned = capsys.readouterr().err
    assert "alternatives.csv:1: file: is not UTF-8 and was read as Windows-1252" in warned
    assert "'ü'" in warned


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_settings_are_read_as_an_editor_saves_them(folder, encoding):
    path = folder / "problem.toml"
    text = path.read_text("utf-8").replace("Which office?", "Which café?").replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    assert check(folder) == []
    assert advisor.load(folder).title == "Which café?"


def test_a_column_without_a_name_is_named_if_it_has_content(folder):
    edit(folder, "groups.csv", "What does it cost?", "What does it cost?,,!")
    [fault] = check(folder)
    assert str(fault).startswith("groups.csv:3: row: '!' is in no column, for the header has 3")


NUMBERS = {
    "1200": 1200,
    "1 200": 1200,
    "1\u202f200,5": 1200.5,
    "1'200.50": 1200.5,
    "1’200": 1200,
    "1,200.50": 1200.5,
    "1.200,50": 1200.5,
    "1,234,567": 1_234_567,
    "1.234.567": 1_234_567,
    "0,8": 0.8,
    "0,800": 0.8,
    "12,5": 12.5,
    "\u221212": -12,
    "１２００": 1200,
    "１２．５": 12.5,
    "1.5e3": 1500,
    "1.200": 1.2,
}


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number_with_one_meaning_is_read(cell):
    assert read_number(cell) == NUMBERS[cell]


@pytest.mark.parametrize(
    ("cell", "mark", "number"), [("1,200", ",", 1.2), ("1.200", ".", 1.2), ("0.8", ",", 0.8)]
)
def test_the_decimal_mark_of_a_table_decides(cell, mark, number):
    assert read_number(cell, mark) == number


@pytest.mark.parametrize(("cell", "mark"), [("1,200", "."), ("1.200", ","), ("1.200", "")])
def test_a_number_with_two_meanings_is_refused_without_a_decimal_hint(cell, mark):
    with pytest.raises(ValueError, match=r"two meanings.* write 1200 if it separates") as refused:
        read_number(cell, mark)
    assert "1.2 " not in str(refused.value)
    assert "1.200" not in str(refused.value).replace(repr(cell), "")


@pytest.mark.parametrize(
    "cell", ["", "near", "~300", "<10", "37–97", "1,20,300", "12,34,5", "1_000", "5 %€", "--5", "."]
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError, match="not a number"):
        read_number(cell)


@pytest.mark.parametrize(
    ("separator", "cells", "mark"),
    [
        (",", [], "."),
        (",", ["0.8", "1,200"], "."),
        (",", ["0,8"], ""),
        (";", ["1,200"], ","),
        (";", ["0.8"], "."),
        (";", ["0.8", "0,8"], ""),
        ("\t", ["0,8"], ","),
        ("\t", ["7"], ""),
        ("\t", ["1,200.5"], "."),
    ],
)
def test_a_table_shows_its_decimal_mark(separator, cells, mark):
    assert decimal_mark(separator, cells) == mark


def test_a_rent_in_thousands_is_never_a_hundredth(folder):
    edit(folder, "performances.csv", "north,rent,310", 'north,rent,"1,200"')
    [fault] = check(folder)
    assert "'1,200' has two meanings" in fault.message
    assert "1.2" not in fault.message


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("n/a", "leave the cell empty if nobody knows"),
        ("–", "leave the cell empty if nobody knows"),
        ("~310", "put the ends of a range into low and high"),
        ("300–350", "put the ends of a range into low and high"),
        ("€ 300 - 350", "put the ends of a range into low and high"),
    ],
)
def test_what_stands_for_a_number_is_named_with_what_to_do(folder, cell, hint):
    edit(folder, "performances.csv", "north,rent,310", f"north,rent,{cell}")
    [fault] = check(folder)
    assert repr(cell) in fault.message
    assert fault.message.endswith(hint)


DATES = [
    "2026-11-24",
    "2026-11-24 00:00:00",
    "2026-11-24T00:00:00",
    "2026/11/24",
    "24.11.2026",
    "24. 11. 2026",
    "24/11/2026",
    "11/24/2026",
    "24-11-2026",
    "２０２６-11-24",
    "11/24/2026 0:00",
]


@pytest.mark.parametrize("cell", DATES)
def test_a_day_that_a_spreadsheet_wrote_anew_is_read(cell):
    assert read_date(cell) == date(2026, 11, 24)


def test_a_day_with_two_meanings_is_refused_with_both():
    assert read_date("05/05/2026") == date(2026, 5, 5)
    with pytest.raises(ValueError, match="two meanings, 2026-01-05 and 2026-05-01; a spreadsheet"):
        read_date("05/01/2026")


@pytest.mark.parametrize("cell", ["24.11.26", "11/24/26", "46345", "31.02.2026", "Nov 24", "1/2"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        read_date(cell)


def test_a_unit_in_a_cell_is_read_if_the_criterion_has_it(folder):
    edit(folder, "performances.csv", "north,rent,310", "north,rent,€ 310")
    edit(folder, "performances.csv", "0.8", "80 %")
    problem = advisor.load(folder)
    assert problem.performances["north", "rent"].performance == 310
    assert problem.performances["north", "quiet"].confidence == 0.8
    edit(folder, "criteria.csv", "€ a month", "k€ a month")
    assert "'€' is not the unit of 'rent'; write the number in its unit" in str(check(folder)[0])
    edit(folder, "performances.csv", "north,rent,€ 310", "north,rent,31 %")
    [fault] = check(folder)
    assert str(fault).startswith("performances.csv:3: performance: '%' is not the unit of 'rent'")


def test_a_weight_may_be_in_per_cent(folder):
    before = advisor.load(folder).scenarios[0]
    text = (folder / "weights.csv").read_text("utf-8")
    changed = text.replace(",50,", ",50 %,")
    assert changed != text
    (folder / "weights.csv").write_text(changed, "utf-8")
    assert advisor.load(folder).scenarios[0].weights == before.weights
