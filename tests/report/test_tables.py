"""A table says the same in every form, and no cell of it can do harm."""

import csv
import io

import pytest
from markupsafe import Markup

import advisor
from advisor.report.tables import Table
from advisor.report.tables.ranking import exact, scores, weights


@pytest.fixture
def table() -> Table:
    rows = [["Ant", 0.1234567, Markup("<b>R&amp;D</b>")], ["Bee | ~~C~~", 2, "two\nlines"]]
    return Table("What came out", ["Van", "Score", "Score"], rows)


def test_text_has_a_line_for_each_row(table):
    assert str(table).splitlines() == [
        "Van              Score      Score",
        "Ant          0.1234567        R&D",
        "Bee | ~~C~~          2  two lines",
    ]


def test_markdown_shows_what_is_in_a_cell_and_marks_nothing_up(table):
    *_, ant, bee = table.to_markdown().splitlines()
    assert ant == "| Ant | 0.1234567 | R\\&D |"
    assert bee == "| Bee \\| \\~\\~C\\~\\~ | 2 | two lines |"


def test_html_keeps_markup_of_its_own_and_escapes_the_rest(table):
    assert "<b>R&amp;D</b>" in table.to_html()
    assert "&lt;i&gt;" in Table("", ["<i>"], [["a"]]).to_html()


def test_pandas_has_numbers_and_two_columns_of_one_name(table):
    frame = table.to_frame()
    assert frame.index.name == "Van"
    assert list(frame.columns) == ["Score", "Score"]
    assert frame.iloc[:, 0].sum() == pytest.approx(2.1234567)


@pytest.mark.parametrize(
    "cell", ["=1+1", " =1+1", "\n=1+1", "+cmd|x", "@sum", "\tx", "-x", "＝1+1", "-1+cmd|' /c'!A0"]
)
def test_no_cell_of_a_csv_runs_as_a_formula_in_the_head_either(cell):
    head, row = csv.reader(io.StringIO(Table("", [cell], [[cell]]).to_csv()))
    assert head == row == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["-1.5", "+3", "−2", "–", "12 %", "0.1e-7", "a=b"])
def test_a_number_of_a_csv_stays_a_number(cell):
    assert Table("", ["x"], [[cell]]).to_csv() == f"x\n{cell}\n"


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="row 1 of 'Vans' has 1 cells; allowed: 2"):
        Table("Vans", ["a", "b"], [[1, 2], [3]])


def test_no_rows_say_so_in_every_form():
    nothing = Table("Vans", ["a"], [], empty="No van.")
    assert str(nothing) == nothing.to_markdown() == "No van."
    assert nothing.to_html() == "<p>No van.</p>"


def test_the_exact_table_adds_up_to_the_last_digit(tiny):
    ranking = advisor.rank(tiny, scenario="haul")
    for _, name, score, *parts in exact(ranking).rows:
        assert sum(parts) == pytest.approx(score, abs=1e-12)
        assert name in ("Ant", "Bee", "Cow")


def test_a_group_with_a_weight_stands_before_those_that_share_it(grove):
    ranking = advisor.rank(grove, {"price": 37.5, "fuel": 8.3333})
    rows = [row[:3] for row in weights(ranking).rows]
    assert rows[:3] == [
        ("Cost, shared by:", "45.8", "53\u00a0%"),
        ("– Price", "37.5", "43\u00a0%"),
        ("– Fuel", "8.3", "10\u00a0%"),
    ]
    assert weights(advisor.rank(grove)).rows[0][-2:] == ("40–80", "not stated")


def test_weights_of_a_problem_without_shared_groups_have_a_row_for_each_criterion(tiny):
    names = [row[0] for row in weights(advisor.rank(tiny)).rows]
    assert names == [criterion.name for criterion in tiny.criteria]


def test_what_is_added_adds_up_as_printed_for_groups_and_scores(grove):
    ranking = advisor.rank(grove, {"price": 37.5, "fuel": 8.3333, "comfort": 11})
    rows = {row[0].removeprefix("– "): row for row in weights(ranking).rows}
    for place, total in enumerate(scores(ranking).rows):
        added = {name: float(row[3 + place]) for name, row in rows.items()}
        cost, use = added["Cost, shared by:"], added["Use, shared by:"]
        assert cost == pytest.approx(added["Price"] + added["Fuel"])
        assert use == pytest.approx(added["Load"] + added["Comfort"] + added["Our liking"])
        assert [cost, use] == [float(part) for part in total[3:]]
        assert cost + use == pytest.approx(float(total[2]))


def test_a_table_turned_twice_is_the_same_and_a_ranking_prints_narrow(shipped):
    ranking = advisor.rank(shipped)
    table = scores(ranking)
    assert table.turned().turned() == table
    lines = str(ranking).splitlines()
    assert max(map(len, lines[lines.index("") :])) < 80
    assert lines[lines.index("") + 1].split() == ["Framework", "Django", "FastAPI", "Flask"]
