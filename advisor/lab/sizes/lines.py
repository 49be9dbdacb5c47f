"""Counts the hand-written lines of a reference app."""

import ast
import io
import re
import tokenize
from pathlib import Path

from advisor.lab.manifest import APPS
from advisor.problem.problem import InputError

SUFFIXES = {".py", ".html", ".sql"}
SKIPPED_FOLDERS = {"__pycache__", "instance", "tests", "versions"}
GENERATED_MIGRATION = re.compile(r"\d{4}_\w+\.py")
SCAFFOLD = re.compile(r"#\s*scaffold:\s*(begin|end)\b")
HTML_COMMENT = re.compile(r"<!--.*?-->|\{#.*?#\}", re.DOTALL)
SQL_COMMENT = re.compile(r"--.*")
NOT_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def count(path: Path) -> int:
    """Count hand-written source lines in a file or in all files of a folder.

    Blank lines, comments, docstrings, generated migrations and scaffold do not count; HTML
    templates and SQL do. Scaffold is code from the framework's own generator, between the comments
    ``# scaffold: begin`` and ``# scaffold: end`` (or the end of the file).

    Parameters
    ----------
    path : Path
        A Python file, an HTML template, an SQL file, or a folder of them.

    Returns
    -------
    int
        Number of lines; 0 for other kinds of files.

    Raises
    ------
    OSError
        If the file does not exist.
    InputError
        If a Python file is not valid Python; the message names the file.
    """
    if path.is_dir():
        return sum(count(file) for file in sources(path))
    return len(written(path))


def written(path: Path) -> list[str]:
    """Lines of one file that `count` counts.

    Raises
    ------
    OSError
        If the file does not exist.
    InputError
        If a Python file is not valid Python; the message names the file.
    """
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist")
    if path.suffix not in SUFFIXES:
        return []
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        comment = HTML_COMMENT if path.suffix == ".html" else SQL_COMMENT
        return [line for line in comment.sub("", text).splitlines() if line.strip()]
    try:
        counted = sorted(_python_lines(text))
    except (SyntaxError, tokenize.TokenError) as error:
        raise InputError(f"{path} is not valid Python: {error}") from None
    source = text.splitlines()
    return [source[number - 1] for number in counted]


def sources(folder: Path) -> list[Path]:
    """Files of a folder without generated migrations and tests."""
    return [file for file in sorted(folder.rglob("*")) if _is_source(file, folder)]


def crud(framework: str) -> int:
    """Count the lines of a framework's small data app, that is, its product without the orders."""
    product = APPS / framework / "product"
    return count(product) - count(product / "orders")


def packages(requirements: Path) -> int:
    """Count the packages in a requirements file.

    Parameters
    ----------
    requirements : Path
        A requirements file with one package per line.

    Returns
    -------
    int
        Number of packages, including the framework.
    """
    lines = (line.strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def _is_source(file: Path, root: Path) -> bool:
    folders = file.relative_to(root).parts[:-1]
    if not file.is_file() or SKIPPED_FOLDERS.intersection(folders):
        return False
    return not ("migrations" in folders and GENERATED_MIGRATION.fullmatch(file.name))


def _python_lines(text: str) -> set[int]:
    source = text.splitlines()
    code: set[int] = set()
    scaffold = False
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and (mark := SCAFFOLD.match(token.string)):
            scaffold = mark[1] == "begin"
        elif token.type not in NOT_CODE and not scaffold:
            span = range(token.start[0], token.end[0] + 1)
            code.update(number for number in span if source[number - 1].strip())
    return code - _docstring_lines(text)


def _docstring_lines(text: str) -> set[int]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    lines: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


def table() -> str:
    """Text table with the line and package counts of every reference app."""
    rows = [f"{'framework':<20}{'app':<14}{'lines':>6}{'packages':>10}"]
    for framework in sorted(folder for folder in APPS.iterdir() if folder.is_dir()):
        apps = sorted(app for app in framework.iterdir() if app.is_dir() or app.suffix == ".py")
        for app in (app for app in apps if app.name != "variants"):
            needs = (app if app.is_dir() else framework) / "requirements.txt"
            rows.append(f"{framework.name:<20}{app.name:<14}{count(app):>6}{packages(needs):>10}")
        if (framework / "product").is_dir():
            rows.append(f"{framework.name:<20}{'without orders':<14}{crud(framework.name):>6}")
    return "\n".join(rows)
