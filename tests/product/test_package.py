"""The wheel carries everything: data, notebooks, template, scripts; the shipped face is small."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT
from tests.tools.servers import free_port, running

PINS = {
    line.split("==")[0].lower().replace("_", "-"): line.split("==")[1].strip()
    for name in ("requirements.txt", "hub/requirements.txt")
    for line in (ROOT / "binder" / name).read_text("utf-8").splitlines()
    if "==" in line
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_has_data_notebooks_template_and_scripts(wheel):
    names = set(wheel.namelist())
    for folder in ("data", "notebooks"):
        tracked = subprocess.run(
            ["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
        assert {f"advisor/_shipped/{name}" for name in tracked} <= names
    wanted = (
        "advisor/page/style/base.css",
        "advisor/page/fragments/common.html",
        "advisor/page/widgets/plot.js",
        "advisor/serve/share/voila/templates/advisor/index.html.j2",
    )
    assert {*wanted} <= names
    # From there Jupyter servers load the extension without any further step.
    enabled = "data/etc/jupyter/jupyter_server_config.d/advisor.json"
    assert any(name.endswith(enabled) for name in names)
    for name in ("front.js", "front.css", "plotly.js", "LICENSES.txt"):
        assert any(one.endswith(f"labextensions/backend-advisor/{name}") for one in names), name
    assert not any("node_modules" in name or "tests/" in name for name in names)


def test_the_command_works_from_an_empty_folder_with_the_wheel_alone(wheel, tmp_path):
    """Unpacked first on the path, so that the checkout cannot help."""
    wheel.extractall(tmp_path / "site")
    (tmp_path / "empty").mkdir()
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "from advisor.cli import main; from advisor.problem import paths;"
        "assert '_shipped' in str(paths.DATA), paths.DATA; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-P", "-c", code, str(tmp_path / "site")]
    empty = tmp_path / "empty"
    done = subprocess.run([*command, "check"], cwd=empty, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    # Three facts are better than the best that counts, so they count as that.
    warned = done.stderr.splitlines()
    assert all("is beyond the best anchor" in line for line in warned), warned
    port = free_port()
    serve = [*command, "serve", "--no-browser", "--port", str(port)]
    address = f"http://127.0.0.1:{port}/"
    with running(serve, f"{address}voila/advisor/no.js", cwd=empty), urlopen(address) as page:
        text = page.read().decode()
    assert "<title>Backend Advisor</title>" in text
    assert "application/vnd.jupyter.widget-view+json" in text


@pytest.mark.parametrize("name", sorted(PINS))
def test_tests_run_with_what_binder_installs(name):
    assert version(name) == PINS[name]


def test_no_file_names_a_registry():
    """Lock files and settings must work wherever packages come from."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, tracked):
        if Path(name).suffix in {".json", ".toml", ".txt", ".cfg", ".ini", ".npmrc", ""}:
            text = (ROOT / name).read_text("utf-8", errors="replace")
            assert not re.search(r"registry\.|pypi\.|index-url|\"resolved\"", text), name


def test_every_public_name_and_command_is_in_the_readme():
    import advisor

    readme = (ROOT / "README.md").read_text("utf-8")
    for name in advisor.__all__:
        assert f"advisor.{name}" in readme, name
    for command in ("check", "convert", "new", "rank", "record", "diff", "measure", "lab", "serve"):
        assert f"advisor {command}" in readme
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:`|^)make (\w+)", readme, re.MULTILINE):
        assert f"\n{target}:" in makefile


def asked(extra: str = "") -> set[str]:
    """Packages that an extra asks for, by the name of their import; those of the base without one.

    They are those of `pyproject.toml`: an installed package may be older than the checkout.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    found = set()
    for whole in wanted:
        name = re.split(r"[<>=~! \[;]", whole)[0].replace("-", "_")
        if name == "backend_advisor":
            inner = re.search(r"\[(.*?)\]", whole)
            found |= set().union(*map(asked, inner[1].split(",")))
        else:
            found.add("zmq" if name == "pyzmq" else name)
    return found


def imported(paths: Iterable[Path]) -> set[str]:
    """Packages other than the base that files import, also inside functions."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
    others = found - set(sys.stdlib_module_names) - {"advisor", *asked()}
    return {name.lower() for name in others}


MODULES = [p for p in (ROOT / "advisor").rglob("*.py") if "apps" not in p.parts]


def test_the_base_is_light_and_the_page_asks_for_all_that_it_imports():
    """JupyterLab brings a kernel too, and so would hide that the dashboard lacks one."""
    assert asked() == {"msgspec", "numpy"}
    extras = {"lab", "workshop"}
    assert imported(p for p in MODULES if not extras & set(p.parent.parts)) <= asked("page")
    assert "ipykernel" in asked("page")


@pytest.mark.parametrize("extra", ["lab", "workshop"])
def test_the_other_extras_ask_for_all_that_they_import(extra):
    """The apps of the lab are apart: each has an environment of its own."""
    found = imported(p for p in MODULES if extra in p.parent.parts)
    assert found
    assert found <= asked(extra)
    assert asked(extra) <= asked("all")


def test_without_the_extra_a_jupyter_server_starts_without_a_complaint():
    """`pip install` enables the extension also where only the ranking was asked for."""
    code = (
        "import sys; sys.modules['voila'] = None;"
        "from jupyter_server.extension.manager import ExtensionPackage;"
        "print(dict(ExtensionPackage(name='advisor.serve', enabled=True).extension_points))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout.strip(), done.returncode) == ("{}", 0), done.stderr


def test_a_table_in_markdown_ends_before_the_prose_begins():
    """Without an empty line, the lines after a table are its rows."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, tracked.stdout.split("\0")):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        for number, (line, after) in enumerate(pairwise([*lines, ""]), 1):
            if line.startswith("|") and not after.startswith("|"):
                assert not after.strip(), f"{name}:{number + 1}: {after[:60]}"
