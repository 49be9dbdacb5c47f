"""Finds what the lines of a matrix are: criteria, alternatives, weights, totals and remarks.

The rest of the package sees every matrix in one form: a line for each criterion, with a cell for
each alternative and the attributes of the criterion, wherever the sheet has them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from advisor.problem.new.cells import read_cell
from advisor.problem.new.grid import Grid, MatrixError, SheetCell, column_name
from advisor.problem.new.words import (
    ALTERNATIVE,
    CRITERION,
    DERIVED,
    IMPORTANCE_WORDS,
    MUST,
    RATED,
    REFERENCE,
    bare,
    role,
    stated_direction,
    usual_direction,
)

ATTRIBUTES = ("weight", "direction", "unit", "must", "worst", "best", "group", "question", "remark")
ABOUT_ALTERNATIVES = ("total", "count", "rank", "verdict", "remark")
# A longer text in the first cell of a line is an explanation, not the name of a criterion.
LONGEST_NAME = 80
LONG_REMARK = 25
# What a line without cells states if it is a criterion and no heading.
STATED_OF_A_LINE = {"weight", "unit", "direction", "must"}


@dataclass(frozen=True)
class Spot:
    """A cell and its place in the sheet."""

    cell: SheetCell
    row: int
    column: int

    @property
    def text(self) -> str:
        """Text of the cell."""
        return self.cell.text


@dataclass(frozen=True)
class Line:
    """A line of the sheet with a cell for each alternative."""

    name: str
    place: str
    cells: tuple[SheetCell, ...]
    attributes: Mapping[str, SheetCell] = field(default_factory=dict)
    group: str = ""


@dataclass(frozen=True)
class Layout:
    """What the lines of a sheet are.

    Attributes
    ----------
    title : str
        Title above the matrix; may be empty.
    criteria_in : str
        ``"rows"`` or ``"columns"``.
    why : str
        What shows that.
    sure : bool
        Whether the evidence is clear; if not, the user is asked.
    alternatives : tuple of str
    criteria : tuple of Line
    about : mapping of role to tuple of Line
        Totals, ranks, verdicts and remarks about the alternatives.
    texts : tuple of str
        Lines of text above and below the matrix.
    left_out : tuple of str
        Sentences about lines that were not used.
    """

    title: str
    criteria_in: str
    why: str
    sure: bool
    alternatives: tuple[str, ...]
    criteria: tuple[Line, ...]
    about: Mapping[str, tuple[Line, ...]]
    texts: tuple[str, ...]
    left_out: tuple[str, ...]
    corner: str = ""
    """Text of the cell above the names of the rows."""


Spots = list[list[Spot]]


def find_layout(grid: Grid, criteria_in: str = "") -> Layout:
    """Find what the lines of a grid are.

    Parameters
    ----------
    grid : Grid
    criteria_in : str
        Where the criteria are, ``"rows"`` or ``"columns"``, if the user says so.

    Raises
    ------
    MatrixError
        If there are no two alternatives, or no criterion.
    """
    rows = _filled(grid)
    top = _header(rows)
    title, texts, groups, roles = _above(rows[:top])
    if top and len(_beneath_names(rows[top])) > 1 and any(map(_is_word, rows[top - 1])):
        top, groups = top - 1, []  # the row above has the names, each over several columns
        texts = [text for text in texts if text not in [spot.text for spot in rows[top]]]
    header, data, dropped = _one_header([*rows[top:], *roles])
    header, data, dropped = _without_weighted(header, data, dropped)
    table = _names_first([header, *data])
    if groups:
        columns = {spot.column: spot for spot in groups}
        blank = [Spot(SheetCell(), groups[0].row, spot.column) for spot in table[0]]
        line = [columns.get(one.column, one) for one in blank]
        line[0] = Spot(SheetCell("group"), groups[0].row, line[0].column)
        table.insert(1, line)
    found, why, sure = _orientation(table)
    if criteria_in:
        found, why, sure = criteria_in, "you said so", True
    if found == "columns":
        table = [list(line) for line in zip(*table, strict=True)]
    return _read(table, title, texts, dropped, found, why, sure)


def _filled(grid: Grid) -> Spots:
    """Rows and columns that are not empty."""
    columns = [j for j in range(len(grid.rows[0])) if any(row[j].text for row in grid.rows)]
    return [
        [Spot(row[j], i, j) for j in columns]
        for i, row in enumerate(grid.rows)
        if any(cell.text for cell in row)
    ]


def _is_word(spot: Spot) -> bool:
    return bool(spot.text) and read_cell(spot.cell, ".").kind == "word"


def _header(rows: Spots) -> int:
    """Place of the first row that names the columns."""
    width = max(sum(bool(spot.text) for spot in row) for row in rows)
    for place, row in enumerate(rows[:-1]):
        filled = [spot for spot in row if spot.text]
        words = [spot for spot in filled if _is_word(spot)]
        if len(filled) < max(2, width / 2) or len(words) * 2 < len(filled):
            continue
        said = [bool(stated_direction(spot.text)) for spot in row[1:] if spot.text]
        if role(row[0].text, "direction", "unit") and said and sum(said) * 2 >= len(said):
            continue
        return place
    raise MatrixError("no row names the columns; put the names of the columns into the first row")


def _above(rows: Spots) -> tuple[str, list[str], list[Spot], Spots]:
    """Title, other texts, groups of columns, and lines such as weights above the names."""
    title, texts, groups, roles = "", [], [], []
    for row in rows:
        filled = [spot for spot in row if spot.text]
        if row[0].text and role(row[0].text, "weight", "direction", "unit"):
            roles.append(row)
        elif len(filled) == 1:
            title = title or filled[0].text
            texts.append(filled[0].text)
        elif all(map(_is_word, filled)) and not row[0].text and row is rows[-1]:
            groups = _carried(row)
        else:
            title = title or filled[0].text
            texts.append(" ".join(spot.text for spot in filled))
    return title, texts, groups, roles


def _carried(row: Sequence[Spot]) -> list[Spot]:
    """A row in which an empty cell repeats the one before it, as merged cells look."""
    found: list[Spot] = []
    last = SheetCell()
    for spot in row:
        last = spot.cell if spot.text else last
        found.append(Spot(last, spot.row, spot.column))
    return found


def _one_header(rows: Spots) -> tuple[list[Spot], Spots, list[str]]:
    """One header of two, such as a name over “score” and “weighted”; without derived columns."""
    header: list[Spot] = rows[0]
    dropped: list[str] = []
    if len(rows) < 3:
        return header, rows[1:], dropped
    below, several = rows[1], _beneath_names(rows[1])
    if len(several) < 2 or not all(_is_word(s) for s in below if s.text):
        return header, rows[1:], dropped
    derived = [j for j in several if DERIVED.fullmatch(bare(below[j].text))]
    above = _carried(header)
    names = []
    for j, spot in enumerate(header):
        cell = above[j].cell if j in several else spot.cell
        names.append(Spot(cell if cell.text else below[j].cell, spot.row, spot.column))
    kept = [j for j in range(len(names)) if j not in derived]
    dropped = [f"column {column_name(below[j].column)} ({below[j].text})" for j in derived]
    # Of several columns beneath a name the first is its performance.
    once = [j for j in kept if names[j].text not in [names[k].text for k in kept if k < j]]
    dropped += [
        f"column {column_name(below[j].column)} ({below[j].text})" for j in kept if j not in once
    ]
    return [names[j] for j in once], [_reduced(row, once) for row in rows[2:]], dropped


def _beneath_names(row: Sequence[Spot]) -> list[int]:
    """Places of the cells that say what the columns beneath a name hold, such as “score”."""
    labels = [bare(spot.text) for spot in row]
    return [j for j, one in enumerate(labels) if RATED.fullmatch(one) or DERIVED.fullmatch(one)]


def _reduced(row: Sequence[Spot], kept: Sequence[int]) -> list[Spot]:
    """Kept cells of a row; a total in a column that is left out moves to the one before it."""
    sums_up = any(role(spot.text, *ABOUT_ALTERNATIVES[:3]) for spot in row[:3] if spot.text)
    found = []
    for j, following in pairwise([*kept, len(row)]):
        filled = [spot for spot in row[j:following] if spot.text] if sums_up else []
        found.append(Spot(filled[0].cell if filled else row[j].cell, row[j].row, row[j].column))
    return found


def _without_weighted(
    header: list[Spot], data: Spots, dropped: list[str]
) -> tuple[list[Spot], Spots, list[str]]:
    """Columns without those that hold weight × score beside the score."""
    endings = re.compile(
        r"(?P<name>.+?)[\s:–-]*\(?"
        r"(?:(?P<w>weighted(?: score)?|wtd|gewichtet)|score|rating|points)\)?",
        re.IGNORECASE,
    )
    found = [endings.fullmatch(spot.text) for spot in header]
    weighted = {one["name"] for one in found if one and one["w"]}
    plain = {one["name"] for one in found if one and not one["w"]} | {s.text for s in header}
    both = weighted & plain
    labels = [bare(spot.text) for spot in header]
    repeated = {label for label in labels if labels.count(label) > 1 and DERIVED.fullmatch(label)}
    kept = [
        j
        for j, one in enumerate(found)
        if labels[j] not in repeated and not (one and one["w"] and one["name"] in both)
    ]
    dropped = dropped + [
        f"column {column_name(header[j].column)} ({header[j].text})"
        for j in range(len(header))
        if j not in kept
    ]
    names = []
    for j in kept:
        one = found[j]
        name = one["name"] if one and one["name"] in both else header[j].text
        names.append(Spot(SheetCell(name), header[j].row, header[j].column))
    return names, [_reduced(row, kept) for row in data], dropped


def _names_first(table: Spots) -> Spots:
    """Columns in the order: names of the rows, then the others; without running numbers."""
    header, data = table[0], table[1:]
    columns = list(range(len(header)))

    def words(j: int) -> float:
        filled = [row[j] for row in data if row[j].text]
        return sum(map(_is_word, filled)) / len(filled) if filled else 0.0

    numbers = [j for j in columns[:2] if role(header[j].text or "-", "number") and words(j) < 0.3]
    if len(columns) - len(numbers) > 2:
        columns = [j for j in columns if j not in numbers]
    named = [j for j in columns if CRITERION.fullmatch(bare(header[j].text))]
    usable = [
        j
        for j in columns
        if words(j) >= 0.5 and not role(header[j].text, *ATTRIBUTES[1:])
        and (j == columns[0] or len({row[j].text for row in data}) > len(data) / 2)
    ]  # fmt: skip
    label = (named or usable or columns)[0]
    if columns[0] in usable and not named:
        label = columns[0]
    order = [label, *(j for j in columns if j != label)]
    return [[row[j] for j in order] for row in table]


def _orientation(table: Spots) -> tuple[str, str, bool]:
    """Where the criteria are, the strongest evidence, and whether it is clear."""
    flipped = [list(line) for line in zip(*table, strict=True)]
    corner = bare(table[0][0].text)
    evidence = [
        *((s, f"the first cell says “{table[0][0].text}”") for s in _corner(corner)),
        *((s, why) for s, why in _lines_with_roles(table)),
        *((-s, why) for s, why in _lines_with_roles(flipped)),
        _alike(table, flipped),
        _named_like_criteria(table, flipped),
    ]
    score = sum(points for points, _ in evidence)
    side = 1 if score > 0 else -1
    points, why = max(evidence, key=lambda one: one[0] * side)
    found = "rows" if score > 0 else "columns"
    if points * side <= 0:
        why = "nothing shows it"
    return found, why, abs(score) >= 1


def _corner(corner: str) -> list[float]:
    return [4.0] if CRITERION.fullmatch(corner) else [-4.0] if ALTERNATIVE.fullmatch(corner) else []


def _lines_with_roles(table: Spots) -> list[tuple[float, str]]:
    """Evidence that the criteria are in the rows: columns about them, rows about alternatives."""
    found = []
    for j, spot in enumerate(table[0][1:], 1):
        cells = [row[j] for row in table[1:] if row[0].text and row[j].text]
        what = role(spot.text, "weight", "direction", "unit", "must", "group")
        if what == "weight" and _weighs(cells):
            found.append((3.0, f"“{spot.text}” is a weight for each line"))
        elif what in ("direction", "unit", "must") and not all(_numeric(c) for c in cells):
            found.append((2.0, f"“{spot.text}” tells about each line"))
        elif not what and len(cells) > 1 and all(stated_direction(c.text) for c in cells):
            found.append((3.0, f"“{spot.text}” says which way is better"))
    for row in table[1:]:
        if role(row[0].text, "total", "count", "rank") and any(map(_numeric, row[1:])):
            found.append((2.0, f"“{row[0].text}” sums up what stands above it"))
    return found


def _numeric(spot: Spot) -> bool:
    return read_cell(spot.cell, ".").kind == "number"


def _weighs(cells: Sequence[Spot]) -> bool:
    """Whether cells can be weights: plain numbers, shares, or words for importance."""
    if not cells:
        return False
    readings = [read_cell(spot.cell, ".") for spot in cells]
    fit = [
        (r.kind == "number" and r.unit in ("", "%", "x", "×"))
        or bare(c.text) in IMPORTANCE_WORDS
        or MUST.fullmatch(bare(c.text)) is not None
        for r, c in zip(readings, cells, strict=True)
    ]
    return sum(fit) >= 0.7 * len(fit)


def _alike(table: Spots, flipped: Spots) -> tuple[float, str]:
    """Cells of one criterion are alike: same kind, same unit, same size."""

    def spread(lines: Spots) -> float:
        found = []
        for line in lines[1:]:
            readings = [read_cell(s.cell, ".") for s in line[1:] if s.text]
            known = [r for r in readings if r.kind != "unknown"]
            if len(known) < 2 or role(line[0].text, "total", "rank", "count", "weight"):
                continue
            kinds = [(r.kind, r.unit) for r in known]
            mixed = 1 - max(Counter(kinds).values()) / len(kinds)
            sizes = [math.log10(abs(r.value)) for r in known if r.kind == "number" and r.value]
            mean = sum(sizes) / len(sizes) if sizes else 0.0
            found.append(
                2 * mixed + math.sqrt(sum((s - mean) ** 2 for s in sizes) / max(len(sizes), 1))
            )
        return sum(found) / len(found) if found else 0.0

    difference = spread(flipped) - spread(table)
    return max(-2.0, min(2.0, 2 * difference)), "the cells of a line are alike"


def _named_like_criteria(table: Spots, flipped: Spots) -> tuple[float, str]:
    """Names with a unit or with a usual direction, such as “Price (€)”, are criteria."""

    def share(lines: Spots) -> float:
        names = [line[0].text for line in lines[1:] if line[0].text]
        named = [n for n in names if unit_in(n) or usual_direction(n, "")[0]]
        return len(named) / len(names) if names else 0.0

    return 3 * (share(table) - share(flipped)), "the names are those of criteria"


# Units that may end a name without brackets, as in “Range km”.
UNITS = re.compile(
    r"(?<!per)(?<!\d)\s(km/h|km|kg|mm|cm|m²|m³|kWh|kW|Wh|mAh|GB|MB|TB|dB|ms|Mbit/s|GHz|MHz|rpm|°C|%|€|\$|£|EUR|USD)$"
)


def unit_in(name: str) -> str:
    """Unit or remark at the end of a name, in brackets or after a comma: “Price (€)”."""
    found = (
        re.search(r"[(\[]([^)\]]{1,40})[)\]]\s*[↑↓*]?\s*$", name)
        or re.search(r",\s*((?:€|\$|£|%|[a-zA-Zµ°²³/]{1,6})(?:/\w+)?)$", name)
        or UNITS.search(name)
    )
    return found[1].strip() if found else ""


def _read(
    table: Spots,
    title: str,
    texts: list[str],
    dropped: list[str],
    criteria_in: str,
    why: str,
    sure: bool,
) -> Layout:
    """Layout of a table that has its criteria in rows."""
    attributes, columns, left_out = _columns(table, criteria_in)
    alternatives = unique([table[0][j].text for j in columns])
    criteria: list[Line] = []
    about: dict[str, list[Line]] = {one: [] for one in ABOUT_ALTERNATIVES}
    section = ""
    carried: dict[str, str] = {}
    for row in table[1:]:
        name = row[0].text
        cells = tuple(row[j].cell for j in columns)
        given = {what: row[j].cell for what, j in attributes.items() if row[j].text}
        line = Line(name, _line_place(row[0], criteria_in), cells, given)
        filled = any(cell.text for cell in cells)
        what = role(name, *ABOUT_ALTERNATIVES) if name else ""
        if "group" in attributes:
            group = row[attributes["group"]].text
            carried["group"] = group or carried.get("group", "")
        if not filled and not any(
            not role(given[one].text, one) for one in given.keys() & STATED_OF_A_LINE
        ):
            if name and len(name) <= LONGEST_NAME and not what:
                section = name
            if name:
                texts.append(name)
        elif not name:
            if criteria and all(_number_or_empty(cell) for cell in cells):
                about["total"].append(Line("total without a name", line.place, cells))
            else:
                left_out.append(f"{line.place} has no name")
        elif what and (criteria or what != "remark"):
            about[what].append(line)
        else:
            criteria.append(
                Line(name, line.place, cells, given, carried.get("group", "") or section)
            )
    if len(alternatives) < 2 or not criteria:
        found = f"{len(alternatives)} alternatives and {len(criteria)} criteria"
        raise MatrixError(
            f"found {found}; a decision matrix has a line for each criterion and a column for each "
            "of two or more alternatives, or the other way round"
        )
    left_out = [f"{one} repeats weight × score" for one in dropped] + left_out
    lines = {one: tuple(rows) for one, rows in about.items()}
    return Layout(
        title,
        criteria_in,
        why,
        sure,
        tuple(alternatives),
        tuple(criteria),
        lines,
        tuple(texts),
        tuple(left_out),
        table[0][0].text,
    )


def _columns(table: Spots, criteria_in: str) -> tuple[dict[str, int], list[int], list[str]]:
    """Attributes of the criteria, columns of the alternatives, and what is left out."""
    attributes: dict[str, int] = {}
    columns, left_out = [], []
    for j, spot in enumerate(table[0][1:], 1):
        rows = [row for row in table[1:] if not role(row[0].text or "-", *ABOUT_ALTERNATIVES[:4])]
        cells = [row[j] for row in rows if row[0].text and row[j].text]
        place = _other_place(spot, criteria_in)
        what = role(spot.text, *ATTRIBUTES) if spot.text else ""
        if what == "weight" and not _weighs(cells):
            what = ""
        if not spot.text and "weight" not in attributes and (_sum_up(cells) or _musts(cells)):
            what = "weight"
        if not what and "direction" not in attributes and len(cells) > 1:
            what = "direction" if all(stated_direction(cell.text) for cell in cells) else ""
        if what and (what not in attributes or bare(spot.text).startswith("global")):
            attributes[what] = j  # of several weights, the global one is that of the whole sheet
        elif what or role(spot.text or "-", "total", "count", "rank", "verdict", "scale", "number"):
            left_out.append(f"{place} ({spot.text or 'no name'}) is no alternative")
        elif not spot.text:
            if cells:
                left_out.append(f"{place} has no name")
        elif _remarks(cells):
            attributes.setdefault("remark", j)
        elif not cells and not REFERENCE.search(spot.text.lower()):
            left_out.append(f"{place} ({spot.text}) is empty")
        else:
            columns.append(j)
    return attributes, columns, left_out


def _remarks(cells: Sequence[Spot]) -> bool:
    words = [spot for spot in cells if _is_word(spot)]
    long = sum(len(spot.text) for spot in words) / len(words) > LONG_REMARK if words else False
    return long and len(words) >= 0.8 * len(cells)


def _musts(cells: Sequence[Spot]) -> bool:
    """Whether cells without a name are weights, of which some say that it is a must."""
    return _weighs(cells) and any(MUST.fullmatch(bare(spot.text)) for spot in cells)


def _sum_up(cells: Sequence[Spot]) -> bool:
    """Whether cells without a name are shares that sum to 1 or to 100."""
    if len(cells) < 2 or not all(map(_numeric, cells)):
        return False
    total = sum(read_cell(spot.cell, ".").value for spot in cells)
    return math.isclose(total, 1, abs_tol=0.011) or math.isclose(total, 100, abs_tol=1.1)


def _number_or_empty(cell: SheetCell) -> bool:
    return read_cell(cell, ".").kind in ("number", "unknown")


def _line_place(spot: Spot, criteria_in: str) -> str:
    if criteria_in == "rows":
        return f"row {spot.row + 1}"
    return f"column {column_name(spot.column)}"


def _other_place(spot: Spot, criteria_in: str) -> str:
    return _line_place(spot, "columns" if criteria_in == "rows" else "rows")


def unique(names: Sequence[str]) -> list[str]:
    """Names that differ; a repeated one gets a number."""
    found: list[str] = []
    for name in names:
        count = 1
        new = name
        while new in found:
            count += 1
            new = f"{name} ({count})"
        found.append(new)
    return found
