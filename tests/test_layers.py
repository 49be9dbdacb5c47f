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
    "maximin",
    "sampling",
    "uncertainty",
    "acceptability",
    "stability",
    "dominance",
    "information",
    "batches",
    "normalisation",
    "methods",
    "vikor",
    "promethee",
    "elicitation",
    "pairwise",
    "region",
    "answers",
    "tradeoffs",
    "problem",
    "tables",
    "checks",
    "data",
    "ranking",
    "robustness",
    "explain",
    "frames",
    "charts",
    "state",
    "page",
    "serve",
    "__init__",
    "cli",
    "__main__",
]
ALONGSIDE = {"lab"}  # measures, and is imported by nothing


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in found if name.split(".")[0] == "advisor"]
    return {p[1] if len(p) > 1 and p[1] in LAYERS else "__init__" for p in parts}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path):
    here = layer(path)
    if here in ALONGSIDE:
        return
    above = {name for name in imported(path) if LAYERS.index(name) > LAYERS.index(here)}
    lazily = {"page"} if here == "__init__" else set()
    assert above - lazily == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_the_core_imports_without_widgets_and_charts():
    code = (
        "import advisor, advisor.explain, advisor.robustness, advisor.charts, sys;"
        "import advisor.methods, advisor.vikor, advisor.promethee, advisor.normalisation;"
        "import advisor.elicitation, advisor.pairwise, advisor.tradeoffs;"
        "print(sys.modules.keys() & {'ipywidgets', 'plotly', 'pandas', 'voila', 'anywidget'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
