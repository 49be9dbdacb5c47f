"""Numbers and dates as people and spreadsheets write them.

A text with one meaning is read, whatever its notation. A text with two meanings is refused, because
a guess would change a fact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

POINT, COMMA = ".", ","

# A unit before or after a number: per cent, a currency sign or the three letters of a currency.
_UNIT = r"%|[A-Z]{0,2}[$\u00a2-\u00a5\u20a0-\u20cf]|[A-Z]{3}"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?) ?(?P<before>{_UNIT})? ?"
    r"(?P<digits>[0-9.,](?:[0-9.,'’ ]*[0-9.,])?)(?P<exponent>[eE][+-]?[0-9]+)?"
    rf" ?(?P<after>{_UNIT})?"
)
# Three digits after the only mark: thousands in some countries, decimals in others.
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_SPACED = re.compile(r"[0-9]{1,3}(?:(?P<gap>[ '’])[0-9]{3})(?:(?P=gap)[0-9]{3})*(?:[.,][0-9]+)?")
_THOUSANDS = {
    POINT: re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
    COMMA: re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
}
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+")

# Texts that a spreadsheet would run as a formula, unless they are numbers.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|\s*[\t\r\n]")
_FIGURE = re.compile(r"[+\-−]?[\d.,]+([eE][+\-]?\d+)?\s*%?")

_SPREADSHEET = "a spreadsheet may have changed it"


class Quantity(float):
    """A number with the unit that stands next to it in its cell, such as ``%`` or ``€``."""

    unit: str

    def __new__(cls, number: float, unit: str) -> Quantity:
        """Number with a unit."""
        found = super().__new__(cls, number)
        found.unit = unit
        return found


def decimal_mark(separator: str, cells: Iterable[str]) -> str:
    """Decimal mark of a table: a point, a comma, or an empty text if the table does not tell.

    Parameters
    ----------
    separator : str
        The character between the columns. Spreadsheets write ``;`` where the decimal mark is a
        comma.
    cells : iterable of str
        The numbers of the table. ``0,8`` shows a decimal comma, and ``0.8`` a decimal point.
    """
    shown = {mark for cell in cells if (mark := _shown_mark(cell))}
    if separator == COMMA:
        return "" if shown == {COMMA} else POINT
    if len(shown) == 1:
        return shown.pop()
    return COMMA if separator == ";" and not shown else ""


def _shown_mark(cell: str) -> str:
    """Decimal mark of one number if the number has only one meaning, else an empty text."""
    found = _NUMBER.fullmatch(_folded(cell))
    digits = found["digits"].replace(" ", "") if found else ""
    marks = [letter for letter in digits if letter in (POINT, COMMA)]
    if not marks or _EITHER.fullmatch(digits):
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    return marks[0] if len(marks) == 1 else (POINT if marks[0] == COMMA else COMMA)


def read_number(cell: str, mark: str = POINT) -> Quantity:
    """Number of a cell and the unit next to it.

    Parameters
    ----------
    cell : str
        Such as ``1200``, ``1 200,5``, ``1.200.000``, ``80 %`` or ``€ 310``; digits may be wide.
    mark : str
        Decimal mark of the table, or an empty text if the table does not tell.

    Raises
    ------
    ValueError
        If the cell is not a number or has two meanings.
    """
    found = _NUMBER.fullmatch(_folded(cell))
    if not found or (found["before"] and found["after"]):
        raise ValueError(f"{cell!r} is not a number" if cell else "an empty cell is not a number")
    digits = found["digits"]
    if _SPACED.fullmatch(digits):
        digits = re.sub(r"[ '’]", "", digits).replace(COMMA, POINT)
    elif _EITHER.fullmatch(digits):
        used = POINT if POINT in digits else COMMA
        if used != mark:
            name = "point" if used == POINT else "comma"
            raise ValueError(
                f"{cell!r} has two meanings, because its {name} may separate thousands or "
                f"decimals; write {digits.replace(used, '')} if it separates thousands"
            )
        digits = digits.replace(COMMA, POINT)
    elif _PLAIN.fullmatch(digits):
        digits = digits.replace(COMMA, POINT)
    else:
        thousands = next((m for m, form in _THOUSANDS.items() if form.fullmatch(digits)), "")
        if not thousands:
            raise ValueError(f"{cell!r} is not a number")
        digits = digits.replace(thousands, "").replace(COMMA, POINT)
    number = float(found["sign"] + digits + (found["exponent"] or ""))
    return Quantity(number, found["before"] or found["after"] or "")


def plain_figure(cell: str, mark: str) -> str:
    """Text in which a number with a decimal comma has a point; any other text stays as it is."""
    if mark != COMMA or not re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        return cell
    return cell.replace(COMMA, POINT)


def guarded(text: str) -> str:
    """Text that no spreadsheet runs as a formula; an apostrophe marks it."""
    formula = _FORMULA.match(text.lstrip("'")) and not _FIGURE.fullmatch(text)
    return f"'{text}" if formula else text


def unguarded(cell: str) -> str:
    """Text of a cell that `guarded` wrote."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell.lstrip("'")) else cell


def read_date(cell: str) -> date:
    """Day of a cell: ``2026-11-24``, or what a spreadsheet makes of it, if that has one meaning.

    Raises
    ------
    ValueError
        If the cell is not a date or has two meanings.
    """
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", _folded(cell))
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?", text):
        return _day(cell, *(int(found[k]) for k in (1, 3, 4)))
    if found := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", text):
        return _day(cell, *(int(found[k]) for k in (3, 2, 1)))
    if found := re.fullmatch(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})", text):
        first, second, year = (int(found[k]) for k in (1, 3, 4))
        if max(first, second) > 12 or first == second:
            return _day(cell, year, min(first, second), max(first, second))
        one, other = date(year, second, first), date(year, first, second)
        raise ValueError(
            f"{cell!r} has two meanings, {one} and {other}; {_SPREADSHEET}: write it as "
            "YYYY-MM-DD and give the column the format “text”, so that it stays"
        )
    hint = f"; {_SPREADSHEET}" if re.search(r"\d[/.-]\d", text) or text.isdecimal() else ""
    raise ValueError(f"{cell!r} is not a date; write it as YYYY-MM-DD{hint}")


def _day(cell: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{cell!r} is not a day of the calendar; write YYYY-MM-DD") from None


def _folded(cell: str) -> str:
    """Cell with ordinary digits, spaces and minus signs."""
    text = unicodedata.normalize("NFKC", cell).replace("\u2212", "-").replace("、", ",")
    text = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    return " ".join(text.split())
