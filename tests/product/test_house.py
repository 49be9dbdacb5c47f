"""The shape of the code: rooms, imports that point down, and a core that is light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "advisor"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "apps" not in p.parts)

# From the ground up; a room may import those before it.
LAYERS = [
    "mcda",
    "problem",
    "ranking",
    "robustness",
    "session",
    "report",
    "page",
    "serve",
    "lab",
    "__init__",
    "cli",
    "__main__",
]


def room(name: str) -> str:
    """Room of a module by its dotted name, ``advisor.mcda.values``."""
    return ([*name.split("."), "__init__"])[1]


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    """Modules of the package that a file imports, by dotted name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in NAMES else node.module for name in whole}
    return {name for name in found if name.split(".")[0] == PACKAGE.name}


NAMES = {name_of(path) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path):
    here = room(name_of(path))
    below = LAYERS[: LAYERS.index(here) + 1]
    found = {room(name) for name in imported(path)}
    assert found - set(below) == set()


ROOMS = sorted({path.parent for path in MODULES})


@pytest.mark.parametrize("folder", ROOMS, ids=lambda p: str(p.relative_to(PACKAGE.parent)))
def test_a_room_shows_at_most_a_dozen_things(folder: Path):
    entries = [p.name for p in folder.iterdir() if p.name not in ("__pycache__", "_shipped")]
    assert len(entries) <= 12, sorted(entries)


def test_a_class_name_means_one_thing():
    found: dict[str, set[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).add(name_of(path))
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def test_the_lab_is_imported_by_the_command_alone():
    users = {room(name_of(p)) for p in MODULES if "lab" in map(room, imported(p))}
    assert users <= {"lab", "cli", "__init__"}  # the front door asks for it by name


def test_the_core_imports_without_widgets_and_charts():
    rooms = LAYERS[: LAYERS.index("page")]
    core = sorted(name for name in NAMES if room(name) in rooms and "dataframes" not in name)
    code = (
        f"import sys, {', '.join(core)};"
        "print(sys.modules.keys() & {'ipywidgets', 'plotly', 'pandas', 'voila', 'anywidget'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_guard_sees_an_import_that_points_up(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path / "advisor")
    path = tmp_path / "advisor" / "mcda.py"
    path.parent.mkdir()
    path.write_text("from advisor.problem.problem import Problem\n")
    assert imported(path) == {"advisor.problem.problem"}
    with pytest.raises(AssertionError):
        test_imports_point_down(path)
