"""``advisor measure`` and ``advisor lab``: the bench, and what is done with its records."""

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
        "--framework", metavar="ID", action="append", default=[], help="all by default; repeatable"
    )
    command.add_argument(
        "--workload",
        metavar="ID",
        action="append",
        default=[],
        help="kind of request, such as wait; all by default; repeatable",
    )
    command.add_argument(
        "--features", action="store_true", help="what each can do instead of how fast it is"
    )
    command.add_argument("--quick", action="store_true", help="a few short rounds, minutes")
    command.add_argument(
        "--readings",
        action="store_true",
        help="only what can be scored, not every server and number of clients",
    )
    command.add_argument(
        "--rounds", type=whole(1, 100), help="5 by default; each takes every set-up once"
    )
    command.add_argument("--output", metavar="FILE", help="measurement-DAY-TIME.json by default")
    command.set_defaults(run=_measure, extra="lab")

    command = commands.add_parser("lab", help="look after measurements and the reference apps")
    command.set_defaults(extra="lab")
    _add_lab(command.add_subparsers(dest="task", metavar="TASK", required=True))


def _add_lab(tasks: Commands) -> None:
    task = tasks.add_parser("agree", help="whether repeats of a measurement agree")
    task.add_argument("records", nargs="+", metavar="RECORD.json", help="two or more")
    task.set_defaults(run=_agree)

    task = tasks.add_parser("publish", help="put a measurement into a problem folder")
    task.add_argument("record", metavar="RECORD.json")
    task.add_argument(
        "folder", nargs="?", default=str(SHIPPED_PROBLEM), help="the shipped problem by default"
    )
    task.add_argument(
        "--source", metavar="ID", default="recorded-run", help="its row in sources.csv"
    )
    task.set_defaults(run=_publish)

    task = tasks.add_parser("lines", help="count the lines that a person wrote")
    task.add_argument("paths", nargs="*", metavar="PATH", help="all reference apps by default")
    task.set_defaults(run=_lines)

    task = tasks.add_parser("inspect", help="count concepts and frames, probe secure defaults")
    task.add_argument(
        "--framework", metavar="ID", action="append", default=[], help="all by default; repeatable"
    )
    task.add_argument("--runs", type=whole(1, 100), default=3, help="3 by default")
    task.add_argument("--record", metavar="FILE.json", help="read one instead of inspecting")
    task.add_argument("--output", metavar="FILE", help="FILE.json a record, FILE.md tables")
    task.add_argument("--publish", metavar="FOLDER", help="put it into a problem folder")
    task.set_defaults(run=_inspect)

    task = tasks.add_parser("swaps", help="what still works when a part of a product is replaced")
    task.add_argument(
        "--framework", metavar="ID", action="append", default=[], help="all by default; repeatable"
    )
    task.add_argument(
        "--swap",
        metavar="ID",
        action="append",
        default=[],
        help="data, accounts, templates or json; all by default; repeatable",
    )
    task.add_argument("--output", metavar="FILE", help="the record; what it has is kept")
    task.add_argument(
        "--tell", action="store_true", help="try nothing; write the shipped record into SWAPS.md"
    )
    task.set_defaults(run=_swaps)

    task = tasks.add_parser("calibrate", help="compare the load client with wrk")
    task.set_defaults(run=_calibrate)


@contextmanager
def _lab() -> Iterator[None]:
    """Tell a failure of pip, a server or wrk as a refusal; it is no fault of the program."""
    try:
        yield
    except RuntimeError as error:
        if type(error) is not RuntimeError:  # a fault of ours, such as endless recursion
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
    load(options.folder)  # a fault is told before anything is written
    count = publish(record, Path(options.folder), options.source)
    print(f"{count} cells written to {options.folder}")
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
        raise InputError("wrk is not installed; there is nothing to compare the client with")
    print("\n".join(map(text, found)))
    return 0
