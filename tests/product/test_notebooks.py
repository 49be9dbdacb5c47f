"""Notebooks are prose and one-line cells, stripped but for the outputs that are compared."""

import ast
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from advisor.problem.paths import NOTEBOOKS

FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
CHECKED = "nbval-check-output"
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.With)


def code_cells(path: Path) -> list:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def compare(path: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-c", "/dev/null", str(path)]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider"], capture_output=True, text=True, cwd=path.parent
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_cells_are_short_and_hold_no_logic(path):
    for cell in code_cells(path):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 3, cell.source
        assert not any(isinstance(node, LOGIC) for node in ast.walk(ast.parse(cell.source)))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_only_compared_outputs_are_kept(path):
    assert "widgets" not in nbformat.read(path, as_version=4).metadata
    for cell in code_cells(path):
        checked = CHECKED in cell.metadata.get("tags", [])
        assert bool(cell.outputs) == checked, cell.source
        # nbval takes a cell without a count for one that never ran, and compares nothing.
        assert not checked or cell.execution_count, cell.source


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_notebook_runs_and_says_what_it_said(path):
    done = compare(path)
    assert done.returncode == 0, done.stdout[-3000:]


def test_another_output_would_be_noticed(tmp_path):
    """Guards the guard: a compared cell whose text differs must fail."""
    path = tmp_path / "guided.ipynb"
    text = (NOTEBOOKS / "guided.ipynb").read_text(encoding="utf-8")
    assert "FastAPI leads" in text
    path.write_text(text.replace("FastAPI leads", "Flask leads"), encoding="utf-8")
    done = compare(path)
    assert done.returncode == 1
    assert "Flask leads" in done.stdout


def test_the_guided_tour_compares_enough():
    cells = code_cells(NOTEBOOKS / "guided.ipynb")
    assert sum(CHECKED in cell.metadata.get("tags", []) for cell in cells) >= 4
