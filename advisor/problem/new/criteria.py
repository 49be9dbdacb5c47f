"""Understands each criterion of a matrix: its performances, scale, direction and weight."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from advisor.problem.elements import Direction
from advisor.problem.new.cells import NAN, Reading, plain_text, read_cell
from advisor.problem.new.grid import SheetCell
from advisor.problem.new.layout import Layout, Line, unit_in
from advisor.problem.new.words import (
    FAILED,
    FREE,
    IMPORTANCE_WORDS,
    MUST,
    PASSED,
    REFERENCE,
    SCALES,
    SIGN_WORDS,
    SIGNS,
    WordScale,
    bare,
    stated_direction,
    usual_direction,
)

Kind = Literal["rating", "quantity", "levels", "signs", "must-have", "information"]
_SCALE = re.compile(r"\b(0|1)\s*(?:\([^)]{1,30}\)\s*)?(?:-|–|to|bis|\.\.)\s*(3|4|5|6|7|9|10|100)\b")
_BEST_IS_ONE = re.compile(r"\b1\s*[=:(]\s*(?:best|excellent|very good|sehr gut|top)", re.IGNORECASE)
_WEIGHT_IN_NAME = re.compile(r"(\d+(?:[.,]\d+)?)\s*%|(?:weight|w|x|×)\s*[:=]?\s*(\d+(?:[.,]\d+)?)")
_TIMES = re.compile(
    r"time|zeit|dauer|duration|latency|delay|walk|commute|way|journey|travel|trip|ride"
)
_ENDS = re.compile(r"\b(\d+)\s*=\s*[a-zäöü ]+[,;:/. ]+.*?\b(\d+)\s*=\s*[a-zäöü]", re.I)
# Signs that only a Pugh matrix has.
PLUSES = ("+", "++", "+ +", "+1", "+2")
# A quantity's anchors lie a quarter of the range seen beyond its ends.
WIDER = 0.25
# Ratings of a matrix without a stated scale end at the first of these that holds all of them.
TOPS = (1, 3, 5, 10, 20, 100)


@dataclass(frozen=True)
class Known:
    """What is known of one alternative on a criterion."""

    performance: float = NAN
    low: float = NAN
    high: float = NAN
    note: str = ""


@dataclass(frozen=True)
class Understood:
    """A criterion as it was understood.

    Attributes
    ----------
    name, place, group, question, remark : str
        ``place`` is its row or column in the sheet.
    kind : str
    unit : str
    known : tuple of Known
        One for each alternative.
    levels : tuple of str
        Words of a rubric from the least to the most; empty for numbers.
    direction : str
    direction_why : str
    sure : bool
        Whether the sheet or the user states the direction; if not, it is a proposal.
    worst, best : float
        Proposed anchors.
    anchors_why : str
    weight : float
        Weight as the sheet has it; NaN if it has none.
    offered : tuple of str
        For a must-have: what each alternative offers.
    needed : str
        For a must-have: what is demanded.
    unread : tuple of str
        Cells that could not be read and count as unknown.
    ambiguous : tuple of str
        Cells that read as two different numbers.
    """

    name: str
    place: str
    kind: Kind
    known: tuple[Known, ...]
    group: str = ""
    question: str = ""
    remark: str = ""
    unit: str = ""
    levels: tuple[str, ...] = ()
    direction: Direction = "higher"
    direction_why: str = ""
    sure: bool = False
    worst: float = 0.0
    best: float = 1.0
    anchors_why: str = ""
    weight: float = NAN
    offered: tuple[str, ...] = ()
    needed: str = ""
    unread: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    # Scale that the name or a cell states, which the anchors take.
    scale: tuple[float, float] | None = field(default=None, repr=False)


def understand(layout: Layout, decimal: str) -> tuple[Understood, ...]:
    """Understand every criterion of a layout, but for its direction and anchors.

    Parameters
    ----------
    layout : Layout
    decimal : str
        Decimal separator of the file; empty if it shows none.
    """
    texts = [cell.text.strip() for line in layout.criteria for cell in line.cells]
    pugh = any(text in PLUSES for text in texts)
    found: list[Understood] = []
    for line in layout.criteria:
        found += _understood(line, layout.alternatives, decimal, pugh=pugh)
    return tuple(found)


def _understood(
    line: Line, alternatives: Sequence[str], decimal: str, *, pugh: bool
) -> list[Understood]:
    name, unit, scale, weight = _name_of(line, decimal)
    common = Understood(
        name,
        line.place,
        "information",
        tuple(Known(note=cell.text) for cell in line.cells),
        group=line.group,
        question=_text(line.attributes, "question"),
        remark=_text(line.attributes, "remark"),
        unit=unit,
        weight=weight,
        scale=scale,
    )
    if needed := _demanded(line, decimal):
        return [_must_have(common, line, needed, decimal)]
    words = [bare(cell.text) or cell.text.strip().lower() for cell in line.cells]
    given = [cell.text.strip().lower() for cell in line.cells if cell.text.strip()]
    signs = [text for text in given if text in SIGNS]
    if pugh and given and len(signs) == len(given):
        return [_signs(common, line, alternatives)]
    if (
        given
        and all(FAILED.fullmatch(w) or PASSED.fullmatch(w) for w in words if w)
        and any(re.match("fail|pass|k", w) for w in words)
    ):
        return [_must_have(common, line, "pass", decimal)]
    line = replace(line, cells=tuple(map(_stars, line.cells)))
    readings = [read_cell(cell, decimal) for cell in line.cells]
    numbers = sum(r.kind in ("number", "ambiguous") for r in readings)
    other = [w for w, r in zip(words, readings, strict=True) if r.kind == "word"]
    failing = [w for w in other if FAILED.fullmatch(w)]
    if numbers and numbers >= len(other) - len(failing):
        found = _numbers(common, line, readings, alternatives)
        if failing:
            fails = _must_have(replace(common, name=f"{name}: passes"), line, "pass", decimal)
            return [found, replace(fails, weight=NAN)]
        return [found]
    if other and not numbers and (rubric := _rubric(other)):
        return [_levels(common, line, readings, rubric)]
    return [common]


def _text(attributes: Mapping[str, SheetCell], what: str) -> str:
    return attributes[what].text if what in attributes else ""


def _name_of(line: Line, decimal: str) -> tuple[str, str, tuple[float, float] | None, float]:
    """Name without what its brackets state: unit, scale or weight."""
    name, bracket = line.name, unit_in(line.name)
    unit, scale, weight = _text(line.attributes, "unit"), None, NAN
    inside = plain_text(bracket).lower()
    if found := _SCALE.fullmatch(inside.removeprefix("scale ").removeprefix("rated ")):
        scale = float(found[1]), float(found[2])
    elif found := _WEIGHT_IN_NAME.fullmatch(inside):
        weight = float((found[1] or found[2]).replace(",", "."))
    elif bracket and not unit and (_minutes(name, inside) or not _only_direction(inside)):
        unit = bracket
    if bracket:
        name = name[: name.rindex(bracket)].rstrip("([, ") or name
    name = re.sub(r"\s*[↑↓*]+\s*$", "", name).rstrip(" :")
    unit = re.sub(r"\s*[↑↓]\s*|[,;]?\s*(?:lower|higher|less|more) is better", "", unit)
    unit = re.sub(r"[,;]\s*(?:min|max)\b", "", unit)
    if found := _SCALE.match(unit):
        scale, unit = (float(found[1]), float(found[2])), ""
    cell = line.attributes.get("weight")
    if cell:
        reading = read_cell(cell, decimal or ".")
        word = IMPORTANCE_WORDS.get(bare(cell.text), NAN)
        weight = reading.value if reading.kind == "number" else word
    return name.strip() or line.name, unit.strip(), scale, weight


def _minutes(name: str, bracket: str) -> bool:
    """Whether “min” in a bracket is a unit: that of a time, and not the least of something."""
    return bracket == "min" and bool(_TIMES.search(name.lower()))


def _only_direction(text: str) -> bool:
    """Whether a bracket says which way is better, and states no unit such as minutes."""
    return bool(stated_direction(text)) and not re.search(r"[€$£%]|\d|/", text)


def _stars(cell: SheetCell) -> SheetCell:
    """Stars as a mark of so many: ★★★☆☆ is 3 of 5."""
    text = cell.text.strip()
    if text and set(text) <= set("★☆"):
        return SheetCell(f"{text.count('★')}/{len(text)}" if "☆" in text else str(len(text)))
    if text and set(text) == {"*"}:
        return SheetCell(str(len(text)))
    if text and set(text) <= set("●○"):
        return SheetCell(f"{text.count('●')}/{len(text)}")
    return cell


def _demanded(line: Line, decimal: str) -> str:
    """What a line demands of every alternative, if it is a must-have."""
    weight, must = _text(line.attributes, "weight"), _text(line.attributes, "must")
    if MUST.fullmatch(bare(weight)):
        return must or "yes"
    if must and (MUST.fullmatch(bare(must)) or PASSED.fullmatch(bare(must))):
        return "yes"
    reading = read_cell(line.attributes["must"], decimal) if must else Reading("unknown")
    return must if reading.kind == "number" else ""


def _must_have(common: Understood, line: Line, needed: str, decimal: str) -> Understood:
    """A must-have: what each alternative offers, and what is demanded."""
    bound = read_cell(SheetCell(needed), decimal)
    readings = [read_cell(cell, decimal) for cell in line.cells]
    if bound.kind == "number" and all(r.kind in ("number", "unknown") for r in readings):
        lower = stated_direction(needed) == "lower" or bound.how == "at most"
        lower = lower or (not bound.how and usual_direction(common.name, common.unit)[0] == "lower")
        offered = tuple("" if r.kind == "unknown" else f"{r.value:g}" for r in readings)
        return replace(
            common,
            kind="must-have",
            offered=offered,
            needed=f"{'at most' if lower else 'at least'} {bound.value:g}",
            unit=common.unit or bound.unit,
        )
    offered = tuple(_passes(cell) for cell in line.cells)
    return replace(common, kind="must-have", offered=offered, needed="yes", weight=NAN)


def _passes(cell: SheetCell) -> str:
    """Whether a cell meets a must-have: ``yes``, ``no`` or empty if that is not known."""
    word = bare(cell.text) or cell.text.strip().lower()
    if FAILED.fullmatch(word) or word in ("no", "n", "nein", "✗", "✘", "missing", "0"):
        return "no"
    unclear = SCALES[0].levels[1]  # “partly” may or may not be enough
    return "" if word in unclear or read_cell(cell, ".").kind == "unknown" else "yes"


def _signs(common: Understood, line: Line, alternatives: Sequence[str]) -> Understood:
    """Signs of a Pugh matrix as a rubric; the reference itself is the same as the reference."""
    known = []
    for cell, name in zip(line.cells, alternatives, strict=True):
        text = cell.text.strip().lower()
        reference = REFERENCE.search(name.lower())
        if text in SIGNS:
            sign = float(SIGNS[text])
            known.append(Known(sign, sign, sign))
        else:
            known.append(Known(0.0, 0.0, 0.0) if reference else Known(note=cell.text))
    return replace(
        common, kind="signs", known=tuple(known), unit="", direction="higher", sure=True,
        direction_why="+ is better than the reference",
    )  # fmt: skip


def _numbers(
    common: Understood, line: Line, readings: Sequence[Reading], alternatives: Sequence[str]
) -> Understood:
    units = [r.unit for r in readings if r.kind == "number" and r.unit]
    unit = max(units, key=units.count) if units else ""
    known, unread, ambiguous = [], [], []
    money = (
        re.search(r"[€$£¥]", common.unit + unit) or usual_direction(common.name, "")[0] == "lower"
    )
    for cell, reading, name in zip(line.cells, readings, alternatives, strict=True):
        where = f"{line.place}, {name}: “{cell.text}”"
        other_unit = reading.unit and unit and _one_of(reading.unit) != _one_of(unit)
        if reading.kind == "ambiguous":
            ambiguous.append(where)
            known.append(Known(note=cell.text))
        elif reading.kind == "word" and money and bare(cell.text) in FREE:
            known.append(Known(0.0, 0.0, 0.0, cell.text))
        elif reading.kind == "number" and not other_unit:
            note = cell.text if reading.how else ""
            known.append(Known(reading.value, reading.low, reading.high, note))
        else:
            if reading.kind != "unknown":
                unread.append(where)
            known.append(Known(note=cell.text if cell.text.strip() not in ("-", "–") else ""))
    tops = [r.top for r in readings if not math.isnan(r.top)]
    scale = common.scale or (
        (0.0 if any(k.performance < 1 for k in known) else 1.0, max(tops)) if tops else None
    )
    return replace(
        common, kind="quantity", known=tuple(known), unit=common.unit or unit,
        unread=tuple(unread), ambiguous=tuple(ambiguous), scale=scale,
    )  # fmt: skip


def _one_of(unit: str) -> str:
    """A unit in the singular, so that 1 month and 12 months have the same."""
    return unit.lower().removesuffix("s")


def _rubric(words: Sequence[str]) -> tuple[WordScale, dict[str, int]] | None:
    """The scale that has all the words, and the level of each word."""
    for scale in SCALES:
        places = {word: scale.place(_first_part(word, scale)) for word in words}
        found = {word: place for word, place in places.items() if place is not None}
        if len(found) == len(places):
            return scale, found
    return None


def _first_part(word: str, scale: WordScale) -> str:
    """The word itself, or what stands before a comma or a dash: “yes, with an add-on”."""
    if scale.place(word) is not None:
        return word
    return re.split(r"\s*[,;:–—]\s*|\s+-\s+", word)[0]


def _levels(
    common: Understood,
    line: Line,
    readings: Sequence[Reading],
    rubric: tuple[WordScale, dict[str, int]],
) -> Understood:
    scale, places = rubric
    used = sorted({*scale.usual, *places.values()})
    shown = {place: word for word, place in reversed(places.items())}
    words = tuple(shown.get(place, scale.levels[place][0]) for place in used)
    known = []
    for cell, reading in zip(line.cells, readings, strict=True):
        word = bare(cell.text) or cell.text.strip().lower()
        if reading.kind == "unknown":
            known.append(Known())
        else:
            level = float(used.index(places[word]))
            known.append(Known(level, level, level, cell.text if word not in words else ""))
    better = scale.more_is_better
    return replace(
        common, kind="levels", known=tuple(known), levels=words, unit="level",
        direction="lower" if better is False else "higher", sure=better is not None,
        direction_why=f"“{words[-1]}” is better than “{words[0]}”" if better else "",
    )  # fmt: skip


def with_scales(
    criteria: Sequence[Understood], layout: Layout, *, added_up: bool
) -> tuple[Understood, ...]:
    """Criteria with their kind, direction and anchors.

    Parameters
    ----------
    criteria : sequence of Understood
    layout : Layout
    added_up : bool
        Whether the owner's totals add up the numbers as they stand, so that more is better.
    """
    texts = " ".join((layout.title, *layout.texts))
    stated = _SCALE.search(texts) or _ENDS.search(texts)
    ends = sorted((float(stated[1]), float(stated[2]))) if stated else []
    scale = (ends[0], ends[1]) if ends and ends[0] < ends[1] else None
    best_is_one = bool(_BEST_IS_ONE.search(texts))
    free = added_up or scale is not None  # marks may then have any decimals
    marks = [c for c in criteria if _may_be_rating(c, added_up=free)]
    numeric = [c for c in criteria if c.kind == "quantity"]
    # A sum of prices and percentages is a slip of its owner, and does not make prices ratings.
    added_up = added_up and len(marks) == len(numeric)
    rated = added_up or bool(scale) or (len(marks) >= 2 and 2 * len(marks) >= len(numeric))
    shared = scale or _common_scale(marks)
    lines = {line.place: line for line in layout.criteria}
    found = []
    for one in criteria:
        if one in marks and (rated or one.scale or one.unit):
            one = replace(one, kind="rating", scale=one.scale or shared)
        line = lines[one.place]
        one = _directed(one, line, added_up=added_up, best_is_one=best_is_one)
        found.append(_as_stated(_anchored(one, strong=_strong(criteria)), line))
    return tuple(found)


def _as_stated(one: Understood, line: Line) -> Understood:
    """Criterion with the anchors that the sheet has in columns of its own."""
    ends = [
        read_cell(line.attributes[w], ".").value for w in ("worst", "best") if w in line.attributes
    ]
    if one.levels or len(ends) < 2 or any(map(math.isnan, ends)) or ends[0] == ends[1]:
        return one
    one = _with(one, "higher" if ends[1] > ends[0] else "lower", "the sheet says so", sure=True)
    return replace(one, worst=ends[0], best=ends[1], anchors_why="the sheet says so")


def _may_be_rating(one: Understood, *, added_up: bool) -> bool:
    values = [k.performance for k in one.known if not math.isnan(k.performance)]
    if (
        one.kind != "quantity"
        or not values
        or one.unit.lower() not in ("", "points", "pts", "/5", "/10")
    ):
        return False
    if one.scale:
        return True
    exact = all(k.low == k.high for k in one.known if not math.isnan(k.performance))
    most = TOPS[-1] if added_up else 10
    halves = all(float(2 * v).is_integer() for v in values) or added_up
    return exact and min(values) >= 0 and max(values) <= most and halves


def _common_scale(marks: Sequence[Understood]) -> tuple[float, float] | None:
    values = [k.performance for c in marks for k in c.known if not math.isnan(k.performance)]
    if not values:
        return None
    top = next((top for top in TOPS if max(values) <= top), max(values))
    low = 1.0 if min(values) >= 1 and top <= 10 else 0.0
    return low, float(top)


def _strong(criteria: Sequence[Understood]) -> bool:
    """Whether any sign of a Pugh matrix is a double one."""
    return any(abs(k.performance) > 1 for c in criteria if c.kind == "signs" for k in c.known)


def _directed(one: Understood, line: Line, *, added_up: bool, best_is_one: bool) -> Understood:
    """Criterion with its direction: stated, shown by the totals, usual, or a proposal."""
    if one.kind in ("must-have", "information") or one.direction_why:
        return one
    cell = line.attributes.get("direction")
    if cell and (said := stated_direction(cell.text)):
        return _with(one, said, f"the sheet says “{cell.text}”", sure=True)
    name = re.sub(r"\b(?:min|max)(?:imum|imal)?\b(?=\s+\w)", "", line.name.lower())
    bracket = unit_in(name)
    if not said_by(name) and (_minutes(name, bracket) or not _only_direction(bracket)):
        bracket = ""
    if said := stated_direction(said_by(name) or bracket):
        return _with(one, said, f"its name says so: “{line.name}”", sure=True)
    if best_is_one and one.kind == "rating":
        return _with(one, "lower", "the sheet says that 1 is best", sure=True)
    if added_up and one.kind in ("rating", "quantity"):
        return _with(one, "higher", "your totals add it up", sure=True)
    usual, word = usual_direction(one.name, one.unit)
    if one.kind == "rating":
        why = "a rating, and a good rating is high"
        return _with(one, "higher", why, sure=usual != "lower")
    if usual:
        return _with(one, usual, f"usual for “{word}”", sure=True)
    return _with(one, "higher", "a guess; nothing shows it", sure=False)


def said_by(name: str) -> str:
    """Arrow or words in a name that say which way is better; empty if there are none."""
    found = re.search(r"[↑↓]|(?:lower|higher|less|more) is better|(?<=[,;] )(?:min|max)\b", name)
    return found[0] if found else ""


def _with(one: Understood, direction: str, why: str, *, sure: bool) -> Understood:
    return replace(
        one,
        direction="lower" if direction == "lower" else "higher",
        direction_why=why,
        sure=sure,
    )


def _anchored(one: Understood, *, strong: bool) -> Understood:
    """Criterion with proposed anchors and the reason for them."""
    match one.kind:
        case "signs":
            ends = (-2.0, 2.0) if strong else (-1.0, 1.0)
            low, high, why = *ends, "the signs of the matrix"
            one = replace(one, levels=tuple(SIGN_WORDS[s] for s in range(int(low), int(high) + 1)))
        case "levels":
            low, high, why = 0.0, len(one.levels) - 1.0, "the ends of the scale in words"
        case "rating" if one.scale:
            low, high = one.scale
            why = f"the scale {low:g} to {high:g} of the ratings"
        case "rating" | "quantity":
            low, high, why = _widened(one)
        case _:
            return one
    worst, best = (low, high) if one.direction == "higher" else (high, low)
    return replace(one, worst=worst, best=best, anchors_why=why)


def _widened(one: Understood) -> tuple[float, float, str]:
    """The range seen, a quarter wider at both ends, on round numbers."""
    ends = [e for k in one.known for e in (k.performance, k.low, k.high) if not math.isnan(e)]
    if not ends:
        return 0.0, 1.0, "no value is known"
    low, high = min(ends), max(ends)
    span = high - low or abs(low) or 1.0
    step = 10 ** math.floor(math.log10(span))
    step = step / 2 if span / step < 5 else step
    if span / step < 5:
        step /= 2
    wide_low = math.floor((low - WIDER * span) / step) * step
    wide_high = math.ceil((high + WIDER * span) / step) * step
    if low >= 0:
        wide_low = max(wide_low, 0.0)
    if one.unit == "%" and low >= 0 and high <= 100:
        wide_high = min(wide_high, 100.0)
    seen = f"{low:g} to {high:g}" if high > low else f"{low:g}"
    return round(wide_low, 10), round(wide_high, 10), f"{seen} seen, a quarter wider"
