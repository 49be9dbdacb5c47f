"""A decision matrix from a spreadsheet: what was understood, and what only its owner knows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from advisor.problem.elements import LARGEST_WEIGHT, Direction
from advisor.problem.folder import load
from advisor.problem.new.cells import NAN, decimal_of, read_cell
from advisor.problem.new.criteria import Known, Understood, understand, with_scales
from advisor.problem.new.folder import write
from advisor.problem.new.grid import Grid, MatrixError, read_grid
from advisor.problem.new.layout import Layout, Line, find_layout, unique
from advisor.problem.new.totals import OwnTotal, own_total
from advisor.problem.new.words import FAILED, bare
from advisor.problem.problem import Problem
from advisor.problem.tables import allowed

SCORED = ("rating", "quantity", "levels", "signs")
DISQUALIFIED = "Not ruled out in the spreadsheet"


@dataclass(frozen=True)
class Hints:
    """What the owner says about a matrix; the rest is read from the sheet or proposed.

    Attributes
    ----------
    lower, higher : tuple of str
        Criteria of which less or more is better.
    anchors : mapping of str to (float, float)
        Worst and best by criterion.
    criteria_in : str
        ``"rows"`` or ``"columns"``; empty to find out.
    decimal : str
        Decimal separator, ``"."`` or ``","``; empty to find out.
    sheet : str
        Sheet of a workbook; empty for the fullest one.
    """

    lower: tuple[str, ...] = ()
    higher: tuple[str, ...] = ()
    anchors: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    criteria_in: str = ""
    decimal: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Doubt:
    """A question that only the owner can answer.

    Attributes
    ----------
    about : str
        ``"criteria_in"``, ``"decimal"`` or the name of a criterion, for its direction.
    question : str
    choices : tuple of str
    proposal : str
        Answer that is taken if nobody answers; empty if there must be an answer.
    """

    about: str
    question: str
    choices: tuple[str, ...]
    proposal: str


@dataclass(frozen=True)
class DecisionMatrix:
    """What was understood of a spreadsheet.

    Attributes
    ----------
    file : str
        Name of the file.
    title : str
    alternatives : tuple of str
    criteria : tuple of Understood
        Every criterion, with must-haves and lines that only inform.
    weights_why : str
        How the weights were read.
    totals : tuple of OwnTotal
        Totals and ranks of the owner.
    layout : Layout
    notes : tuple of str
        Sentences about what was left out, assumed or not read.
    doubts : tuple of Doubt
        Questions to the owner.
    """

    file: str
    title: str
    alternatives: tuple[str, ...]
    criteria: tuple[Understood, ...]
    weights_why: str
    totals: tuple[OwnTotal, ...]
    layout: Layout
    notes: tuple[str, ...]
    doubts: tuple[Doubt, ...]

    # The words belong to a room further up, so the front door sets these two.
    as_text: ClassVar[Callable[[DecisionMatrix], str]]
    as_html: ClassVar[Callable[[DecisionMatrix], str]]

    def __str__(self) -> str:
        return self.as_text()

    def __repr__(self) -> str:  # a cell of a notebook shows the table
        return self.as_text()

    def _repr_html_(self) -> str:
        return self.as_html()

    @property
    def scored(self) -> tuple[Understood, ...]:
        """Criteria that get a score."""
        return tuple(c for c in self.criteria if c.kind in SCORED)

    @property
    def must_haves(self) -> tuple[Understood, ...]:
        """Criteria that rule out."""
        return tuple(c for c in self.criteria if c.kind == "must-have")

    def save(self, folder: str | Path) -> Path:
        """Write a problem folder; it must not exist, or be empty.

        Raises
        ------
        MatrixError
            If a question is open that has no proposal.
        InputError
            If the folder is not empty.
        """
        for doubt in self.doubts:
            if not doubt.proposal:
                raise MatrixError(f"{self.file}: {doubt.question}")
        return write(self, folder)

    def problem(self) -> Problem:
        """The decision problem, ready to rank; raises as `save` does."""
        with TemporaryDirectory() as folder:
            return load(self.save(Path(folder, "matrix")))


def read_matrix(
    path: str | Path,
    *,
    lower: Iterable[str] = (),
    higher: Iterable[str] = (),
    anchors: Mapping[str, tuple[float, float]] | None = None,
    criteria_in: str = "",
    decimal: str = "",
    sheet: str = "",
) -> DecisionMatrix:
    """Read a decision matrix from a spreadsheet, CSV or Excel.

    Parameters
    ----------
    path : str or Path
        File with a line for each criterion and a column for each alternative, or the other way
        round. Formulas count with their stored results; macros never run.
    lower, higher : iterable of str
        Criteria of which less or more is better, where the proposal is wrong.
    anchors : mapping of str to (float, float), optional
        Worst and best of a criterion, where the proposal is wrong.
    criteria_in : str
        ``"rows"`` or ``"columns"``.
    decimal : str
        Decimal separator, ``"."`` or ``","``.
    sheet : str
        Sheet of a workbook.

    Returns
    -------
    DecisionMatrix
        What was understood; it prints as a table.

    Raises
    ------
    MatrixError
        If there is no decision matrix in the file.
    """
    path = Path(path)
    hints = Hints(tuple(lower), tuple(higher), dict(anchors or {}), criteria_in, decimal, sheet)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MatrixError(f"{path}: {error.strerror}") from None
    return matrix_of(path.name, content, hints)


def matrix_of(file: str, content: bytes, hints: Hints | None = None) -> DecisionMatrix:
    """Read a decision matrix from the content of a file, see `read_matrix`."""
    hints = hints or Hints()
    for found, among in ((hints.criteria_in, ("rows", "columns")), (hints.decimal, (".", ","))):
        if found and found not in among:
            raise MatrixError(f"{found!r} is not allowed here; allowed: {' or '.join(among)}")
    grid = read_grid(file, content, hints.sheet)
    try:
        layout = find_layout(grid, hints.criteria_in)
    except MatrixError as error:
        raise MatrixError(f"{file}: {error}") from None
    decimal = hints.decimal or _decimal(grid)
    criteria = _named_apart(understand(layout, decimal))
    totals = _totals(layout, criteria, decimal)
    formula = any(one.formula for one in totals)
    criteria = with_scales(criteria, layout, added_up=formula)
    criteria = _hinted(criteria, hints)
    criteria += _disqualified(layout)
    criteria, weights_why = _weighed(criteria)
    if not any(c.kind in SCORED for c in criteria):
        raise MatrixError(f"{file}: no criterion has a number, a sign or a word with an order")
    return DecisionMatrix(
        file,
        layout.title or _title(file),
        layout.alternatives,
        criteria,
        weights_why,
        totals,
        layout,
        (*grid.notes, *_left_out(layout), *_unread(criteria)),
        _doubts(layout, criteria, decimal),
    )


def answered(hints: Hints, doubt: Doubt, answer: str) -> Hints:
    """Hints with the answer to a question; raises `MatrixError` if it is none of the choices."""
    if answer not in doubt.choices:
        raise MatrixError(f"{answer!r} is no answer to {doubt.question!r}")
    if doubt.about == "criteria_in":
        return replace(hints, criteria_in=answer)
    if doubt.about == "decimal":
        return replace(hints, decimal=answer)
    lower = [name for name in hints.lower if name != doubt.about]
    higher = [name for name in hints.higher if name != doubt.about]
    (lower if answer == "lower" else higher).append(doubt.about)
    return replace(hints, lower=tuple(lower), higher=tuple(higher))


def _title(file: str) -> str:
    """Name of a file as a title, with a capital letter."""
    words = re.sub(r"[_\s-]+", " ", Path(file).stem).strip() or "Decision"
    return words[0].upper() + words[1:]


def _named_apart(criteria: Sequence[Understood]) -> tuple[Understood, ...]:
    """Criteria with different names, which everything on the page goes by."""
    names = unique([one.name for one in criteria])
    return tuple(replace(one, name=name) for one, name in zip(criteria, names, strict=True))


def _decimal(grid: Grid) -> str:
    texts = (cell.text for row in grid.rows for cell in row if cell.number is None)
    return decimal_of(texts, grid.separator)


def _totals(layout: Layout, criteria: Sequence[Understood], decimal: str) -> tuple[OwnTotal, ...]:
    """Totals and ranks of the owner, each with its formula if one is found."""
    numeric = [c for c in criteria if c.kind in ("quantity", "signs")]
    cells = [[known.performance for known in c.known] for c in numeric]
    weights = [c.weight for c in numeric]
    weights = [] if all(map(math.isnan, weights)) else weights
    found = []
    for line in layout.about["total"]:
        totals = _numbers(line, decimal)
        if any(not math.isnan(total) for total in totals):
            found.append(own_total(line.name, totals, cells, weights))
    for line in layout.about["rank"]:
        ranks = _numbers(line, decimal)
        if any(not math.isnan(rank) for rank in ranks):
            found.append(OwnTotal(line.name, ranks, is_rank=True))
    return tuple(found)


def _numbers(line: Line, decimal: str) -> tuple[float, ...]:
    readings = [read_cell(cell, decimal or ".") for cell in line.cells]
    return tuple(r.value if r.kind == "number" else NAN for r in readings)


def _hinted(criteria: Sequence[Understood], hints: Hints) -> tuple[Understood, ...]:
    """Criteria with the directions and anchors that the owner gives."""
    found = list(criteria)

    def places(names: Iterable[str]) -> list[int]:
        known = {bare(c.name): i for i, c in enumerate(found) if c.kind in SCORED}
        for name in names:
            if bare(name) not in known:
                listed = allowed(name, [c.name for c in found if c.kind in SCORED])
                raise MatrixError(f"there is no criterion {name!r}; {listed}")
        return [known[bare(name)] for name in names]

    said: tuple[tuple[tuple[str, ...], Direction], ...]
    said = (hints.lower, "lower"), (hints.higher, "higher")
    for names, direction in said:
        for i in places(names):
            one = found[i]
            turned = one.direction != direction
            ends = (one.best, one.worst) if turned else (one.worst, one.best)
            found[i] = replace(
                one, direction=direction, worst=ends[0], best=ends[1],
                direction_why="you said so", sure=True,
            )  # fmt: skip
    for i, (worst, best) in zip(places(hints.anchors), hints.anchors.values(), strict=True):
        one = found[i]
        if one.kind in ("levels", "signs"):
            raise MatrixError(f"{one.name!r} has levels; only numbers have other anchors")
        if not (math.isfinite(worst) and math.isfinite(best)) or worst == best:
            raise MatrixError(
                f"the anchors of {one.name!r} are {worst:g} and {best:g}; they must differ"
            )
        found[i] = replace(
            one, worst=worst, best=best, direction="higher" if best > worst else "lower",
            direction_why="your anchors say so", sure=True, anchors_why="you said so",
        )  # fmt: skip
    return tuple(found)


def _disqualified(layout: Layout) -> tuple[Understood, ...]:
    """A must-have for alternatives that the sheet rules out beneath their columns."""
    for lines in (layout.about[one] for one in ("total", "rank", "verdict", "remark")):
        for line in lines:
            if any(FAILED.fullmatch(bare(cell.text)) for cell in line.cells):
                offered = tuple(
                    "no" if FAILED.fullmatch(bare(cell.text)) else "yes" for cell in line.cells
                )
                known = tuple(Known(note=cell.text) for cell in line.cells)
                return (
                    Understood(
                        DISQUALIFIED, line.place, "must-have", known, offered=offered, needed="yes"
                    ),
                )
    return ()


def _weighed(criteria: Sequence[Understood]) -> tuple[tuple[Understood, ...], str]:
    """Criteria with weights from 0 to 100, and how they were read."""
    stated = [c.weight for c in criteria if c.kind in SCORED]
    given = [w for w in stated if not math.isnan(w)]
    if not given or not any(given):
        even = [replace(c, weight=LARGEST_WEIGHT / 2) for c in criteria]
        return tuple(even), "no weights found, so every criterion has the same"
    total, largest = sum(map(abs, given)), max(map(abs, given))
    if math.isclose(total, 100, abs_tol=1.1):
        factor, why = 1.0, "per cent, which sum to 100"
    elif math.isclose(total, 1, abs_tol=0.011):
        factor, why = 100.0, "shares, which sum to 1"
    elif largest <= 1:
        factor, why = 100 / largest, f"shares, which sum to {total:g}; only their ratios count"
    else:
        top = next((top for top in (5, 10, 100) if largest <= top), largest)
        factor, why = (
            LARGEST_WEIGHT / top,
            f"{min(given):g} to {largest:g}; only their ratios count",
        )
    missing = [c.name for c in criteria if c.kind in SCORED and math.isnan(c.weight)]
    if missing:
        why += f"; without a weight, so 0: {', '.join(missing)}"
    negative = [c.name for c in criteria if c.weight < 0]
    if negative:
        why += f"; negative, so lower is better: {', '.join(negative)}"
    found = []
    for one in criteria:
        if one.weight < 0 and one.direction == "higher":
            one = replace(
                one, direction="lower", direction_why="its weight is negative", sure=True,
                worst=one.best, best=one.worst,
            )  # fmt: skip
        weight = 0.0 if math.isnan(one.weight) else abs(one.weight) * factor
        found.append(replace(one, weight=round(min(weight, LARGEST_WEIGHT), 6)))
    return tuple(found), why


def _left_out(layout: Layout) -> list[str]:
    return [f"Left out: {one}." for one in layout.left_out]


def _unread(criteria: Sequence[Understood]) -> list[str]:
    return [f"Not read, so unknown: {cell}." for c in criteria for cell in c.unread]


def _doubts(layout: Layout, criteria: Sequence[Understood], decimal: str) -> tuple[Doubt, ...]:
    found = []
    if not layout.sure:
        question = f"Are the criteria in rows or in columns? ({layout.why})"
        found.append(Doubt("criteria_in", question, ("rows", "columns"), layout.criteria_in))
    ambiguous = [cell for c in criteria for cell in c.ambiguous]
    if ambiguous and not decimal:
        listed = "; ".join(ambiguous[:3]) + (" …" if len(ambiguous) > 3 else "")
        question = (
            "Is the decimal separator a point or a comma? It decides between one thousand and one: "
            f"{listed}"
        )
        found.append(Doubt("decimal", question, (".", ","), ""))
    for one in criteria:
        if one.kind in SCORED and not one.sure:
            question = f"Is a higher or a lower {one.name} better?"
            found.append(Doubt(one.name, question, ("higher", "lower"), one.direction))
    return tuple(found)
