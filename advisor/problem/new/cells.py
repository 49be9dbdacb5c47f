"""What a cell of a matrix says: a number with its range and unit, a word, or nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from advisor.problem.new.grid import SheetCell

Kind = Literal["unknown", "number", "word", "ambiguous"]
NAN = math.nan

# “about 300” may be this much lower or higher; the owner can narrow it later.
ABOUT = 0.1
_UNKNOWN = """
? ?? ??? n/a na n.a. n.a - – — -- tbd tbc unknown k.a. unbekannt null … ... nan
#n/a #div/0! #ref! #value! #name? #num! #null!
"""
UNKNOWN = {"", "keine angabe", "not known", "no data", "not available", *_UNKNOWN.split()}
MULTIPLES = {"k": 1e3, "K": 1e3, "M": 1e6, "Mio": 1e6, "mn": 1e6, "bn": 1e9}
ABOUT_WORDS = r"~|≈|±|ca\.?|circa|about|approx\.?|approximately|around|roughly|etwa|rund|ungefähr"
AT_MOST = r"<=?|≤|max\.?|up to|under|below|less than|at most|no more than|unter|höchstens|bis zu"
AT_LEAST = r">=?|≥|min\.?|from|over|more than|at least|starting at|ab|über|mindestens"
SPACES = "\u00a0\u202f\u2009\u2007"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_DIGITS = rf"(?:\d+(?:[.,'’]\d+|[ {SPACES}](?=\d{{3}}(?!\d))\d{{3}})*|[.,]\d+)"
_SIGNED = rf"[-−+]?{_DIGITS}"
_UNIT_BEFORE = r"(?:[€$£¥]|EUR|USD|GBP|CHF)"


def _one(name: str) -> str:
    """Pattern of a number with a currency before it and a thousand or a million after it."""
    before, number = rf"(?P<{name}pre>{_UNIT_BEFORE})?\s*", rf"(?P<{name}n>{_SIGNED})"
    return before + number + rf"(?P<{name}k>[kKM](?![\w])|\s?Mio\b)?"


_TAIL = r"\s*(?P<unit>[^\d]{0,24}|[^\d]{0,12}\d?[^\d]{0,4})"
_SINGLE = re.compile(_one("a") + r"(?P<plus>\+)?" + _TAIL)
_RANGE = re.compile(
    _one("a")
    + r"\s*(?P<mid>[^\d\s.,;:–—-]{0,6})\s*(?:–|—|-|−|to|bis|\.\.+|…)\s*"
    + _one("b")
    + _TAIL
)
_PLUS_MINUS = re.compile(_one("a") + r"\s*(?:±|\+/-|\+-)\s*" + _one("b") + _TAIL)
_OUT_OF = re.compile(rf"(?P<n>{_SIGNED})\s*(?:/|of|out of|von)\s*(?P<top>\d+)(?:\s*stars?)?")
_PREFIX = re.compile(rf"(?:(?P<about>{ABOUT_WORDS})|(?P<most>{AT_MOST})|(?P<least>{AT_LEAST}))\s*")


@dataclass(frozen=True)
class Reading:
    """What a cell says.

    Attributes
    ----------
    kind : str
        ``"ambiguous"`` for a number such as 1,200, which is 1200 or 1.2.
    value, low, high : float
        The number and its bounds; NaN for a bound that the cell leaves open.
    unit : str
    top : float
        Highest mark of a cell such as “4 of 5”.
    how : str
        How the bounds follow from the text, such as “about”; empty for an exact number.
    """

    kind: Kind
    value: float = NAN
    low: float = NAN
    high: float = NAN
    unit: str = ""
    top: float = NAN
    how: str = ""


def plain_text(text: str) -> str:
    """Text with ordinary spaces and digits, and without quotes around it."""
    text = text.translate(_WIDE)
    for space in SPACES:
        text = text.replace(space, " ")
    return re.sub(r"\s+", " ", text).strip().strip("\"'").strip()


@lru_cache(maxsize=20_000)  # a sheet is looked at from several sides
def read_cell(cell: SheetCell, decimal: str = "") -> Reading:
    """What a cell says.

    Parameters
    ----------
    cell : SheetCell
    decimal : str
        Decimal separator of the file; empty if the file does not show it.
    """
    if cell.number is not None:
        return Reading("number", cell.number, cell.number, cell.number, cell.unit)
    text = plain_text(cell.text)
    if text.lower() in UNKNOWN:
        return Reading("unknown")
    if not re.search(r"\d", text) or len(text) > 60:
        return Reading("word")
    try:
        return _number_in(text, decimal) or Reading("word")
    except _AmbiguousError:
        return Reading("ambiguous")


class _AmbiguousError(Exception):
    pass


def _number_in(text: str, decimal: str) -> Reading | None:
    if found := _OUT_OF.fullmatch(text):
        value, top = _number(found["n"], decimal), float(found["top"])
        return (
            None
            if value is None or value > top
            else Reading("number", value, value, value, "", top)
        )
    prefix = _PREFIX.match(text)
    rest = text[prefix.end() :] if prefix else text
    if found := _PLUS_MINUS.fullmatch(rest):
        return _plus_minus(found, decimal)
    if found := _RANGE.fullmatch(rest):
        return _between(found, decimal)
    if found := _SINGLE.fullmatch(rest):
        return _single(found, prefix, decimal)
    return None


def _single(found: re.Match[str], prefix: re.Match[str] | None, decimal: str) -> Reading | None:
    value = _times(found, "a", decimal)
    unit = _unit(found, "a")
    if value is None or unit is None:
        return None
    if prefix and prefix["about"]:
        spread = abs(value) * ABOUT
        return Reading("number", value, value - spread, value + spread, unit, how="about")
    if prefix and prefix["most"]:
        return Reading("number", value, NAN, value, unit, how="at most")
    if found["plus"] or (prefix and prefix["least"]):
        return Reading("number", value, value, NAN, unit, how="at least")
    return Reading("number", value, value, value, unit)


def _between(found: re.Match[str], decimal: str) -> Reading | None:
    low, high, unit = _times(found, "a", decimal), _times(found, "b", decimal), _unit(found, "a")
    if low is None or high is None or unit is None:
        return None
    if found["bk"] and not found["ak"]:  # 1–2k is 1000 to 2000
        low *= MULTIPLES[found["bk"].strip()]
    if low > high:
        return None
    return Reading("number", (low + high) / 2, low, high, unit, how="range")


def _plus_minus(found: re.Match[str], decimal: str) -> Reading | None:
    value, spread, unit = (
        _times(found, "a", decimal),
        _times(found, "b", decimal),
        _unit(found, "a"),
    )
    if value is None or spread is None or unit is None:
        return None
    if unit == "%":
        spread, unit = abs(value) * spread / 100, ""
    return Reading("number", value, value - spread, value + spread, unit, how="range")


def _times(found: re.Match[str], one: str, decimal: str) -> float | None:
    value = _number(found[f"{one}n"], decimal, dollars=found[f"{one}pre"] in ("$", "£"))
    suffix = (found[f"{one}k"] or "").strip()
    return None if value is None else value * MULTIPLES.get(suffix, 1.0)


def _unit(found: re.Match[str], one: str) -> str | None:
    """Unit of a number: a currency before it and what follows; None for a sentence."""
    after = found["unit"].strip().strip("()").strip()
    if len(after.split()) > 3:
        return None
    before = found[f"{one}pre"] or ""
    return f"{before} {after}".strip() if before and after not in ("", before) else before or after


def _number(token: str, decimal: str, *, dollars: bool = False) -> float | None:
    """Number of a token; raises if it reads as two numbers and nothing tells which."""
    sign = -1.0 if token[0] in "-−" else 1.0
    digits = re.sub(rf"[ '’{SPACES}]", "", token.lstrip("-−+"))
    marks = [letter for letter in digits if letter in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        whole = digits.rpartition(decimal)[0]
        other = "," if decimal == "." else "."
        if decimal in whole or not re.fullmatch(rf"\d{{1,3}}(\{other}\d{{3}})+", whole):
            return None
        return sign * float(digits.replace(other, "").replace(",", "."))
    if len(marks) > 1:
        grouped = re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits)
        return sign * float(re.sub("[.,]", "", digits)) if grouped else None
    if not marks:
        return sign * float(digits)
    mark = marks[0]
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        if dollars and mark == ",":
            decimal = "."
        if not decimal:
            raise _AmbiguousError
        if mark != decimal:
            return sign * float(digits.replace(mark, ""))
    return sign * float(digits.replace(",", "."))


def decimal_of(texts: Iterable[str], separator: str) -> str:
    """Decimal separator that the unambiguous numbers of a file show; empty if they show none.

    A file with semicolons between its columns has them because its commas are decimals.
    """
    shown = set()
    for text in map(plain_text, texts):
        if re.search(r"[$£]\s*\d{1,3}(,\d{3})+(?!\d)", text):
            shown.add(".")
        for token in re.findall(r"\d[\d.,]*\d|[.,]\d+", text):
            marks = [letter for letter in token if letter in ".,"]
            if len(set(marks)) == 2:
                shown.add(marks[-1])
            elif len(marks) > 1 and re.fullmatch(r"\d{1,3}([.,]\d{3})+", token):
                shown.add("." if marks[0] == "," else ",")
            elif len(marks) == 1 and not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", token):
                shown.add(marks[0])
    if len(shown) == 1:
        return shown.pop()
    return "," if not shown and separator == ";" else ""
