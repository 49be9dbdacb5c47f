"""Measures the public interface of an installed package; `MEASURED.md` says what counts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

FIRST_WORD = re.compile(r"[\w.-]+")
Nodes = Iterable[ast.stmt]


def interface(site: Path, distribution: str) -> frozenset[str]:
    """Public functions, classes and methods in the files of a distribution.

    Parameters
    ----------
    site : Path
        Folder in which the distribution is installed.
    distribution : str
        Name on the package index.

    Returns
    -------
    frozenset of str
        Names such as ``flask.app:Flask.run``.

    Raises
    ------
    KeyError
        If the distribution is not installed there.
    """
    own = _installed(site)[_normal(distribution)]
    files = {PurePosixPath(str(file)) for file in own.files or ()}
    tests = {file.parent for file in files if file.name.endswith("_test.py")}
    found: set[str] = set()
    for file in sorted(files):
        stub = file.suffix == ".pyi" and file.with_suffix(".py") not in files
        if (stub or file.suffix == ".py") and _is_public(file) and file.parent not in tests:
            tree = ast.parse((site / file).read_text(encoding="utf-8"))
            module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
            found.update(f"{module}:{name}" for name in _defined(tree.body))
    return frozenset(found)


def with_dependencies(site: Path, distribution: str) -> frozenset[str]:
    """Interfaces of a distribution and of all its requirements, without extras."""
    installed = _installed(site)
    asked, known = [_normal(distribution)], set()
    while asked:
        name = asked.pop()
        if name in installed and name not in known:
            known.add(name)
            needs = installed[name].requires or ()
            asked += [_normal(_name(need)) for need in needs if "extra ==" not in need]
    return frozenset().union(*(interface(site, name) for name in known))


def _installed(site: Path) -> dict[str, Distribution]:
    return {_normal(one.metadata["Name"]): one for one in distributions(path=[str(site)])}


def _is_public(file: PurePosixPath) -> bool:
    parts = list(file.with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return all(p.isidentifier() and p[0] != "_" and p not in ("tests", "conftest") for p in parts)


def _defined(body: Nodes, inside: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.name.startswith("_"):
                yield inside + node.name
                if isinstance(node, ast.ClassDef):
                    yield from _defined(node.body, f"{inside}{node.name}.")
        elif isinstance(node, ast.If):
            yield from _defined([*node.body, *node.orelse], inside)
        elif isinstance(node, ast.Try):
            handlers = [one for handler in node.handlers for one in handler.body]
            yield from _defined([*node.body, *handlers, *node.orelse], inside)


def _name(requirement: str) -> str:
    found = FIRST_WORD.match(requirement)
    return found[0] if found else ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
