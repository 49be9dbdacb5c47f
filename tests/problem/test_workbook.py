"""A problem as one workbook or as data frames: the same problem, and back without loss."""

import csv
import io
import re
import shutil
import subprocess
import warnings
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

import advisor
from advisor.cli import main
from advisor.problem.folder import ProblemError, check, doubts
from advisor.problem.paths import DATA, STARTER
from advisor.problem.problem import InputError, Problem
from tests.conftest import TINY


def parts(problem: Problem) -> dict[str, str]:
    """Everything that a problem says; as text, because an unknown figure equals no other."""
    found = {}
    for name in problem.__dataclass_fields__:
        part = getattr(problem, name)
        found[name] = repr(dict(part) if hasattr(part, "items") else part)
    return found


def figures_of(rows: list[list[str]]) -> list[list[str]]:
    """Rows in which 24.0 is 24."""
    return [[re.sub(r"^(-?\d+)\.0+$", r"\1", cell) for cell in row] for row in rows]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return advisor.new(tmp_path / "decision.xlsx")


def change(book: Path, sheet: str, cell: str, value: object) -> None:
    opened = openpyxl.load_workbook(book)
    opened[sheet][cell] = value
    opened.save(book)


def test_a_new_decision_is_a_workbook_that_works(tmp_path, capsys):
    path = str(tmp_path / "decision.xlsx")
    assert main(["new", path]) == 0
    assert "Its sheet “problem”" in capsys.readouterr().out
    assert main(["check", path]) == 0
    assert main(["rank", "--data", path]) == 0
    assert "Harbour" in capsys.readouterr().out
    assert parts(advisor.load(path)) == parts(advisor.load(STARTER))
    assert main(["new", path]) == 1
    assert "already exists" in capsys.readouterr().err


@pytest.mark.parametrize("folder", [STARTER, DATA / "python-database", TINY], ids=lambda p: p.name)
def test_folder_and_workbook_are_the_same_problem(folder, tmp_path):
    book = advisor.convert(folder, tmp_path / "all.xlsx")
    back = advisor.convert(book, tmp_path / "back")
    problem = parts(advisor.load(folder))
    assert parts(advisor.load(book)) == problem
    assert parts(advisor.load(back)) == problem
    for path in folder.glob("*.csv"):
        before = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        after = list(csv.reader(io.StringIO((back / path.name).read_text("utf-8-sig"))))
        assert figures_of(after) == figures_of(before), path.name


def test_the_command_converts_both_ways(tmp_path, capsys):
    book, back = str(tmp_path / "all.xlsx"), str(tmp_path / "back")
    assert main(["convert", str(TINY), book]) == 0
    assert main(["convert", book, back]) == 0
    assert parts(advisor.load(back)) == parts(advisor.load(TINY))
    assert main(["convert", book, back]) == 1
    assert "already exists and is not empty" in capsys.readouterr().err


def test_the_workbook_offers_words_and_ids_and_explains_its_columns(book):
    opened = openpyxl.load_workbook(book)
    offers = {
        (sheet.title, str(offer.sqref).split(":")[0][0]): offer.formula1
        for sheet in opened
        for offer in sheet.data_validations.dataValidation
    }
    names = {cell.value: cell.column_letter for cell in opened["performances"][1]}
    basis = offers["performances", names["basis"]]
    assert basis == '"measured,documented,survey,judgement,input,not stated"'
    assert offers["performances", names["criterion"]].startswith("'criteria'!$A$2:")
    direction = next(cell for cell in opened["criteria"][1] if cell.value == "direction")
    assert direction.comment.text == "higher or lower is better"
    assert opened["problem"]["A2"].comment.text.startswith("The decision. Start here")
    assert isinstance(opened["performances"][names["as_of"] + "2"].value, datetime)
    assert opened["performances"][names["performance"] + "2"].value == 310


def test_a_comment_on_a_cell_comes_back_as_a_remark_and_again_as_a_comment(book, tmp_path):
    opened = openpyxl.load_workbook(book)
    opened["alternatives"]["B3"].comment = openpyxl.comments.Comment("Ask Ann.", "Bo")
    opened.save(book)
    folder = advisor.convert(book, tmp_path / "back")
    lines = (folder / "alternatives.csv").read_text("utf-8-sig").splitlines()
    assert lines[2].startswith("north")
    assert lines[3] == "#,Ask Ann.,,,,"
    again = openpyxl.load_workbook(advisor.convert(folder, tmp_path / "again.xlsx"))
    assert again["alternatives"]["B3"].comment.text == "Ask Ann."


def test_a_formula_counts_with_its_stored_value(tmp_path, book):
    change(book, "performances", "C2", "=300+20")
    [fault] = check(book)
    where = "decision.xlsx/performances:2: sheet: cell C2 has a formula without a stored value"
    assert str(fault).startswith(where)
    # What a spreadsheet stores next to the formula when it saves.
    stored = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"<f>300+20</f><v />", b"<f>300+20</f><v>320</v>")
            content = content.replace(b"<f>300+20</f><v></v>", b"<f>300+20</f><v>320</v>")
            new.writestr(name, content)
    assert advisor.load(stored).performances["north", "rent"].performance == 320


@pytest.mark.parametrize("text", ["=1+1", "+1-2 days", "@home", "-x", "'=1", "#REF!"])
def test_no_text_runs_as_a_formula_and_all_come_back(text, tmp_path):
    folder = advisor.new(tmp_path / "offices")
    path = folder / "groups.csv"
    path.write_text(path.read_text("utf-8").replace("What does it cost?", text), "utf-8")
    safe = advisor.load(folder).groups[0].question
    book = advisor.convert(folder, tmp_path / "all.xlsx")
    cells = [cell for row in openpyxl.load_workbook(book)["groups"] for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert advisor.load(book).groups[0].question == safe
    back = advisor.convert(book, tmp_path / "back")
    assert advisor.load(back).groups[0].question == safe
    written = csv.reader(io.StringIO((back / "groups.csv").read_text("utf-8-sig")))
    assert not [cell for row in written for cell in row if cell[:1] in "=+@-" and cell]


def test_cells_as_people_type_them_are_read(book):
    opened = openpyxl.load_workbook(book)
    sheet = opened["performances"]
    names = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet[names["as_of"] + "2"] = "24.11.2026"
    sheet[names["confidence"] + "4"] = 0.8
    sheet[names["confidence"] + "4"].number_format = "0%"
    sheet[names["performance"] + "2"] = "€ 310"
    sheet["XFD1000000"].number_format = "0"  # touched once, and far away
    opened.create_sheet("Scribbles")["A1"] = "not a table"
    opened.save(book)
    assert check(book) == []
    problem = advisor.load(book)
    assert problem.performances["north", "rent"].as_of == "2026-11-24"
    assert problem.performances["north", "quiet"].confidence == 0.8
    assert "the sheet “Scribbles” is no table of a problem" in str(doubts(book)[0])


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "fault"),
    [
        ("performances", "C2", "near", "performances:2: performance: 'near' is not a number"),
        ("performances", "B2", "rend", "performances:2: criterion: 'rend' is not in the sheet"),
        ("performances", "C2", "1,200", "performances:2: performance: '1,200' has two meanings"),
        ("problem", "A3", "titel", "problem:3: titel: unknown key; did you mean 'title'"),
        ("sources", "D3", "nowhere.md", "sources:3: url: 'nowhere.md' is neither"),
    ],
)
def test_a_fault_names_its_sheet_and_row(book, sheet, cell, value, fault):
    change(book, sheet, cell, value)
    found = [str(one) for one in check(book)]
    assert any(one.startswith(f"decision.xlsx/{fault}") for one in found), found


def test_a_sheet_that_is_missing_is_named(book):
    opened = openpyxl.load_workbook(book)
    del opened["criteria"]
    opened.save(book)
    found = [str(fault) for fault in check(book)]
    where = "decision.xlsx/criteria:1: sheet"
    assert found == [f"{where}: this sheet is missing; every problem needs it"]


def test_a_file_that_is_no_workbook_is_one_fault(tmp_path):
    for content in (b"", b"PK\x03\x04", b"id;name\n", b"\xd0\xcf\x11\xe0"):
        (tmp_path / "old.xlsx").write_bytes(content)
        [fault] = check(tmp_path / "old.xlsx")
        assert str(fault).startswith("old.xlsx:1: workbook: cannot be read: it is damaged or no")
    with pytest.raises(ProblemError, match="or a workbook"):
        advisor.load(Path(__file__))


def test_a_workbook_that_would_fill_the_memory_is_refused(book):
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/huge.bin", b"\0" * 101_000_000)
    assert "it unpacks to more than 100 MB" in str(check(book)[0])


def test_data_frames_are_a_problem():
    tables = {path.stem: pd.read_csv(path, comment="#") for path in TINY.glob("*.csv")}
    tables["problem"] = {
        "id": "tiny",
        "title": "Which van?",
        "question": "Which van should we buy?",
        "alternative_noun": "van",
        "alternative_noun_plural": "vans",
        "readings": {"stated": "Empty vans", "loaded": "Loaded vans"},
    }
    tables["texts"] = {"trip.md": "Three vans, one road, one afternoon.\n"}
    problem, files = advisor.load(tables), advisor.load(TINY)
    assert repr(dict(problem.performances)) == repr(dict(files.performances))
    assert problem.texts == files.texts
    assert advisor.rank(problem).to_dict() == advisor.rank(files).to_dict()
    tables["criteria"] = tables["criteria"].assign(worst="near")
    with pytest.raises(ProblemError, match="tables/criteria:2: worst: 'near' is not a number"):
        advisor.load(tables)


def test_rows_may_be_mappings_and_other_tables_are_refused():
    rows = [{"id": "cost", "name": "Cost", "question": "What does it cost?"}]
    found = [str(fault) for fault in check({"groups": rows})]
    assert not [fault for fault in found if fault.startswith("tables/groups:") and "row" in fault]
    assert "tables/problem:1: sheet: this sheet is missing; every problem needs it" in found
    with pytest.raises(InputError, match="no table 'group'; did you mean 'groups'"):
        check({"group": rows})
    with pytest.raises(InputError, match="the table 'groups' is a int"):
        check({"groups": 3})


# What a cell of a table, a setting and a line of a text can hold in a workbook.
letters = st.characters(
    exclude_categories=("Cs", "Cc"),
    exclude_characters="\ufeff\ufffe\uffff",
    include_characters="\n",
)
words = st.text(letters, max_size=30)
needed = words.filter(lambda text: text.strip() and not text.strip().startswith("#"))
figures = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)
days = st.dates().map(str)


@given(
    needed,
    needed,
    words,
    figures,
    days,
    words.map(lambda text: text.replace("\r", "")),
    words.filter(lambda text: "\n" not in text),
)
@example("x", "y", "", 1.5, "2026-01-05", "", "One, two, and three.")
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example writes two workbooks
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_is_lost_on_the_way_to_a_workbook_and_back(
    tmp_path_factory, name, title, note, figure, day, text, remark
):
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("trip") / "vans"))

    def put(file: str, row: int, column: str, value: object) -> None:
        with (folder / file).open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        rows[row][rows[0].index(column)] = str(value)
        with (folder / file).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)

    put("groups.csv", 1, "name", f"x{name}")
    put("sources.csv", 1, "title", title)
    put("performances.csv", 1, "note", note)
    put("performances.csv", 1, "performance", figure)
    put("performances.csv", 1, "as_of", day)
    (folder / "trip.md").write_text(text, encoding="utf-8", newline="")
    with (folder / "groups.csv").open("a", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerow([f"# {remark}"])
    before = parts(advisor.load(folder))
    book = advisor.convert(folder, folder.parent / "all.xlsx")
    assert parts(advisor.load(book)) == before
    back = advisor.convert(book, folder.parent / "back")
    assert parts(advisor.load(back)) == before
    with (back / "groups.csv").open(encoding="utf-8-sig", newline="") as opened:
        last = list(csv.reader(opened))[-1][0]
    assert last.removeprefix("#").strip() == remark.strip()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_and_saves_it_without_loss(tmp_path):
    book = advisor.convert(DATA / "python-database", tmp_path / "all.xlsx")
    out = tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = out / "all.xlsx"
    assert check(saved) == []
    assert parts(advisor.load(saved)) == parts(advisor.load(book))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, after = openpyxl.load_workbook(book), openpyxl.load_workbook(saved)
    for sheet in before:
        ours, theirs = (
            {c.coordinate: c.comment.text for row in book[sheet.title] for c in row if c.comment}
            for book in (before, after)
        )
        assert theirs == ours
        offered = len(sheet.data_validations.dataValidation)
        assert len(after[sheet.title].data_validations.dataValidation) == offered
