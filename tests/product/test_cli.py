import csv
import io
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.cli import main
from tests.conftest import TINY


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err


def test_check_of_a_whole_folder(capsys):
    assert run(capsys, "check", str(TINY)) == (0, "", "")
    assert main(["check"]) == 0


def test_check_prints_a_line_for_every_fault(capsys, tmp_path):
    folder = tmp_path / "vans"
    shutil.copytree(TINY, folder)
    path = folder / "performances.csv"
    path.write_text(path.read_text("utf-8").replace("30,28,34", "30,32,29"), "utf-8")
    status, out, _ = run(capsys, "check", str(folder))
    assert status == 1
    assert [line.split(": ")[:2] for line in out.splitlines()] == [
        ["performances.csv:7", "high"],
        ["performances.csv:7", "low"],
    ]
    status, _, err = run(capsys, "rank", "--data", str(folder))
    assert status == 1
    assert "2 faults" in err


def test_rank_as_json(capsys):
    status, out, _ = run(
        capsys, "rank", "--data", str(TINY), "--scenario", "haul", "--weight", "price=0",
        "--weight", "load=80", "--exclude", "ant", "--format", "json",
    )  # fmt: skip
    found = json.loads(out)
    assert status == 0
    assert found["weights"] == pytest.approx(
        {"price": 0, "fuel": 0.1, "load": 0.8, "comfort": 0.1, "liking": 0}
    )
    first = found["ranking"][0]
    assert (first["rank"], first["alternative"]) == (1, "cow")
    assert first["score"] == pytest.approx(sum(first["contributions"].values()))
    left_out = {"alternative": "ant", "reason": "you left it out", "requirements": []}
    assert found["excluded"] == [left_out]


def test_rank_as_csv_and_table(capsys):
    _, out, _ = run(capsys, "rank", "--data", str(TINY), "--format", "csv")
    assert out.startswith("\ufeff")  # or Excel shows “€” as “â‚¬”
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["van"] for row in rows] == ["Bee", "Ant", "Cow"]
    assert float(rows[0]["score"]) == pytest.approx(0.6)
    _, out, _ = run(capsys, "rank", "--data", str(TINY))
    assert "It scores 60 points of 100, Ant scores 55." in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rank", "--weight", "x=1"], "no criterion 'x'; allowed: "),
        (["rank", "--scenario", "x"], "no scenario 'x'; allowed: "),
        (["rank", "--weight", " x = 1"], "no criterion 'x'; allowed: "),
        (["diff", "nowhere.json"], "advisor diff: nowhere.json: No such file"),
        (["lab", "agree", "nowhere.json"], "advisor lab agree: nowhere.json: No such file"),
        (["rank", "--weight", "startup=-2"], "weight of 'startup' is -2.0; allowed"),
        (["rank", "--weight", "startup=101"], "is 101.0; allowed: 0 to 100"),
        (["record", "--weight", "startup=101"], "is 101.0; allowed: 0 to 100"),
        (["rank", "--data", "nowhere"], "this folder does not exist"),
    ],
)
def test_a_refusal_is_one_line_and_no_traceback(capsys, arguments, message):
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (1, "")
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("weight", ["startup", "startup=", "startup=x"])
def test_a_weight_that_is_none_is_wrong_usage(capsys, weight):
    with pytest.raises(SystemExit) as stopped:
        main(["rank", "--weight", weight])
    assert stopped.value.code == 2
    assert "CRITERION=NUMBER" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--port", "99999"], ["--port", "-1"], ["--max-kernels", "0"]], ids=str
)
def test_impossible_numbers_are_wrong_usage(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(["serve", *arguments])
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_answers_and_requirements_on_the_command_line(capsys):
    arguments = ["rank", "--data", str(TINY), "--answer", "cargo=stones", "--require", "age=2025"]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "Not ranked: Ant (Axle: light axle instead of heavy axle; Year built" in said
    assert main(["rank", "--data", str(TINY), "--answer", "cargo=air"]) == 1
    assert "'cargo' cannot be 'air'; allowed: people, stones" in capsys.readouterr().err


def test_measuring_without_its_extra_says_what_to_install(capsys, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("advisor.lab")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psutil", None)
    status, out, err = run(capsys, "measure", "--quick")
    assert (status, out) == (1, "")
    hint = "install it with: pip install 'backend-advisor[lab]'"
    assert err == f"advisor measure: psutil is not installed; {hint}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--framework", "rails"], "no reference app for 'rails'; allowed: aiohttp"),
        (["--framework", "flask", "--workload", "sing"], "no workload 'sing'; allowed: hello"),
        (["--output", "nowhere/r.json"], "there is no folder nowhere"),
    ],
)
def test_a_measurement_that_cannot_be_is_refused_at_once(capsys, arguments, message):
    status, out, err = run(capsys, "measure", *arguments)
    assert (status, out) == (1, "")
    assert message in err


def test_another_reading_of_the_facts_is_ranked_and_recorded(capsys):
    stated = json.loads(run(capsys, "rank", "--data", str(TINY), "--format", "json")[1])
    loaded = ("--data", str(TINY), "--reading", "loaded", "--format", "json")
    assert json.loads(run(capsys, "rank", *loaded)[1])["ranking"] != stated["ranking"]
    assert json.loads(run(capsys, "record", *loaded)[1])["state"]["reading"] == "loaded"
    status, _, err = run(capsys, "rank", "--data", str(TINY), "--reading", "empty")
    assert status == 1
    assert "no reading 'empty'; allowed: stated, loaded" in err


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_a_reader_that_has_seen_enough_is_no_error(form):
    """What ``advisor record --format html | head -1`` does, whatever the buffers hold."""
    command = [sys.executable, "-m", "advisor", "record", "--data", str(TINY), "--format", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read().decode()
    assert (process.returncode, said) == (0, "")


def test_a_fault_of_ours_is_not_told_as_if_it_were_the_users(monkeypatch):
    from advisor.cli import decisions

    monkeypatch.setattr(decisions, "load", lambda _folder: {}["programming error"])
    with pytest.raises(KeyError):
        main(["rank", "--data", str(TINY)])


def test_the_commands_that_new_prints_run_as_they_are_copied(tmp_path, capsys):
    folder = tmp_path / "my office"
    status, out, _ = run(capsys, "new", str(folder))
    assert status == 0
    commands = [line for line in out.splitlines() if line.startswith("  advisor ")]
    assert len(commands) == 2
    assert all(shlex.split(command)[-1] == str(folder) for command in commands)


def test_a_reader_of_faults_that_has_seen_enough_is_no_error(tmp_path):
    """What ``advisor check FOLDER | head -1`` does."""
    (tmp_path / "problem.toml").write_text("")
    command = [sys.executable, "-m", "advisor", "check", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        said = process.stderr.read().decode()
    assert (process.returncode, said) == (0, "")


MATRICES = Path(__file__).parents[1] / "problem" / "matrices"


def test_a_matrix_is_brought_in_and_says_what_it_took_without_asking(tmp_path, capsys):
    status, out, _ = run(
        capsys, "new", str(tmp_path / "my phone"), "--from", f"{MATRICES / 'phone.csv'}"
    )
    assert status == 0
    assert "Is a higher or a lower Update promise better? Taken: higher." in out
    assert "For the other, add --lower 'Update promise'." in out
    assert f"advisor serve --data '{tmp_path / 'my phone'}'" in out
    assert main(["check", str(tmp_path / "my phone")]) == 0


def test_a_terminal_is_asked_until_it_answers(tmp_path, capsys, monkeypatch):
    answers = iter(["perhaps", "lower"])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    source = str(MATRICES / "phone.csv")
    status, out, _ = run(capsys, "new", str(tmp_path / "phone"), "--from", source)
    assert status == 0
    assert "9 to 4 years" in out
    assert "please check" not in out


def test_options_say_what_a_matrix_leaves_open(tmp_path, capsys):
    given = ("--decimal", ".", "--anchors", "Price=3000..800", "--lower", "Resolution")
    source = str(MATRICES / "camera.csv")
    status, out, _ = run(capsys, "new", str(tmp_path / "camera"), "--from", source, *given)
    assert status == 0
    assert "3000 to 800" in out
    assert "you said so" in out
    with pytest.raises(SystemExit):
        main(["new", str(tmp_path / "x"), "--from", source, "--anchors", "Price=cheap"])
    assert "CRITERION=WORST..BEST" in capsys.readouterr().err


def test_a_matrix_that_does_not_exist_is_named(tmp_path, capsys):
    status, _, err = run(capsys, "new", str(tmp_path / "x"), "--from", "nowhere.csv")
    assert (status, err) == (1, "advisor new: nowhere.csv: No such file or directory\n")


@pytest.mark.parametrize(
    "command", [["check"], ["rank"], ["record"], ["record", "--format", "csv"]], ids=" ".join
)
def test_a_terminal_gets_no_commands_from_a_folder(tmp_path, capsys, command):
    folder = shutil.copytree(TINY, tmp_path / "vans")
    day = "\x1b[31m5 Jan" if command == ["check"] else "2026-01-05"
    for file, old, new in (
        ("problem.toml", 'title = "', r'title = "\u001b]0;owned\u0007'),
        ("alternatives.csv", "Bee", "B\x1b[2Jee\x9b1m"),
        ("performances.csv", "2026-01-05", day),
    ):
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    where = [str(folder)] if command == ["check"] else ["--data", str(folder)]
    said = "".join(run(capsys, *command, *where)[1:])
    assert r"\x1b" in said
    assert not set(said) & {"\x1b", "\x07", "\x9b"}


def test_a_terminal_gets_no_commands_from_an_error(capsys):
    status, _, err = run(capsys, "diff", "\x1b[2J.json")
    assert status == 1
    assert err.startswith(r"advisor diff: \x1b[2J.json: No such file")
