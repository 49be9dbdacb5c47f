"""Damaged spreadsheets: each is read or refused in words, never with a traceback, and soon.

A new input that once failed belongs into ``NASTY`` or ``matrices``. More mutations than in the
usual run: ``python -m tests.problem.test_matrix_fuzz 20000``.
"""

import csv
import io
import random
import sys
from pathlib import Path

import openpyxl
import pytest

from advisor.problem.new.grid import MatrixError
from advisor.problem.new.matrix import matrix_of
from advisor.report.tables.matrix import about, understood

FILES = sorted(Path(__file__).with_name("matrices").iterdir())
NASTY = (
    "", " ", "?", "-", "+", "++", "S", "0", "1", "-1", "1e308", "1e999", "nan", "inf", "1,200",
    "1.200", "1.2.3", "37–97", "97-37", "~", "~300", "<10", ">=", "100%", "0.5", "0,5", "½",
    "Σ", "∞", "٣", "１２", "$", "€ 5", "5 €", "=1+1", "@x", "#REF!", "#", "'", '"', "\\", "[[",
    "{}", "%s", "FAIL", "must", "required", "yes", "no", "low", "high", "Weight", "Total",
    "Rank", "Direction", "min", "max", "Unit", "\u202eabc", "e\u0301" * 40, "x" * 5000,
    "a b c d e f g", "2026-11-26", "01/02/03", "★★☆", "●○", "TRUE", "\x00", "\x1b[31m", "🙂",
    "true\nfalse", "1 000 000", "9" * 400, "0" * 400, "-0", "1/0", "5/4",
)  # fmt: skip


def mutated_rows(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    """A table with some cells, rows or columns changed."""
    rows = [row[:] for row in rows]
    for _ in range(chance.randint(1, 5)):
        if not rows:
            break
        row = chance.randrange(len(rows))
        match chance.randrange(7):
            case 0 | 1 | 2:
                column = chance.randrange(len(rows[row]) or 1)
                rows[row][column : column + 1] = [chance.choice(NASTY)]
            case 3:
                del rows[row]
            case 4:
                rows.insert(row, rows[chance.randrange(len(rows))][:])
            case 5:
                rows = [list(line) for line in zip(*rows, strict=False)]
            case 6:
                column = chance.randrange(len(rows[row]) or 1)
                for line in rows:
                    line[column : column + 1] = [chance.choice(NASTY)]
    return rows


def mutated_bytes(content: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, removed or repeated."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 40)]
            case 3:
                data[at:at] = chance.choice(NASTY).encode("utf-8", "replace")
    return bytes(data)


def as_workbook(rows: list[list[str]], chance: random.Random) -> bytes:
    """A workbook in which some numbers are stored as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    for i, row in enumerate(rows[:40], 1):
        for j, text in enumerate(row[:40], 1):
            text = "".join(c for c in text if c.isprintable())  # a workbook holds no other
            try:
                sheet.cell(i, j, float(text) if chance.random() < 0.7 else text)
            except ValueError:
                sheet.cell(i, j, text)
    if chance.random() < 0.3:
        sheet.merge_cells(start_row=1, start_column=1, end_row=chance.randint(1, 3), end_column=2)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def mutation(number: int) -> tuple[str, bytes]:
    """A damaged file with its name; the same for the same number."""
    chance = random.Random(number)
    path = chance.choice(FILES)
    content = path.read_bytes()
    if number % 3 == 0:
        return path.name, mutated_bytes(content, chance)
    text = content.decode("utf-8-sig")
    separator = ";" if ";" in text.splitlines()[0] else "\t" if path.suffix == ".tsv" else ","
    rows = mutated_rows(list(csv.reader(text.splitlines(), delimiter=separator)), chance)
    if number % 20 == 1:
        book = as_workbook(rows, chance)
        return f"{path.stem}.xlsx", mutated_bytes(book, chance) if number % 40 == 1 else book
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return path.name, out.getvalue().encode("utf-8", "replace")


def read_or_refused(number: int) -> bool:
    """Whether a damaged file is read; anything but a refusal in words is an error."""
    name, content = mutation(number)
    try:
        matrix = matrix_of(name, content)
        assert len(understood(matrix).rows) == len(matrix.criteria)
        assert about(matrix)
        if number % 5 == 0:
            matrix.problem()  # a folder that `check` accepts
    except MatrixError:
        return False
    return True


@pytest.mark.parametrize("block", range(4))
def test_a_damaged_spreadsheet_is_read_or_refused(block):
    read = sum(read_or_refused(number) for number in range(block * 100, block * 100 + 100))
    assert read > 20  # the mutations are mild enough to get past the door


if __name__ == "__main__":
    count = int(sys.argv[1])
    failures = 0
    for number in range(count):
        try:
            read_or_refused(number)
        except Exception as error:
            failures += 1
            print(number, mutation(number)[0], type(error).__name__, str(error)[:200])
    print(f"{count} mutations, {failures} failures")
    sys.exit(failures > 0)
