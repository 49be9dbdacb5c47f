"""Adds a statement to the handler in a copy of the smallest app."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeGuard

from advisor.problem.problem import InputError


def begin_with(statement: str, file: Path) -> None:
    """Insert a statement at the start of the handler of ``GET /hello``.

    The handler is the first function in the file that contains the text ``"hello"``, as in all
    smallest apps.

    Raises
    ------
    InputError
        If the file has no such function.
    """
    source = file.read_text(encoding="utf-8")
    handlers = [node for node in ast.walk(ast.parse(source)) if _says_hello(node)]
    if not handlers:
        raise InputError(f"no function in {file.name} contains the text 'hello'")
    first = min((node.body[0] for node in handlers), key=lambda one: one.lineno)
    lines = source.splitlines(keepends=True)
    lines.insert(first.lineno - 1, f"{' ' * first.col_offset}{statement}\n")
    file.write_text("".join(lines), encoding="utf-8")


def _says_hello(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
        isinstance(one, ast.Constant) and one.value == "hello" for one in ast.walk(node)
    )
