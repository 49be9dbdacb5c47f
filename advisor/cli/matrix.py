"""``advisor new FOLDER --from FILE``: a problem folder from a decision matrix."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from advisor.problem.folder import load
from advisor.problem.new.matrix import DecisionMatrix, Doubt, Hints, answered, matrix_of
from advisor.ranking.ranking import rank
from advisor.report.tables.matrix import about, differences_explained, own_order, understood


def add(command: argparse.ArgumentParser) -> None:
    """Add the options that say what a spreadsheet leaves open."""
    command.add_argument(
        "--from",
        dest="file",
        metavar="FILE",
        help="spreadsheet with a decision matrix (.xlsx, .csv); without it a small example",
    )
    command.add_argument(
        "--lower",
        metavar="CRITERION",
        action="append",
        default=[],
        help="criterion of the spreadsheet of which less is better; may be repeated",
    )
    command.add_argument(
        "--higher",
        metavar="CRITERION",
        action="append",
        default=[],
        help="criterion of which more is better; may be repeated",
    )
    command.add_argument(
        "--anchors",
        metavar="CRITERION=WORST..BEST",
        action="append",
        default=[],
        type=anchors,
        help="worst and best of a criterion, such as 'Price=800..200'; may be repeated",
    )
    command.add_argument(
        "--criteria", choices=("rows", "columns"), default="", help="where the criteria are"
    )
    command.add_argument(
        "--decimal", choices=(".", ","), default="", help="decimal separator of the spreadsheet"
    )
    command.add_argument("--sheet", metavar="NAME", default="", help="sheet of the workbook")


def anchors(argument: str) -> tuple[str, tuple[float, float]]:
    """Criterion and its anchors from ``CRITERION=WORST..BEST``."""
    name, _, ends = argument.rpartition("=")
    worst, _, best = ends.partition("..")
    try:
        if name:
            return name.strip(), (float(worst), float(best))
    except ValueError:
        pass
    wanted = "CRITERION=WORST..BEST, such as 'Price=800..200'"
    raise argparse.ArgumentTypeError(f"{argument!r} is not {wanted}")


def new_from_matrix(options: argparse.Namespace) -> Path:
    """Create the folder, and print what was understood and how the owner's order compares."""
    hints = Hints(
        tuple(options.lower),
        tuple(options.higher),
        dict(options.anchors),
        options.criteria,
        options.decimal,
        options.sheet,
    )
    content = Path(options.file).read_bytes()
    matrix = matrix_of(Path(options.file).name, content, hints)
    if sys.stdin.isatty() and sys.stdout.isatty() and matrix.doubts:
        matrix = _asked(matrix, content, hints)
    _print_understood(matrix)
    folder = matrix.save(options.folder)
    ranking = rank(load(folder))
    print(f"\n{ranking}\n")
    if compared := str(own_order(matrix, ranking)):
        print(compared)
        print("\n".join(differences_explained(matrix, ranking)), end="\n\n")
    return folder


def _print_understood(matrix: DecisionMatrix) -> None:
    print(understood(matrix))
    print("\n".join(about(matrix)))
    for doubt in matrix.doubts:
        if doubt.proposal:
            print(f"{doubt.question} Taken: {doubt.proposal}. For the other, add {_option(doubt)}.")


def _option(doubt: Doubt) -> str:
    """The option that gives another answer than the proposal."""
    other = next(choice for choice in doubt.choices if choice != doubt.proposal)
    if doubt.about == "criteria_in":
        return f"--criteria {other}"
    return f"--{other} {shlex.quote(doubt.about)}"


def _asked(matrix: DecisionMatrix, content: bytes, hints: Hints) -> DecisionMatrix:
    """The matrix with the answers of the user; an empty answer takes the proposal."""
    for doubt in matrix.doubts:
        proposal = f" [{doubt.proposal}]" if doubt.proposal else ""
        answer = ""
        while answer not in doubt.choices:
            said = input(f"{doubt.question} ({' or '.join(doubt.choices)}){proposal} ").strip()
            answer = said or doubt.proposal
        hints = answered(hints, doubt, answer)
    return matrix_of(matrix.file, content, hints)
