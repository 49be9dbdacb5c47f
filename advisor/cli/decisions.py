"""``advisor rank``, ``record`` and ``diff``: rank alternatives and record decisions."""

from __future__ import annotations

import argparse
import json
from datetime import date

from advisor.cli.options import Commands, add_decision
from advisor.problem.folder import load
from advisor.problem.problem import Problem
from advisor.ranking.choices import Ballot, ChoiceError, Choices
from advisor.ranking.group import names_of, together
from advisor.ranking.ranking import rank
from advisor.report.record import ballot_of, read_record_file
from advisor.report.show import as_dict, as_text
from advisor.report.tables import MARK
from advisor.report.tables.ranking import exact
from advisor.robustness.assessment import Assessment, assess


def add(commands: Commands) -> None:
    """Add the commands."""
    command = commands.add_parser("rank", help="rank the alternatives")
    add_decision(command)
    command.add_argument(
        "--format", choices=tuple(_FORMATS), default="table", help="output format; table by default"
    )
    command.set_defaults(run=_rank)

    command = commands.add_parser("record", help="print a decision record")
    add_decision(command)
    command.add_argument(
        "--format",
        choices=("md", "html", "csv", "json"),
        default="md",
        help="output format; md by default",
    )
    command.add_argument(
        "--decided",
        metavar="ALTERNATIVE",
        default="",
        help="alternative that you decided on, even against the advice",
    )
    command.add_argument(
        "--by", metavar="NAMES", default="", help="people who decide, such as 'Ann, Bo'"
    )
    command.add_argument(
        "--status",
        default="proposed",
        help="proposed (the default), rejected, accepted, deprecated or 'superseded by ...'",
    )
    command.set_defaults(run=_record)

    command = commands.add_parser("diff", help="list what changed since a decision was recorded")
    command.add_argument("record", metavar="RECORD", help="decision record (JSON file)")
    command.add_argument(
        "--data",
        metavar="FOLDER",
        help="current problem; the shipped one by default",
    )
    command.set_defaults(run=_diff)


def _rank(options: argparse.Namespace) -> int:
    print(_FORMATS[options.format](_assessment(options)).rstrip())
    return 0


def _record(options: argparse.Namespace) -> int:
    from advisor.report import write  # imports templates and charts, which `rank` does not need

    decision = {name: getattr(options, name) for name in ("decided", "by", "status")}
    print(write(_assessment(options), options.format, date.today(), **decision).rstrip())
    return 0


def _diff(options: argparse.Namespace) -> int:
    from advisor.report import differences

    record = read_record_file(options.record)
    problem = load(options.data)
    choices = Choices.from_dict(problem, record["state"])
    for sentence in differences(record, assess(rank(problem, choices))):
        print(sentence)
    return 0


def _assessment(options: argparse.Namespace) -> Assessment:
    problem = load(options.data)
    return assess(rank(problem, _choices(options, problem)))


def _choices(options: argparse.Namespace, problem: Problem) -> Choices:
    """Choices from the options; they override those of a recorded decision if one is named."""
    start = Choices()
    if options.state:
        start = Choices.from_dict(problem, read_record_file(options.state)["state"])
    everybody = tuple(other.id for other in problem.others) if options.all else ()
    anew = options.scenario and options.scenario != start.scenario
    # An empty answer took back one of the recorded scenario, so another scenario does not need it.
    kept = {q: a for q, a in start.answers.items() if a or not anew}
    choices = start.but(
        scenario=options.scenario or start.scenario,
        answers={**kept, **dict(options.answer)},
        requirements={**start.requirements, **dict(options.require)},
        weights={} if anew else start.weights,
        reading=options.reading or start.reading,
        included=(*start.included, *options.include, *everybody),
        excluded=(*start.excluded, *options.exclude),
    )
    if options.ballot:
        ballots = _ballots(problem, options.ballot)
        weights = {**choices.weights, **together(problem, ballots)}
        choices = choices.but(ballots=ballots, weights=weights)
    return choices.but(weights={**choices.weights, **dict(options.weight)}).check(problem)


def _ballots(problem: Problem, paths: list[str]) -> tuple[Ballot, ...]:
    found = []
    for path, name in zip(paths, names_of(paths), strict=True):
        record = read_record_file(path)
        try:
            found.append(ballot_of(problem, record, name))
        except ChoiceError as error:
            raise ChoiceError(f"{path}: {error}") from None
    return tuple(found)


def _to_json(assessment: Assessment) -> str:
    return json.dumps(as_dict(assessment), indent=2, ensure_ascii=False)


def _to_csv(assessment: Assessment) -> str:
    return MARK + exact(assessment.ranking).to_csv()


_FORMATS = {"table": as_text, "json": _to_json, "csv": _to_csv}
