"""The shape of the code: imports point down, modules stay short, the core stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "advisor"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "apps" not in p.parts)

# From the ground up; a module may import those before it.
LAYERS = [
    "paths",
    "palette",
    "rounding",
    "values",
    "scoring",
    "analysis",
    "analysis.inputs",
    "analysis.maximin",
    "analysis.walk",
    "analysis.ternary",
    "analysis.sampling",
    "analysis.uncertainty",
    "analysis.acceptability",
    "analysis.stability",
    "analysis.dominance",
    "analysis.information",
    "analysis.batches",
    "analysis.normalisation",
    "analysis.methods",
    "analysis.vikor",
    "analysis.promethee",
    "analysis.elicitation",
    "analysis.pairwise",
    "analysis.region",
    "analysis.answers",
    "analysis.tradeoffs",
    "parts",
    "project",
    "problem",
    "tables",
    "columns",
    "checks",
    "checks_project",
    "data",
    "starter",
    "ageing",
    "plausible",
    "advice",
    "requirements",
    "notices",
    "ranking",
    "screening",
    "doubt",
    "robustness",
    "agreement",
    "ballots",
    "measurements",
    "changes",
    "prospects",
    "winmap",
    "weighing",
    "explain",
    "frames",
    "charts",
    "report",
    "allowed",
    "permalink",
    "history",
    "state",
    "page",
    "serve",
    "__init__",
    "options",
    "cli",
    "__main__",
]
ALONGSIDE = {"lab"}  # measures, and is imported by nothing but its command


def layer(path: Path) -> str:
    """Name in `LAYERS`: a module, or a whole package but for the analysis."""
    return layer_of(path.relative_to(PACKAGE).with_suffix("").parts)


def layer_of(parts: tuple[str, ...]) -> str:
    inner = ".".join(parts[:2])
    if parts[0] == "analysis":
        return inner if inner in LAYERS else "analysis"
    return parts[0] if parts[0] in LAYERS or parts[0] in ALONGSIDE else "__init__"


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    names = (tuple(name.split(".")[1:]) for name in found if name.split(".")[0] == "advisor")
    return {layer_of(parts) if parts else "__init__" for parts in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path):
    here = layer(path)
    if here in ALONGSIDE:
        return
    position = {name: place for place, name in enumerate([*LAYERS, *sorted(ALONGSIDE)])}
    above = {name for name in imported(path) if position[name] > position[here]}
    lazily = {"__init__": {"page"}, "cli": {"lab"}}.get(here, set())
    assert above - lazily == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_core_imports_without_widgets_and_charts():
    core = [name for name in LAYERS[: LAYERS.index("page")] if name != "frames"]
    code = (
        f"import sys, {', '.join(f'advisor.{name}' for name in core)};"
        "print(sys.modules.keys() & {'ipywidgets', 'plotly', 'pandas', 'voila', 'anywidget'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_guard_sees_an_import_that_points_up(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    (tmp_path / "values.py").write_text("from advisor.analysis.methods import topsis\n")
    assert imported(tmp_path / "values.py") == {"analysis.methods"}
    assert layer(tmp_path / "values.py") == "values"
    assert LAYERS.index("analysis.methods") > LAYERS.index("values")
