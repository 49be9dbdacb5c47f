"""Finds the external names that a reader of an app meets; `MEASURED.md` says which count.

The module reads the source and does not run it. It follows external objects from the imports
through assignments, annotations and base classes, by the spelling of names and without types.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from advisor.lab.sizes.lines import sources
from advisor.problem.problem import InputError

# Names that a server gets on its command line.
STARTED = {"app", "application", "asgi_application"}
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
CAPITALS = re.compile(r"[A-Z][A-Z0-9_]+")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class _Seen:
    """Names found in all modules of an app."""

    modules: set[str]
    packages: set[str] = field(default_factory=set)  # from outside
    outside: set[str] = field(default_factory=set)  # names of modules that come from there
    fields: set[str] = field(default_factory=set)  # attributes that the app's classes define
    methods: set[str] = field(default_factory=set)  # those that no decorator hands over
    used: set[str] = field(default_factory=set)  # attributes that a line of the app uses
    taken: set[str] = field(default_factory=set)  # attributes of what comes from outside
    inherited: set[str] = field(default_factory=set)  # asked of `super()`
    classes: set[str] = field(default_factory=set)  # the app's
    given: set[str] = field(default_factory=set)  # keywords that those are made with
    keywords: set[str] = field(default_factory=set)  # all others handed to what is outside
    read: set[str] = field(default_factory=set)  # plain names
    assigned: set[str] = field(default_factory=set)  # names that modules have
    found: set[str] = field(default_factory=set)


def concepts(path: Path) -> frozenset[str]:
    """Find the external names in a file, or in all files of a folder.

    Returns
    -------
    frozenset of str
        Names as ``Flask``, attributes as ``.get``, keywords as ``status_code=``.

    Raises
    ------
    InputError
        If a file is not valid Python; the message names the file.
    """
    files = sources(path) if path.is_dir() else [path]
    trees = [_parsed(file) for file in files if file.suffix == ".py"]
    app = _Seen({part for file in files for part in _parts(file, path)})
    for tree in trees:
        _imports(tree, app)
    # A module may use an external object that a later module defines, so repeat until stable.
    before = -1
    while before != len(app.outside):
        before = len(app.outside)
        for tree in trees:
            _ModuleReader(app).visit(tree)
    looked_for = app.methods - app.used
    own = app.fields | (app.methods & app.used)
    names = {one for one in app.assigned - app.read - app.used - STARTED if one[0] != "_"}
    attributes = (app.taken - own) | looked_for | app.inherited
    keywords = app.keywords | (app.given - own)
    return frozenset(
        {*app.found, *names, *(f".{name}" for name in attributes), *(f"{k}=" for k in keywords)}
    )


def _parsed(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise InputError(f"{file} is not valid Python: {error}") from None


def _parts(file: Path, path: Path) -> Iterator[str]:
    """Names under which the app imports its own modules."""
    relative = file.relative_to(path if path.is_dir() else path.parent)
    yield from (*relative.parts[:-1], file.stem)


def _imports(tree: ast.Module, app: _Seen) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            tops = [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            tops = [(node.module or "").partition(".")[0]]
        else:
            continue
        app.packages.update(
            top for top in tops if top not in app.modules and top not in sys.stdlib_module_names
        )


class _ModuleReader(ast.NodeVisitor):
    """Reads one module; each scope records which of its names are external."""

    def __init__(self, app: _Seen) -> None:
        self.app = app
        self.scopes: list[dict[str, bool]] = [{}]
        self.stdlib: set[str] = set()
        self.imported: set[str] = set()  # from outside
        self.classes: list[bool] = []  # whether each class that is open inherits from outside
        self.attributes: list[dict[str, bool]] = []  # scopes of the classes that are open
        self.in_function = 0

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            self._bind(alias.asname or top, top)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        top = "" if node.level else (node.module or "").partition(".")[0]
        for alias in node.names:
            self._bind(alias.asname or alias.name, top, alias.name)

    def _bind(self, name: str, top: str, original: str = "") -> None:
        if top in self.app.packages:
            self.app.found.add(original or name)
            self.imported.add(name)
            self._add(name)
        elif top in sys.stdlib_module_names:
            self.stdlib.add(name)
        else:
            self.app.read.add(original)
            if original in self.app.outside:
                self.scopes[-1][name] = True

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        inherits = any(self._from_outside(base) for base in node.bases)
        inner = bool(self.classes) and self.classes[-1]
        self.app.classes.add(node.name)
        if inherits:
            self._add(node.name)
        if inner and not inherits:
            self.app.found.add(node.name)
        for part in (*node.decorator_list, *node.bases):
            self.visit(part)
        for keyword in node.keywords:
            if inherits and keyword.arg:
                self.app.keywords.add(keyword.arg)
            self.visit(keyword.value)
        self.classes.append(inherits or inner)
        self.attributes.append({"self": True, "cls": True} if inherits else {})
        self.scopes.append(self.attributes[-1])
        for statement in node.body:
            self._member(statement)
        for statement in node.body:
            self.visit(statement)
        self.scopes.pop()
        self.attributes.pop()
        self.classes.pop()

    def _member(self, node: ast.stmt) -> None:
        """Note the members of a class: its own, or those that the framework looks for."""
        app = self.app
        if isinstance(node, Function):
            handed_over = any(self._from_outside(one) for one in node.decorator_list)
            own = handed_over or node.name.startswith("_")
            (app.fields if own else app.methods).add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            app.fields.add(node.target.id)
        elif isinstance(node, ast.Assign):
            # `title = CharField()` is the app's, `list_display = (...)` the framework's.
            made = isinstance(node.value, ast.Call) and _root(node.value) in self.imported
            for name in _names(node.targets):
                if made or not self.classes[-1]:
                    app.fields.add(name)
                else:
                    app.found.add(name)

    def visit_FunctionDef(self, node: Function) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        given = node.args
        arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        for part in (*given.defaults, *(one for one in given.kw_defaults if one), node.returns):
            if part is not None:
                self.visit(part)
        # A parameter hides a name of the module with the same spelling.
        scope = {one.arg: False for one in arguments if one.arg not in ("self", "cls")}
        for argument in arguments:
            if argument.annotation is not None:
                self.visit(argument.annotation)
                if self._mentions(argument.annotation):
                    scope[argument.arg] = True
        self.scopes.append(scope)
        self.in_function += 1
        for statement in node.body:
            self.visit(statement)
        self.in_function -= 1
        self.scopes.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast's spelling

    def visit_Assign(self, node: ast.Assign) -> None:
        self._assign(node.targets, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._assign([node.target], node.value)
        if self._mentions(node.annotation):
            self._give([node.target])
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._assign([node.target], node.value)
        self.generic_visit(node)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            if item.optional_vars is not None:
                self._assign([item.optional_vars], item.context_expr)
        self.generic_visit(node)

    visit_AsyncWith = visit_With  # noqa: N815

    def visit_For(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
        self._assign([node.target], node.iter)
        self.generic_visit(node)

    visit_AsyncFor = visit_comprehension = visit_For  # noqa: N815

    def _assign(self, targets: Iterable[ast.expr], value: ast.expr | None) -> None:
        targets = list(targets)
        if not self.in_function and not self.classes:
            self.app.assigned.update(_names(targets))
        for target in targets:
            if isinstance(target, ast.Attribute) and _text(target.value) == "self":
                self.app.fields.add(target.attr)
        if value is not None and self._from_outside(value):
            self._give(targets)

    def _give(self, targets: Iterable[ast.expr]) -> None:
        for target in targets:
            name = _text(target)
            if isinstance(target, ast.Tuple | ast.List):
                self._give(target.elts)
            elif name.startswith("self.") and self.attributes:
                self.attributes[-1][name] = True  # all methods see it
            elif name:
                self._add(name)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.app.read.add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Call) and _text(node.value.func) == "super":
            if self.classes and self.classes[-1] and not node.attr.startswith("_"):
                self.app.inherited.add(node.attr)
        elif self._from_outside(node.value) and not isinstance(node.value, ast.Subscript):
            # A subscript usually returns a plain value.
            self.app.taken.add(node.attr)
            self.app.used.add(node.attr)
        elif _root(node.value) not in self.stdlib:
            self.app.used.add(node.attr)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if self._from_outside(node.func):
            names = {one.arg for one in node.keywords if one.arg}
            of_own = _root(node.func) in self.app.classes
            (self.app.given if of_own else self.app.keywords).update(names)
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key in node.keys:
            if isinstance(key, ast.Constant) and CAPITALS.fullmatch(str(key.value)):
                self.app.found.add(str(key.value))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        text = node.value
        if isinstance(text, str) and DOTTED.fullmatch(text):
            top, *_, last = text.split(".")
            if top in self.app.packages:
                self.app.found.add(last)

    def _add(self, name: str) -> None:
        self.scopes[-1][name] = True
        if len(self.scopes) == 1:
            self.app.outside.add(name)

    def _known(self, name: str) -> bool:
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), False)

    def _from_outside(self, node: ast.expr) -> bool:
        """Whether a value is external, or was made by or taken from something external."""
        match node:
            case ast.Name():
                return self._known(node.id)
            case ast.Attribute():
                return self._known(_text(node)) or self._from_outside(node.value)
            case ast.Call():
                return self._from_outside(node.func)
            case ast.Await() | ast.Subscript():
                return self._from_outside(node.value)
            case ast.BoolOp():
                return any(map(self._from_outside, node.values))
            case ast.IfExp():
                return self._from_outside(node.body) or self._from_outside(node.orelse)
            case _:
                return False

    def _mentions(self, node: ast.expr) -> bool:
        return any(isinstance(one, ast.Name) and self._known(one.id) for one in ast.walk(node))


def _names(targets: Iterable[ast.expr]) -> set[str]:
    return {node.id for one in targets for node in ast.walk(one) if isinstance(node, ast.Name)}


def _text(node: ast.AST) -> str:
    """Text such as ``self.request`` for an attribute of a name, or of a name; else empty."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
