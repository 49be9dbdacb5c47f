"""A broken problem folder: every fault named with its place, all in one run."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import advisor
from advisor.cli import main
from advisor.problem.folder import ProblemError, check, doubts
from advisor.problem.schema import COLUMNS, OPTIONAL_FILES, PROJECT_FILES, SETTINGS
from advisor.robustness.uncertainty import plausible_values
from tests.conftest import TINY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "vans"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_no_data_can_tell_may_be_said(folder):
    assert advisor.load(folder).unknown == ""
    noun = 'alternative_noun = "van"\n'
    edit(folder, "problem.toml", noun, f'{noun}unknown = "Whether it rains."\n')
    assert advisor.load(folder).unknown == "Whether it rains."


@pytest.mark.parametrize("unknown", ["3", '""', '["rain"]'])
def test_what_no_data_can_tell_is_a_text(folder, unknown):
    noun = 'alternative_noun = "van"\n'
    edit(folder, "problem.toml", noun, f"{noun}unknown = {unknown}\n")
    (fault,) = check(folder)
    assert str(fault).endswith(
        "6: unknown: must be some text in quotes; otherwise leave the key out"
    )


def test_a_whole_folder_has_no_fault():
    assert check(TINY) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("performances.csv", "30,28,34", "30,32,34", "7: low: 32, but the performance is 30"),
        ("performances.csv", "30,28,34", "30,28,29", "7: high: 29, but the performance is 30"),
        ("performances.csv", "30,28,34", ",28,34", "7: low: a bound needs a performance"),
        (
            "performances.csv",
            "ant,price,20",
            '"ant","price","2,500"',
            "2: performance: '2,500' has two meanings, because its comma may separate",
        ),
        (
            "performances.csv",
            "ant,price,20",
            "ant,price,inf",
            "2: performance: 'inf' is not a number",
        ),
        ("performances.csv", "ant,price,20", "ant,prices,20", "2: criterion: 'prices' is not in"),
        (
            "performances.csv",
            "ant,price,20",
            "bee,price,20",
            "7: criterion: bee × price is already",
        ),
        (
            "performances.csv",
            "20,,,documented",
            "20,,,hearsay",
            "2: basis: 'hearsay' is not allowed",
        ),
        ("performances.csv", "documented,list", "documented,", "2: source: is empty"),
        ("performances.csv", "2026-01-05", "5 Jan 2026", "2: as_of: '5 Jan 2026' is not a date"),
        ("performances.csv", "ant,comfort,0", "ant,comfort,3", "5: performance: 3 is not a level"),
        ("performances.csv", "ant,liking,1,,,input", "ant,liking,1,,,survey", "6: basis: 'survey'"),
        ("performances.csv", "ant,price,20,,", "ant,price,20,", "2: basis: 'list' is not allowed"),
        ("groups.csv", "use,Use,", "use,Use,Say, ", "3: row: "),
        (
            "performances.csv",
            "cow,liking,1,,,input,,,,\n",
            "",
            "1: criterion: no row for cow × lik",
        ),
        ("criteria.csv", "lower,40,20", "lower,20,40", "2: direction: 'lower' is better, so best"),
        (
            "criteria.csv",
            "lower,40,20",
            "lower,40,40",
            "2: best: 40 is both the worst and the best",
        ),
        ("criteria.csv", "higher,0,10,linear", "higher,0,10,log", "4: value_function: a log value"),
        ("criteria.csv", "higher,0,2,levels", "higher,0,3,levels", "5: best: 3 is not a level of"),
        (
            "criteria.csv",
            "price,cost,",
            "price,costs,",
            "2: group: 'costs' is not in groups.csv; did",
        ),
        ("criteria.csv", "20,linear", "20,cubic", "2: value_function: 'cubic' is not allowed here"),
        ("criteria.csv", "price,cost", "Price!,cost", "2: id: 'Price!' is not an id"),
        (
            "levels.csv",
            "comfort,1,0.8",
            "comfort,1,1.8",
            "3: value: 1.8 is not allowed; allowed: 0",
        ),
        ("levels.csv", "comfort,2,1", "comfort,2,0.9", "4: value: 0.9 is the value of the best"),
        ("levels.csv", "comfort,1,0.8", "price,1,0.8", "3: criterion: 'price' has a linear value"),
        ("groups.csv", "use,Use,", "toys,Toys,A toy?\nuse,Use,", "3: id: no criterion belongs to"),
        (
            "sources.csv",
            "https://example.org/list",
            "javascript:alert(1)",
            "2: url: 'javascript:al",
        ),
        ("sources.csv", "trip.md", "../secret.md", "3: url: '../secret.md' is neither"),
        ("sources.csv", "id,title", "id,titel", "1: titel: unknown column; did you mean 'title'"),
        (
            "sources.csv",
            "trip,T",
            "spare,S,S,https://a.org,2026-01-05,\ntrip,T",
            "3: id: 'spare' is",
        ),
        ("weights.csv", "even,price,50,40,60", "even,price,70,40,60", "2: weight: 70 is outside"),
        (
            "weights.csv",
            "even,price,50",
            "even,price,500",
            "2: weight: 500 is not allowed; allowed: 0",
        ),
        (
            "weights.csv",
            "haul,fuel,10,0,20,short ways [trip]\n",
            "",
            "1: criterion: no row for haul",
        ),
        ("scenarios.csv", "haul,Hauling,Big", "haul,,Big", "3: name: is empty"),
        ("alternatives.csv", "cow,Cow", "cow,Ant", "4: name: Ant is already on line 2"),
        ("problem.toml", 'title = "Which', 'titel = "Which', "3: titel: unknown key; did you mean"),
        ("problem.toml", '"tiny"', "tiny", "2: file: cannot be read as TOML"),
    ],
)
def test_a_fault_is_named_with_its_place(folder: Path, file, old, new, fault):
    edit(folder, file, old, new)
    assert any(str(found).startswith(f"{file}:{fault}") for found in check(folder)), check(folder)


def test_all_faults_in_one_run_in_the_order_of_the_lines(folder: Path):
    edit(folder, "performances.csv", "30,28,34", "30,32,34")
    edit(folder, "performances.csv", "ant,fuel,4", "ant,fuel,four")
    edit(folder, "criteria.csv", "lower,40,20", "lower,20,40")
    places = [(fault.file, fault.line, fault.column) for fault in check(folder)]
    assert places == [
        ("criteria.csv", 2, "direction"),
        ("performances.csv", 3, "performance"),
        ("performances.csv", 7, "low"),
    ]
    with pytest.raises(ProblemError, match="3 faults") as refused:
        advisor.load(folder)
    assert len(refused.value.faults) == 3


def test_a_line_break_within_a_cell_does_not_shift_the_lines(folder: Path):
    edit(
        folder,
        "performances.csv",
        "measured,trip,2026-01-05,2024,",
        'measured,trip,2026-01-05,2024,"a\nb"',
    )
    edit(folder, "performances.csv", "30,28,34", "30,32,34")
    assert [fault.line for fault in check(folder)] == [8]


def test_an_empty_performance_is_unknown_and_allowed(folder: Path):
    edit(
        folder,
        "performances.csv",
        "cow,price,36,,,documented,list,2026-01-05",
        "cow,price,,,,documented,,",
    )
    assert check(folder) == []
    assert advisor.load(folder).missing[0].alternative == "cow"


@pytest.mark.parametrize("missing", sorted(COLUMNS.keys() - OPTIONAL_FILES))
def test_a_missing_file_is_one_fault_not_an_avalanche(folder: Path, missing):
    (folder / missing).unlink()
    assert [fault.file for fault in check(folder)] == [missing]
    assert "this file is missing" in check(folder)[0].message


def test_not_a_problem_folder(tmp_path: Path, folder: Path):
    assert "this folder does not exist" in str(check(tmp_path / "nowhere")[0])
    (tmp_path / "record.json").write_text("{}")
    assert "this is a file, but a problem is a folder" in str(check(tmp_path / "record.json")[0])
    assert "it contains problem folders: vans" in str(check(tmp_path)[0])


def test_reading_gives_what_the_files_say(tiny):
    bee = tiny.performances["bee", "price"]
    assert (bee.performance, bee.low, bee.high, bee.basis) == (30, 28, 34, "documented")
    ant = tiny.performances["ant", "price"]
    assert (ant.low, ant.high) == (20, 20)
    assert tiny.texts == {"trip.md": "Three vans, one road, one afternoon.\n"}
    assert tiny.values_low[1, 0] == pytest.approx(0.3)  # a price of 34 between 40 and 20


def sure_of_levels(folder: Path, cell: str, sure: str) -> None:
    """Add the column, and a confidence to one row."""
    lines = (folder / "performances.csv").read_text(encoding="utf-8").splitlines()
    rows = [line + ("," + sure if line.startswith(cell) else ",") for line in lines[1:]]
    text = "\n".join([lines[0] + ",confidence", *rows]) + "\n"
    (folder / "performances.csv").write_text(text, encoding="utf-8")


def test_a_level_read_with_a_confidence_may_be_its_neighbour(folder):
    sure_of_levels(folder, "bee,comfort", "0.6")
    problem = advisor.load(folder)
    cell = problem.performances["bee", "comfort"]
    assert (cell.low, cell.high, cell.confidence) == (0, 2, 0.6)
    uncertain = plausible_values(advisor.rank(problem))
    at = list(zip(uncertain.rows, uncertain.columns, strict=True)).index((1, 3))
    shares = [np.mean(uncertain.quantiles[at] == value) for value in (0, 0.8, 1)]
    assert shares == pytest.approx([0.2, 0.6, 0.2], abs=0.001)


@pytest.mark.parametrize(
    ("cell", "sure", "fault"),
    [
        ("bee,comfort", "1.5", "10: confidence: 1.5 is not allowed; allowed: above 0"),
        ("bee,price", "0.9", "7: confidence: only the level of a rubric can have a conf"),
    ],
)
def test_a_confidence_that_says_nothing_is_a_fault(folder, cell, sure, fault):
    sure_of_levels(folder, cell, sure)
    assert next(str(f) for f in check(folder)).startswith(f"performances.csv:{fault}")


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("answers.csv", "distance,near", "distanz,near", "2: question: 'distanz' is not in"),
        ("answers.csv", "cargo,people", "cargo,not_sure", "4: id: 'not_sure' is an answer to"),
        ("questions.csv", "cargo,What", "crew,Who?,\ncargo,What", "3: id: 'crew' has fewer than"),
        ("rules.csv", "far,weight,fuel", "afar,weight,fuel", "2: answer: 'afar' is not an answer"),
        (
            "rules.csv",
            "weight,fuel,40",
            "importance,fuel,lots",
            "2: amount: 'lots' does not say how",
        ),
        ("rules.csv", "weight,fuel,40", "importance,fule,much", "2: target: 'fule' is not"),
        ("rules.csv", "weight,fuel,40", "weight,fluel,40", "2: target: 'fluel' is not in criteria"),
        ("rules.csv", "weight,fuel,40", "weight,fuel,400", "2: amount: 400 points are not allowed"),
        ("rules.csv", "weight,fuel,40", "weight,fuel,much", "2: amount: 'much' is not a number"),
        ("rules.csv", "axle,heavy", "axle,none", "6: amount: 'none' is not a choice of 'axle'"),
        ("rules.csv", "require,axle,heavy", "require,wheel,heavy", "6: target: 'wheel' is not in"),
        ("requirements.csv", "{} dB", "dB", "4: unit: 'dB' has no placeholder {}"),
        ("requirements.csv", "70;80", "quiet;80", "4: choices: 'quiet' is not a number"),
        ("requirements.csv", "none;light;heavy", "heavy", "2: choices: 'heavy' is not a list"),
        ("capabilities.csv", "ant,axle,light", "ant,axle,strong", "2: capability: 'strong' is not"),
        ("capabilities.csv", "light,list", "light,", "2: source: is empty; every capability"),
        (
            "capabilities.csv",
            "bee,noise,,,,,nobody measured it\n",
            "",
            "1: requirement: no row for",
        ),
        (
            "capabilities.csv",
            "version,note\nant,axle,light,list,2026-01-05,2024,",
            "version,note,coming,coming_by\nant,axle,light,list,2026-01-05,2024,,strong,2027-01-01",
            "2: coming: 'strong' is not a choice of 'axle'",
        ),
        ("capabilities.csv", "ant,noise,70", "ant,noise,soft", "8: capability: 'soft' is not a"),
    ],
)
def test_faults_in_what_is_said_of_a_project(folder, file, old, new, fault):
    edit(folder, file, old, new)
    found = [str(f) for f in check(folder)]
    assert any(f.startswith(f"{file}:{fault}") for f in found), found


@pytest.mark.parametrize("unit", ["{} {x}", "{} {1}", "{} {", "{} {0.__class__}"])
def test_braces_in_a_unit_are_text(folder, unit):
    edit(folder, "requirements.csv", "{} dB", unit)
    (noise,) = [r for r in advisor.load(folder).requirements if r.id == "noise"]
    assert noise.text("70") == unit.replace("{}", "70")


def endless(path: Path, kind: str) -> None:
    """Put something in the place of a file that a reader would never be done with."""
    path.unlink(missing_ok=True)
    os.mkfifo(path) if kind == "pipe" else path.symlink_to("/dev/zero")


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_only_regular_files_are_read(folder, kind):
    endless(folder / "trip.md", kind)
    endless(folder / "weights.csv", kind)
    endless(folder / "questions.csv", kind)
    found = [str(fault) for fault in check(folder)]
    assert "weights.csv:1: file: this is not a regular file; a table is a CSV file" in found
    assert "questions.csv:1: file: this is not a regular file; a table is a CSV file" in found
    assert any("'trip.md' is neither an http(s):// address nor" in fault for fault in found)


@pytest.mark.parametrize("name", ["/dev/zero", "../pipe"])
def test_a_source_outside_the_folder_is_not_read(folder, name):
    os.mkfifo(folder.parent / "pipe")
    edit(folder, "sources.csv", "trip.md", name)
    assert [fault.column for fault in check(folder)] == ["url"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"x = {'9' * 5000}", "Exceeds the limit"),
        (f"x = {'[' * 5000}{']' * 5000}", "nested too deeply"),
        (f"x = {'{a=' * 5000}1{'}' * 5000}", "nested too deeply"),
    ],
    ids=["digits", "lists", "tables"],
)
def test_settings_beyond_all_bounds_are_a_fault(folder, text, why):
    (folder / "problem.toml").write_text(text)
    fault = next(f for f in check(folder) if f.file == "problem.toml")
    assert "cannot be read as TOML" in str(fault)
    assert why in str(fault)


def test_a_folder_may_ask_nothing_about_the_project(folder):
    for file in PROJECT_FILES:
        (folder / file).unlink(missing_ok=True)
    assert check(folder) == []
    assert advisor.load(folder).questions == ()


def test_requirements_without_capabilities_are_one_fault(folder):
    (folder / "capabilities.csv").unlink()
    assert [fault.file for fault in check(folder)] == ["capabilities.csv"]


def test_another_reading_stands_in_for_the_facts_it_is_about(tiny):
    loaded = tiny.with_reading("loaded")
    bee = loaded.performances["bee", "fuel"]
    assert (bee.performance, bee.low, bee.high, bee.note) == (16, 12, 16, "full of stones")
    assert loaded.performances["ant", "fuel"] == tiny.performances["ant", "fuel"]
    assert loaded.values[1, 1] < tiny.values[1, 1]
    with pytest.raises(LookupError, match="no reading 'empty'; allowed: stated, loaded"):
        tiny.with_reading("empty")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("bee,fuel,16,12", "bee,fuel,16,17", "2: low: 17, but the performance is 16"),
        ("bee,fuel,16,12", "bee,fuels,16,12", "2: criterion: 'fuels' is not in criteria.csv"),
        ("bee,fuel,16,12", "bee,liking,1,", "2: criterion: an input has no reading"),
        ("bee,fuel,16,12", "bee,comfort,0.5,", "2: performance: 0.5 is not a level of 'comfort'"),
        ("cow,fuel", "bee,fuel", "3: criterion: loaded × bee × fuel is already on line 2"),
        ("trip,2026-01-05,2025,full", "trip,,2025,full", "2: as_of: is empty"),
        ("trip,2026-01-05,2025,full", "hearsay,2026-01-05,2025,full", "2: source: 'hearsay' is"),
    ],
)
def test_a_faulty_reading_is_named(folder: Path, old, new, fault):
    edit(folder, "readings.csv", old, new)
    assert any(str(found).startswith(f"readings.csv:{fault}") for found in check(folder))


@pytest.mark.parametrize(
    ("old", "new"),
    [('loaded = "Loaded vans"', ""), ('"Loaded vans"', "7"), ("loaded =", "laden =")],
)
def test_every_reading_needs_a_name(folder: Path, old, new):
    edit(folder, "problem.toml", old, new)
    (fault,) = check(folder)
    assert str(fault).startswith(
        "problem.toml:1: readings: must be a table that names each reading"
    )
    assert str(fault).endswith("stated, loaded")


def test_a_criterion_that_is_gone_is_kept_with_its_reason(tiny):
    assert tiny.retired["radio"] == "Every van has a radio by now."
    with pytest.raises(TypeError):
        tiny.retired["radio"] = "No."


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("radio =", "price =", "13: retired: 'price' is still on line 2 of criteria.csv"),
        ("radio =", '"Radio!" =', "13: retired: 'Radio!' is not an id; allowed: a-z"),
        ('"Every van has a radio by now."', '" "', "13: retired: 'radio' needs a text in quotes"),
        ('"Every van has a radio by now."', "7", "13: retired: 'radio' needs a text in quotes"),
        ("radio =", "title =\nradio =", "13: file: cannot be read as TOML"),
        ("radio =", 'title = ""\nradio =', "13: retired: 'title' needs a text in quotes"),
        ("[retired]", "[withdrawn]", "1: withdrawn: unknown key; allowed: id, title"),
    ],
)
def test_a_faulty_retirement_is_named_with_its_line(folder: Path, old, new, fault):
    edit(folder, "problem.toml", old, new)
    assert str(check(folder)[0]).startswith(f"problem.toml:{fault}")


def test_settings_that_are_empty_are_faults(folder: Path):
    (folder / "problem.toml").write_text("# nothing yet\n", "utf-8")
    missing = [fault.column for fault in check(folder) if "is missing or empty" in fault.message]
    assert sorted(missing) == ["alternative_noun", "alternative_noun_plural", *sorted(SETTINGS[:3])]


def test_what_is_retired_is_a_table(folder: Path):
    path = folder / "problem.toml"
    settings = path.read_text("utf-8").partition("[retired]")[0]
    path.write_text(settings.replace("[readings]", 'retired = "radio"\n\n[readings]'), "utf-8")
    [fault] = check(folder)
    assert str(fault).startswith("problem.toml:8: retired: must be a table with a line ID =")


def test_a_setting_that_is_missing_is_not_reported_on_the_line_of_another(folder):
    path = folder / "problem.toml"
    lines = path.read_text("utf-8").splitlines()
    left = [line for line in lines if not line.startswith("alternative_noun =")]
    assert len(left) == len(lines) - 1
    path.write_text("\n".join(left), "utf-8")
    [fault] = check(folder)
    assert (fault.line, fault.column) == (1, "alternative_noun")


def with_short(folder: Path, *liking: str) -> Path:
    """The vans with a word for each level of how much they are liked."""
    path = folder / "levels.csv"
    words = iter(liking)
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    said = [f"{row},{next(words)}" if row.startswith("liking") else f"{row}," for row in rows]
    path.write_text("\n".join([f"{head},short", *said]) + "\n", encoding="utf-8")
    return folder


def test_levels_may_have_a_word_for_a_button(folder):
    problem = advisor.load(with_short(folder, "no", "perhaps", "yes"))
    assert [level.short for level in problem.criterion("liking").levels] == ["no", "perhaps", "yes"]
    assert {level.short for level in problem.criterion("comfort").levels} == {""}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("no", "", "yes"), "6: short: is empty, but other levels of 'liking' have a text"),
        (("no", "no", "yes"), "6: short: 'no' also names another level of 'liking'"),
        (
            ("no", "yes", "everybody wants it"),
            "7: short: 18 characters are too long for a button; allowed: up to 16",
        ),
    ],
)
def test_words_for_buttons_that_do_not_fit_are_faults(folder, words, fault):
    assert any(fault in str(found) for found in check(with_short(folder, *words)))


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        (
            "ant,price,20,,",
            "ant,price,45,,",
            "2: performance: 45 is beyond the worst anchor of 'price', 40, so it counts as 40",
        ),
        (
            "ant,price,20,,",
            "ant,price,12.5,,",
            "2: performance: 12.5 is beyond the best anchor of 'price', 20, so it counts as 20",
        ),
        ("ant,price,20,,", "ant,price,20,12,", "2: low: 12 is beyond the best anchor of 'price'"),
    ],
)
def test_a_performance_beyond_its_anchors_is_a_doubt(folder: Path, old, new, doubt, capsys):
    assert doubts(folder) == []
    edit(folder, "performances.csv", old, new)
    assert check(folder) == []
    assert [str(found).startswith(f"performances.csv:{doubt}") for found in doubts(folder)] == [
        True
    ]
    assert main(["check", str(folder)]) == 0
    assert f"warning: performances.csv:{doubt}" in capsys.readouterr().err


def test_nothing_on_a_log_scale_is_zero_without_a_word(folder: Path):
    edit(folder, "criteria.csv", "lower,40,20,linear", "lower,40,20,log")
    edit(folder, "performances.csv", "ant,price,20,,", "ant,price,0,,")
    [doubt] = doubts(folder)
    assert "0 is not above 0, but 'price' has a log scale, so it counts as 20" in doubt.message
