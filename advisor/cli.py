"""The ``advisor`` command: check, rank, record, start anew, measure, serve the dashboard."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from traitlets import TraitError

from advisor import __version__
from advisor.problem.folder import ProblemError, check, load
from advisor.problem.paths import NOTEBOOKS, PROBLEM_VARIABLE
from advisor.problem.problem import Problem
from advisor.problem.staleness import newer_releases, old_sources
from advisor.problem.starter import start
from advisor.ranking.ranking import Ranking, rank


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 refused, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 1
    except (LookupError, OSError, RuntimeError, TraitError, ValueError) as error:
        print(f"advisor {options.command}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, head or less, has seen enough
        sys.stderr.close()
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="advisor", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)

    command = commands.add_parser("check", help="list every fault of a problem folder")
    command.add_argument("folder", nargs="?", help="the shipped problem by default")
    command.add_argument(
        "--releases", action="store_true", help="ask the package index for newer releases"
    )
    command.set_defaults(run=_check)

    command = commands.add_parser("rank", help="rank the alternatives")
    add_decision(command)
    command.add_argument("--format", choices=("table", "json", "csv"), default="table")
    command.set_defaults(run=_rank)

    command = commands.add_parser("record", help="write the decision down")
    add_decision(command)
    command.add_argument("--format", choices=("md", "html", "csv", "json"), default="md")
    command.add_argument(
        "--state", metavar="RECORD", help="start from a recorded decision (its JSON file)"
    )
    command.add_argument(
        "--ballot",
        metavar="RECORD",
        action="append",
        default=[],
        help="a participant's recorded decision; two or more are weighed together",
    )
    command.set_defaults(run=_record)

    command = commands.add_parser("diff", help="what changed since a decision was recorded")
    command.add_argument("record", metavar="RECORD", help="its JSON file")
    command.add_argument("--data", metavar="FOLDER", help="problem folder of now")
    command.set_defaults(run=_diff)

    command = commands.add_parser("new", help="start a decision of your own")
    command.add_argument("folder", metavar="FOLDER", help="a new one, for the tables")
    command.set_defaults(run=_new)

    command = commands.add_parser("measure", help="measure the frameworks on this machine")
    command.add_argument(
        "--framework", metavar="ID", action="append", default=[], help="all by default; repeatable"
    )
    command.add_argument(
        "--scenario", metavar="ID", action="append", default=[], help="all by default; repeatable"
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
    command.set_defaults(run=_measure)

    command = commands.add_parser("serve", help="serve the dashboard with Voilà")
    command.add_argument("--data", metavar="FOLDER", help="problem folder")
    command.add_argument(
        "--port", type=whole(0, 65535), help="8866 by default, or any free one if that is taken"
    )
    command.add_argument("--host", default="127.0.0.1", help="this machine only by default")
    command.add_argument("--base-url", default="/", help="path under which the page lives")
    command.add_argument("--no-browser", action="store_true", help="do not open a browser")
    command.add_argument(
        "--max-kernels", type=whole(1), default=20, help="visitors at the same time (default 20)"
    )
    command.set_defaults(run=_serve)
    return parser


def add_decision(command: argparse.ArgumentParser) -> None:
    """Everything that a decision can be made of."""
    command.add_argument(
        "--data", metavar="FOLDER", help="problem folder; the shipped one by default"
    )
    command.add_argument(
        "--scenario", metavar="ID", help="kind of project to take the weights from"
    )
    command.add_argument(
        "--weight",
        metavar="CRITERION=NUMBER",
        action="append",
        default=[],
        type=weight,
        help="raw weight of one criterion; may be repeated",
    )
    command.add_argument(
        "--reading", metavar="ID", help="which reading of the facts counts, such as tuned"
    )
    command.add_argument(
        "--include",
        metavar="ALTERNATIVE",
        action="append",
        default=[],
        help="compare one that is not compared by default; may be repeated",
    )
    command.add_argument("--all", action="store_true", help="compare every alternative there is")
    command.add_argument(
        "--exclude",
        metavar="ALTERNATIVE",
        action="append",
        default=[],
        help="leave an alternative out; may be repeated",
    )
    command.add_argument(
        "--answer",
        metavar="QUESTION=ANSWER",
        action="append",
        default=[],
        type=pair("QUESTION=ANSWER, such as deadline=weeks"),
        help="something known about the project, or not_sure; may be repeated",
    )
    command.add_argument(
        "--require",
        metavar="REQUIREMENT=LEVEL",
        action="append",
        default=[],
        type=pair("REQUIREMENT=LEVEL, such as admin='built in'"),
        help="a must-have; may be repeated",
    )


def weight(argument: str) -> tuple[str, float]:
    """A criterion and its raw weight."""
    criterion, separator, number = argument.partition("=")
    try:
        if separator:
            return criterion, float(number)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{argument!r} is not CRITERION=NUMBER, such as startup=40")


def pair(wanted: str) -> Callable[[str], tuple[str, str]]:
    """Parser of two texts with an equals sign between."""

    def parse(argument: str) -> tuple[str, str]:
        name, separator, value = argument.partition("=")
        if not (name and separator):
            raise argparse.ArgumentTypeError(f"{argument!r} is not {wanted}")
        return name.strip(), value.strip()

    return parse


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """Parser of a whole number within bounds."""

    def parse(argument: str) -> int:
        if argument.isdecimal() and low <= int(argument) <= (high or int(argument)):
            return int(argument)
        bounds = f"{low} to {high}" if high else f"{low} or more"
        raise argparse.ArgumentTypeError(f"{argument!r} is not a whole number of {bounds}")

    return parse


def _check(options: argparse.Namespace) -> int:
    faults = check(options.folder)
    for fault in faults:
        print(fault)
    if not faults:
        problem = load(options.folder)
        warnings = old_sources(problem, date.today())
        warnings += newer_releases(problem) if options.releases else []
        for warning in warnings:
            print(f"warning: {warning}", file=sys.stderr)
    return 1 if faults else 0


def _rank(options: argparse.Namespace) -> int:
    problem = load(options.data)
    ranking = rank(
        problem.with_reading(options.reading) if options.reading else problem,
        dict(options.weight),
        include=_included(options, problem),
        scenario=options.scenario,
        exclude=options.exclude,
        answers=dict(options.answer),
        require=dict(options.require),
    )
    print(_FORMATS[options.format](ranking).rstrip())
    return 0


def _stored(name: str) -> dict[str, Any]:
    from advisor.report import read_record

    return read_record(Path(name).read_text(encoding="utf-8"))


def _included(options: argparse.Namespace, problem: Problem) -> tuple[str, ...]:
    everybody = tuple(other.id for other in problem.others) if options.all else ()
    return (*options.include, *everybody)


def _record(options: argparse.Namespace) -> int:
    from advisor.report import write  # templates and charts, which ranking does without
    from advisor.session.state import DecisionState

    problem = load(options.data)
    stored = _stored(options.state)["state"] if options.state else {"problem": problem.id}
    state = DecisionState.from_dict(problem, stored)
    state.scenario = options.scenario or state.scenario
    state.answers = {**state.answers, **dict(options.answer)}
    state.requirements = {**state.requirements, **dict(options.require)}
    state.reading = options.reading or state.reading
    state.included = (*state.included, *_included(options, state.problem))
    state.excluded = (*state.excluded, *options.exclude)
    if options.ballot:
        state.hear({Path(name).stem: _stored(name)["weights"] for name in options.ballot})
    state.set_weights(dict(options.weight))
    print(write(state.ranking, state.to_dict(), options.format, date.today()).rstrip())
    return 0


def _diff(options: argparse.Namespace) -> int:
    from advisor.report import differences
    from advisor.session.state import DecisionState

    record = _stored(options.record)
    state = DecisionState.from_dict(load(options.data), record["state"])
    for sentence in differences(record, state.ranking):
        print(sentence)
    return 0


def _new(options: argparse.Namespace) -> int:
    folder = start(options.folder)
    print(f"{folder / 'problem.toml'} says how to go on. Then:")
    print(f"  advisor check {folder}")
    print(f"  advisor serve --data {folder}")
    return 0


def _measure(options: argparse.Namespace) -> int:
    try:
        if options.features:
            from advisor.lab.contract.command import main as examine

            return examine(options.framework, options.output)
        from advisor.lab.command import main as measure  # an extra; the others do without it
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("advisor"):
            raise
        hint = "pip install 'backend-advisor[lab]'"
        print(f"advisor measure: {error.name} is not installed; {hint}", file=sys.stderr)
        return 1
    return measure(
        options.framework,
        options.scenario,
        quick=options.quick,
        readings=options.readings,
        rounds=options.rounds,
        output=options.output,
    )


def _serve(options: argparse.Namespace) -> int:
    from advisor.serve import serve  # Voilà takes a second to import; the others do without it

    if options.data:
        load(options.data)  # a fault is told here, not to every visitor
        os.environ[PROBLEM_VARIABLE] = str(Path(options.data).resolve())

    return serve(
        NOTEBOOKS / "dashboard.ipynb",
        host=options.host,
        port=options.port,
        base_url=options.base_url,
        open_browser=not options.no_browser,
        max_kernels=options.max_kernels,
    )


def _to_json(ranking: Ranking) -> str:
    return json.dumps(ranking.to_dict(), indent=2, ensure_ascii=False)


def _to_csv(ranking: Ranking) -> str:
    csv: str = ranking.to_frame().to_csv()
    return csv


_FORMATS = {"table": repr, "json": _to_json, "csv": _to_csv}
