"""Damaged tables: whatever is in a file, there is a sentence and no traceback, within a second.

``ADVISOR_MUTATIONS=20000 python -m pytest tests/problem/test_fuzz.py`` tries more of them.
"""

import io
import os
import random
import shutil
import zipfile
from pathlib import Path

import pytest

import advisor
from advisor.problem.folder import ProblemError, check
from advisor.problem.paths import STARTER
from advisor.problem.problem import InputError

MUTATIONS = int(os.environ.get("ADVISOR_MUTATIONS", "240"))
# Cells and bytes that have broken programs before.
NASTY = [
    *("", "#", ";", ",", "\t", '"', '""', "'", "\n", "\r", "\0", "\ufeff", "\u2028", "=1+1", "%"),
    *("1e999", "-0", "nan", "inf", "9" * 400, "1,200", "1.2.3", "١٢", "²", "Ⅷ", "1e5", "0x10", "€"),
    *("31.02.2026", "0000-00-00", "9999-12-31", "01/02/2026", "2026-13-01", "99999999999-01-01"),
    *("{}", "{0}", "{x.y}", "{", "[x]", "../../etc/passwd", "https://", "a" * 5000, "(" * 500),
    *("sep=;\n", "sep=\t\n", "[[", "]]", '"""', "x = 1979-05-27", "\\u0000", "[retired]\n", "true"),
]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to four changes: of bytes, of lines, or of cells."""
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        end = min(end, at + chance.choice([1, 2, 10, 400]))
        match chance.randrange(7):
            case 0:
                content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
            case 1:
                content = content[:at] + content[end:]
            case 2:
                content = content[:end] + content[at:end] * chance.randint(1, 20) + content[end:]
            case 3:
                lines = content.split(b"\n")
                chance.shuffle(lines)
                content = b"\n".join(lines)
            case 4:
                cells = content.split(b",")
                cells[chance.randrange(len(cells))] = chance.choice(NASTY).encode()
                content = b",".join(cells)
            case 5:
                content = content[:at] + chance.choice(NASTY).encode() + content[at:]
            case 6:
                encoding = chance.choice(["utf-16", "utf-8-sig", "utf-16-be", "cp1252"])
                content = content.decode("utf-8", "replace").encode(encoding, "replace")
    return content


def tried(path: Path) -> str:
    """What is said about a problem: its faults, or who leads."""
    try:
        faults = check(path)
        assert all(fault.message and fault.line >= 1 for fault in faults)
        problem = advisor.load(path)
        said = str(advisor.rank(problem))
        assert not faults
    except (ProblemError, InputError) as error:
        said = str(error)
    assert said
    return said


@pytest.mark.parametrize("part", range(8))
def test_a_damaged_folder_is_named_and_breaks_nothing(part, tmp_path):
    folder = Path(shutil.copytree(STARTER, tmp_path / "offices"))
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for number in range(MUTATIONS * 3 // 4 // 8):
        chance = random.Random(f"folder {part} {number}")
        path = chance.choice(files)
        whole = path.read_bytes()
        path.write_bytes(mutated(whole, chance))
        try:
            tried(folder)
        except Exception as error:
            error.add_note(f"{path.name}, part {part}, mutation {number}")
            raise
        path.write_bytes(whole)


@pytest.mark.parametrize("part", range(8))
def test_a_damaged_workbook_is_named_and_breaks_nothing(part, tmp_path):
    whole = advisor.new(tmp_path / "whole.xlsx").read_bytes()
    book = tmp_path / "book.xlsx"
    for number in range(MUTATIONS // 4 // 8):
        chance = random.Random(f"workbook {part} {number}")
        if chance.random() < 0.2:
            book.write_bytes(mutated(whole, chance))
        else:
            with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(book, "w") as new:
                damaged = chance.choice(old.namelist())
                for name in old.namelist():
                    content = old.read(name)
                    new.writestr(name, mutated(content, chance) if name == damaged else content)
        try:
            tried(book)
        except Exception as error:
            error.add_note(f"part {part}, mutation {number}")
            raise
