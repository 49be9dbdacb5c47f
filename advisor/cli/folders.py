"""``advisor check``, ``new``, ``convert`` and ``export``: problems, and the page of one."""

from __future__ import annotations

import argparse
import shlex
import sys
from datetime import date
from pathlib import Path

from advisor.cli import matrix
from advisor.cli.options import Commands
from advisor.problem.folder import check, doubts, load
from advisor.problem.new.starter import convert, start
from advisor.problem.staleness import newer_releases, old_sources, past_plans
from advisor.problem.tables.printable import printable
from advisor.report.wording.evidence import unstated


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser("check", help="check a problem and list every fault")
    command.add_argument(
        "folder", nargs="?", help="problem folder or workbook; the shipped folder by default"
    )
    command.add_argument(
        "--releases",
        action="store_true",
        help="also look up newer releases on the package index and warn about them",
    )
    command.set_defaults(run=_check)

    command = commands.add_parser("new", help="create a problem for your own decision")
    command.add_argument(
        "folder",
        metavar="FOLDER",
        help="folder to create, which may exist if empty, or a workbook such as decision.xlsx",
    )
    matrix.add(command)
    command.set_defaults(run=_new)

    command = commands.add_parser("convert", help="turn a problem folder into a workbook, or back")
    command.add_argument("source", metavar="SOURCE", help="problem folder or workbook (.xlsx)")
    command.add_argument("target", metavar="TARGET", help="workbook or folder to create")
    command.set_defaults(run=_convert)

    command = commands.add_parser(
        "export", help="write a page that decides without a server: one HTML file"
    )
    command.add_argument("file", metavar="FILE.html", help="file to write; it may exist")
    command.add_argument(
        "--data", metavar="FOLDER", help="problem folder or workbook; the shipped folder by default"
    )
    command.set_defaults(run=_export)


def _check(options: argparse.Namespace) -> int:
    faults = check(options.folder)
    for fault in faults:
        print(fault)
    if not faults:
        problem = load(options.folder)
        warnings = [str(doubt) for doubt in doubts(options.folder)]
        warnings += old_sources(problem, date.today()) + past_plans(problem, date.today())
        warnings += newer_releases(problem) if options.releases else []
        if left_open := unstated(problem):
            warnings.append(left_open)
        for warning in warnings:
            print(f"warning: {printable(warning)}", file=sys.stderr)
    return 1 if faults else 0


def _convert(options: argparse.Namespace) -> int:
    print(f"Created {convert(options.source, options.target)}.")
    return 0


def _new(options: argparse.Namespace) -> int:
    if options.file:
        folder = matrix.new_from_matrix(options)
        print(f"Created {folder}. Its tables hold the matrix; edit them in a spreadsheet.")
    else:
        folder = start(options.folder)
        book = folder.is_file()
        first = "Its sheet “problem”" if book else f"{folder / 'README.md'}"
        print(f"Created {folder}. {first} explains its tables.")
    _print_next(folder)
    return 0


def _print_next(folder: Path) -> None:
    """Commands to run next, quoted so that a shell takes a folder with a space in its name."""
    named = shlex.quote(str(folder))
    print("Then run:")
    print(f"  advisor check {named}")
    print(f"  advisor serve --data {named}")


def _export(options: argparse.Namespace) -> int:
    from advisor.report.light import light_page

    page = light_page(load(options.data)).encode()
    Path(options.file).write_bytes(page)
    print(f"Wrote {options.file} ({len(page) / 1000:.0f} kB). It opens without a network.")
    return 0
