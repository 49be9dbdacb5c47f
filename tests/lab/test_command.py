"""``advisor lab``: what is done with records and reference apps, from the command line."""

import shutil
import subprocess
import sys

import pytest

from advisor.cli import main
from advisor.problem.measurements import write
from advisor.problem.paths import SHIPPED_PROBLEM
from tests.problem.test_measurements import record


@pytest.fixture
def repeats(tmp_path) -> list[str]:
    """Two records that agree and one that does not."""
    paths = [str(tmp_path / f"{name}.json") for name in "abc"]
    for path, cpu in zip(paths, (1.0, 1.0, 2.0), strict=True):
        write(record(flask=(100 * cpu, 200 * cpu, 300 * cpu)), path)
    return paths


def test_agree_names_what_differs(repeats, capsys):
    assert main(["lab", "agree", *repeats[:2]]) == 0
    assert "11 of 11 cells have the same level in all records (100 %)" in capsys.readouterr().out
    assert main(["lab", "agree", *repeats]) == 1
    out = capsys.readouterr().out
    assert "9 of 11" in out
    assert "flask cpu_cost default: 10 / 10 / 20, beyond the noise of the runs" in out


def test_publish_says_how_many_cells_it_wrote(repeats, tmp_path, capsys):
    folder = shutil.copytree(SHIPPED_PROBLEM, tmp_path / "problem")
    assert main(["lab", "publish", repeats[0], str(folder)]) == 0
    assert capsys.readouterr().out == f"Wrote 7 cells to {folder}\n"


def test_a_faulty_folder_is_told_before_anything_is_written(repeats, tmp_path, capsys):
    folder = shutil.copytree(SHIPPED_PROBLEM, tmp_path / "problem")
    (folder / "criteria.csv").write_text("x\n")
    before = (folder / "performances.csv").read_bytes()
    assert main(["lab", "publish", repeats[0], str(folder)]) == 1
    assert "criteria.csv" in capsys.readouterr().err
    assert (folder / "performances.csv").read_bytes() == before


def test_lines_of_paths_and_of_all_apps(tmp_path, capsys):
    path = tmp_path / "app.py"
    path.write_text("# why\nx = 1\n")
    assert main(["lab", "lines", str(path)]) == 0
    assert capsys.readouterr().out == f"     1  {path}\n"
    assert main(["lab", "lines"]) == 0
    assert "pyramid" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["agree", "a.json"], "at least two records are needed"),
        (["agree", "a.json", "nowhere.json"], "nowhere.json: No such file"),
        (["publish", "nowhere.json"], "nowhere.json: No such file"),
        (["lines", "nowhere"], "nowhere does not exist"),
        (["lines", "wrong.py"], "wrong.py is not valid Python"),
        (["calibrate"], "wrk is not installed"),
    ],
)
def test_a_refusal_is_one_line(repeats, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (tmp_path / "wrong.py").write_text("def (:\n")
    assert main(["lab", *arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_a_package_that_is_missing_is_named():
    code = (
        "import sys; sys.modules['psutil'] = None;"
        "from advisor.cli import main; sys.exit(main(['lab', 'calibrate']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    hint = "install it with: pip install 'backend-advisor[lab]'"
    said = f"advisor lab calibrate: psutil is not installed; {hint}\n"
    assert (done.returncode, done.stderr) == (1, said)
