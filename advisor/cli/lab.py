"""``advisor measure`` and ``advisor lab``: measure frameworks and work with the records."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.cli.options import Commands, whole
from advisor.problem.folder import load
from advisor.problem.paths import SHIPPED_PROBLEM
from advisor.problem.problem import InputError


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser("measure", help="measure the frameworks on this machine")
    command.add_argument(
        "--framework",
        metavar="ID",
        action="append",
        default=[],
        help="framework to measure; all by default; may be repeated",
    )
    command.add_argument(
        "--workload",
        metavar="ID",
        action="append",
        default=[],
        help="kind of request, such as wait; all by default; may be repeated",
    )
    command.add_argument(
        "--features", action="store_true", help="test features instead of measuring speed"
    )
    command.add_argument(
        "--quick", action="store_true", help="run a few short rounds; this takes a few minutes"
    )
    command.add_argument(
        "--readings",
        action="store_true",
        help="measure only set-ups that can be scored, not every server and number of clients",
    )
    command.add_argument(
        "--rounds",
        type=whole(1, 100),
        help="number of rounds, 5 by default; each round measures every set-up once",
    )
    command.add_argument(
        "--output", metavar="FILE", help="file to write; measurement-DAY-TIME.json by default"
    )
    command.set_defaults(run=_measure, extra="lab")

    command = commands.add_parser("lab", help="work with measurements and the reference apps")
    command.set_defaults(extra="lab")
    _add_lab(command.add_subparsers(dest="task", metavar="TASK", required=True))


def _add_lab(tasks: Commands) -> None:
    task = tasks.add_parser("agree", help="check whether repeats of a measurement agree")
    task.add_argument(
        "records", nargs="+", metavar="RECORD.json", help="files of two or more measurements"
    )
    task.set_defaults(run=_agree)

    task = tasks.add_parser("publish", help="write a measurement into a problem folder")
    task.add_argument("record", metavar="RECORD.json", help="file of the measurement")
    task.add_argument(
        "folder",
        nargs="?",
        default=str(SHIPPED_PROBLEM),
        help="problem folder; the shipped one by default",
    )
    task.add_argument(
        "--source",
        metavar="ID",
        default="recorded-run",
        help="id of the measurement in sources.csv; recorded-run by default",
    )
    task.set_defaults(run=_publish)

    task = tasks.add_parser("lines", help="count the hand-written lines of apps")
    task.add_argument(
        "paths", nargs="*", metavar="PATH", help="file or folder; all reference apps by default"
    )
    task.set_defaults(run=_lines)

    task = tasks.add_parser("inspect", help="count concepts and frames, and probe secure defaults")
    task.add_argument(
        "--framework",
        metavar="ID",
        action="append",
        default=[],
        help="framework to inspect; all by default; may be repeated",
    )
    task.add_argument("--runs", type=whole(1, 100), default=3, help="number of runs; 3 by default")
    task.add_argument(
        "--record", metavar="FILE.json", help="read this record instead of inspecting"
    )
    task.add_argument(
        "--output", metavar="FILE", help="file to write: FILE.json for a record, FILE.md for tables"
    )
    task.add_argument(
        "--publish", metavar="FOLDER", help="write the results into the tables of this folder"
    )
    task.set_defaults(run=_inspect)

    task = tasks.add_parser(
        "swaps", help="replace one part of each product and test what still works"
    )
    task.add_argument(
        "--framework",
        metavar="ID",
        action="append",
        default=[],
        help="framework to test; all by default; may be repeated",
    )
    task.add_argument(
        "--swap",
        metavar="ID",
        action="append",
        default=[],
        help="part to replace: data, accounts, templates or json; all by default; may be repeated",
    )
    task.add_argument(
        "--output", metavar="FILE", help="record to write; other results in that file are kept"
    )
    task.add_argument(
        "--tell", action="store_true", help="test nothing; write the shipped record into SWAPS.md"
    )
    task.set_defaults(run=_swaps)

    task = tasks.add_parser("calibrate", help="compare the load client with wrk")
    task.set_defaults(run=_calibrate)


@contextmanager
def _lab() -> Iterator[None]:
    """Report a failure of pip, a server or wrk as an error for the user, without a traceback."""
    try:
        yield
    except RuntimeError as error:
        if type(error) is not RuntimeError:  # our own bug, such as endless recursion
            raise
        raise InputError(str(error)) from None


@_lab()
def _measure(options: argparse.Namespace) -> int:
    if options.features:
        from advisor.lab.contract.command import main as examine

        return examine(options.framework, options.output)
    from advisor.lab.command import main as measure

    return measure(
        options.framework,
        options.workload,
        quick=options.quick,
        readings=options.readings,
        rounds=options.rounds,
        output=options.output,
    )


@_lab()
def _agree(options: argparse.Namespace) -> int:
    from advisor.lab.records.agreement import WANTED, agreement
    from advisor.problem.measurements import read

    found = agreement([read(path) for path in options.records])
    print(found)
    return 0 if found.share >= WANTED else 1


@_lab()
def _publish(options: argparse.Namespace) -> int:
    from advisor.lab.records.publish import publish
    from advisor.problem.measurements import read

    record = read(options.record)
    load(options.folder)  # reports a fault before anything is written
    count = publish(record, Path(options.folder), options.source)
    print(f"Wrote {count} cells to {options.folder}")
    return 0


@_lab()
def _lines(options: argparse.Namespace) -> int:
    from advisor.lab.sizes.lines import count, table

    if not options.paths:
        print(table())
    for path in options.paths:
        print(f"{count(Path(path)):>6}  {path}")
    return 0


@_lab()
def _inspect(options: argparse.Namespace) -> int:
    from advisor.lab.contract.inspection.command import main as inspect

    given = (options.framework, options.runs, options.record, options.output, options.publish)
    return inspect(*given)


@_lab()
def _swaps(options: argparse.Namespace) -> int:
    from advisor.lab.contract.swaps import main as try_swaps
    from advisor.lab.contract.swaps import tell

    return tell() if options.tell else try_swaps(options.framework, options.swap, options.output)


@_lab()
def _calibrate(options: argparse.Namespace) -> int:
    from advisor.lab.load.calibration import both, text

    found = both()
    if not found:
        raise InputError("wrk is not installed; install it to compare the load client with it")
    print("\n".join(map(text, found)))
    return 0
