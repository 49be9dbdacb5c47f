"""Matrices as people have them are brought in: what is understood, asked, and how orders compare.

`MATRICES` has a row for each file in ``matrices``; the two workbooks are made below. Each row says
what the owner meant, so that a change that reads one of them otherwise fails.
"""

import math
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import numbers

import advisor
from advisor.cli import main
from advisor.problem.folder import check
from advisor.problem.new.cells import decimal_of, read_cell
from advisor.problem.new.grid import MatrixError, SheetCell
from advisor.problem.new.matrix import DecisionMatrix, Hints, answered, matrix_of, read_matrix
from advisor.report.tables.matrix import about, differences_explained, own_order, understood

FOLDER = Path(__file__).with_name("matrices")
SAME, OTHER, NONE = "the order of the owner", "another order", "no order of the owner"
ONE = "only one is left"

# File: where the criteria are, kinds and directions of the criteria (r rating, q quantity,
# l levels, s signs, m must-have, i information; + higher and - lower is better), known cells out
# of all, questions, first place, and whether the owner had the same order.
MATRICES = {
    "bike.csv": ("columns", "q- q+ q- q+", (12, 12), 0, "Brio", NONE),
    "bracket.csv": ("rows", "s+ s+ s+ s+", (16, 16), 0, "Cast", SAME),
    "bridge.csv": ("rows", "r+ r+ r+", (6, 6), 0, "Design B", SAME),
    "candidate.csv": ("columns", "r+ r+ q- r+", (12, 12), 0, "Ben", NONE),
    "car.csv": ("rows", "r- r- r-", (6, 6), 0, "Car B", SAME),
    "caterer.csv": ("rows", "r+ r+ r+", (9, 9), 0, "Old Mill", SAME),
    "concept.csv": ("rows", "s+ s+ s+", (12, 12), 0, "Concept 3", SAME),
    "city.csv": ("columns", "l- l+ l+ l+", (16, 16), 0, "Graz", OTHER),
    "delivery.csv": ("rows", "r+ r+ r+", (9, 9), 0, "Option A", SAME),
    "flat_german.csv": ("columns", "q- q+ q- l+ l+", (15, 15), 0, "Hafen", NONE),
    "heating.csv": ("rows", "q- q- q- r+ r-", (15, 15), 0, "Heat pump", NONE),
    "house.csv": ("rows", "q- l+ l+ q+ q+", (15, 15), 2, "Haus West", NONE),
    "job.csv": ("rows", "r+ r+ r+ r+ r+", (15, 15), 0, "Agency", SAME),
    "laptop.csv": ("columns", "q- q+ q- q+ l+ l+ i", (23, 24), 0, "Cedar Air", NONE),
    "machine.csv": ("columns", "q- q+ q+ q-", (12, 12), 2, "Bolt & Co", NONE),
    "phone.csv": ("rows", "q- r+ q+ r+ q+", (15, 15), 1, "Mono X", NONE),
    "printer.csv": ("rows", "m m r+ r+", (4, 4), 0, "Inkwell", ONE),
    "pump.csv": ("columns", "q+ q- q- q-", (12, 12), 0, "P-20", NONE),
    "school.csv": ("rows", "r+ r+ r+ r+", (11, 12), 0, "Park School", OTHER),
    "site.csv": ("rows", "m q- q+ m l+", (9, 9), 0, "Station Yard", NONE),
    "software.csv": ("rows", "m m l+ l+ q- q-", (12, 12), 0, "Vendor 1", NONE),
    "store.tsv": ("rows", "q- q+ q- m l-", (12, 12), 0, "Column store", NONE),
    "supplier.csv": ("columns", "q- q- q- q+", (12, 12), 0, "North Metal", OTHER),
    "tent.csv": ("rows", "r+ r+ r+", (12, 12), 0, "Dome", SAME),
}
# What the owner must say: that 24,500 is no 24.5.
SAID = {"heating.csv": {"decimal": "."}}


def read(name: str) -> DecisionMatrix:
    return read_matrix(FOLDER / name, **SAID.get(name, {}))


def test_every_matrix_has_a_row():
    assert {path.name for path in FOLDER.iterdir()} - {"camera.csv"} == set(MATRICES)


@pytest.mark.parametrize("name", MATRICES)
def test_a_matrix_is_understood_as_its_owner_meant_it(name, tmp_path):
    where, kinds, (known, cells), asked, first, order = MATRICES[name]
    matrix = read(name)
    assert matrix.layout.criteria_in == where
    signs = {"higher": "+", "lower": "-"}
    scored = matrix.scored
    found = [c.kind[0] + (signs[c.direction] if c in scored else "") for c in matrix.criteria]
    assert " ".join(found) == kinds
    every = [one for c in matrix.scored for one in c.known]
    assert (sum(not math.isnan(one.performance) for one in every), len(every)) == (known, cells)
    assert len(matrix.doubts) == asked, matrix.doubts
    folder = matrix.save(tmp_path / "folder")
    assert check(folder) == []
    ranking = advisor.rank(advisor.load(folder))
    assert ranking.name(ranking.order[0]) == first
    said = differences_explained(matrix, ranking)
    assert (said[0].split()[:3] if said else NONE) == {
        SAME: ["The", "order", "is"], OTHER: ["The", "order", "differs"], NONE: NONE,
        ONE: ["Your", "“Total”", "is"],
    }[order]  # fmt: skip
    assert len(own_order(matrix, ranking).rows) == (
        0 if order == NONE else len(matrix.alternatives)
    )
    assert len(understood(matrix).rows) == len(matrix.criteria)
    assert all(sentence.endswith(".") for sentence in [*about(matrix), *said])


def test_an_order_that_differs_is_explained():
    def explained(name: str) -> str:
        matrix = read(name)
        return " ".join(differences_explained(matrix, advisor.rank(matrix.problem())))

    supplier = explained("supplier.csv")
    assert "adds Unit price, Defects and Delivery time as if more were better" in supplier
    assert "Defects outweighs Quality score" in supplier
    assert "counts what is unknown as 0" in explained("school.csv")
    assert "Way to school of Park School" in explained("school.csv")


def test_a_total_that_its_cells_do_not_give_is_named():
    text = (FOLDER / "tent.csv").read_text("utf-8").replace("18,19", "18,29")
    matrix = matrix_of("tent.csv", text.encode())
    said = differences_explained(matrix, advisor.rank(matrix.problem()))
    assert "Your “Sum” of Tarp is 29, but its cells give 19." in said


def test_the_owners_own_order_of_a_weighted_mean_is_kept():
    matrix = read("caterer.csv")
    (total,) = matrix.totals
    assert total.formula == "weighted sum"
    ranking = advisor.rank(matrix.problem())
    assert [ranking.name(row) for row in ranking.order] == ["Old Mill", "Green Fork", "Oak Table"]
    assert own_order(matrix, ranking).rows[2] == ("Old Mill", "7.15", "1", "68", "1")


def test_a_number_that_reads_as_two_is_asked_and_never_guessed(capsys, tmp_path):
    matrix = read("camera.csv")
    (doubt,) = matrix.doubts
    assert (doubt.about, doubt.proposal) == ("decimal", "")
    assert "“1,200”" in doubt.question
    with pytest.raises(MatrixError, match="a point or a comma"):
        matrix.problem()
    assert main(["new", str(tmp_path / "x"), "--from", str(FOLDER / "camera.csv")]) == 1
    assert "column B, One: “1,200”" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
    for answer, price in ((".", 1200), (",", 1.2)):
        content = (FOLDER / "camera.csv").read_bytes()
        told = matrix_of("camera.csv", content, answered(Hints(), doubt, answer))
        assert told.criteria[0].known[0].performance == pytest.approx(price)


def test_a_direction_that_nothing_shows_is_proposed_and_can_be_said():
    (doubt,) = read("phone.csv").doubts
    assert doubt.question == "Is a higher or a lower Update promise better?"
    told = read_matrix(FOLDER / "phone.csv", lower=["update promise"])
    assert told.doubts == ()
    promise = told.criteria[-1]
    assert (promise.direction, promise.worst, promise.best) == ("lower", 9, 4)


def test_anchors_can_be_said():
    told = read_matrix(FOLDER / "phone.csv", anchors={"Price": (1500, 0)})
    assert (told.criteria[0].worst, told.criteria[0].best) == (1500, 0)
    with pytest.raises(MatrixError, match="no criterion 'Prize'; did you mean 'Price'"):
        read_matrix(FOLDER / "phone.csv", anchors={"Prize": (1500, 0)})


def test_what_the_owner_did_not_state_stays_empty(tmp_path):
    problem = read("job.csv").problem()
    assert problem.own
    assert problem.question == ""
    assert problem.sources == {}
    assert {cell.basis for cell in problem.performances.values()} == {"not stated"}
    assert {w.reason for w in problem.scenarios[0].weights.values()} == {""}
    assert [group.name for group in problem.groups] == ["The work", "Money", "Life"]


def test_ranges_and_bounds_are_uncertain_facts():
    problem = read("laptop.csv").problem()
    cells = {
        name: problem.performances[name, "battery"] for name in ("aster_14", "birch_pro", "dune")
    }
    assert [(c.low, c.performance, c.high) for c in cells.values()] == [
        (11, 12, 13), (pytest.approx(8.1), 9, pytest.approx(9.9)), (6, 6, 18),
    ]  # fmt: skip
    assert cells["dune"].note == "6+"


def test_a_must_have_rules_out_until_the_owner_takes_it_back():
    problem = read("site.csv").problem()
    ranking = advisor.rank(problem)
    assert [e.alternative for e in ranking.excluded] == ["pier"]
    choices = advisor.Choices(answers={"must_haves": "ignore"})
    assert not advisor.rank(problem, choices).excluded
    assert problem.capabilities["station_yard", "step_free"].capability == ""


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A workbook as templates have it: title, a score and a weighted score beneath each name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Scoring"
    for row in [
        ["Payroll software: scoring model"],
        [],
        ["Criteria", "Weight", "Lohn One", None, "PayDay", None, "Kontor", None],
        [None, None, "Score", "Weighted", "Score", "Weighted", "Score", "Weighted"],
        ["Ease of use", 0.4, 4, 1.6, 3, 1.2, 5, 2.0],
        ["Support", 0.35, 5, 1.75, 2, 0.7, 3, 1.05],
        ["Data export", 0.25, 2, 0.5, 5, 1.25, 4, 1.0],
        ["Total", 1.0, None, 3.85, None, 3.15, None, 4.05],
    ]:
        sheet.append(row)
    for row in range(5, 9):
        sheet.cell(row, 2).number_format = numbers.FORMAT_PERCENTAGE
    for column in (3, 5, 7):
        sheet.merge_cells(start_row=3, start_column=column, end_row=3, end_column=column + 1)
    book.create_sheet("Minutes").append(["Who was there"])
    book.save(tmp_path / "vendor.xlsx")
    return tmp_path / "vendor.xlsx"


def test_a_workbook_with_two_columns_for_each_alternative(vendor):
    matrix = read_matrix(vendor)
    assert matrix.title == "Payroll software: scoring model"
    assert matrix.alternatives == ("Lohn One", "PayDay", "Kontor")
    assert [c.weight for c in matrix.criteria] == [40, 35, 25]
    assert [k.performance for k in matrix.criteria[0].known] == [4, 3, 5]
    assert any("not the others: Minutes" in note for note in matrix.notes)
    ranking = advisor.rank(matrix.problem())
    assert [ranking.name(row) for row in ranking.order] == ["Kontor", "Lohn One", "PayDay"]


def test_a_workbook_shows_its_numbers_and_formulas_by_their_stored_values(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["Kitchen", "Price", "Discount", "Delivery", "Warranty (years)", "Sum"],
        ["Ahorn", 7200, 0.05, "2026-03-01", 5, "=B2+E2"],
        ["Birke", 6400.5, 0.1, "2026-04-01", 2, "=B3+E3"],
    ]:
        sheet.append(row)
    for row in (2, 3):
        sheet.cell(row, 2).number_format = "#,##0.00 €"
        sheet.cell(row, 3).number_format = "0%"
    book.save(tmp_path / "kitchen.xlsx")
    matrix = read_matrix(tmp_path / "kitchen.xlsx")
    price, discount, delivery, warranty = matrix.criteria
    assert (price.unit, price.direction, price.known[1].performance) == ("€", "lower", 6400.5)
    assert (discount.unit, discount.known[0].performance) == ("%", 5)
    assert delivery.kind == "information"
    assert warranty.kind != "information"
    assert any("no stored result, so their cells are empty: F2, F3" in n for n in matrix.notes)


@pytest.mark.parametrize(
    ("text", "decimal", "value", "low", "high", "unit"),
    [
        ("37–97", "", 67, 37, 97, ""),
        ("$37-97", "", 67, 37, 97, "$"),
        ("~300", "", 300, 270, 330, ""),
        ("<10 ms", "", 10, None, 10, "ms"),
        (">= 5", "", 5, 5, None, ""),
        ("1.234,50 €", "", 1234.5, 1234.5, 1234.5, "€"),
        ("1’250", "", 1250, 1250, 1250, ""),
        ("1 250 km", "", 1250, 1250, 1250, "km"),
        ("12.5 %", "", 12.5, 12.5, 12.5, "%"),
        ("１２", "", 12, 12, 12, ""),
        ("−3", "", -3, -3, -3, ""),
        ("1.5k", "", 1500, 1500, 1500, ""),
        ("1,200", ".", 1200, 1200, 1200, ""),
        ("1,200", ",", 1.2, 1.2, 1.2, ""),
        ("0,125", "", 0.125, 0.125, 0.125, ""),
        ("4 of 5", "", 4, 4, 4, ""),
        ("10 ± 2 h", "", 10, 8, 12, "h"),
    ],
)
def test_a_number_is_read_as_it_is_meant(text, decimal, value, low, high, unit):
    found = read_cell(SheetCell(text), decimal)
    assert (found.kind, found.unit) == ("number", unit)
    assert found.value == pytest.approx(value)
    for bound, wanted in ((found.low, low), (found.high, high)):
        assert math.isnan(bound) if wanted is None else bound == pytest.approx(wanted)


@pytest.mark.parametrize("text", ["1,200", "24.500", "€ 1.200"])
def test_a_number_that_has_two_readings_is_neither(text):
    assert read_cell(SheetCell(text)).kind == "ambiguous"


@pytest.mark.parametrize("text", ["", "n/a", "?", "k.A.", "-", "tbd", "#DIV/0!"])
def test_nothing_known_is_unknown(text):
    assert read_cell(SheetCell(text)).kind == "unknown"


@pytest.mark.parametrize(
    "text", ["2026-01-07", "1.2.3", "Windows 10 and 11 with an add-on", "v2.x"]
)
def test_digits_make_no_number_of_a_text(text):
    assert read_cell(SheetCell(text)).kind == "word"


@pytest.mark.parametrize(
    ("texts", "separator", "decimal"),
    [
        (["1,5", "1,200"], ",", ","),
        (["1.5", "1,200"], ",", "."),
        (["1,200"], ",", ""),
        (["1,200"], ";", ","),
        (["$1,200"], ",", "."),
        (["1.5", "2,5"], ",", ""),
    ],
)
def test_the_other_numbers_of_a_file_show_its_decimal_separator(texts, separator, decimal):
    assert decimal_of(texts, separator) == decimal


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.pdf", b"x", "not a spreadsheet that can be read; allowed: .xlsx, .xlsm, .csv"),
        ("empty.csv", b"\n\n,,\n", "has no filled cells"),
        ("broken.xlsx", b"PK\x03\x04", "is not an Excel workbook; save it as .xlsx"),
        ("one.csv", b"Criterion,A\nPrice,3\n", "found 1 alternatives and 1 criteria"),
        ("words.csv", b"Name,Colour\nA,red\nB,blue\n", "no criterion has a number"),
    ],
)
def test_what_is_no_matrix_is_refused_in_one_sentence(name, content, said):
    with pytest.raises(MatrixError, match=said):
        matrix_of(name, content)


def test_a_text_that_would_run_as_a_formula_does_not(tmp_path):
    content = b"Criterion,Weight,=1+1,@B\nPrice,1,3,4\n-Risk,2,1,2\n"
    folder = matrix_of("x.csv", content).save(tmp_path / "x")
    assert check(folder) == []
    assert [a.name for a in advisor.load(folder).alternatives] == ["=1+1", "@B"]
    cells = [cell for line in (folder / "alternatives.csv").read_text("utf-8-sig").splitlines()
             for cell in line.split(",")]  # fmt: skip
    assert not any(cell.startswith(("=", "@", "+", "-")) for cell in cells)


PLAIN = "Criterion,Weight,Oak,Elm\nPrice (€),3,12.5,11\nLook,1,good,fair\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", ";").replace("12.5", "12,5").encode(),
        b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        b'"sep=|"\r\n' + PLAIN.replace(",", "|").encode(),
        PLAIN.replace("\n", ",,\n").encode() + b",,,,,\n,,,,,\n",
        b"\n,,,\n" + PLAIN.encode(),
        PLAIN.replace("Weight,", "Weight,,").replace(",3,", ",3,,").replace(",1,", ",1,,").encode(),
        (PLAIN + "Terrace,0\n").encode(),  # a spreadsheet drops empty cells at the end of a row
    ],
    ids=[
        "BOM", "cp1252", "UTF-16", "CRLF", "CR", "tabs", "semicolons", "sep=", "quoted-sep",
        "empty-ends", "empty-starts", "empty-column", "dropped-cells",
    ],
)  # fmt: skip
def test_what_spreadsheets_write_around_a_matrix_changes_nothing(content):
    matrix = matrix_of("x.csv", content)
    assert matrix.alternatives == ("Oak", "Elm")
    price, look = matrix.scored[:2]
    assert [k.performance for k in price.known] == [12.5, 11]
    assert (price.name, price.unit, price.direction, price.weight) == ("Price", "€", "lower", 60)
    assert [look.levels[int(k.performance)] for k in look.known] == ["good", "fair"]
    problem = matrix.problem()
    assert advisor.rank(problem).problem is problem


def test_days_are_no_figures_and_a_workbook_with_macros_is_read_as_data(vendor, tmp_path):
    copy = tmp_path / "vendor.xlsm"
    copy.write_bytes(vendor.read_bytes())
    assert read_matrix(copy).alternatives == read_matrix(vendor).alternatives
    text = "Offer,Price,Valid until\nA,12.5,24.11.2026\nB,14,2026-12-01\n"
    assert matrix_of("x.csv", text.encode()).criteria[1].kind == "information"
